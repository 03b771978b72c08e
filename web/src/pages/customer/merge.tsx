// Joining two customers: find the other one, see both, say why.
import { useEffect, useState } from 'preact/hooks'
import { call, customerPath, type Customer, type Person } from '../../api'
import { dayText } from '../../format'
import { plural, t } from '../../i18n'
import { problemOf } from '../../query'
import { humane } from '../../ui/answer_words'
import { Dialog } from '../dialog'
import { textOf } from './parting'
import s from './customer_parts.module.css'

const patience = 200
const least = 2

export function Merge({ customer, onClose, changed }: { customer: Customer; onClose: () => void; changed: () => void }) {
  const [other, setOther] = useState<Customer | null>(null)
  const [trouble, setTrouble] = useState('')
  const choose = async (person: Person) => {
    setTrouble('')
    try { setOther(await call<Customer>('GET', customerPath(person.customer))) } catch (error) {
      const problem = problemOf(error)
      setTrouble(problem.detail ?? problem.title)
    }
  }
  return <Dialog title={t('link.merge_title')} onClose={onClose}>
    {trouble ? <p class="warn" role="alert">{trouble}</p> : null}
    {other ? <Join customer={customer} other={other} back={() => setOther(null)} done={() => { onClose(); changed() }} />
      : <Find customer={customer} choose={person => void choose(person)} />}
  </Dialog>
}

function Find({ customer, choose }: { customer: Customer; choose: (person: Person) => void }) {
  const [text, setText] = useState('')
  const [found, setFound] = useState<Person[] | null>(null)
  const sought = text.trim()
  useEffect(() => {
    if (sought.length < least) { setFound(null); return }
    const stop = new AbortController()
    const timer = setTimeout(() => {
      call<{ customers: Person[] }>('GET', `/v1/customers?find=${encodeURIComponent(sought)}&limit=12`, undefined, stop.signal)
        .then(reply => setFound(reply.customers.filter(one => one.number !== customer.number)))
        .catch(() => { if (!stop.signal.aborted) setFound([]) })
    }, patience)
    return () => { clearTimeout(timer); stop.abort() }
  }, [sought])
  return <>
    <label><span>{t('link.find')}</span><input name="other" autofocus value={text} autocomplete="off" spellcheck={false}
      onInput={event => setText(event.currentTarget.value)} /></label>
    <p class="muted">{t('link.find_help')}</p>
    <div role="status">{found && found.length === 0 ? <p>{t('link.none_found')}</p> : null}</div>
    {found?.length ? <ul class={s.found}>{found.map(person => <li key={person.number}>
      <span>{person.identifiers.slice(0, 3).map(textOf).join(' · ')}
        {person.identifiers.length > 3 ? <span class="muted"> +{person.identifiers.length - 3}</span> : null}</span>
      <button type="button" aria-label={`${t('link.choose')}: ${person.identifiers[0] ? textOf(person.identifiers[0]) : person.customer}`}
        onClick={() => choose(person)}>{t('link.choose')}</button></li>)}</ul> : null}
  </>
}

function Join({ customer, other, back, done }: { customer: Customer; other: Customer; back: () => void; done: () => void }) {
  const [a, setA] = useState(customer.identifiers[0] ? textOf(customer.identifiers[0]) : customer.customer)
  const [b, setB] = useState(other.identifiers[0] ? textOf(other.identifiers[0]) : other.customer)
  const [reason, setReason] = useState('')
  const [missing, setMissing] = useState(false)
  const [busy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState('')
  const join = async () => {
    if (!reason.trim()) return setMissing(true)
    setBusy(true)
    setTrouble('')
    try {
      await call('POST', '/v1/links', { a, b, reason: reason.trim() })
      done()
    } catch (error) {
      const problem = problemOf(error)
      setTrouble([problem.where, problem.detail ?? problem.title].filter(Boolean).join(': '))
      setBusy(false)
    }
  }
  return <form onSubmit={event => { event.preventDefault(); void join() }}>
    <div><h3>{t('link.preview')}</h3>
      <div class={s.sides}><Side title={t('link.this')} of={customer} /><Side title={t('link.other')} of={other} /></div>
      <p>{plural('link.joined', customer.identifiers.length + other.identifiers.length)} <span class="muted">{t('link.join_help')}</span></p></div>
    <fieldset class={s.between}><legend>{t('link.between')}</legend>
      <Choice name="a" title={t('link.this')} of={customer} value={a} set={setA} /> {t('link.and')}{' '}
      <Choice name="b" title={t('link.other')} of={other} value={b} set={setB} /></fieldset>
    <label><span>{t('link.reason')}</span><input name="reason" autofocus value={reason} autocomplete="off" maxLength={1000}
      aria-invalid={missing && !reason.trim() || undefined} aria-describedby={missing && !reason.trim() ? 'link-reason-missing' : undefined}
      onInput={event => setReason(event.currentTarget.value)} />
      {missing && !reason.trim() ? <span class="warn" id="link-reason-missing" role="alert">{t('link.reason_needed')}</span> : null}</label>
    {trouble ? <p class="warn" role="alert">{trouble}</p> : null}
    <div class={s.actions}><button type="button" onClick={back}>{t('link.back')}</button>
      <button class="primary" disabled={busy}>{t('link.join')}</button></div>
  </form>
}

function Side({ title, of }: { title: string; of: Customer }) {
  const now = of.stages?.at(-1)
  return <div><h4>{title}</h4><ul aria-label={title}>{of.identifiers.map((one, i) => <li key={i}>{textOf(one)}</li>)}</ul>
    {now ? <p class="muted">{t('stay.now', { stage: humane(now.stage), day: dayText(Date.parse(now.entered)) })}</p> : null}</div>
}

const Choice = ({ name, title, of, value, set }: { name: string; title: string; of: Customer; value: string; set: (text: string) => void }) =>
  <label><span class="hidden">{title}</span><select name={name} value={value} onChange={event => set(event.currentTarget.value)}>
    {of.identifiers.map((one, i) => <option key={i} value={textOf(one)}>{textOf(one)}</option>)}</select></label>
