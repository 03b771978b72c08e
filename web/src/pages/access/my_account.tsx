// One's own account: name, language, first page; the password; where one is signed in.
import { useState } from 'preact/hooks'
import { call } from '../../api'
import { label, languages, setLanguage, t, type Language } from '../../i18n'
import type { Me } from '../../me'
import { unreached } from '../../query'
import { Trouble } from '../../ui/state'
import { Fault, Faults } from '../surveys/fault'
import { useSending } from '../surveys/use_sending'
import { ChoiceField, NewPasswordFields, TextField } from './fields'
import { homes } from './requests'
import { Sessions } from './sessions'
import { signOut } from './user_menu'
import s from './access.module.css'

export function MyAccount({ me }: { me: Me }) {
  return <div class={s.stack}>
    <Profile me={me} />
    <Password account={me.account!} />
    <Sessions path="/v1/me/sessions" title={t('sessions.mine')} />
  </div>
}

function Profile({ me }: { me: Me }) {
  const { problem, busy, send } = useSending()
  const [name, setName] = useState(me.name)
  const [language, setOwn] = useState(me.language)
  const [home, setHome] = useState(me.home)
  const [saved, setSaved] = useState(false)
  const changed = <T,>(set: (value: T) => void) => (value: T) => { setSaved(false); set(value) }
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    void send(async () => {
      await call('PUT', '/v1/me', { name: name.trim(), language, home })
      if (language) await setLanguage(language as Language).catch(unreached)
    }).then(setSaved)
  }
  return <Faults.Provider value={problem}><section class="card" aria-labelledby="my-account">
    <div class={s.head}><h2 id="my-account">{me.account} · {label('role', me.role)}</h2>
      <button type="button" onClick={() => void signOut()}>{t('user.sign_out')}</button></div>
    <p class="muted">{t('my_account.may', { what: me.permissions.map(one => label('permission', one)).join('; ') })}</p>
    {me.scope ? <p>{t('my_account.scope')} <code>{me.scope}</code></p> : null}
    <form class={s.fields} onSubmit={submit}>
      <TextField name="name" title={t('person.name')} value={name} autoComplete="name" onInput={changed(setName)} />
      <ChoiceField name="language" title={t('language.name')} value={language} onChange={changed(setOwn)}>
        <option value="">{t('person.browser_language')}</option>
        {Object.entries(languages).map(([code, own]) => <option key={code} value={code} lang={code}>{own}</option>)}</ChoiceField>
      <ChoiceField name="home" title={t('person.home')} value={home} onChange={changed(setHome)}>
        {homes.map(one => <option key={one} value={one}>{t(`home.${one || 'role'}`)}</option>)}</ChoiceField>
      {problem && !['name', 'language', 'home'].includes(problem.where ?? '') ? <Trouble problem={problem} /> : null}
      <div class={s.actions}><button type="submit" class="primary" disabled={busy}>{t('settings.save')}</button>
        <span role="status" class="muted">{saved ? t('settings.saved') : ''}</span></div>
    </form></section></Faults.Provider>
}

function Password({ account }: { account: string }) {
  const { problem, busy, send } = useSending()
  const [two, setTwo] = useState(false)
  const [saved, setSaved] = useState(false)
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    const form = event.currentTarget as HTMLFormElement
    const given = new FormData(form)
    const differ = given.get('password') !== given.get('again')
    setTwo(differ)
    setSaved(false)
    if (differ) return
    void send(() => call('PUT', '/v1/me/password', { old: given.get('old'), new: given.get('password') })).then(done => {
      setSaved(done)
      if (done) form.reset()
    })
  }
  return <Faults.Provider value={problem}><section class="card" aria-labelledby="my-password">
    <h2 id="my-password">{t('password.title')}</h2>
    <form class={s.fields} onSubmit={submit}>
      <input type="text" name="account" value={account} readOnly hidden autoComplete="username" />
      <TextField name="old" title={t('password.old')} type="password" required autoComplete="current-password" />
      <NewPasswordFields at="new" />
      {two ? <p class={s.fault} role="alert">{t('password.two')}</p> : null}
      {problem && !['old', 'new'].includes(problem.where ?? '') ? <Trouble problem={problem} /> : null}
      <Fault at="role" />
      <div class={s.actions}><button type="submit" class="primary" disabled={busy}>{t('password.change')}</button>
        <span role="status" class="muted">{saved ? t('password.changed') : ''}</span></div>
    </form></section></Faults.Provider>
}
