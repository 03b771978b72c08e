// Cohorts by interval as a heat map: each cell a share, its customers behind it.
import type { Answer, Question, Row } from '../api'
import { HeatMap, type HeatCell, type HeatRow } from '../charts/heat_map'
import { whole, withUnit } from '../format'
import { label, t } from '../i18n'
import { keysOf, peopleHref } from '../question'
import { timeName } from './answer_cells'

export function CohortDrawing({ answer, question }: { answer: Answer; question: Question }) {
  const intervals = [...new Set(answer.rows.map(row => Number(row.interval)))].filter(one => one > 0).sort((a, b) => a - b)
  const nameOf = (row: Row) => timeName(String(row.cohort ?? ''), question)
  const people = (row: Row) => peopleHref(question, { keys: keysOf(answer.columns, row), column: 'customers' })
  const cellOf = (row: Row): HeatCell | null => typeof row.value !== 'number' ? null : {
    value: row.value, text: withUnit(row.value, '%').replace(/[.,]\d/, ''),
    title: t(row.complete === 'no' ? 'cohorts.cell_part' : 'cohorts.cell', {
      cohort: nameOf(row), interval: Number(row.interval), customers: Number(row.customers), n: Number(row.n) }),
    href: Number(row.customers) > 0 ? people(row) : '',
    complete: row.complete !== 'no',
  }
  const rows = [...Map.groupBy(answer.rows, row => String(row.cohort ?? ''))].map(([, cells]): HeatRow => {
    const byInterval = new Map(cells.map(row => [Number(row.interval), row]))
    const zero = byInterval.get(0)
    const first = zero ?? cells[0]!
    return {
      name: nameOf(first), note: whole(Number(first.n ?? 0)), noteHref: zero ? people(zero) : '',
      cells: intervals.map(interval => { const row = byInterval.get(interval); return row ? cellOf(row) : null }),
    }
  })
  return <HeatMap label={t('cohorts.title')} corner={t('cohorts.cohort')} noteName={label('column', 'customers')}
    columns={intervals.map(whole)} rows={rows} />
}
