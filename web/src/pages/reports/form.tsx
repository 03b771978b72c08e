// A report while it is written: which board, to whom, how often, when, and with what attached.
import { useEffect, useRef, useState } from 'preact/hooks'
import { call } from '../../api'
import { language, languages, t } from '../../i18n'
import { State, Trouble } from '../../ui/state'
import { freeName, titleOfBoard, type Brief } from '../boards/board'
import { Dialog } from '../boards/dialog'
import d from '../boards/board_dialog.module.css'
import { useBoards } from '../boards/requests'
import { Fault, Faults, useFault } from '../surveys/fault'
import { useSending } from '../surveys/use_sending'
import { addressesIn, definitionOf, formats, reportPath, rhythms, useReports, weekdays, type ReportDefinition, type Rhythm } from './requests'
import './words'
import s from './reports.module.css'

export const blankReport = (board: string): ReportDefinition => ({
  name: '', title: '', board, to: [], every: 'week', at: '07:00', zone: Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC', weekday: 'mon', day: 1,
  format: ['xlsx'], language: language.value, enabled: true })

/** The name of a day of the week in the reader's language. The first of January 2024 was a Monday. */
export const weekdayName = (day: string): string =>
  new Intl.DateTimeFormat(language.value, { weekday: 'long', timeZone: 'UTC' }).format(Date.UTC(2024, 0, 1 + Math.max(0, weekdays.findIndex(one => one === day))))

export function ReportForm({ report, onClose }: { report: ReportDefinition; onClose: (saved?: string) => void }) {
  const boards = useBoards()
  const reports = useReports()
  const [now, setNow] = useState(report)
  const [to, setTo] = useState(report.to.join(', '))
  const { problem, busy, send, setProblem } = useSending()
  const stored = report.name !== ''
  const put = (change: Partial<ReportDefinition>) => { setNow(old => ({ ...old, ...change })); setProblem(null) }
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    const name = report.name || freeName(now.board, reports.state === 'ready' ? reports.value.map(one => one.name) : [])
    void send(async () => { await call('PUT', reportPath(name), { ...definitionOf(now), to: addressesIn(to) }) }).then(done => { if (done) onClose(name) })
  }
  return <Dialog title={t(stored ? 'reports.change' : 'reports.new')} wide onClose={() => onClose()}><Faults.Provider value={problem}>
    <State query={boards} height={200}>{list => <form class={s.form} onSubmit={submit}>
      <Fields report={now} to={to} boards={list} put={put} setTo={text => { setTo(text); setProblem(null) }} />
      {problem ? <div class={s.wide}><Trouble problem={problem} /></div> : null}
      <div class={d.actions + ' ' + s.wide}><button type="submit" class="primary" disabled={busy}>{t('reports.save')}</button></div>
    </form>}</State>
  </Faults.Provider></Dialog>
}

function Fields({ report, to, boards, put, setTo }: {
  report: ReportDefinition; to: string; boards: Brief[]; put: (change: Partial<ReportDefinition>) => void; setTo: (text: string) => void }) {
  const wrongTo = useFault('to')
  // The boards may have come after the dialog: then nothing had the focus to begin with.
  const first = useRef<HTMLInputElement>(null)
  useEffect(() => first.current?.focus(), [])
  const wrongZone = useFault('zone')
  const attached = (name: string, on: boolean) => put({ format: formats.filter(one => one === name ? on : report.format.includes(one)) })
  return <>
    <label class={s.wide}><span>{t('reports.board')}</span><select name="board" value={report.board} onChange={event => put({ board: event.currentTarget.value })}>
      {boards.some(one => one.name === report.board) ? null : <option value={report.board}>{report.board}</option>}
      {boards.map(one => <option key={one.name} value={one.name}>{titleOfBoard(one)}</option>)}</select></label>
    <div class={s.wide}><label><span>{t('reports.to')}</span><input name="to" ref={first} required autoComplete="off" spellcheck={false} placeholder="anna@example.com, ben@example.com" value={to} {...wrongTo}
      onInput={event => setTo(event.currentTarget.value)} /></label><Fault at="to" /></div>
    <label><span>{t('reports.every')}</span><select name="every" value={report.every} onChange={event => put({ every: event.currentTarget.value as Rhythm })}>
      {rhythms.map(one => <option key={one} value={one}>{t(`reports.every.${one}`)}</option>)}</select></label>
    {report.every === 'week' ? <label><span>{t('reports.weekday')}</span><select name="weekday" value={report.weekday} onChange={event => put({ weekday: event.currentTarget.value })}>
      {weekdays.map(one => <option key={one} value={one}>{weekdayName(one)}</option>)}</select></label>
      : report.every === 'month' ? <label><span>{t('reports.day')}</span><input name="day" type="number" min={1} max={31} step={1} required value={report.day}
        onInput={event => put({ day: Math.round(Number(event.currentTarget.value)) || 1 })} /></label> : <span class={s.gap} />}
    <label><span>{t('reports.at')}</span><input name="at" type="time" required value={report.at} onInput={event => put({ at: event.currentTarget.value })} /></label>
    <div><label><span>{t('reports.zone')}</span><input name="zone" required autoComplete="off" spellcheck={false} value={report.zone} {...wrongZone} onInput={event => put({ zone: event.currentTarget.value.trim() })} /></label><Fault at="zone" /></div>
    <label><span>{t('reports.language')}</span><select name="language" value={report.language} onChange={event => put({ language: event.currentTarget.value })}>
      {report.language ? null : <option value="">{t('reports.language_own')}</option>}
      {Object.entries(languages).map(([code, name]) => <option key={code} value={code}>{name}</option>)}</select></label>
    <fieldset class={s.checks}><legend>{t('reports.attached')}</legend>{formats.map(one => <label key={one}>
      <input type="checkbox" checked={report.format.includes(one)} onChange={event => attached(one, event.currentTarget.checked)} /> {one.toUpperCase()}</label>)}</fieldset>
    <p class={'muted ' + s.wide}>{t('reports.about')}</p>
  </>
}
