// Rows of an answer as bars: value, interval, n, and the people behind.
import type { Answer, Question, Row } from '../api'
import { Bars, type Bar } from '../charts/bars'
import { whole, withUnit } from '../format'
import { plural } from '../i18n'
import { keysOf, peopleHref } from '../question'
import { measureTitle } from '../record'
import { cellText, unitOf } from './answer_cells'
import { fewest } from './tile'

const number = (value: Row[string]) => typeof value === 'number' ? value : null

export function MeasuredBars({ question, answer, column, value = 'value', most = 12, sorted = false, keep = () => true, nameOf }: {
  question: Question; answer: Answer
  column: string          // The count whose people a bar leads to; "" for none.
  value?: string
  most?: number
  sorted?: boolean        // The largest first; else as the answer has them.
  keep?: (row: Row) => boolean
  nameOf?: (row: Row) => string
}) {
  const drawn = answer.columns.find(one => one.name === value)
  if (!drawn) return null
  const unit = unitOf(answer, drawn)
  const names = answer.columns.filter(one => one.role === 'key' || one.role === 'split')
  const rows = answer.rows.filter(row => typeof row[value] === 'number' && keep(row))
  if (sorted) rows.sort((a, b) => Number(b[value]) - Number(a[value]))
  const withInterval = value === 'value'
  const bars = rows.slice(0, most).map((row): Bar => {
    const n = number(row.n)
    return {
      name: nameOf?.(row) ?? names.map(one => cellText(answer, question, one, row)).join(' · '),
      value: number(row[value]), low: withInterval ? number(row.low) : null, high: withInterval ? number(row.high) : null,
      text: withUnit(Number(row[value]), unit, String(row.currency ?? '')), note: n === null ? '' : `n = ${whole(n)}`,
      faint: n !== null && n < fewest,
      href: column ? peopleHref(question, { keys: keysOf(answer.columns, row), column }) : '',
    }
  })
  return <>
    <Bars bars={bars} label={measureTitle(question.measure)} />
    {rows.length > most ? <p class="muted">{plural('drawing.more', rows.length - most)}</p> : null}
  </>
}
