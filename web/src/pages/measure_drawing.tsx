// How an answer is drawn, chosen by what its columns are and by how it was split: never by the measure's name.
import type { Answer, Column, Definition, Question, Row } from '../api'
import { Bars, type Bar } from '../charts/bars'
import { Columns } from '../charts/columns'
import { LineChart, type Line } from '../charts/line'
import { seriesOf } from '../charts/series'
import { whole, withUnit } from '../format'
import { plural, t } from '../i18n'
import { keysOf, peopleColumn, peopleHref } from '../question'
import { measureTitle } from '../record'
import { AnswerTable } from '../ui/answer_table'
import { cellText, columnName, unitOf } from '../ui/answer_cells'
import type { Asked } from '../ui/board'
import { lazily } from '../ui/lazy'
import { fewest, Figure } from '../ui/tile'
import { told as inWords } from '../ui/told'
import { drawnColumn, lengthColumn, nameColumns, rangeColumns, timeColumn, wished, type Wish } from './drawing_of'
import s from './measure_drawing.module.css'

interface Drawn {
  definition: Definition
  question: Question
  answer: Answer
  title: string
  id?: string      // Where the same measure is drawn more than once on a page.
  wish?: Wish
}
const linesMost = 4
const barsMost = 40
const groupsMost = 16
const barsOfGroupMost = 8

// Charts that most measures never need.
const FunnelDrawing = lazily(() => import('../ui/funnel_drawing').then(module => module.FunnelDrawing))
const JourneyDrawing = lazily(() => import('../ui/journey_map').then(module => module.JourneyDrawing))
const PathsDrawing = lazily(() => import('../ui/paths_drawing').then(module => module.PathsDrawing))
const CohortDrawing = lazily(() => import('../ui/cohort_drawing').then(module => module.CohortDrawing))
const CurveDrawing = lazily(() => import('../ui/curve_drawing').then(module => module.CurveDrawing))

export function Drawing({ staged, ...asked }: Omit<Drawn, 'title'> & { staged?: Asked }) {
  const { definition, question, answer, wish = 'auto' } = asked
  const drawn: Drawn = { ...asked, title: measureTitle(definition.id, definition.title) }
  const { title } = drawn
  switch (wished(wish, answer.columns, definition.shape)) {
    case 'figure': return <><FigureOf {...drawn} /><Details {...drawn} /></>
    case 'funnel': return <FunnelDrawing question={question} answer={answer} />
    case 'flow': return <JourneyDrawing asked={{ question, reply: answer }} answer={answer} title={title}
      field={question.parameters?.node?.[0] ?? 'touchpoint'} {...(staged ? { staged } : {})} />
    case 'paths': return <PathsDrawing question={question} answer={answer} title={title}
      anchored={(anchor, direction) => ({ 'p.anchor': anchor, 'p.direction': direction })} />
    case 'heat': return <CohortDrawing question={question} answer={answer} />
    case 'curve': return <CurveDrawing question={question} answer={answer} title={title}
      along={lengthColumn(answer.columns)!.name} nameOf={row => nameOf(drawn, row, [lengthColumn(answer.columns)!])} />
    case 'time': return <OverTime {...drawn} />
    case 'histogram': return <Histogram {...drawn} />
    case 'groups': return <GroupedBars {...drawn} />
    case 'table': return <Table {...drawn} />
    case 'bars': return <>
      <RowBars {...drawn} />
      {definition.shape === 'stages' && wish !== 'bars' ? <div class={s.details}><Table {...drawn} /></div> : null}</>
  }
}

const Table = ({ answer, question, title }: Drawn) => <AnswerTable answer={answer} question={question} title={title} />
const number = (value: Row[string]) => typeof value === 'number' ? value : null

/** What tells a row from the others, in words, without the columns that are said elsewhere. */
function nameOf({ answer, question }: Drawn, row: Row, without: Column[] = []): string {
  return nameColumns(answer.columns).filter(column => !without.some(one => one.name === column.name))
    .map(column => told(answer, question, column, row)).join(' · ')
}

/** A number that is a name needs to be told of what. */
function told(answer: Answer, question: Question, column: Column, row: Row): string {
  const text = cellText(answer, question, column, row)
  return column.role === 'key' && column.unit === '' && typeof row[column.name] === 'number' ? `${columnName(column)} ${text}` : text
}

