// Who may sign in: the list, and one person's form beside it (?person=anna; "+" is a new one).
import { label, t } from '../../i18n'
import type { Me } from '../../me'
import { query, setQuery } from '../../router'
import { State } from '../../ui/state'
import { localMoment } from '../local_time'
import { Person } from './person'
import { useAccounts, type Account } from './requests'
import s from './access.module.css'

const newOne = '+'

export function People({ me }: { me: Me }) {
  const accounts = useAccounts()
  const open = query.value.get('person')
  const close = () => setQuery({ person: null })
  return <State query={accounts} height={240}>{found => {
    const person = found.find(one => one.account === open)
    return open === newOne || person ? <Person key={open} known={person} me={me} onClose={close} /> : <List accounts={found} />
  }}</State>
}

const hrefOf = (account: string) => '/settings?view=people&person=' + encodeURIComponent(account)

const stateOf = (one: Account): string => t(one.disabled ? 'person.disabled' : one.has_password ? 'person.can_sign_in' : 'person.no_password')

function List({ accounts }: { accounts: Account[] }) {
  return <section class="card" aria-labelledby="people">
    <div class={s.head}><h2 id="people">{t('settings.view.people')}</h2>
      <a class="quiet" href={hrefOf(newOne)}>{t('person.add')}</a></div>
    <div class={'scroll ' + s.list} tabIndex={0} role="group" aria-labelledby="people"><table>
      <thead><tr><th scope="col" class="text">{t('person.account')}</th><th scope="col" class="text">{t('person.name')}</th>
        <th scope="col" class="text">{t('person.role')}</th><th scope="col" class="text">{t('person.sees')}</th>
        <th scope="col" class="text">{t('person.state')}</th><th scope="col" class="text">{t('sessions.used')}</th></tr></thead>
      <tbody>{accounts.map(one => <tr key={one.account}>
        <th scope="row" class="text"><a href={hrefOf(one.account)}>{one.account}</a></th>
        <td class="text">{one.name}</td><td class="text">{label('role', one.role)}</td>
        <td class="text wrap">{one.scope ? <code>{one.scope}</code> : t('person.everything')}</td>
        <td class="text"><span class={s.tag + (one.disabled || !one.has_password ? ' ' + s.off : '')}>{stateOf(one)}</span></td>
        <td class="text">{localMoment(one.last_used)}</td></tr>)}</tbody></table></div>
  </section>
}
