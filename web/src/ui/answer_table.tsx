// An answer as a table: every count leads to the people it counts.
import type { Answer, Column, Question, Row } from '../api'
import { t } from '../i18n'
import { keysOf, peopleHref } from '../question'
import { linkTo } from '../router'
import { cellText, columnName } from './answer_cells'
import { told } from './told'

const isText = (column: Column, rows: Row[] = []) => column.role === 'split' || column.role === 'key' ||
  (rows.some(row => typeof row[column.name] === 'string') && rows.every(row => typeof row[column.name] !== 'number'))

export function AnswerTable({ answer, question, title, rows = answer.rows }: {
  answer: Answer; question: Question; title: string; rows?: Row[] }) {
  if (answer.rows.length === 0) return <p class="muted">{answer.none ? told(answer.none) : t('state.nothing')}</p>
  return <div class="scroll" tabIndex={0} role="group" aria-label={title}>
    <table>
      <thead><tr>{answer.columns.map(column =>
        <th scope="col" key={column.name} class={isText(column, rows) ? 'text' : undefined}>{columnName(column)}</th>)}
      </tr></thead>
      <tbody>{rows.map((row, i) => <tr key={i}>{answer.columns.map((column, j) => {
        const text = cellText(answer, question, column, row)
        const value = row[column.name]
        if (j === 0 && isText(column)) return <th scope="row" class="text" key={j}>{text}</th>
        if (column.role === 'value' && value === undefined && row.none) {
          return <td key={j} class="muted wrap">{told(String(row.none))}</td>
        }
        const linked = column.role === 'count' && typeof value === 'number' && value > 0
        return <td key={j} class={isText(column) || typeof value === 'string' ? 'text' : undefined}>{linked
          ? <a {...linkTo(peopleHref(question, { keys: keysOf(answer.columns, row), column: column.name }))}>{text}</a>
          : text}</td>
      })}</tr>)}</tbody>
    </table>
  </div>
}
