// A question or a form over the page.
import type { ComponentChildren } from 'preact'
import { useId, useLayoutEffect, useRef } from 'preact/hooks'
import { t } from '../../i18n'
import s from './board_dialog.module.css'

export function Dialog({ title, onClose, children, wide = false }: {
  title: string; onClose: () => void; children: ComponentChildren; wide?: boolean }) {
  const id = useId()
  const dialog = useRef<HTMLDialogElement>(null)
  // With the drawing: what has `autofocus` gets the focus before anybody types.
  useLayoutEffect(() => dialog.current?.showModal(), [])
  return <dialog ref={dialog} class={`${s.dialog} ${wide ? s.wide : ''}`} aria-labelledby={id} onClose={onClose}>
    <header><h2 id={id}>{title}</h2>
      <button type="button" class="quiet" onClick={() => dialog.current?.close()}>{t('boards.close')}</button></header>
    {children}
  </dialog>
}

/** Asks before something is taken away. */
export function Confirm({ title, text, action, busy, onYes, onClose }: {
  title: string; text: string; action: string; busy: boolean; onYes: () => void; onClose: () => void }) {
  return <Dialog title={title} onClose={onClose}>
    <p>{text}</p>
    <div class={s.actions}><button type="button" class="primary" disabled={busy} onClick={onYes}>{action}</button></div>
  </Dialog>
}
