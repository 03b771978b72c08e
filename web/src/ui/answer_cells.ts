// The columns and cells of an answer in words, with their units.
import type { Answer, Column, Question, Row } from '../api'
import { periodText, withUnit } from '../format'
import { label } from '../i18n'
import { startOf } from '../period'
import { shortFilter } from '../question'
import { humane } from './answer_words'

/** A field of the customer or a property is called by its own name. */
export const columnName = ({ name }: Column): string => label('column', name, label('column', name.replace(/^(customer|properties|voice)\./, '')))

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
  // Codes of a closed set have words under their column: sentiment.negative.
  if (column.role === 'split') return label(column.name.startsWith('voice.') ? column.name.slice(6) : '', String(value ?? ''), humane(String(value ?? '')))
  if (value === null || value === undefined) return column.role === 'key' ? humane('') : ''
  if (typeof value === 'number') return withUnit(value, unitOf(answer, column), String(row.currency ?? ''))
  return named(column, String(value), question)
}
