// Files that are dropped. A browser opens what falls beside a frame, and everything here would be gone: so the whole page hears it, at every step.
import { useEffect, useRef, useState } from 'preact/hooks'

/** Is a file held over the page? `take` gets the one that is dropped; null: files are not taken now. */
export function useDrop(take: ((file: File) => void) | null): boolean {
  const [over, setOver] = useState(false)
  const now = useRef(take)
  now.current = take
  useEffect(() => {
    const hold = (event: DragEvent) => {
      event.preventDefault()
      if (event.dataTransfer && !now.current) event.dataTransfer.dropEffect = 'none'
      setOver(now.current !== null)
    }
    const leave = (event: DragEvent) => { if (!event.relatedTarget) setOver(false) }
    const drop = (event: DragEvent) => {
      event.preventDefault()
      setOver(false)
      const dropped = event.dataTransfer?.files[0]
      if (dropped) now.current?.(dropped)
    }
    const hear = { dragover: hold, dragleave: leave, drop }
    for (const [name, heard] of Object.entries(hear)) document.addEventListener(name, heard as EventListener)
    return () => { for (const [name, heard] of Object.entries(hear)) document.removeEventListener(name, heard as EventListener) }
  }, [])
  return over
}
