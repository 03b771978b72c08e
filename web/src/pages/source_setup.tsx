// Connecting a source: its name and format, a key shown once, what to paste where, and the first event as it arrives.
import { useState } from 'preact/hooks'
import { call, type Format, type NewKey, type Problem, type Source, type SourceSetting } from '../api'
import { ago, dayText } from '../format'
import { t } from '../i18n'
import { changes, now } from '../live'
import { problemOf, useQuery } from '../query'
import { State, Trouble } from '../ui/state'
import { Copy } from './copy'
import { snippetsOf } from './snippets'
import { FirstEvent } from './source_setup_first'
import s from './source_setup.module.css'

const path = (name: string) => '/v1/sources/' + encodeURIComponent(name)
/** What is shown is asked again in place, so that nothing that was typed is lost. */
const again = () => { changes.value++ }

/** Something that is sent, with its trouble shown beside it. */
function useSending() {
  const [problem, setProblem] = useState<Problem | null>(null)
  const [busy, setBusy] = useState(false)
  const send = async (work: () => Promise<void>) => {
    setBusy(true)
    setProblem(null)
    try {
      await work()
      again()
    } catch (error) { setProblem(problemOf(error)) }
    setBusy(false)
  }
  return { problem, busy, send }
}

export function Connect({ sources }: { sources: Source[] }) {
  const formats = useQuery('formats', async signal =>
    (await call<{ formats: Format[] }>('GET', '/v1/formats', undefined, signal)).formats)
  const connected = sources.filter(one => one.format !== null)
  return <section class={'card ' + s.connect} aria-labelledby="connect">
    <h2 id="connect">{t('connect.title')}</h2>
    {connected.length > 0 ? <ul class={s.list}>{connected.map(one => <Connected key={one.source} source={one} />)}</ul> : null}
    <State query={formats} height={120}>{list => <Form formats={list} sources={sources} />}</State>
  </section>
}

function Form({ formats, sources }: { formats: Format[]; sources: Source[] }) {
  const [format, setFormat] = useState(formats[0]?.id ?? '')
  const [made, setMade] = useState<{ source: string; key: NewKey; before: Source | null } | null>(null)
  const { problem, busy, send } = useSending()
  const chosen = formats.find(one => one.id === format)
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    const values = new FormData(event.currentTarget as HTMLFormElement)
    const text = (name: string) => String(values.get(name) ?? '').trim()
    const name = text('name')
    const before = sources.find(one => one.source === name) ?? null
    void send(async () => {
      await call('PUT', path(name), {
        format, zone: text('zone') || Intl.DateTimeFormat().resolvedOptions().timeZone, country: text('country').toUpperCase(),
        currency: text('currency').toUpperCase(), ...(text('secret') ? { secret: text('secret') } : {}) })
      setMade({ source: name, before, key: await call<NewKey>('POST', path(name) + '/keys', {}) })
    })
  }
  const families = [...new Set(formats.map(one => one.family))]
  return <>
    <form class={s.form} onSubmit={submit}>
      <label><span>{t('connect.name')}</span><input name="name" required maxLength={100} autoComplete="off" /></label>
      <label><span>{t('connect.format')}</span>
        <select value={format} onChange={event => setFormat(event.currentTarget.value)}>{families.map(family =>
          <optgroup key={family} label={family}>{formats.filter(one => one.family === family).map(one =>
            <option key={one.id} value={one.id}>{one.title}</option>)}</optgroup>)}</select></label>
      <details class={s.more}><summary>{t('connect.more')}</summary><div class={s.form}>
        <label><span>{t('connect.zone')}</span><input name="zone" placeholder="Europe/Amsterdam" autoComplete="off" /></label>
        <label><span>{t('connect.country')}</span><input name="country" placeholder="NL" maxLength={2} autoComplete="off" /></label>
        <label><span>{t('connect.currency')}</span><input name="currency" placeholder="EUR" maxLength={3} autoComplete="off" /></label>
        {chosen?.signed ? <label><span>{t('connect.secret')}</span>
          <input name="secret" type="password" autoComplete="off" /></label> : null}
      </div></details>
      <button type="submit" class="primary" disabled={busy}>{t('connect.make')}</button>
    </form>
    {chosen ? <p class="muted">{chosen.about}</p> : null}
    {problem ? <Trouble problem={problem} /> : null}
    {made ? <Made key={made.key.id} source={made.source} made={made.key} before={made.before} /> : null}
  </>
}

