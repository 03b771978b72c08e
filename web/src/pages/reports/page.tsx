// All reports by mail: to whom, when, in which language, and what came of the last sending.
import { useEffect, useState } from 'preact/hooks'
import { call } from '../../api'
import { label, languages, t, type Language } from '../../i18n'
import { may } from '../../me'
import { keep } from '../../router'
import { Heading } from '../../ui/heading'
import { Note, State, Trouble } from '../../ui/state'
import { pageOf, titleOfBoard } from '../boards/board'
import { Confirm } from '../boards/dialog'
import { Menu } from '../boards/menu'
import { useBoards } from '../boards/requests'
import { localMoment } from '../local_time'
import { focusSoon } from '../surveys/focus'
import { useSending } from '../surveys/use_sending'
import { blankReport, ReportForm, weekdayName } from './form'
import { definitionOf, reportPath, sendNow, useReports, type Report, type ReportDefinition } from './requests'
import './words'
import s from './reports.module.css'

const idOf = (name: string) => 'report-' + name
const focusOn = (id: string) => focusSoon(() => document.getElementById(id), () => document.querySelector('main h1'))

export default function ReportsPage() {
  const reports = useReports()
  const boards = useBoards()
  const [open, setOpen] = useState<ReportDefinition | null>(null)
  const [told, tell] = useState('')
  const titles = new Map(boards.state === 'ready' ? boards.value.map(one => [one.name, titleOfBoard(one)]) : [])
  const close = (saved = '') => { const name = saved || open?.name || ''; setOpen(null); focusOn(name ? idOf(name) : 'new-report') }
  const first = boards.state === 'ready' ? boards.value[0]?.name ?? '' : ''
  return <>
    <Heading title={t('reports.title')} sentence={t('reports.sentence')}>
      <div class={s.head}><a href={keep('/boards')}>{t('boards.all')}</a>
        {may('boards') ? <button type="button" class="primary" id="new-report" disabled={!first} onClick={() => setOpen(blankReport(first))}>{t('reports.new')}</button> : null}</div></Heading>
    <p class="hidden" role="status">{told}</p>
    <State query={reports} height={200}>{list => list.length === 0 ? <Note title={t('reports.none')}><p>{t('reports.none_text')}</p></Note>
      : <ul class={s.reports}>{list.map(one => <Card key={one.name} report={one} title={one.title || (titles.get(one.board) ?? one.board)} edit={() => setOpen(one)} tell={tell} />)}</ul>}</State>
    {open ? <ReportForm key={open.name} report={open} onClose={close} /> : null}
  </>
}

/** "Every week on Monday at 07:00 (Europe/Amsterdam)" */
export const whenOf = ({ every, at, zone, weekday, day }: ReportDefinition): string =>
  t(`reports.when.${every}`, { at, zone, weekday: weekdayName(weekday), day: String(day) })

/** "failed: why": the state in the reader's words. */
export function outcomeText(outcome: string): string {
  const [state = '', ...rest] = outcome.split(': ')
  return [label('reports.outcome', state, state), ...rest].join(': ')
}

function Card({ report, title, edit, tell }: { report: Report; title: string; edit: () => void; tell: (text: string) => void }) {
  const { problem, busy, send } = useSending()
  const [removing, setRemoving] = useState(false)
  const change = (work: () => Promise<unknown>) => send(async () => { await work() })
  // What was chosen is shown until the server's word is there.
  const [wanted, want] = useState<boolean | null>(null)
  useEffect(() => want(null), [report])
  const turn = (box: HTMLInputElement) => {
    want(!report.enabled)
    void change(() => call('PUT', reportPath(report.name), { ...definitionOf(report), enabled: !report.enabled })).then(done => {
      if (!done) want(null)
      focusSoon(() => box)
    })
  }
  const now = () => {
    tell('')
    void change(async () => {
      const { sent, failed } = await sendNow(report.name)
      tell([sent.length ? t('reports.sent_to', { title, to: sent.join(', ') }) : '', ...failed.map(one => t('reports.not_sent', { title, to: one.to, reason: one.reason }))].filter(Boolean).join(' '))
    })
  }
  const gone = () => void change(() => call('DELETE', reportPath(report.name))).then(done => { if (done) { setRemoving(false); focusOn('new-report') } })
  const failed = report.last?.outcome.startsWith('failed') ?? false
  return <li class={'card ' + s.report + (report.enabled ? '' : ' ' + s.off)} aria-label={title} data-report={report.name}>
    <header><h2><a href={keep(pageOf(report.board))}>{title}</a></h2>
      {may('boards') ? <><label class={s.switch}><input type="checkbox" role="switch" checked={wanted ?? report.enabled} disabled={busy} onChange={event => turn(event.currentTarget)}
        aria-label={`${t('reports.on')}: ${title}`} /><span aria-hidden="true">{t(wanted ?? report.enabled ? 'reports.on' : 'reports.off')}</span></label>
        <span id={idOf(report.name)} tabIndex={-1}><Menu name={t('boards.menu', { title })}>{close => <>
          <li><button type="button" onClick={() => { close(); edit() }}>{t('boards.edit')}</button></li>
          <li><button type="button" onClick={() => { close(); setRemoving(true) }}>{t('boards.remove')}</button></li></>}</Menu></span></> : null}</header>
    <p class={s.when}>{whenOf(report)}</p>
    <dl class={s.facts}>
      <div><dt>{t('reports.recipients')}</dt><dd>{report.to.join(', ')}</dd></div>
      <div><dt>{t('reports.attached')}</dt><dd>{report.format.length ? report.format.map(one => one.toUpperCase()).join(', ') : t('reports.nothing_attached')}</dd></div>
      <div><dt>{t('reports.language')}</dt><dd>{report.language ? languages[report.language as Language] ?? report.language : t('reports.language_own')}</dd></div>
      <div><dt>{t('reports.last')}</dt><dd class={failed ? 'warn' : undefined} data-outcome={report.last?.outcome}>{report.last?.outcome
        ? [report.last.at ? localMoment(report.last.at) : '', outcomeText(report.last.outcome)].filter(Boolean).join(', ') : t('reports.never')}</dd></div>
      {report.next && report.enabled ? <div><dt>{t('reports.next')}</dt><dd>{localMoment(report.next)}</dd></div> : null}
    </dl>
    {report.reason ? <p class="warn">{report.reason}</p> : null}
    {problem ? <Trouble problem={problem} /> : null}
    {may('boards') ? <div><button type="button" disabled={busy} aria-label={`${t('reports.send')}: ${title}`} onClick={now}>{t('reports.send')}</button></div> : null}
    {removing ? <Confirm title={t('reports.remove_title', { title })} text={t('reports.remove_text')} action={t('boards.remove')} busy={busy}
      onYes={gone} onClose={() => { setRemoving(false); focusOn(idOf(report.name)) }} /> : null}
  </li>
}
