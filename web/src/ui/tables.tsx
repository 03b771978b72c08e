// The tables and the CSV behind drawings: fetched, with their words, when somebody asks for one. A page that is fetched late itself may use
// answer_table.tsx right away.
import type { TableValues } from '../csv'
import { lazily } from './lazy'

/** Rejects when they did not come. */
export const tables = async () => {
  const parts = await import('./table_parts')
  await parts.openFurther()
  return parts
}

export const AnswerTable = lazily(async () => (await tables()).AnswerTable)
export const DataTable = lazily(async () => (await tables()).DataTable)
export const download = async (name: string, values: TableValues) => (await tables()).download(name, values)
