// How invitations leave: mail server, webhook, SMS service. Secrets are taken, and never shown again.
import { useState } from 'preact/hooks'
import { call } from '../../api'
import { label, t } from '../../i18n'
import { useQuery } from '../../query'
import { path, query } from '../../router'
import { State, Trouble } from '../../ui/state'
import { Faults, Field, useFault } from '../surveys/fault'
import { useSending } from '../surveys/use_sending'
import { useUnsaved } from '../surveys/unsaved'
import type { Settings } from './requests'
import s from './sending.module.css'

const groups = {
  address: ['base_url', 'per_minute'],
  mail: ['host', 'port', 'tls', 'user', 'password', 'from', 'reply_to', 'ca_file'],
  webhook: ['webhook_url', 'webhook_secret'],
  sms: ['sms_account', 'sms_token', 'sms_from', 'sms_url'],
} as const
const secrets = ['password', 'webhook_secret', 'sms_token']
const examples: Record<string, string> = {
  base_url: 'https://ask.example.com', host: 'mail.example.com', from: 'Shop <ask@example.com>', reply_to: 'care@example.com',
  webhook_url: 'https://example.com/invite', sms_from: '+31…', webhook_secret: 'whsec_…' }

export function Sending() {
  const settings = useQuery('mail', signal => call<Settings>('GET', '/v1/mail', undefined, signal))
  return <State query={settings} height={300}>{known => <Form known={known} />}</State>
}

const isHere = (to: URL) => to.pathname === path.value && to.searchParams.get('view') === query.value.get('view')

function Form({ known }: { known: Settings }) {
  // What was touched, and only that, is sent.
  const [touched, setTouched] = useState<Settings>({})
  const [saved, setSaved] = useState(false)
  const { problem, busy, send, setProblem } = useSending()
  useUnsaved(Object.keys(touched).length > 0, to => isHere(to) ? undefined : t('editor.leave'))
  const put = (name: string, value: string | number | boolean | undefined) => {
    setSaved(false)
    setProblem(null)
    setTouched(old => {
      const { [name]: _, ...rest } = old
      return value === undefined || value === known[name] ? rest : { ...rest, [name]: value }
    })
  }
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    void send(async () => {
      await call('PUT', '/v1/mail', touched)
      // What was typed meanwhile stays to be sent.
      setTouched(now => Object.fromEntries(Object.entries(now).filter(([name, value]) => value !== touched[name])))
      setSaved(true)
    })
  }
  return <Faults.Provider value={problem}>
    <form class={s.form} onSubmit={submit} noValidate>
      {(Object.keys(groups) as (keyof typeof groups)[]).map(group => <fieldset key={group} class="card">
        <legend><span>{label('sending_group', group)}</span></legend>
        <p class="muted">{label('sending_about', group)}</p>
        <div class={s.fields}>{groups[group].map(name => secrets.includes(name)
          ? <Secret key={name} name={name} isSet={known[name] !== ''} typed={touched[name]} put={value => put(name, value)} />
          : <Plain key={name} name={name} value={touched[name] ?? known[name] ?? ''} put={value => put(name, value)} />)}</div>
      </fieldset>)}
      <label class={s.check}><input type="checkbox" checked={Boolean(touched.allow_private ?? known.allow_private)}
        onChange={event => put('allow_private', event.currentTarget.checked)} /> {t('sending.allow_private')}</label>
      <div class={s.actions}><button type="submit" class="primary" disabled={busy || Object.keys(touched).length === 0}>{t('sending.save')}</button>
        <span role="status" class="muted">{saved ? t('editor.saved') : ''}</span></div>
      {problem ? <Trouble problem={problem} /> : null}
    </form>
    <Test ready={Object.keys(touched).length === 0} />
  </Faults.Provider>
}

function Plain({ name, value, put }: { name: string; value: string | number | boolean; put: (value: string | number) => void }) {
  const fault = useFault(name)
  return <Field title={label('setting', name)} at={name}>{name === 'tls'
    ? <select value={String(value)} {...fault} onChange={event => put(event.currentTarget.value)}>
      {['starttls', 'tls', 'none'].map(one => <option key={one} value={one}>{label('tls', one)}</option>)}</select>
    : typeof value === 'number' ? <input type="number" step={1} value={value} {...fault} onInput={event => {
      if (!Number.isNaN(event.currentTarget.valueAsNumber)) put(event.currentTarget.valueAsNumber)
    }} />
      : <input value={String(value)} placeholder={examples[name]} maxLength={1000} spellcheck={false} autoComplete="off" {...fault}
        onInput={event => put(event.currentTarget.value)} />}</Field>
}

/** Empty means: as it is. To take it away there is a button. */
function Secret({ name, isSet, typed, put }: {
  name: string; isSet: boolean; typed: string | number | boolean | undefined; put: (value: string | undefined) => void }) {
  const gone = typed === ''
  const fault = useFault(name)
  return <div class={s.secret}><Field title={label('setting', name)} at={name}>
    <input type="password" autoComplete="new-password" value={String(typed ?? '')} maxLength={1000} {...fault}
      placeholder={gone ? t('sending.will_go') : isSet ? t('sending.is_set') : examples[name] ?? ''}
      onInput={event => put(event.currentTarget.value || undefined)} /></Field>
    {isSet ? <button type="button" class="quiet" aria-label={`${t(gone ? 'sending.keep' : 'sending.forget')}: ${label('setting', name)}`}
      onClick={() => put(gone ? undefined : '')}>{t(gone ? 'sending.keep' : 'sending.forget')}</button> : null}</div>
}

function Test({ ready }: { ready: boolean }) {
  const [sent, setSent] = useState('')
  const { problem, busy, send } = useSending()
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    const to = String(new FormData(event.currentTarget as HTMLFormElement).get('to') ?? '').trim()
    setSent('')
    void send(async () => {
      await call('POST', '/v1/mail/test', { to })
      setSent(to)
    })
  }
  return <form class={'card ' + s.test} onSubmit={submit} aria-labelledby="mail-test">
    <h2 id="mail-test">{t('sending.test')}</h2>
    <p class="muted">{t(ready ? 'sending.test_about' : 'sending.save_first')}</p>
    <div class={s.actions}><input name="to" type="email" required aria-label={t('sending.to')} placeholder="you@example.com" autoComplete="email" />
      <button type="submit" disabled={busy || !ready}>{t(busy ? 'sending.sending' : 'sending.test')}</button>
      <span role="status" class="muted">{sent ? t('sending.sent', { to: sent }) : ''}</span></div>
    {problem ? <Trouble problem={problem} /> : null}
  </form>
}
