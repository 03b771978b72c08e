// One customer: who it is, how the identifiers hang together, and the life, newest first.
import { useState } from 'preact/hooks'
import { call, customerPath, type Customer, type Timeline, type TimelineEvent } from '../api'
import { dayText } from '../format'
import { plural, t } from '../i18n'
import { forget, useQuery } from '../query'
import { path, query, setQuery } from '../router'
import { useStatus } from '../record'
import { families, familyOf, wallTime, type Family } from './timeline'
import { Heading } from '../ui/heading'
import { Note, State } from '../ui/state'
import { EventDays } from './customer_events'
import { CustomerNotes, Feedback } from './customer/feedback'
import { Links } from './customer/links'
import { Orders } from './customer/orders'
import { Scores } from './customer/scores'
import { here } from '../me'
import { Stages } from './customer_stages'
import { FallingStrip } from './voice/falling'
import s from './customer.module.css'

const page = 1000
const most = 5000

/** All of a life, page after page; lives longer than `most` are cut, and the page says so. */
async function lifeOf(identifier: string, signal: AbortSignal): Promise<{ events: TimelineEvent[]; cut: boolean }> {
  const events: TimelineEvent[] = []
  let offset: number | null = 0
  while (offset !== null && events.length < most) {
    const reply: Timeline = await call<Timeline>('GET',
      `${customerPath(identifier)}/timeline?limit=${page}&offset=${offset}`, undefined, signal)
    events.push(...reply.events)
    offset = reply.events.length ? reply.next : null
  }
  return { events, cut: offset !== null }
}

export default function CustomerPage() {
  const identifier = decodeURIComponent(path.value.split('/').slice(2).join('/'))
  const [version, setVersion] = useState(0)
  const customer = useQuery(`customer ${identifier} ${version}`,
    signal => call<Customer>('GET', customerPath(identifier), undefined, signal))
  const status = useStatus()
  const life = useQuery(`life ${identifier} ${version}`, signal => lifeOf(identifier, signal))
  const again = () => { forget(); setVersion(version + 1) }
  if (customer.state !== 'ready') {
    return <><Heading title={identifier} /><State query={customer} height={160}>{() => null}</State></>
  }
  return <State query={customer}>{known => <>
    <Heading title={known.identifiers[0]?.value ?? known.customer}
      sentence={[known.customer === known.identifiers[0]?.value ? '' : known.customer,
        life.state === 'ready' ? seen(life.value.events) : ''].filter(Boolean).join(' · ') || undefined} />
    <FallingStrip customer={known.customer} />
    <div class={s.page}>
      {/* Who sees a part of the record is told of no stages: they would speak of all of it. */}
      {here.value?.scope ? null : <Stages stays={known.stages} until={status.state === 'ready' ? status.value.data_until : null} />}
      <div class={s.side}>
        <Identifiers customer={known} />
        <CustomerNotes key={'notes ' + version} identifier={identifier} />
        {life.state === 'ready' ? <Orders events={life.value.events} /> : null}
        <Links customer={known} changed={again} />
      </div>
      <div class={s.side}>
        {life.state === 'ready' ? <Scores events={life.value.events} /> : null}
        <Feedback key={'feedback ' + version} identifier={identifier} />
        <State query={life} height={420}>{({ events, cut }) => <Life events={events} cut={cut} />}</State>
      </div>
    </div>
  </>}</State>
}

/** From the first event to the newest. */
function seen(events: TimelineEvent[]): string {
  if (events.length === 0) return ''
  const times = events.map(wallTime)
  return `${t('person.first_seen')} ${dayText(times.reduce((a, b) => Math.min(a, b)))} · ${t('person.last_seen')} ${dayText(times.reduce((a, b) => Math.max(a, b)))}`
}

function Identifiers({ customer }: { customer: Customer }) {
  return <section class="card" aria-label={t('customer.identifiers')}>
    <h2>{t('customer.identifiers')}</h2>
    <dl class={s.identifiers}>{customer.identifiers.map((one, i) =>
      <div key={i}><dt>{one.kind}</dt><dd>{one.value}</dd></div>)}</dl>
    {(customer.flags ?? []).map((flag, i) => <p key={i} class="warn">{typeof flag === 'string' ? flag
      : Object.values(flag).filter(Boolean).join(' · ')}</p>)}
  </section>
}

const shownAtFirst = 200

function Life({ events, cut }: { events: TimelineEvent[]; cut: boolean }) {
  const [count, setCount] = useState(shownAtFirst)
  const chosen = families.find(family => family === query.value.get('kind'))
  const of = (family: Family) => events.filter(event => familyOf(event) === family).length
  if (events.length === 0) return <Note title={t('customer.quiet')} />
  const shown = chosen ? events.filter(event => familyOf(event) === chosen) : events
  const newest = [...shown].sort((a, b) => Date.parse(b.time) - Date.parse(a.time) || b.sequence - a.sequence)
  return <section class={'card ' + s.life} aria-label={t('customer.timeline')}>
    <header><h2>{t('customer.timeline')}</h2><span class="muted">{plural('n.events', events.length)}</span></header>
    <div class={s.kinds} role="group" aria-label={t('customer.kinds')}>
      {([undefined, ...families] as const).filter(family => !family || of(family) > 0).map(family =>
        <button key={family ?? 'all'} type="button" aria-pressed={family === chosen}
          onClick={() => setQuery({ kind: family ?? null })}>
          {t(`family.${family ?? 'all'}`)} <span>{family ? of(family) : events.length}</span></button>)}
    </div>
    <EventDays events={newest.slice(0, count)} />
    {newest.length > count ? <button type="button" onClick={() => setCount(count + 400)}>
      {plural('customer.earlier', newest.length - count)}</button> : null}
    {cut ? <p class="muted">{t('customer.cut', { n: most })}</p> : null}
  </section>
}
