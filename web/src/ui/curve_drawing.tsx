// Rows along a length of time as curves: intervals since the start, or days since the entry; a curve a name.
import type { Answer, Question, Row } from '../api'
import { CurveChart, type Curve } from '../charts/curve'
import { duration, whole, withUnit } from '../format'
import { label, plural, t } from '../i18n'
import { columnName, unitOf } from './answer_cells'

const curvesMost = 6
const number = (value: Row[string]) => typeof value === 'number' ? value : null

export function CurveDrawing({ answer, question, title, along, nameOf }: {
  answer: Answer; question: Question; title: string
  along: string                  // The column of the length.
  nameOf: (row: Row) => string   // "" when there is one curve only.
}) {
  const value = answer.columns.find(column => column.role === 'value')
  const column = answer.columns.find(one => one.name === along)
  if (!value || !column) return null
  const curves = [...Map.groupBy(answer.rows, nameOf)].map(([name, rows]): Curve => ({
    name: name || title, points: rows.flatMap(row => typeof row[value.name] === 'number' ? [{ at: Number(row[along]), value: Number(row[value.name]),
      low: number(row.low), high: number(row.high), n: number(row.n) }] : []).sort((a, b) => a.at - b.at) }))
  const days = column.unit === 'days'
  const every = question.parameters?.every?.[0]
  return <>
    <CurveChart smooth={!days} curves={curves.slice(0, curvesMost)} title={title}
      axis={days ? t('axis.days') : every ? label('over', every) : columnName(column)}
      atText={days ? at => duration(at * 86_400) : whole} valueText={one => withUnit(one, unitOf(answer, value))} />
    {curves.length > curvesMost ? <p class="muted">{plural('drawing.more', curves.length - curvesMost)}</p> : null}
  </>
}
