// How an alert stood: a strip of the last 90 days, and each change with who was told and what came of it.
import { withUnit, whole } from '../../format'
import { label, plural, t } from '../../i18n'
import { now } from '../../live'
import { State as Shown } from '../../ui/state'
import { told as inWords } from '../../ui/told'
import { localMoment } from '../local_time'
import { states, useHistory, type Alert, type Entry, type State } from './requests'
import s from './alerts.module.css'

const day = 86_400_000
const stripDays = 90

export interface Stretch { state: State; from: number; to: number }

/** The states of a stretch of time, oldest first; before the first change nothing is known. */
export function stretches(entries: Entry[], from: number, to: number): Stretch[] {
  const changes = entries.map(one => ({ state: one.state, at: Date.parse(one.at) })).sort((a, b) => a.at - b.at)
  return changes.flatMap(({ state, at }, i) => {
    const stretch = { state, from: Math.max(at, from), to: Math.min(changes[i + 1]?.at ?? to, to) }
    return stretch.to > stretch.from ? [stretch] : []
  })
}

/** "failed: why" in the reader's words, as far as they are known. */
export function outcomeText(outcome: string): string {
  const [state = '', ...rest] = outcome.split(': ')
  const known = label('alerts.outcome', state, state)
  return rest.length ? `${known}: ${inWords(rest.join(': '))}` : known
}

export function History({ alert, unit }: { alert: Alert; unit: string }) {
  const history = useHistory(alert.name)
  const title = t('alerts.history_of', { title: alert.title || alert.name })
  return <Shown query={history} height={80}>{entries => entries.length === 0 ? <p class="muted">{t('alerts.no_history')}</p> : <>
    <Strip entries={entries} />
    <div class={'scroll ' + s.entries} tabIndex={0} role="group" aria-label={title}><table>
      <thead><tr><th scope="col" class="text">{t('alerts.when')}</th><th scope="col" class="text">{t('alerts.state')}</th><th scope="col" class="text">{t('alerts.told')}</th></tr></thead>
      <tbody>{[...entries].sort((a, b) => a.at < b.at ? 1 : -1).map(one => <tr key={one.at}>
        <th scope="row" class="text"><time dateTime={one.at}>{localMoment(one.at)}</time></th><td class="text">{t(`alerts.state.${one.state}`)}
          {one.value === null ? null : <span class={'muted ' + s.under}>{withUnit(one.value, unit)}{one.n === null ? '' : `, n\u00a0=\u00a0${whole(one.n)}`}</span>}</td>
        <td class={'text wrap ' + s.who}>{one.told.length ? one.told.map(who => who === 'webhook' ? t('alerts.the_webhook') : who).join(', ') : <span class="muted">{t('alerts.nobody')}</span>}
          {one.outcome ? <span class={(one.outcome.startsWith('failed') ? 'warn ' : 'muted ') + s.under}>{outcomeText(one.outcome)}</span> : null}</td></tr>)}</tbody></table></div>
  </>}</Shown>
}

function Strip({ entries }: { entries: Entry[] }) {
  const to = now.value
  const from = to - stripDays * day
  const parts = stretches(entries, from, to)
  const firing = entries.filter(one => one.state === 'firing' && Date.parse(one.at) >= from).length
  const share = (part: Stretch) => 100 * (part.to - part.from) / (to - from)
  const known = states.filter(state => parts.some(part => part.state === state))
  const said = plural('alerts.strip', firing)
  return <div class={s.past}>
    <div class={s.strip} role="img" aria-label={said}>
      <span style={{ width: Math.max(0, 100 - parts.reduce((sum, part) => sum + share(part), 0)) + '%' }} />
      {parts.map(part => <span key={part.from} class={s['on_' + part.state]} style={{ width: share(part) + '%' }} />)}</div>
    <p class={s.legend}><span>{said}</span>{known.map(state => <span key={state}><i class={s['on_' + state]} />{t(`alerts.state.${state}`)}</span>)}</p>
  </div>
}
