// How an answer is drawn, chosen by the measure's shape and by how it was split: never by its name.
import { useEffect, useState } from 'preact/hooks'
import type { Answer, Column, Definition, Question, Row } from '../api'
import { Bars, type Bar } from '../charts/bars'
import { Columns } from '../charts/columns'
import { Funnel, type FunnelStep } from '../charts/funnel'
import { LineChart, type Line } from '../charts/line'
import { seriesOf } from '../charts/series'
import { duration, whole, withUnit } from '../format'
import { plural, t } from '../i18n'
import { keysOf, peopleColumn, peopleHref } from '../question'
import { measureTitle } from '../record'
import { AnswerTable, cellText, unitOf } from '../ui/answer_table'
import type { Asked } from '../ui/board'
import type { JourneyDrawing } from '../ui/journey_map'
import { fewest, Figure } from '../ui/tile'
import s from './measure_drawing.module.css'

interface Drawn { definition: Definition; question: Question; answer: Answer }
const linesMost = 4
const barsMost = 40

export function Drawing({ definition, question, answer, staged }: Drawn & { staged?: Asked }) {
  const drawn = { definition, question, answer }
  const split = (question.by?.length ?? 0) > 0 || Boolean(question.over)
  const title = measureTitle(definition.id, definition.title)
  if (definition.shape === 'funnel' && !split) return <FunnelDrawing {...drawn} />
  if (definition.shape === 'flow' && !split) {
    return <FlowWhenLoaded asked={{ question, reply: answer }} answer={answer} title={title}
      field={question.parameters?.node?.[0] ?? 'touchpoint'} {...(staged ? { staged } : {})} />
  }
  const one = answer.columns.every(column => column.role !== 'split' && column.role !== 'key')
  if (one) return <><Figure asked={{ question, reply: answer }} answer={answer} /><Details {...drawn} /></>
  if (question.over && ['number', 'table'].includes(definition.shape)) return <OverTime {...drawn} title={title} />
  const bars = <BarDrawing {...drawn} title={title} />
  return definition.shape === 'stages'
    ? <>{bars}<div class={s.details}><AnswerTable answer={answer} question={question} title={title} /></div></> : bars
}

/** The drawing of journeys is code that most measures never need. */
function FlowWhenLoaded(props: Parameters<typeof JourneyDrawing>[0]) {
  const [Loaded, setLoaded] = useState<typeof JourneyDrawing | null>(null)
  useEffect(() => { void import('../ui/journey_map').then(module => setLoaded(() => module.JourneyDrawing)) }, [])
  return Loaded ? <Loaded {...props} /> : null
}

const number = (value: Row[string]) => typeof value === 'number' ? value : null
const groupColumns = (columns: Column[]) => columns.filter(column =>
  (column.role === 'split' || column.role === 'key') && column.name !== 'period')

function groupName(drawn: Drawn, row: Row): string {
  return groupColumns(drawn.answer.columns)
    .map(column => cellText(drawn.answer, drawn.question, column, row)).join(' · ')
}

function OverTime({ definition, question, answer, title }: Drawn & { title: string }) {
  const drawn = { definition, question, answer }
  const column = answer.columns.find(one => one.role === 'value')!
  const unit = unitOf(answer, column)
  const sizes = new Map<string, number>()
  for (const row of answer.rows) {
    const name = groupName(drawn, row)
    sizes.set(name, (sizes.get(name) ?? 0) + (number(row.n) ?? 0))
  }
  const names = [...sizes].sort((a, b) => b[1] - a[1]).map(([name]) => name)
  const lines: Line[] = names.slice(0, linesMost).map(name => ({
    name, points: seriesOf(answer, question, column.name, row => groupName(drawn, row) === name) }))
  const currency = String(answer.rows[0]?.currency ?? '')
  const counted = !answer.columns.some(one => one.role === 'low') || definition.unit === 'money'
  return <>
    {lines.length === 1 && counted
      ? <Columns id={definition.id} points={lines[0]!.points} unit={unit} title={title} currency={currency} height={240} />
      : <LineChart id={definition.id} lines={lines} unit={unit} title={title} currency={currency} />}
    {names.length > linesMost
      ? <p class="muted">{plural('drawing.more', names.length - linesMost)}</p> : null}
  </>
}

function BarDrawing({ definition, question, answer, title }: Drawn & { title: string }) {
  const drawn = { definition, question, answer }
  const column = answer.columns.find(one => one.role === 'value')!
  const unit = unitOf(answer, column)
  const people = peopleColumn(answer.columns)
  const least = definition.least_n || fewest
  const measured = answer.columns.some(one => one.role === 'low')
  const time = question.over ? answer.columns.find(one => one.name === 'period') : undefined
  const bars = answer.rows.slice(0, barsMost).map((row): Bar => {
    const value = number(row[column.name])
    const n = number(row.n)
    const name = groupName(drawn, row)
    return {
      name: time ? `${name} · ${cellText(answer, question, time, row)}` : name,
      value, low: number(row.low), high: number(row.high),
      text: value === null ? '–' : withUnit(value, unit, String(row.currency ?? '')),
      note: value === null ? String(row.none ?? '') : measured && n !== null ? `n = ${whole(n)}` : '',
      href: people ? peopleHref(question, { keys: keysOf(answer.columns, row), column: people }) : '',
      faint: measured && n !== null && n < least,
    }
  })
  return <>
    <Bars bars={bars} label={title} />
    {answer.rows.length > barsMost
      ? <p class="muted">{plural('drawing.more', answer.rows.length - barsMost)}</p> : null}
  </>
}

/** What else the one row says: every further column by name, counts with their people. */
function Details({ question, answer }: Drawn) {
  const row = answer.rows[0]
  if (!row) return null
  const shown = answer.columns.filter(column => ['count', 'detail'].includes(column.role) && column.name !== 'n')
  if (shown.length === 0) return null
  return <div class={s.details}><AnswerTable title={t('frame.table')} question={question}
    answer={{ ...answer, columns: shown, rows: [row] }} /></div>
}

function FunnelDrawing({ question, answer, definition }: Drawn) {
  const steps = answer.rows.map((row, i): FunnelStep => {
    const keys = keysOf(answer.columns, row)
    const link = (column: string) => peopleHref(question, { keys, column })
    const share = number(row.share_of_first) ?? number(row.value) ?? 0
    const dropped = number(row.dropped) ?? 0
    const before = number(row.share_of_previous)
    const median = number(row.median_seconds)
    return {
      name: String(row.name ?? row.step ?? i + 1),
      share, shareText: withUnit(share, '%'),
      count: whole(number(row.customers) ?? 0), href: link('customers'),
      lost: i === 0 ? '' : '\u2212' + whole(dropped) + (before === null ? '' : ` (${withUnit(100 - before, '%')})`),
      lostHref: dropped > 0 ? link('dropped') : '',
      wait: median === null || i === 0 ? '' : t('funnel.median', { time: duration(median) }),
    }
  })
  return <Funnel steps={steps} label={measureTitle(definition.id, definition.title)} />
}
