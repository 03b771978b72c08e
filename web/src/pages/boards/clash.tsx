// Somebody else saved the board meanwhile: nothing is overwritten, one of the two is chosen.
import { dayText, clock } from '../../format'
import { t } from '../../i18n'
import type { Board } from './board'
import s from './board_editor.module.css'

/** The formatter writes UTC; this is the reader's own time. */
const local = (text: string) => Date.parse(text) - new Date(text).getTimezoneOffset() * 60_000

export function Clash({ newer, busy, keepMine, takeTheirs }: { newer: Board; busy: boolean; keepMine: () => void; takeTheirs: () => void }) {
  const at = newer.changed_at ? local(newer.changed_at) : NaN
  return <div class={'card ' + s.clash} role="alert">
    <strong>{t('boards.clash')}</strong>
    <p>{t(newer.changed_by ? 'boards.clash_by' : 'boards.clash_text', { name: newer.changed_by ?? '', title: newer.title || newer.name,
      time: Number.isNaN(at) ? '' : `${dayText(at)} ${clock(at)}`, n: newer.tiles.length })}</p>
    <p><button type="button" class="primary" disabled={busy} onClick={keepMine}>{t('boards.keep_mine')}</button>{' '}
      <button type="button" disabled={busy} onClick={takeTheirs}>{t('boards.take_theirs')}</button></p>
  </div>
}
