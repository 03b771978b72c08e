// What can be added, undone and saved; it stays in sight.
import type { Problem } from '../../api'
import { t } from '../../i18n'
import { problemText } from '../../ui/state'
import s from './board_editor.module.css'

export function EditBar({ unsaved, busy, problem, undo, redo, save, addTile, addText, settings }: {
  unsaved: boolean; busy: boolean; problem: Problem | null; undo: (() => void) | null; redo: (() => void) | null
  save: () => void; addTile: () => void; addText: () => void; settings: () => void }) {
  return <div class={s.bar} role="region" aria-label={t('boards.bar')}>
    <button type="button" class="primary" disabled={busy || !unsaved} onClick={save}>{t('boards.save')}</button>
    <button type="button" disabled={!undo} onClick={() => undo?.()}>{t('boards.undo')}</button>
    <button type="button" disabled={!redo} onClick={() => redo?.()}>{t('boards.redo')}</button>
    <span class={s.gap} />
    <button type="button" id="add-tile" onClick={addTile}>{t('boards.add')}</button>
    <button type="button" onClick={addText}>{t('boards.add_text')}</button>
    <button type="button" id="board-settings" onClick={settings}>{t('boards.settings')}</button>
    <p class={s.state}>{problem ? <b class="warn" role="alert">{problem.where ? problem.where + ': ' : ''}{problemText(problem)}</b>
      : <span class="muted">{t(busy ? 'boards.saving' : unsaved ? 'boards.unsaved' : 'boards.saved')}</span>}</p>
  </div>
}
