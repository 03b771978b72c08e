import { useLayoutEffect, useRef, useState } from 'preact/hooks'

/** Does an element hold more than it shows? Then it must be reached by the keyboard, or nobody without a mouse can scroll it.
 *  It is told when sizes change, and never asks by itself: fifty tiles that ask in turn are laid out fifty times. */
export function useOverflow() {
  const ref = useRef<HTMLDivElement>(null)
  const [over, setOver] = useState(false)
  const watch = useRef<ResizeObserver | null>(null)
  const watched = useRef<Element | null>(null)
  useLayoutEffect(() => {
    const element = ref.current!
    watch.current = new ResizeObserver(() => setOver(element.scrollHeight > element.clientHeight + 1 || element.scrollWidth > element.clientWidth + 1))
    watch.current.observe(element)
    return () => watch.current?.disconnect()
  }, [])
  useLayoutEffect(() => {
    const inner = ref.current!.firstElementChild
    if (inner === watched.current) return
    if (watched.current) watch.current?.unobserve(watched.current)
    if (inner) watch.current?.observe(inner)
    watched.current = inner
  })
  return [ref, over] as const
}
