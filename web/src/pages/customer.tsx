// One customer: who it is, how the identifiers hang together, and the life, newest first.
import { useState } from 'preact/hooks'
import { call, customerPath, type Customer, type Identifier, type Link, type Timeline, type TimelineEvent } from '../api'
import { dayText } from '../format'
import { plural, t } from '../i18n'
import { forget, problemOf, useQuery } from '../query'
import { path, query, setQuery } from '../router'
import { useStatus } from '../record'
import { families, familyOf, type Family } from './timeline'
import { Heading } from '../ui/heading'
import { Note, State } from '../ui/state'
import { EventDays } from './customer_events'
import { Stages } from './customer_stages'
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
      sentence={known.customer === known.identifiers[0]?.value ? undefined : known.customer} />
    <div class={s.page}>
      <Stages stays={known.stages} until={status.state === 'ready' ? status.value.data_until : null} />
      <div class={s.side}>
        <Identifiers customer={known} />
        <Links links={known.links ?? []} changed={again} />
      </div>
      <State query={life} height={420}>{({ events, cut }) => <Life events={events} cut={cut} />}</State>
    </div>
  </>}</State>
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

const identifierText = (one: Identifier | string) => typeof one === 'string' ? one : `${one.kind}:${one.value}`

function Links({ links, changed }: { links: Link[]; changed: () => void }) {
  if (links.length === 0) return null
  return <section class="card" aria-label={t('customer.links')}>
    <h2>{t('customer.links')}</h2>
    <ul class={s.links}>{links.map(link => <li key={link.number} class={link.undone_at ? s.undone : undefined}>
      <p>{identifierText(link.a)} <span aria-hidden="true">↔</span> {identifierText(link.b)}</p>
      <p class="muted">{[link.reason, link.by_hand ? t('link.by_hand') : '',
        link.since ? t('link.since', { day: dayText(Date.parse(link.since)) }) : ''].filter(Boolean).join(' · ')}</p>
      {link.undone_at ? <p class="muted">{t('link.undone', { day: dayText(Date.parse(link.undone_at)) })}</p>
        : <Undo link={link} changed={changed} />}
    </li>)}</ul>
  </section>
}

function Undo({ link, changed }: { link: Link; changed: () => void }) {
  const [asked, setAsked] = useState(false)
  const [trouble, setTrouble] = useState('')
  const undo = async () => {
    try {
      await call('DELETE', '/v1/links/' + link.number)
      changed()
    } catch (error) {
      const problem = problemOf(error)
      setTrouble(problem.detail ?? problem.title)
    }
  }
  if (!asked) return <button type="button" onClick={() => setAsked(true)}>{t('link.undo')}</button>
  return <span class={s.confirm}>{t('link.sure')}
    <button type="button" class="primary" onClick={() => void undo()}>{t('link.yes')}</button>
    <button type="button" onClick={() => setAsked(false)}>{t('link.no')}</button>
    {trouble ? <span class="warn" role="alert">{trouble}</span> : null}</span>
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
