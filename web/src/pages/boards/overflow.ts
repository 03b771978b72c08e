import { useLayoutEffect, useRef, useState } from 'preact/hooks'

/** Does an element hold more than it shows? Then it must be reached by the keyboard, or nobody without a mouse can scroll it. */
export function useOverflow() {
  const ref = useRef<HTMLDivElement>(null)
  const [over, setOver] = useState(false)
  useLayoutEffect(() => {
    const element = ref.current!
    const look = () => setOver(element.scrollHeight > element.clientHeight + 1 || element.scrollWidth > element.clientWidth + 1)
    look()
    const watch = new ResizeObserver(look)
    watch.observe(element)
    for (const child of element.children) watch.observe(child)
    return () => watch.disconnect()
  })
  return [ref, over] as const
}
