// What is unsaved, what is wrong with it, and the steps back.
import type { Problem } from '../../api'
import { t } from '../../i18n'
import { problemText } from '../../ui/state'
import s from './save_bar.module.css'

export function SaveBar({ unsaved, busy, problem, undo, redo, save, discard }: {
  unsaved: boolean; busy: boolean; problem: Problem | null; save: () => void
  undo: (() => void) | null; redo: (() => void) | null; discard: (() => void) | null }) {
  const state = problem ? null : busy ? t('editor.saving') : unsaved ? t('editor.unsaved') : t('editor.saved')
  return <div class={s.bar} role="region" aria-label={t('editor.bar')}>
    <button type="button" class="primary" disabled={busy || !unsaved || problem !== null} onClick={save}>{t('editor.save')}</button>
    <button type="button" disabled={!undo} onClick={() => undo?.()}>{t('editor.undo')}</button>
    <button type="button" disabled={!redo} onClick={() => redo?.()}>{t('editor.redo')}</button>
    {discard ? <button type="button" class="quiet" onClick={discard}>{t('editor.discard')}</button> : null}
    <p class={s.state} role="status">{problem
      ? <><b class="warn">{problem.where ? problem.where + ': ' : ''}{problemText(problem)}</b>
        <button type="button" class="quiet" onClick={() => document.querySelector<HTMLElement>('main [aria-invalid]')?.focus()}>
          {t('editor.show_fault')}</button></>
      : <span class="muted">{state}</span>}</p>
  </div>
}
