// Who is there? In place of whatever page was asked for, which then comes.
import { useEffect, useRef, useState } from 'preact/hooks'
import { call, type Problem } from '../../api'
import { language, languages, setLanguage, t, type Language } from '../../i18n'
import { problemOf, unreached } from '../../query'
import { path, query } from '../../router'
import { problemText } from '../../ui/state'
import './words'
import s from './sign_in.module.css'

/** Only a page of our own: "//elsewhere" is another site. */
const wanted = (): string => {
  if (path.value !== '/sign-in') return path.value + location.search
  const to = query.value.get('to') ?? '/'
  return /^\/(?![/\\])/.test(to) ? to : '/'
}

const words = (problem: Problem): string => problem.code === 'wrong_sign_in' ? t('sign_in.wrong')
  : problem.status === 429 ? t('sign_in.too_often') : problem.status === 409 ? t('sign_in.nobody') : problemText(problem)

export default function SignIn() {
  const [problem, setProblem] = useState<Problem | null>(null)
  const [busy, setBusy] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => { document.title = `${t('sign_in.title')} · ${t('app')}` }, [language.value])
  useEffect(() => form.current?.querySelector('input')?.focus(), [])
  const submit = async (event: SubmitEvent) => {
    event.preventDefault()
    const given = new FormData(event.currentTarget as HTMLFormElement)
    setBusy(true)
    setProblem(null)
    try {
      await call('POST', '/v1/sign-in', { account: given.get('account'), password: given.get('password') })
      // Everything that was held belongs to nobody: the page begins anew.
      location.replace(wanted())
    } catch (error) {
      setProblem(problemOf(error))
      setBusy(false)
      form.current?.querySelector<HTMLInputElement>('[name=password]')?.select()
    }
  }
  const fault = problem ? { 'aria-invalid': true as const, 'aria-describedby': 'sign-in-problem' } : {}
  return <div class={s.page}>
    <form ref={form} class={'card ' + s.form} onSubmit={event => void submit(event)} aria-labelledby="sign-in-title">
      <p class={s.brand}><img src="/icon.svg" alt="" width="28" height="28" />{t('app')}</p>
      <h1 id="sign-in-title" tabIndex={-1}>{t('sign_in.title')}</h1>
      <label><span>{t('sign_in.account')}</span>
        <input name="account" required maxLength={100} autoComplete="username" autoCapitalize="none" spellcheck={false} {...fault} /></label>
      <label><span>{t('sign_in.password')}</span>
        <input name="password" type="password" required maxLength={1024} autoComplete="current-password" {...fault} /></label>
      {problem ? <p class={s.problem} id="sign-in-problem" role="alert">{words(problem)}</p> : null}
      <button type="submit" class="primary" disabled={busy}>{t(busy ? 'sign_in.busy' : 'sign_in.go')}</button>
      <p class="muted">{t('sign_in.forgot')}</p>
    </form>
    <label class={s.language}><span class="hidden">{t('language.name')}</span>
      <select value={language.value} onChange={({ currentTarget: select }) =>
        void setLanguage(select.value as Language).catch(() => { select.value = language.value; unreached() })}>
        {Object.entries(languages).map(([code, name]) => <option key={code} value={code} lang={code}>{name}</option>)}</select></label>
  </div>
}
