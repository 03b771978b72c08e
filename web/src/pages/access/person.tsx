// One account: who it is, what it may do, what it sees, its password and where it is signed in.
import { useState } from 'preact/hooks'
import { call } from '../../api'
import { label, languages, t } from '../../i18n'
import type { Me } from '../../me'
import { FilterField } from '../../ui/filter_field'
import { Trouble } from '../../ui/state'
import { Confirm } from '../surveys/confirm'
import { Fault, Faults } from '../surveys/fault'
import { useSending } from '../surveys/use_sending'
import { ChoiceField, TextField } from './fields'
import { accountPath, homes, roles, scoped, type Account, type Role } from './requests'
import { ScopeSize } from './scope_size'
import { Sessions } from './sessions'
import s from './access.module.css'

const blank = { account: '', name: '', email: '', role: 'viewer' as Role, scope: '', home: '', language: '', disabled: false,
  personal: null as boolean | null }
const own = ['account', 'name', 'email', 'role', 'home', 'language', 'password', 'scope', 'personal']

export function Person({ known, me, onClose }: { known: Account | undefined; me: Me; onClose: () => void }) {
  const { problem, busy, send } = useSending()
  const [wish, setWish] = useState({ ...blank, ...known })
  const [password, setPassword] = useState('')
  const [saved, setSaved] = useState(false)
  const [removing, setRemoving] = useState(false)
  const set = (patch: Partial<typeof wish>) => { setSaved(false); setWish(old => ({ ...old, ...patch })) }
  // Only owners make, change and remove owners.
  const locked = known?.role === 'owner' && me.role !== 'owner'
  const given = roles.filter(one => one !== 'owner' || me.role === 'owner' || locked)
  const isScoped = scoped.includes(wish.role)
  const save = (event: SubmitEvent) => {
    event.preventDefault()
    const { account, name, email, role, home, language, disabled, personal } = wish
    void send(async () => {
      await call('PUT', accountPath(known?.account ?? account.trim().toLowerCase()), { name, email, role, home, language, disabled, personal,
        scope: isScoped ? wish.scope : '', ...(password ? { password } : {}) })
      setPassword('')
    }).then(done => { setSaved(done); if (done && !known) onClose() })
  }
  const remove = () => void send(() => call('DELETE', accountPath(wish.account))).then(done => { setRemoving(false); if (done) onClose() })
  const where = problem?.where?.split(':')[0] ?? ''
  const elsewhere = problem && !own.includes(where)
  return <Faults.Provider value={problem}><div class={s.stack}>
    <section class="card" aria-labelledby="person-title">
      <div class={s.head}><h2 id="person-title">{known ? known.account : t('person.add')}</h2>
        <button type="button" class="quiet" onClick={onClose}>{t('person.back')}</button></div>
      {locked ? <p class="muted">{t('person.owners_only')}</p> : null}
      <form id="person" onSubmit={save}><fieldset disabled={locked} class={s.whole}><div class={s.fields}>
        {known ? null : <TextField name="account" title={t('person.account')} value={wish.account} required hint="anna" onInput={account => set({ account })} />}
        <TextField name="name" title={t('person.name')} value={wish.name} onInput={name => set({ name })} />
        <TextField name="email" title={t('person.email')} type="email" value={wish.email} onInput={email => set({ email })} />
        <ChoiceField name="role" title={t('person.role')} value={wish.role} onChange={role => set({ role: role as Role })}>
          {given.map(one => <option key={one} value={one}>{label('role', one)}</option>)}</ChoiceField>
        <ChoiceField name="home" title={t('person.home')} value={wish.home} onChange={home => set({ home })}>
          {homes.map(one => <option key={one} value={one}>{t(`home.${one || 'role'}`)}</option>)}</ChoiceField>
        <ChoiceField name="language" title={t('language.name')} value={wish.language} onChange={language => set({ language })}>
          <option value="">{t('person.browser_language')}</option>
          {Object.entries(languages).map(([code, name]) => <option key={code} value={code} lang={code}>{name}</option>)}</ChoiceField>
        <ChoiceField name="personal" title={t('person.personal')} value={String(wish.personal)}
          onChange={personal => set({ personal: personal === 'null' ? null : personal === 'true' })}>
          {(['null', 'true', 'false'] as const).map(one => <option key={one} value={one}>{t(`person.personal.${one}`)}</option>)}</ChoiceField>
        <TextField name="password" title={t(known?.has_password ? 'person.set_password' : 'person.password')} type="password"
          value={password} autoComplete="new-password" onInput={setPassword} />
        <p class={'muted ' + s.line}>{t('password.rule')}</p>
        <p class={s.line}>{label('role_about', wish.role)}</p>
        {known ? <label class={s.line}><input type="checkbox" checked={wish.disabled} onChange={event => set({ disabled: event.currentTarget.checked })} />
          <span>{t('person.disable')}</span></label> : null}
      </div></fieldset></form>
      {isScoped ? <div class={s.scope}>
        <FilterField name={t('person.scope')} value={wish.scope} placeholder={'department = "North"'}
          problem={where === 'scope' ? { ...problem!, where: problem!.where!.replace('scope: ', '') } : null} onCommit={scope => set({ scope })} />
        <p class="muted">{t('person.scope_about')}</p>
        <ScopeSize scope={wish.scope} /></div> : null}
      {where === 'scope' && !isScoped ? <Fault at="scope" /> : null}
      {elsewhere ? <Trouble problem={problem} /> : null}
      <div class={s.actions + ' ' + s.after}>
        <button type="submit" form="person" class="primary" disabled={busy || locked}>{t(known ? 'settings.save' : 'person.make')}</button>
        {known ? <button type="button" disabled={busy || locked} onClick={() => setRemoving(true)}>{t('person.remove')}</button> : null}
        <span role="status" class="muted">{saved ? t('settings.saved') : ''}</span></div>
    </section>
    {known ? <Sessions path={accountPath(known.account) + '/sessions'} title={t('sessions.theirs', { name: known.name || known.account })} all={!locked} /> : null}
    {removing ? <Confirm title={t('person.remove_sure', { name: wish.account })} action={t('person.remove')} busy={busy} onYes={remove}
      onClose={() => setRemoving(false)}><p>{t('person.remove_about')}</p></Confirm> : null}
  </div></Faults.Provider>
}
