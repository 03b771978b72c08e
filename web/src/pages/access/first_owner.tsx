// Nobody signs in yet: how to begin, by making the first owner.
import { useState } from 'preact/hooks'
import { call } from '../../api'
import { t } from '../../i18n'
import { Trouble } from '../../ui/state'
import { Fault, Faults } from '../surveys/fault'
import { useSending } from '../surveys/use_sending'
import { NewPasswordFields, TextField } from './fields'
import { accountPath } from './requests'
import s from './access.module.css'

export function FirstOwner() {
  const { problem, busy, send } = useSending()
  const [two, setTwo] = useState(false)
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    const given = Object.fromEntries(new FormData(event.currentTarget as HTMLFormElement)) as Record<string, string>
    setTwo(given.password !== given.again)
    if (given.password !== given.again) return
    void send(async () => {
      await call('PUT', accountPath(given.account!.trim()), { role: 'owner', name: given.name!.trim(), password: given.password })
      location.assign('/sign-in?to=' + encodeURIComponent('/settings?view=people'))
    })
  }
  return <Faults.Provider value={problem}>
    <section class="card" aria-labelledby="first-owner">
      <h2 id="first-owner">{t('first_owner.title')}</h2>
      <p>{t('first_owner.about')}</p>
      <ul class={s.points}><li>{t('first_owner.machine')}</li><li>{t('first_owner.roles')}</li><li>{t('first_owner.terminal')}</li></ul>
      <form class={s.fields} onSubmit={submit}>
        <TextField name="account" title={t('person.account')} required autoComplete="username" hint="anna" />
        <TextField name="name" title={t('person.name')} autoComplete="name" />
        <NewPasswordFields />
        <Fault at="role" />
        {two ? <p class={s.fault} role="alert">{t('password.two')}</p> : null}
        {problem && !['account', 'password', 'name', 'role'].includes(problem.where ?? '') ? <Trouble problem={problem} /> : null}
        <div class={s.actions}><button type="submit" class="primary" disabled={busy}>{t('first_owner.make')}</button></div>
      </form>
    </section>
  </Faults.Provider>
}
