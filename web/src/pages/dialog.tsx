// A question or a form over the page, closed by Escape, by its button, or by being done.
import type { ComponentChildren } from 'preact'
import { useId, useLayoutEffect, useRef } from 'preact/hooks'
import { t } from '../i18n'
import s from './page_dialog.module.css'

export function Dialog({ title, onClose, children }: { title: string; onClose: () => void; children: ComponentChildren }) {
  const id = useId()
  const dialog = useRef<HTMLDialogElement>(null)
  useLayoutEffect(() => { dialog.current?.showModal() }, [])
  return <dialog ref={dialog} class={s.dialog} aria-labelledby={id} onClose={onClose}>
    <header><h2 id={id}>{title}</h2>
      <button type="button" class="quiet" onClick={() => dialog.current?.close()}>{t('keys.close')}</button></header>
    {children}
  </dialog>
}
