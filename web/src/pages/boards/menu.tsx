// A button that opens a short list of things to do. Escape, a click elsewhere and the focus that leaves close it.
import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import s from './board_menu.module.css'

export function Menu({ name, children }: { name: string; children: (close: () => void) => ComponentChildren }) {
  const [open, setOpen] = useState(false)
  const frame = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  // With the drawing: nobody is to press a key in between.
  useLayoutEffect(() => {
    if (!open) return
    const elsewhere = (event: Event) => { if (!frame.current?.contains(event.target as Node)) setOpen(false) }
    const key = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return
      setOpen(false)
      button.current?.focus()
    }
    document.addEventListener('pointerdown', elsewhere)
    document.addEventListener('focusin', elsewhere)
    document.addEventListener('keydown', key)
    return () => {
      document.removeEventListener('pointerdown', elsewhere)
      document.removeEventListener('focusin', elsewhere)
      document.removeEventListener('keydown', key)
    }
  }, [open])
  return <div class={s.menu} ref={frame} data-tool data-open={open || undefined}>
    <button type="button" class="quiet" ref={button} aria-expanded={open} aria-label={name} title={name}
      onClick={() => setOpen(!open)}><span aria-hidden="true">⋯</span></button>
    {open ? <ul>{children(() => setOpen(false))}</ul> : null}
  </div>
}
