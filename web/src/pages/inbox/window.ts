// Of a long list of equally high rows only those near the window are drawn.
import { useLayoutEffect, useRef, useState } from 'preact/hooks'

export const rowHeight = 104  // Pixels; the style of a row says the same.
const beyond = 6              // Rows drawn above and below what is seen.

export interface Range { first: number; last: number }

/** Rows that a box of the page shows of a list which begins at `top` in the same coordinates; `last` is not among them. */
export function rangeOf(count: number, top: number, boxTop: number, boxBottom: number): Range {
  const first = Math.floor((boxTop - top) / rowHeight) - beyond
  const last = Math.ceil((boxBottom - top) / rowHeight) + beyond
  return { first: Math.max(0, Math.min(first, count)), last: Math.max(0, Math.min(count, last)) }
}

/** The list scrolls in its own box, or with the page where it has none (a phone). */
export function useWindow(count: number, open: number | null) {
  const box = useRef<HTMLDivElement>(null)
  const list = useRef<HTMLUListElement>(null)
  const [range, setRange] = useState<Range>({ first: 0, last: 20 })
  const measure = () => {
    if (!box.current || !list.current) return
    const outer = box.current.getBoundingClientRect()
    const next = rangeOf(count, list.current.getBoundingClientRect().top, Math.max(0, outer.top),
      Math.min(innerHeight, outer.bottom))
    setRange(now => now.first === next.first && now.last === next.last ? now : next)
  }
  useLayoutEffect(() => {
    measure()
    addEventListener('scroll', measure, { capture: true, passive: true })
    addEventListener('resize', measure)
    return () => {
      removeEventListener('scroll', measure, { capture: true })
      removeEventListener('resize', measure)
    }
  }, [count, open])
  /** Brings a row into sight, with as little movement as that takes. */
  const bring = (index: number) => {
    // Where the response stands in the list's place, the list has no height.
    if (!box.current?.clientHeight || !list.current) return
    const own = box.current.scrollHeight > box.current.clientHeight + 1
    const outer = own ? box.current.getBoundingClientRect() : { top: 0, bottom: innerHeight }
    const top = list.current.getBoundingClientRect().top + index * rowHeight
    const by = top < outer.top ? top - outer.top : Math.max(0, top + rowHeight - outer.bottom)
    if (by !== 0) (own ? box.current : document.scrollingElement ?? document.documentElement).scrollTop += by
    measure()
  }
  return { box, list, range, bring }
}
