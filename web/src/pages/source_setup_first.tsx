// Whether something came of a new key: the first event as it arrives, the rows that were refused instead, or what to check.
import { useEffect, useRef, useState } from 'preact/hooks'
import { call, type Source } from '../api'
import { ago } from '../format'
import { plural, t } from '../i18n'
import { now } from '../live'
import { useQuery } from '../query'
import { keep } from '../router'
import { groupsOf, rejectsHref, useSources } from './quality/requests'
import s from './source_setup.module.css'

/** After so long without anything people begin to wonder, in ms. */
const patience = 20_000
const reasons = 3

interface Arrival { sequence: number; time: string; received: string; channel: string | null; touchpoint: string | null; customer: string | null }

export function FirstEvent({ source, before, address }: { source: string; before: Source | null; address: string }) {
  const sources = useSources()
  const now = sources.state === 'ready' ? sources.value.find(one => one.source === source) : undefined
  const came = now !== undefined && now.events + now.repeats > (before?.events ?? 0) + (before?.repeats ?? 0)
  const refused = (now?.rejected ?? 0) - (before?.rejected ?? 0)
  const [late, setLate] = useState(false)
  const [told, setTold] = useState('')  // For ears: once, not whenever an age changes.
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), patience)
    return () => clearTimeout(timer)
  }, [])
  return <div class={s.first}>
    <p class="hidden" aria-live="polite">{told}</p>
    {came ? <Came source={source} isFirst={!before?.events} say={setTold} /> : <p class="muted">{t('connect.waiting')}</p>}
    {refused > 0 ? <Refused source={source} n={refused} /> : null}
    {late && !came ? <Check address={address} refused={refused > 0} /> : null}
  </div>
}

/** The event that was seen first stays, whatever comes after it. */
function Came({ source, isFirst, say }: { source: string; isFirst: boolean; say: (text: string) => void }) {
  const seen = useRef<Arrival | null>(null)
  const arrivals = useQuery(seen.current ? null : 'arrivals ' + source, async signal => (await call<{ events: Arrival[] }>('GET',
    `/v1/sources/${encodeURIComponent(source)}/arrivals?limit=${isFirst ? 100 : 1}`, undefined, signal)).events)
  const sentence = (event: Arrival, who: string) => t(isFirst ? 'first.received' : 'first.arrived', {
    touchpoint: event.touchpoint ?? event.channel ?? t('first.no_touchpoint'), time: ago(Date.parse(event.received), now.value), who })
  if (!seen.current && arrivals.state === 'ready' && !arrivals.stale) seen.current = arrivals.value.at(-1) ?? null
  const event = seen.current
  useEffect(() => { if (event) say(sentence(event, event.customer ?? t('first.nobody'))) }, [event])
  if (!event) return <p class={s.came}>{t('first.something')}</p>
  const [head, tail = ''] = sentence(event, '\u0001').split('\u0001')
  return <p class={s.came}>{head}{event.customer
    ? <a href={keep('/customer/' + encodeURIComponent(event.customer))}>{event.customer}</a> : t('first.nobody')}{tail}</p>
}

function Refused({ source, n }: { source: string; n: number }) {
  const groups = useQuery(`reject groups ${source}`, signal => groupsOf(source, signal))
  return <div class={s.refused}>
    <p class="warn" aria-live="polite"><b>{plural('first.refused', n)}</b> <a href={keep(rejectsHref({ source }))}>{t('first.show_refused')}</a></p>
    {groups.state === 'ready' ? <ul>{groups.value.groups.slice(0, reasons).map(one =>
      <li key={one.field + one.kind}>{one.field ? <b>{one.field}: </b> : null}{one.example}</li>)}</ul> : null}
  </div>
}

const Check = ({ address, refused }: { address: string; refused: boolean }) => <div class={s.check}>
  <p><strong>{t('first.check')}</strong></p>
  <ul>
    <li>{t('first.check_address')} <code>{address}</code></li>
    <li>{t('first.check_key')}</li>
    <li>{t('first.check_self')}</li>
    {refused ? null : <li>{t('first.check_refused')}</li>}
  </ul>
</div>
