// How an alert would have stood on each of the last 90 days: the real series, the threshold drawn on it, and how often it would have told.
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Problem } from '../../api'
import type { Point } from '../../charts/series'
import { dayText, withUnit } from '../../format'
import { plural, t } from '../../i18n'
import { problemOf } from '../../query'
import { startOf } from '../../period'
import { Frame } from '../../ui/frame'
import { Trouble } from '../../ui/state'
import { LevelChart } from '../targets/level_chart'
import { tryAlert, type AlertDefinition, type Trial } from './requests'
import s from './alerts.module.css'

const restBetween = 400  // Ms without a change before it is tried: a trial asks 90 questions.

export interface Tried { trial: Trial | null; problem: Problem | null; busy: boolean }

/** The last trial stands, marked as busy, until that of what is written now is there. */
export function useTrial(alert: AlertDefinition | null): Tried {
  const [tried, setTried] = useState<Tried>({ trial: null, problem: null, busy: true })
  const key = alert ? JSON.stringify({ ...alert, name: 'try', title: '', mail: [], enabled: true, webhook: false }) : ''
  const first = useRef(true)
  useEffect(() => {
    if (!key) return setTried({ trial: null, problem: null, busy: false })
    const stop = new AbortController()
    setTried(old => ({ ...old, busy: true }))
    const timer = setTimeout(() => {
      tryAlert(JSON.parse(key) as AlertDefinition, stop.signal).then(
        trial => setTried({ trial, problem: null, busy: false }),
        (error: unknown) => { if (!stop.signal.aborted) setTried({ trial: null, problem: problemOf(error), busy: false }) })
    }, first.current ? 0 : restBetween)
    first.current = false
    return () => { clearTimeout(timer); stop.abort() }
  }, [key])
  return tried
}

export function TrialPart({ alert, trial: { trial, problem, busy }, unit: known, title, sentence }: {
  alert: AlertDefinition; trial: Tried; unit: string; title: string; sentence: string }) {
  const unit = trial?.unit || known
  const series = trial?.series ?? []
  const points: Point[] = series.map(one => ({ start: startOf(one.to.slice(0, 10)), label: dayText(startOf(one.to.slice(0, 10))),
    value: one.value, low: one.low, high: one.high, n: one.n, none: '', whole: true, href: '' }))
  const firing = new Set(series.filter(one => one.fires).map(one => startOf(one.to.slice(0, 10))))
  const judged = series.filter(one => one.value !== null && !one.reason).length
  const text = (value: number) => withUnit(value, unit).replace(/^\+/, '')
  const level = alert.value === null ? undefined : { value: alert.value, name: t(`alerts.level.${alert.when === 'above' ? 'above' : 'below'}`, { value: text(alert.value) }) }
  return <div class={s.trial} aria-busy={busy}><Frame id="alert-trial" title={t('alerts.trial', { measure: title })} sentence={sentence}
    values={{ head: ['from', 'to', 'value', 'low', 'high', 'n', 'fires'], rows: series.map(one => [one.from, one.to, one.value, one.low, one.high, one.n, one.fires]) }}
    foot={trial ? t(firing.size ? 'alerts.trial_foot' : 'alerts.trial_foot_quiet') : undefined}>
    <p role="status" class={s.fired} data-fired={trial?.fired}>{trial ? plural('alerts.fired', trial.fired) : problem ? '' : busy ? t('alerts.trying') : t('alerts.no_threshold')}</p>
    {trial && judged < series.length ? <p class="muted">{t('alerts.judged', { n: judged, of: series.length })}</p> : null}
    {problem ? <Trouble problem={problem} /> : null}
    {points.some(point => point.value !== null) ? <LevelChart id="alert-trial" points={points} unit={unit} title={`${title}: ${trial ? plural('alerts.fired', trial.fired) : ''}`}
      level={level} fires={point => firing.has(point.start)} height={280} /> : trial ? <p class="muted">{t('state.nothing')}</p> : <div class={s.blank} />}
  </Frame></div>
}
