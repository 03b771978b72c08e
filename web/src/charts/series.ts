// An answer over time as points: one for each period, with those that nothing happened in as gaps.
import type { Answer, Question, Row } from '../api'
import { periodText } from '../format'
import { why } from '../i18n'
import { isWhole, nextStart, startOf } from '../period'
import { keysOf, peopleColumn, peopleHref } from '../question'

export interface Point {
  start: number
  label: string
  value: number | null
  low: number | null
  high: number | null
  n: number | null
  none: string
  whole: boolean  // Does the question's range hold the whole period?
  href: string    // The people behind it; "" when there are none.
}

const number = (value: Row[string]): number | null => typeof value === 'number' ? value : null
const pointsMost = 2000

export function seriesOf(answer: Answer, question: Question, value = 'value',
  belongs: (row: Row) => boolean = () => true): Point[] {
  const over = question.over ?? 'month'
  const column = peopleColumn(answer.columns)
  const points = answer.rows.filter(belongs).flatMap(row => {
    const start = startOf(String(row.period ?? ''))
    if (Number.isNaN(start)) return []
    return [{
      start,
      label: periodText(start, over),
      value: number(row[value]),
      low: number(row.low),
      high: number(row.high),
      n: number(row.n),
      none: row.none ? why(row.none as string) : '',
      whole: isWhole(start, question, answer.as_of),
      href: column ? peopleHref(question, { keys: keysOf(answer.columns, row), column }) : '',
    }]
  }).sort((a, b) => a.start - b.start)
  return withGaps(points, over, start => ({
    start, label: periodText(start, over), value: null, low: null, high: null, n: 0, none: '',
    whole: isWhole(start, question, answer.as_of), href: '',
  }))
}

function withGaps(points: Point[], over: string, gap: (start: number) => Point): Point[] {
  const out: Point[] = []
  for (const point of points) {
    const before = out.at(-1)
    if (before) {
      let next = nextStart(before.start, over)
      // Half a day of slack: days and weeks of a zone with summer time are not all equally long.
      while (next < point.start - 43_200_000 && over !== 'hour' && out.length < pointsMost) {
        out.push(gap(next))
        next = nextStart(next, over)
      }
    }
    out.push(point)
  }
  return out
}

/** Runs of points that have a value: lines break at gaps. */
export function runs(points: Point[]): { index: number; point: Point }[][] {
  const out: { index: number; point: Point }[][] = []
  let run: { index: number; point: Point }[] = []
  points.forEach((point, index) => {
    if (point.value === null) { if (run.length) out.push(run); run = [] }
    else run.push({ index, point })
  })
  if (run.length) out.push(run)
  return out
}
