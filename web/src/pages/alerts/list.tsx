// The alerts: those that fire first, each as a sentence with its figure, and what can be done with it.
import { useEffect, useState } from 'preact/hooks'
import { call, type Definition } from '../../api'
import { whole, withUnit } from '../../format'
import { plural, t } from '../../i18n'
import { changes } from '../../live'
import { may } from '../../me'
import type { Query } from '../../query'
import { measureHref, measureTitle, useCatalogue } from '../../record'
import { keep, setQuery } from '../../router'
import { questionParams } from '../../question'
import { Note, State as Shown, Trouble } from '../../ui/state'
import { told } from '../../ui/told'
import { Confirm } from '../boards/dialog'
import { Menu } from '../boards/menu'
import { localMoment } from '../local_time'
import { useSending } from '../surveys/use_sending'
import { focusBack } from '../targets/parts'
import { History } from './history'
import { alertPath, daysOf, definitionOf, snooze, useAlerts, type Alert, type AlertDefinition, type Figure } from './requests'
import s from './alerts.module.css'

const hour = 3_600_000
const rests = [{ key: 'day', length: 24 * hour }, { key: 'week', length: 7 * 24 * hour }, { key: 'month', length: 30 * 24 * hour }] as const
const idOf = (name: string) => 'alert-' + name

// The server looks at an alert a moment after it was changed, and by itself as time goes by: neither is news of the record.
const soon = [1500, 4000]
const lookEvery = 15_000
const lookAgain = () => { for (const ms of soon) setTimeout(() => { changes.value++ }, ms) }

function useLooking(): void {
  useEffect(() => {
    lookAgain()
    const timer = setInterval(() => { if (!document.hidden) changes.value++ }, lookEvery)
    return () => clearInterval(timer)
  }, [])
}

export function Alerts() {
  const alerts = useAlerts()
  const catalogue = useCatalogue()
  useLooking()
  return <>
    {may('boards') ? <p><button type="button" class="primary" id="new-alert" onClick={() => setQuery({ new: '' })}>{t('alerts.new')}</button></p> : null}
    <Shown query={catalogue.state === 'ready' ? alerts as Query<unknown> : catalogue as Query<unknown>} height={260}>{() => {
      if (alerts.state !== 'ready' || catalogue.state !== 'ready') return null
      const firing = alerts.value.filter(one => one.state === 'firing').length
      return alerts.value.length === 0 ? <Note title={t('alerts.none')}><p>{t('alerts.none_text')}</p></Note> : <>
        <p role="status" class={s.summary}>{firing ? plural('alerts.firing', firing) : t('alerts.all_quiet')}</p>
        <ul class={s.alerts}>{alerts.value.map(one => <Card key={one.name} alert={one} definition={catalogue.value.find(known => known.id === one.question.measure)} />)}</ul></>
    }}</Shown>
  </>
}

/** "Net Promoter Score of the last 30 days is below 30." */
export function sentenceOf(alert: AlertDefinition, definition: Definition | undefined): string {
  const text = (value: number) => withUnit(value, definition?.unit ?? '').replace(/^\+/, '')
  const values = { measure: measureTitle(alert.question.measure, definition?.title), days: plural('targets.days', daysOf(alert.period)) }
  if (alert.when === 'below' || alert.when === 'above') return t(`alerts.says.${alert.when}`, { ...values, value: alert.value === null ? '?' : text(alert.value) })
  return alert.by > 0 ? t(`alerts.says.${alert.when}_by`, { ...values, by: text(alert.by) }) : t(`alerts.says.${alert.when}`, values)
}

