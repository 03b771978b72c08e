// Who did what, the newest first: by account and by what was done, page after page.
import { call } from '../../api'
import { label, t } from '../../i18n'
import { useQuery } from '../../query'
import { query, setQuery } from '../../router'
import { Note, State } from '../../ui/state'
import { localMoment } from '../local_time'
import { ChoiceField, TextField } from './fields'
import type { Audit, Entry } from './requests'
import s from './access.module.css'

const perPage = 50
const actions = ['sign_in', 'sign_out', 'session', 'account', 'token', 'key', 'sql', 'export', 'replay', 'link', 'share', 'segment', 'goal', 'benchmark', 'stages', 'source', 'mail', 'removed'] as const

export function AuditLog() {
  const given = (name: string) => query.value.get(name) ?? ''
  const asked = new URLSearchParams({ limit: String(perPage) })
  for (const name of ['account', 'action', 'before']) if (given(name)) asked.set(name, given(name))
  const page = useQuery('audit ' + asked, signal => call<Audit>('GET', '/v1/audit?' + asked, undefined, signal))
  return <section class="card" aria-labelledby="audit">
    <div class={s.head}><h2 id="audit">{t('settings.view.audit')}</h2></div>
    <form class={s.fields} onSubmit={event => {
      event.preventDefault()
      setQuery({ account: String(new FormData(event.currentTarget as HTMLFormElement).get('account')).trim() || null, before: null })
    }}>
      <ChoiceField name="action" title={t('audit.action')} value={given('action')} onChange={action => setQuery({ action: action || null, before: null })}>
        <option value="">{t('audit.all')}</option>
        {actions.map(one => <option key={one} value={one}>{label('action', one)}</option>)}</ChoiceField>
      <TextField key={given('account')} name="account" title={t('person.account')} value={given('account')} />
      <button type="submit" class={s.beside}>{t('audit.show')}</button>
    </form>
    <State query={page} height={240}>{({ entries, next }) => <>
      {entries.length === 0 ? <Note title={t('audit.none')} /> : <Entries entries={entries} />}
      <div class={s.actions + ' ' + s.after}>
        {given('before') ? <button type="button" onClick={() => setQuery({ before: null })}>{t('audit.newest')}</button> : null}
        {next ? <button type="button" onClick={() => setQuery({ before: String(next) })}>{t('audit.older')}</button> : null}</div></>}</State>
  </section>
}

const nameOf = (action: string): string => label('action', action, label('action', action.split('.')[0]!, action))

const Entries = ({ entries }: { entries: Entry[] }) => <div class={'scroll ' + s.list} tabIndex={0} role="group" aria-labelledby="audit"><table>
  <thead><tr><th scope="col" class="text">{t('audit.at')}</th><th scope="col" class="text">{t('person.account')}</th>
    <th scope="col" class="text">{t('audit.action')}</th><th scope="col" class="text">{t('audit.subject')}</th>
    <th scope="col" class="text">{t('audit.detail')}</th><th scope="col" class="text">{t('sessions.from')}</th></tr></thead>
  <tbody>{entries.map(one => <tr key={one.number}><th scope="row" class="text">{localMoment(one.at)}</th>
    <td class="text">{one.account || '–'}</td><td class="text">{nameOf(one.action)}</td><td class="text wrap">{one.subject}</td>
    <td class={'text wrap ' + s.detail}>{one.detail ? <code>{one.detail}</code> : null}</td>
    <td class="text">{one.address || t('sessions.here')}</td></tr>)}</tbody></table></div>