const shownAddress = (key: NewKey) => location.origin + (key.path ?? '')

/** The key, this once, with what to paste; and whether something has come since. */
function Made({ source, made: key, before }: { source: string; made: NewKey; before: Source | null }) {
  const [about, setAbout] = useState(0)
  const snippets = snippetsOf(key, location.origin)
  const shown = snippets[about] ?? snippets[0]!
  return <div class={s.made}>
    <p role="status"><strong>{t('connect.once')}</strong></p>
    <Copy name={key.kind === 'hook' ? t('connect.address') : t('connect.key')} text={key.path ? shownAddress(key) : key.key} />
    <div class={s.tabs} role="group" aria-label={t('connect.paste')}>{snippets.map((one, i) =>
      <button type="button" key={one.name} class="quiet" aria-pressed={i === about} onClick={() => setAbout(i)}>{one.name}</button>)}</div>
    <pre tabIndex={0}><code>{shown.text}</code></pre>
    <FirstEvent source={source} before={before} address={shownAddress(key)} />
  </div>
}

function Connected({ source }: { source: Source }) {
  const [open, setOpen] = useState(false)
  const { problem, busy, send } = useSending()
  return <li>
    <div class={s.row}>
      <button type="button" class="quiet" aria-expanded={open} onClick={() => setOpen(!open)}><b>{source.source}</b></button>
      <span class="muted">{source.format}</span>
      <span class="muted">{source.enabled === false ? t('connect.disabled') : source.last_received
        ? t('connect.received', { time: ago(Date.parse(source.last_received), now.value) }) : t('connect.waiting')}</span>
      <button type="button" disabled={busy} onClick={() => void send(async () => {
        if (source.enabled) await call('DELETE', path(source.source))
        else await enable(source.source)
      })}>{source.enabled ? t('connect.disable') : t('connect.enable')}</button>
    </div>
    {problem ? <Trouble problem={problem} /> : null}
    {open ? <Keys source={source} /> : null}
  </li>
}

async function enable(name: string): Promise<void> {
  const { format, zone, country, currency, settings } = await call<SourceSetting>('GET', path(name))
  await call('PUT', path(name), { format, zone, country, currency, settings, enabled: true })
}

function Keys({ source: known }: { source: Source }) {
  const source = known.source
  const setting = useQuery('source ' + source, signal => call<SourceSetting>('GET', path(source), undefined, signal))
  const [made, setMade] = useState<{ key: NewKey; before: Source } | null>(null)
  const { problem, busy, send } = useSending()
  return <div class={s.keys}>
    <State query={setting} height={60}>{set => <ul class={s.list}>{set.keys.map(key => <li key={key.id} class={s.row}>
      <code>{key.id}</code><span class="muted">{t(key.kind === 'hook' ? 'connect.address' : 'connect.key')}, {dayText(Date.parse(key.made))}</span>
      {key.revoked ? <span class="muted">{t('connect.revoked')}</span>
        : <button type="button" disabled={busy} aria-label={`${t('connect.revoke')}: ${key.id}`}
          onClick={() => void send(async () => { await call('DELETE', `${path(source)}/keys/${key.id}`) })}>{t('connect.revoke')}</button>}
    </li>)}</ul>}</State>
    {problem ? <Trouble problem={problem} /> : null}
    <button type="button" disabled={busy} onClick={() => void send(async () => {
      setMade({ before: known, key: await call<NewKey>('POST', path(source) + '/keys', {}) })
    })}>{t('connect.new_key')}</button>
    {made ? <Made key={made.key.id} source={source} made={made.key} before={made.before} /> : null}
  </div>
}
