import { useLayoutEffect, useRef, useState } from 'preact/hooks'

/** The width of an element in pixels, as it is and as it changes. */
export function useWidth() {
  const ref = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(0)
  useLayoutEffect(() => {
    const element = ref.current!
    const read = () => setWidth(element.clientWidth)
    read()
    const watch = new ResizeObserver(read)
    watch.observe(element)
    return () => watch.disconnect()
  }, [])
  return [ref, width] as const
}
