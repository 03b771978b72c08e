// Tokens, which let programs in: each may less than who made it, and can be revoked by itself.
import { useState } from 'preact/hooks'
import { call } from '../../api'
import { label, t } from '../../i18n'
import type { Me } from '../../me'
import { FilterField } from '../../ui/filter_field'
import { State, Trouble } from '../../ui/state'
import { Copy } from '../copy'
import { localDay, localMoment } from '../local_time'
import { Confirm } from '../surveys/confirm'
import { Faults } from '../surveys/fault'
import { useSending } from '../surveys/use_sending'
import { ChoiceField, TextField } from './fields'
import { permissionNames, unscoped, useTokens, type Token } from './requests'
import s from './access.module.css'

export function Tokens({ me }: { me: Me }) {
  const tokens = useTokens()
  const { problem, busy, send } = useSending()
  const [revoking, setRevoking] = useState<Token | null>(null)
  const revoke = () => void send(() => call('DELETE', '/v1/tokens/' + revoking!.id)).then(() => setRevoking(null))
  return <div class={s.stack}>
    <NewToken me={me} />
    {problem ? <Trouble problem={problem} /> : null}
    <section class="card" aria-labelledby="tokens"><h2 id="tokens">{t('settings.view.tokens')}</h2>
      <State query={tokens} height={120}>{found => found.length === 0 ? <p class="muted">{t('tokens.none')}</p>
        : <div class={'scroll ' + s.list} tabIndex={0} role="group" aria-labelledby="tokens"><table>
          <thead><tr><th scope="col" class="text">{t('tokens.name')}</th><th scope="col" class="text">{t('person.account')}</th>
            <th scope="col" class="text">{t('tokens.may')}</th><th scope="col" class="text">{t('person.sees')}</th>
            <th scope="col" class="text">{t('tokens.expires')}</th><th scope="col" class="text">{t('sessions.used')}</th>
            <th scope="col"><span class="hidden">{t('tokens.revoke')}</span></th></tr></thead>
          <tbody>{found.map(one => <tr key={one.id}><th scope="row" class="text wrap">{one.name}</th><td class="text">{one.account ?? '–'}</td>
            <td class="text wrap">{one.permissions.map(name => label('permission', name)).join('; ')}</td>
            <td class="text wrap">{one.scope ? <code>{one.scope}</code> : t('person.everything')}</td>
            <td class="text">{one.expires ? localDay(one.expires) : t('tokens.never')}</td><td class="text">{localMoment(one.used)}</td>
            <td><button type="button" disabled={busy} aria-label={`${t('tokens.revoke')}: ${one.name}`}
              onClick={() => setRevoking(one)}>{t('tokens.revoke')}</button></td></tr>)}</tbody></table></div>}</State></section>
    {revoking ? <Confirm title={t('tokens.revoke_sure', { name: revoking.name })} action={t('tokens.revoke')} busy={busy} onYes={revoke}
      onClose={() => setRevoking(null)}><p>{t('tokens.revoke_about')}</p></Confirm> : null}
  </div>
}

const lengths = ['30d', '90d', '365d', ''] as const

function NewToken({ me }: { me: Me }) {
  const { problem, busy, send } = useSending()
  const [name, setName] = useState('')
  const [chosen, setChosen] = useState<readonly string[]>(me.permissions.includes('ask') ? ['ask'] : me.permissions.slice(0, 1))
  const [scope, setScope] = useState('')
  const [expires, setExpires] = useState<string>('90d')
  const [made, setMade] = useState('')
  const toggle = (one: string, on: boolean) => setChosen(old => permissionNames.filter(each => each === one ? on : old.includes(each)))
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    setMade('')
    void send(async () => {
      const reply = await call<{ token: string }>('POST', '/v1/tokens', { name: name.trim(), permissions: chosen, scope, expires })
      setMade(reply.token)
      setName('')
    })
  }
  const where = problem?.where?.split(':')[0] ?? ''
  const scopable = !chosen.some(one => unscoped.includes(one))
  return <Faults.Provider value={problem}><section class="card" aria-labelledby="new-token">
    <h2 id="new-token">{t('tokens.new')}</h2>
    <p class="muted">{t('tokens.about')}</p>
    <form id="token" class={s.fields} onSubmit={submit}>
      <TextField name="name" title={t('tokens.name')} value={name} required onInput={setName} />
      <ChoiceField name="expires" title={t('tokens.expires')} value={expires} onChange={setExpires}>
        {lengths.map(one => <option key={one} value={one}>{t(`tokens.for.${one || 'ever'}`)}</option>)}</ChoiceField>
      <fieldset class={s.checks}><legend>{t('tokens.may')}</legend>
        {permissionNames.filter(one => me.permissions.includes(one)).map(one => <label key={one}>
          <input type="checkbox" checked={chosen.includes(one)} onChange={event => toggle(one, event.currentTarget.checked)} />
          <span>{label('permission', one)}</span></label>)}</fieldset>
    </form>
    {scopable ? <div class={s.scope}><FilterField name={t('tokens.scope')} value={scope} placeholder={'department = "North"'}
      problem={where === 'scope' ? { ...problem!, where: problem!.where!.replace('scope: ', '') } : null} onCommit={setScope} /></div> : null}
    {problem && !['name', 'expires', 'scope'].includes(where) ? <Trouble problem={problem} /> : null}
    <div class={s.actions + ' ' + s.after}><button type="submit" form="token" class="primary" disabled={busy || chosen.length === 0}>{t('tokens.make')}</button></div>
    <div role="status">{made ? <div class={'card ' + s.once}><p>{t('tokens.once')}</p><Copy name={t('tokens.token')} text={made} /></div> : null}</div>
  </section></Faults.Provider>
}
