// The codes of an answer as people read them, and its values as they are.
import type { Answer } from '../api'
import type { TableValues } from '../csv'
import { label, spelled, t } from '../i18n'

/** The stages of the journey, first to last. */
export const stageOrder = ['consider', 'evaluate', 'buy', 'enjoy', 'advocate', 'bond']

/** The known stages and ends have names in each language. */
export function humane(name: string): string {
  if (name === '') return t('value.absent')
  if (name === '(start)') return t('flow.start')
  if (name === '(end)') return t('flow.end')
  if (name.startsWith('(')) return label('value', name.slice(1, -1), name)
  if (stageOrder.includes(name)) return label('stage', name)
  // A code of plain words is written as words; anything else is a name of its own.
  return /^[a-z][a-z0-9_ ]*$/.test(name) ? spelled(name) : name
}

/** As a spreadsheet wants it: raw numbers and codes, with the reason where there is no value. */
export function rawValues(answer: Answer): TableValues {
  return {
    head: [...answer.columns.map(column => column.name), 'none'],
    rows: answer.rows.map(row => [...answer.columns.map(column => row[column.name]), row.none]),
  }
}
