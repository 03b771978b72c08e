// An answer as a table: every count leads to the people it counts.
import type { Answer, Column, Question, Row } from '../api'
import type { TableValues } from '../csv'
import { periodText, withUnit } from '../format'
import { label, spelled, t } from '../i18n'
import { startOf } from '../period'
import { keysOf, peopleHref, shortFilter } from '../question'

/** The stages of the journey, first to last. */
export const stageOrder = ['consider', 'evaluate', 'buy', 'enjoy', 'advocate', 'bond']

/** Codes as people read them; the known stages and ends have names in each language. */
export function humane(name: string): string {
  if (name === '') return t('value.absent')
  if (name === '(start)') return t('flow.start')
  if (name === '(end)') return t('flow.end')
  if (name.startsWith('(')) return label('value', name.slice(1, -1), name)
  if (stageOrder.includes(name)) return label('stage', name)
  // A code of plain words is written as words; anything else is a name of its own.
  return /^[a-z][a-z0-9_ ]*$/.test(name) ? spelled(name) : name
}

export const columnName = (column: Column): string => label('column', column.name)

export function unitOf(answer: Answer, column: Column): string {
  return column.unit || (['value', 'low', 'high'].includes(column.role) ? answer.unit : '')
}

const isDay = /^\d{4}-\d\d-\d\d$/
const isTime = /^\d{4}-\d\d-\d\dT/

/** A start of a period as its name: cut as the question says, or as its own day lets one think. */
export function timeName(text: string, question: Question): string {
  const start = startOf(text)
  if (Number.isNaN(start)) return text
  const every = question.parameters?.every?.[0] ?? (text.slice(8, 10) === '01' ? 'month' : 'day')
  return periodText(start, every)
}

const journeyMark = ' > '

/** What a text of an answer says: codes of a closed set have words of their own, by column. */
function named(column: Column, text: string, question: Question): string {
  if (isDay.test(text)) return timeName(text, question)
  if (isTime.test(text)) return periodText(startOf(text), 'hour')
  return label(column.name, text, text.split(journeyMark).map(part => humane(shortFilter(part))).join(' › '))
}

export function cellText(answer: Answer, question: Question, column: Column, row: Row): string {
  const value = row[column.name]
  if (column.role === 'split' && column.name === 'period') {
    const start = startOf(String(value ?? ''))
    return Number.isNaN(start) ? String(value ?? '') : periodText(start, question.over ?? 'month')
  }
  if (column.role === 'split') return humane(String(value ?? ''))
  if (value === null || value === undefined) return column.role === 'key' ? humane('') : ''
  if (typeof value === 'number') return withUnit(value, unitOf(answer, column), String(row.currency ?? ''))
  return named(column, String(value), question)
}

/** As a spreadsheet wants it: raw numbers and codes, with the reason where there is no value. */
export function rawValues(answer: Answer): TableValues {
  return {
    head: [...answer.columns.map(column => column.name), 'none'],
    rows: answer.rows.map(row => [...answer.columns.map(column => row[column.name]), row.none]),
  }
}

const isText = (column: Column, rows: Row[] = []) => column.role === 'split' || column.role === 'key' ||
  (rows.some(row => typeof row[column.name] === 'string') && rows.every(row => typeof row[column.name] !== 'number'))

export function AnswerTable({ answer, question, title, rows = answer.rows }: {
  answer: Answer; question: Question; title: string; rows?: Row[] }) {
  if (answer.rows.length === 0) return <p class="muted">{answer.none || t('state.nothing')}</p>
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
          return <td key={j} class="muted wrap">{String(row.none)}</td>
        }
        const linked = column.role === 'count' && typeof value === 'number' && value > 0
        return <td key={j} class={isText(column) || typeof value === 'string' ? 'text' : undefined}>{linked
          ? <a href={peopleHref(question, { keys: keysOf(answer.columns, row), column: column.name })}>{text}</a>
          : text}</td>
      })}</tr>)}</tbody>
    </table>
  </div>
}
