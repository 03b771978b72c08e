// Invitations by state: what waits and why, what went out, what was answered and what was not.
import { label, plural, t } from '../../i18n'
import { whole } from '../../format'
import { call } from '../../api'
import { useQuery } from '../../query'
import { query, setQuery } from '../../router'
import { localMoment } from '../local_time'
import { Note, State } from '../../ui/state'
import { states, useRules, type Invitation, type Queue as Found } from './requests'
import s from './queue.module.css'

const page = 50

export function Queue() {
  const state = states.find(one => one === query.value.get('state')) ?? ''
  const rule = query.value.get('rule') ?? ''
  const offset = Math.max(0, Math.floor(Number(query.value.get('offset') ?? 0)) || 0)
  const queue = useQuery(`invitations ${state} ${rule} ${offset}`, signal =>
    call<Found>('GET', '/v1/invitations?' + new URLSearchParams({ ...(state ? { state } : {}), ...(rule ? { rule } : {}), limit: String(page), offset: String(offset) }), undefined, signal))
  return <State query={queue} height={240}>{found => <>
    {found.trouble ? <Note title={t('queue.trouble')}><p>{found.trouble}</p></Note> : null}
    <Response counts={found.counts} />
    <div class={s.filters}>
      <div class={s.states} role="group" aria-label={t('queue.states')}>
        <button type="button" class="quiet" aria-pressed={state === ''} onClick={() => setQuery({ state: null, offset: null })}>{t('queue.all')}</button>
        {states.map(one => <button type="button" class="quiet" key={one} aria-pressed={one === state}
          onClick={() => setQuery({ state: one, offset: null })}>
          {label('invitation_state', one)} <span class="muted">{whole(found.counts[one] ?? 0)}</span></button>)}</div>
      <RuleChoice rule={rule} />
    </div>
    {found.total === 0 ? <Note title={t('queue.none')} /> : <List found={found} offset={offset} />}
  </>}</State>
}

/** Asked, answered, and silent so far. */
function Response({ counts }: { counts: Record<string, number> }) {
  const answered = counts.answered ?? 0
  const silent = counts.sent ?? 0
  return <p class={s.response}>{answered + silent === 0 ? t('queue.nothing_sent')
    : <><strong>{t('queue.response', { answered, sent: answered + silent })}</strong> {t('queue.silent', { n: silent })}{' '}
      <a href="/measure/response_rate">{t('queue.measure')}</a></>}</p>
}

function RuleChoice({ rule }: { rule: string }) {
  const rules = useRules()
  const names = rules.state === 'ready' ? rules.value.map(one => one.name) : []
  return <label class={s.choice}><span>{t('queue.rule')}</span>
    <select value={rule} onChange={event => setQuery({ rule: event.currentTarget.value || null, offset: null })}>
      <option value="">{t('queue.every_rule')}</option>
      {[...new Set([...names, ...rule ? [rule] : []])].map(name => <option key={name}>{name}</option>)}</select></label>
}

function List({ found, offset }: { found: Found; offset: number }) {
  const title = plural('n.invitations', found.total)
  return <section class="card" aria-label={title}>
    <div class="scroll" tabIndex={0} role="group" aria-label={title}><table>
      <thead><tr>{['customer', 'state', 'survey', 'by', 'due', 'sent', 'answered', 'rule'].map(name =>
        <th scope="col" key={name} class="text">{label('queue_column', name)}</th>)}</tr></thead>
      <tbody>{found.invitations.map(one => <Row key={one.id} one={one} />)}</tbody></table></div>
    {found.total > page ? <nav class={s.pager} aria-label={t('queue.pages')}>
      <button type="button" disabled={offset === 0} onClick={() => setQuery({ offset: offset > page ? String(offset - page) : null })}>
        {t('queue.previous')}</button>
      <span class="muted number">{t('queue.range', { from: offset + 1, to: Math.min(offset + page, found.total), total: found.total })}</span>
      <button type="button" disabled={offset + page >= found.total} onClick={() => setQuery({ offset: String(offset + page) })}>
        {t('queue.next')}</button></nav> : null}
  </section>
}

const Row = ({ one }: { one: Invitation }) => <tr>
  <th scope="row" class="text"><a href={'/customer/' + encodeURIComponent(one.customer)}>{one.customer}</a>
    {one.to ? <span class={'muted ' + s.below}>{one.to}</span> : null}</th>
  <td class={'text wrap'}>{label('invitation_state', one.state)}
    {one.reason ? <span class={'muted ' + s.below}>{label('reason', one.reason, one.reason)}
      {one.tries > 1 ? ' · ' + plural('n.tries', one.tries) : ''}</span> : null}</td>
  <td class="text">{one.survey}{one.language ? <span class="muted"> {one.language}</span> : null}</td><td class="text">{label('way', one.by)}</td>
  <td class="text">{localMoment(one.due)}</td><td class="text">{localMoment(one.sent)}</td><td class="text">{localMoment(one.answered)}</td>
  <td class="text">{one.rule}</td></tr>
