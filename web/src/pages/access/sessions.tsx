// Where somebody is signed in; each can be ended, but for the one that asks.
import { call } from '../../api'
import { t } from '../../i18n'
import { State, Trouble } from '../../ui/state'
import { localMoment } from '../local_time'
import { focusSoon } from '../surveys/focus'
import { useSending } from '../surveys/use_sending'
import { useSessions, type Session } from './requests'
import s from './access.module.css'

// Newer browsers also call themselves by the names of older ones: the first that fits is meant.
const browsers = { Edg: 'Edge', OPR: 'Opera', Firefox: 'Firefox', Chrome: 'Chrome', Safari: 'Safari' }
const systems = ['Windows', 'Android', 'iPhone', 'iPad', 'Mac OS', 'Linux']

/** "Firefox · Linux", as far as a browser tells. */
export function browserOf(agent: string): string {
  const browser = Object.entries(browsers).find(([mark]) => agent.includes(mark + '/'))?.[1]
  return [browser, systems.find(one => agent.includes(one))].filter(Boolean).join(' · ') || agent || '–'
}

/** `all`: they end together, as somebody else's do. */
export function Sessions({ path, title, all }: { path: string; title: string; all?: boolean }) {
  const sessions = useSessions(path)
  const { problem, busy, send } = useSending()
  const end = (session: Session, row: HTMLTableRowElement | null) =>
    void send(() => call('DELETE', path + '/' + session.id)).then(() => focusSoon(() => row?.closest('section')?.querySelector('h2')))
  return <section class="card" aria-label={title}>
    <div class={s.head}><h2 tabIndex={-1}>{title}</h2>{all ? <button type="button" disabled={busy}
      onClick={() => void send(() => call('DELETE', path))}>{t('sessions.end_all')}</button> : null}</div>
    {problem ? <Trouble problem={problem} /> : null}
    <State query={sessions} height={120}>{found => found.length === 0 ? <p class="muted">{t('sessions.none')}</p>
      : <div class={'scroll ' + s.list} tabIndex={0} role="group" aria-label={title}><table>
        <thead><tr><th scope="col" class="text">{t('sessions.browser')}</th><th scope="col" class="text">{t('sessions.used')}</th>
          <th scope="col" class="text">{t('sessions.begun')}</th><th scope="col" class="text">{t('sessions.from')}</th>
          <th scope="col"><span class="hidden">{t('sessions.end')}</span></th></tr></thead>
        <tbody>{found.map(one => <tr key={one.id}><th scope="row" class="text" title={one.agent}>{browserOf(one.agent)}</th>
          <td class="text">{localMoment(one.used)}</td><td class="text">{localMoment(one.made)}</td>
          <td class="text">{one.address || t('sessions.here')}</td>
          <td>{one.current ? <span class={s.tag}>{t('sessions.this')}</span> : all ? null
            : <button type="button" disabled={busy} aria-label={`${t('sessions.end')}: ${browserOf(one.agent)}, ${localMoment(one.used)}`}
              onClick={event => end(one, event.currentTarget.closest('tr'))}>{t('sessions.end')}</button>}</td></tr>)}</tbody></table></div>}</State>
  </section>
}
