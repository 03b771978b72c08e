// An answer as a table within a tile: never wider than its place. Few rows stand side by side, under what they are told apart by; of
// many the columns that say least are left out, and the whole is one step away.
import { useLayoutEffect, useState } from 'preact/hooks'
import type { Answer, Column, Question, Row } from '../../api'
import { t } from '../../i18n'
import { keysOf, peopleHref } from '../../question'
import { linkTo } from '../../router'
import { cellText, columnName } from '../../ui/answer_cells'
import { AnswerTable } from '../../ui/answer_table'
import { useWidth } from '../../ui/width'
import s from './board_tile.module.css'

const besideMost = 2

/** What goes first when there is no room: details from the end, further counts, then both ends of the interval together. */
export function leastFirst(columns: readonly Column[]): Column[][] {
  const backwards = [...columns].reverse()
  const counts = backwards.filter(column => column.role === 'count')
  const ends = columns.filter(column => column.role === 'low' || column.role === 'high')
  return [...backwards.filter(column => column.role === 'detail'), ...counts.slice(0, -1)].map(column => [column]).concat(ends.length ? [ends] : [])
}

/** The columns that stay when those of `widths` have `room`. */
export function fitting(columns: readonly Column[], widths: readonly number[], room: number): Column[] {
  let over = widths.reduce((sum, width) => sum + width, 0) - room
  const gone = new Set<Column>()
  for (const together of leastFirst(columns)) {
    if (over <= 0) break
    for (const column of together) {
      over -= widths[columns.indexOf(column)] ?? 0
      gone.add(column)
    }
  }
  return columns.filter(column => !gone.has(column))
}

interface Shown { answer: Answer; question: Question; title: string }

export const FittingTable = (shown: Shown) => shown.answer.rows.length <= besideMost ? <Beside {...shown} /> : <Narrowed {...shown} />

function Narrowed({ answer, question, title }: Shown) {
  const [frame, width] = useWidth()
  const [kept, keep] = useState<{ answer: Answer; width: number; columns: Column[] } | null>(null)
  const known = kept && kept.width === width && kept.answer.columns.length === answer.columns.length ? kept : null
  useLayoutEffect(() => {
    if (known || width === 0) return
    // Drawn whole, once, to be measured.
    const heads = [...frame.current!.querySelectorAll('thead th')].map(head => head.getBoundingClientRect().width)
    keep({ answer, width, columns: fitting(answer.columns, heads, width) })
  })
  const columns = known?.columns ?? answer.columns
  return <div ref={frame} class={s.table}>
    <AnswerTable answer={columns.length === answer.columns.length ? answer : { ...answer, columns }} question={question} title={title} />
  </div>
}

function Beside({ answer, question, title }: Shown) {
  const names = answer.columns.filter(column => column.role === 'split' || column.role === 'key')
  const [first, ...others] = names
  const facts = answer.columns.filter(column => column !== first)
  const cell = (column: Column, row: Row) => {
    const text = cellText(answer, question, column, row)
    const value = row[column.name]
    return column.role === 'count' && typeof value === 'number' && value > 0
      ? <a {...linkTo(peopleHref(question, { keys: keysOf(answer.columns, row), column: column.name }))}>{text}</a> : text || '–'
  }
  return <table class={s.facts} aria-label={title}>
    {first ? <thead><tr><th scope="col" class="text">{columnName(first)}</th>
      {answer.rows.map((row, i) => <th scope="col" key={i}>{cellText(answer, question, first, row)}</th>)}</tr></thead>
      : <thead class="hidden"><tr><th scope="col">{t('boards.what')}</th><th scope="col">{title}</th></tr></thead>}
    <tbody>{[...others, ...facts.filter(column => !others.includes(column))].map(column => <tr key={column.name}>
      <th scope="row" class="text">{columnName(column)}</th>
      {answer.rows.map((row, i) => <td key={i}>{cell(column, row)}</td>)}</tr>)}</tbody>
  </table>
}
