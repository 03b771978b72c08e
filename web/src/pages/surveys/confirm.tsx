// A question before something is taken away.
import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { t } from '../../i18n'
import s from './confirm.module.css'

export function Confirm({ title, action, busy, onYes, onClose, children }: {
  title: string; action: string; busy?: boolean; onYes: () => void; onClose: () => void; children?: ComponentChildren }) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => dialog.current?.showModal(), [])
  return <dialog ref={dialog} class={s.confirm} aria-labelledby="confirm-title" onClose={onClose}>
    <h2 id="confirm-title">{title}</h2>
    {children}
    <div class={s.actions}>
      <button type="button" onClick={() => dialog.current?.close()}>{t('asking.keep')}</button>
      <button type="button" class="primary" disabled={busy} onClick={onYes}>{action}</button></div>
  </dialog>
}