function Card({ alert, definition }: { alert: Alert; definition: Definition | undefined }) {
  const title = alert.title || alert.name
  const { problem, busy, send } = useSending()
  const [removing, setRemoving] = useState(false)
  const [past, setPast] = useState(false)
  const change = (work: () => Promise<unknown>) => send(async () => { await work() }).then(done => { if (done) lookAgain(); return done })
  const turn = () => void change(() => call('PUT', alertPath(alert.name), { ...definitionOf(alert), enabled: !alert.enabled }))
  const rest = (length: number | null) => void change(() => snooze(alert.name, length === null ? null : new Date(Date.now() + length).toISOString().replace(/\.\d+Z/, 'Z')))
  const gone = () => void change(() => call('DELETE', alertPath(alert.name))).then(done => { if (done) { setRemoving(false); focusBack('new-alert') } })
  const params = questionParams(alert.question)
  params.delete('measure')
  return <li class={`card ${s.alert} ${s[alert.state] ?? ''}`} aria-label={title} data-state={alert.state}>
    <header><h2>{title}</h2><span class={s.tag}>{t(`alerts.state.${alert.state}`)}</span>
      {may('boards') ? <span id={idOf(alert.name)} tabIndex={-1}><Menu name={t('targets.menu', { title })}>{close => <>
        <li><a href={keep('/alerts?edit=' + encodeURIComponent(alert.name))}>{t('targets.edit')}</a></li>
        {alert.state === 'snoozed' ? <li><button type="button" disabled={busy} onClick={() => { close(); rest(null) }}>{t('alerts.wake')}</button></li>
          : alert.enabled ? rests.map(one => <li key={one.key}><button type="button" disabled={busy} onClick={() => { close(); rest(one.length) }}>{t(`alerts.snooze.${one.key}`)}</button></li>) : null}
        <li><button type="button" disabled={busy} onClick={() => { close(); turn() }}>{t(alert.enabled ? 'alerts.turn_off' : 'alerts.turn_on')}</button></li>
        <li><button type="button" onClick={() => { close(); setRemoving(true) }}>{t('targets.remove')}</button></li>
      </>}</Menu></span> : null}</header>
    <p class={s.sentence}>{sentenceOf(alert, definition)}{alert.question.where ? <code class={s.under}>{alert.question.where}</code> : null}</p>
    <Now figure={alert.now} unit={definition?.unit ?? ''} href={measureHref(alert.question.measure) + '?' + params} />
    <p class="muted">{[alert.since ? t('alerts.since', { time: localMoment(alert.since) }) : '', alert.state === 'snoozed' && alert.snoozed_until ? t('alerts.until', { time: localMoment(alert.snoozed_until) }) : '',
      alert.mail.length || alert.webhook ? t('alerts.tells', { who: [...alert.mail, ...alert.webhook ? [t('alerts.the_webhook')] : []].join(', ') }) : t('alerts.tells_nobody')].filter(Boolean).join(' · ')}</p>
    {alert.reason ? <p>{told(alert.reason)}</p> : null}
    {problem ? <Trouble problem={problem} /> : null}
    <details class={s.history} onToggle={event => setPast(event.currentTarget.open)}><summary>{t('alerts.history')}<span class="hidden">: {title}</span></summary>
      {past ? <History alert={alert} unit={definition?.unit ?? ''} /> : null}</details>
    {removing ? <Confirm title={t('targets.remove_title', { title })} text={problem ? problem.detail ?? problem.title : t('alerts.remove_text')} action={t('targets.remove')} busy={busy}
      onYes={gone} onClose={() => { setRemoving(false); focusBack(idOf(alert.name)) }} /> : null}
  </li>
}

function Now({ figure, unit, href }: { figure: Figure | null | undefined; unit: string; href: string }) {
  if (figure?.value == null) return null
  const text = (value: number) => withUnit(value, unit)
  return <p class={s.now}><a href={keep(href)} data-value={figure.value}>{text(figure.value)}</a> <span class="muted">{[
    figure.low != null && figure.high != null ? t('targets.interval', { low: text(figure.low), high: text(figure.high) }) : '',
    figure.n != null ? `n\u00a0=\u00a0${whole(figure.n)}` : ''].filter(Boolean).join(' · ')}</span></p>
}
