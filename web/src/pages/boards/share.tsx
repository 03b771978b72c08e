// Who may read a board without signing in: a link, for a while, with a password if wished; and the links there are.
import { useState } from 'preact/hooks'
import { dayText } from '../../format'
import { t } from '../../i18n'
import { State, Trouble } from '../../ui/state'
import { Copy } from '../copy'
import { useSending } from '../surveys/use_sending'
import { titleOfBoard, type Board } from './board'
import { Dialog } from './dialog'
import { share, unshare, useShares, type NewShare, type Share } from './requests'
import s from './board_share.module.css'

const lengths = ['1d', '7d', '30d', '90d', ''] as const
const passwordLeast = 10

export function Sharing({ board, onClose }: { board: Board; onClose: () => void }) {
  const [made, setMade] = useState<NewShare | null>(null)
  const { problem, busy, send } = useSending()
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    const form = event.currentTarget as HTMLFormElement
    const values = new FormData(form)
    const text = (name: string) => String(values.get(name) ?? '')
    void send(async () => {
      setMade(await share(board.name, { expires: text('expires'), password: text('password'), where: text('where').trim() }))
      form.reset()
    })
  }
  return <Dialog title={t('boards.share_of', { title: titleOfBoard(board) })} wide onClose={onClose}>
    <p class="muted">{t('boards.share_about')}</p>
    <form class={s.form} onSubmit={submit}>
      <label><span>{t('boards.expires')}</span><select name="expires">{lengths.map(length =>
        <option key={length} value={length} selected={length === '30d'}>{t(`boards.expires.${length || 'never'}`)}</option>)}</select></label>
      <label><span>{t('boards.password')}</span><input name="password" type="password" minLength={passwordLeast} autoComplete="new-password" /></label>
      <label class={s.wide}><span>{t('boards.share_where')}</span><input name="where" autoComplete="off" spellcheck={false}
        placeholder={'department = "North"'} /></label>
      <button type="submit" class="primary" disabled={busy}>{t('boards.make_link')}</button>
    </form>
    {problem ? <Trouble problem={problem} /> : null}
    {made ? <div class={s.made} role="status"><p>{t('boards.link_once')}</p>
      <Copy name={t('boards.link')} text={window.location.origin + made.path} /></div> : null}
    <Shares board={board} />
  </Dialog>
}

function Shares({ board }: { board: Board }) {
  const shares = useShares(board.name)
  return <State query={shares} height={60}>{list => list.length === 0 ? null : <section aria-label={t('boards.links')}>
    <h3>{t('boards.links')}</h3>
    <ul class={s.list}>{list.map(one => <Line key={one.id} board={board} share={one} />)}</ul></section>}</State>
}

function Line({ board, share: one }: { board: Board; share: Share }) {
  const { problem, busy, send } = useSending()
  const made = dayText(Date.parse(one.made_at))
  const facts = [t('boards.made', { day: made }), one.expires ? t('boards.until', { day: dayText(Date.parse(one.expires)) }) : t('boards.expires.never'),
    ...one.password ? [t('boards.with_password')] : [], ...one.made_by ? [one.made_by] : []]
  return <li><span>{facts.join(' · ')}{one.where ? <code>{one.where}</code> : null}</span>
    <button type="button" disabled={busy} aria-label={t('boards.revoke_of', { day: made })}
      onClick={() => void send(async () => { await unshare(board.name, one.id) })}>{t('boards.revoke')}</button>
    {problem ? <Trouble problem={problem} /> : null}</li>
}