function OverTime(drawn: Drawn) {
  const { definition, question, answer, title, id = definition.id } = drawn
  const column = drawnColumn(answer.columns)!
  const time = timeColumn(answer.columns)!
  const unit = unitOf(answer, column)
  const name = (row: Row) => nameOf(drawn, row, [time])
  // The first step of a funnel is all of it, whenever: a line that says nothing.
  const telling = answer.columns.some(one => one.name === 'share_of_first') ? answer.rows.filter(row => Number(row.step) > 1) : answer.rows
  const rows = telling.length > 0 ? telling : answer.rows
  const sizes = new Map<string, number>()
  for (const row of rows) sizes.set(name(row), (sizes.get(name(row)) ?? 0) + (number(row.n) ?? number(row[column.name]) ?? 0))
  const names = [...sizes].sort((a, b) => b[1] - a[1]).map(([one]) => one)
  const over = time.role === 'split' ? question.over : question.parameters?.every?.[0]
    ?? definition.parameters.find(one => one.name === 'every')?.default
  const cut: Question = { ...question, ...(over ? { over } : {}) }
  const timed: Answer = { ...answer, rows: rows.map(row => ({ ...row, period: row[time.name] })) }
  const lines: Line[] = names.slice(0, linesMost).map(one => ({
    name: one, points: seriesOf(timed, cut, column.name, row => name(row) === one) }))
  const currency = String(answer.rows[0]?.currency ?? '')
  const counted = !answer.columns.some(one => one.role === 'low') || definition.unit === 'money'
  return <>
    {lines.length === 1 && counted && drawn.wish !== 'line'
      ? <Columns id={id} points={lines[0]!.points} unit={unit} title={title} currency={currency} height={240} />
      : <LineChart id={id} lines={lines} unit={unit} title={title} currency={currency} />}
    {names.length > linesMost
      ? <p class="muted">{plural('drawing.more', names.length - linesMost)}</p> : null}
  </>
}

/** Rows as bars: value, interval, n, and the people behind. */
function barsOf({ definition, question, answer }: Drawn, rows: Row[], nameOf: (row: Row) => string): Bar[] {
  const column = drawnColumn(answer.columns)!
  const unit = unitOf(answer, column)
  const people = peopleColumn(answer.columns)
  const least = definition.least_n || fewest
  const measured = answer.columns.some(one => one.role === 'low') && column.role === 'value'
  const share = column.role !== 'value' && answer.columns.some(one => one.name === 'share')
  return rows.map(row => {
    const value = number(row[column.name])
    const n = number(row.n)
    return {
      name: nameOf(row), value, low: measured ? number(row.low) : null, high: measured ? number(row.high) : null,
      text: value === null ? '–' : withUnit(value, unit, String(row.currency ?? '')),
      note: value === null ? inWords(String(row.none ?? '')) : measured && n !== null ? `n = ${whole(n)}`
        : share && typeof row.share === 'number' ? withUnit(row.share, '%') : '',
      href: people ? peopleHref(question, { keys: keysOf(answer.columns, row), column: people }) : '',
      faint: measured && n !== null && n < least,
    }
  })
}

const More = ({ n }: { n: number }) => n > 0 ? <p class="muted">{plural('drawing.more', n)}</p> : null

function RowBars(drawn: Drawn) {
  const { answer, title } = drawn
  // What is summed up would dwarf the rows that were asked for.
  const own = answer.rows.filter(row => !answer.columns.some(column => column.role === 'key' && row[column.name] === '(other)'))
  const rows = (own.length > 2 ? own : answer.rows).slice(0, barsMost)
  return <>
    <Bars bars={barsOf(drawn, rows, row => nameOf(drawn, row))} label={title} />
    <More n={answer.rows.length - rows.length} />
  </>
}

/** A heading for each group, its bars below; all on one scale. */
function Groups({ drawn, groups, most, nameOf }: {
  drawn: Drawn; groups: [string, Row[]][]; most: number; nameOf: (row: Row) => string }) {
  const shown = groups.slice(0, groupsMost).map(([name, rows]) => ({ name, left: rows.length - most, bars: barsOf(drawn, rows.slice(0, most), nameOf) }))
  const all = shown.flatMap(group => group.bars)
  return <div class={groups.length > 1 ? s.groups : undefined}>
    {shown.map(({ name, left, bars }) => <section key={name}>
      {name ? <h3>{name}</h3> : null}
      <Bars bars={bars} label={name || drawn.title} others={all} />
      <More n={left} />
    </section>)}
    <More n={groups.slice(groupsMost).reduce((sum, [, rows]) => sum + rows.length, 0)} />
  </div>
}

/** Rows with two names: a heading for each first one, bars for the second. */
function GroupedBars(drawn: Drawn) {
  const { answer, question } = drawn
  const [first, second] = nameColumns(answer.columns) as [Column, Column]
  return <Groups drawn={drawn} most={barsOfGroupMost} nameOf={row => told(answer, question, second, row)}
    groups={[...Map.groupBy(answer.rows, row => told(answer, question, first, row))]} />
}

/** Bars for ranges of a length of time or of a score, in their order. */
function Histogram(drawn: Drawn) {
  const { answer, question } = drawn
  const [from, to] = rangeColumns(answer.columns)!
  const range = (row: Row) => {
    const low = cellText(answer, question, from, row)
    return typeof row[to.name] === 'number' ? `${low} – ${cellText(answer, question, to, row)}` : `≥ ${low}`
  }
  return <Groups drawn={drawn} most={barsMost} nameOf={range}
    groups={[...Map.groupBy(answer.rows, row => nameOf(drawn, row, [from]))]} />
}

const FigureOf = ({ question, answer }: Drawn) => <Figure asked={{ question, reply: answer }} answer={answer} />

/** What else the one row says: every further column by name, counts with their people. */
function Details({ question, answer }: Drawn) {
  const row = answer.rows[0]
  if (!row) return null
  const shown = answer.columns.filter(column => ['count', 'detail'].includes(column.role) && column.name !== 'n')
  if (shown.length === 0) return null
  return <div class={s.details}><AnswerTable title={t('frame.table')} question={question}
    answer={{ ...answer, columns: shown, rows: [row] }} /></div>
}
