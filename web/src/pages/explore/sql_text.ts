// SQL as text: where an error is, and what of a table goes into a CSV as a number.
import type { Problem } from '../../api'
import type { TableCell } from '../../csv'

export interface SqlColumn { name: string; type: string }
export interface SqlTable { columns: SqlColumn[]; rows: (string | null)[][]; cut: boolean }
/** Both counted from 1. */
export interface Place { line: number; column: number }
export interface Fault { text: string; place: Place | null }

const frame = /\n\nLINE (\d+): ([^\n]*)\n( *)\^[^]*$/

/** The database quotes the line under its words, and of a long one only a part. */
export function faultOf(problem: Problem, sql: string): Fault {
  const detail = problem.detail || problem.title
  const found = frame.exec(detail)
  if (!found) return { text: detail, place: null }
  const line = Number(found[1])
  const quoted = found[2]!
  const own = sql.split('\n')[line - 1] ?? ''
  const ahead = quoted.startsWith('...') ? 3 : 0
  const part = quoted.slice(ahead, quoted.endsWith('...') && !own.endsWith('...') ? -3 : undefined)
  const start = ahead ? Math.max(0, own.indexOf(part)) : 0
  const column = found[3]!.length - `LINE ${line}: `.length - ahead + start + 1
  return { text: detail.slice(0, found.index), place: { line, column: Math.min(Math.max(1, column), own.length + 1) } }
}

/** Where a place is in the text, as a textarea counts. */
export function offsetOf(sql: string, { line, column }: Place): number {
  const before = sql.split('\n').slice(0, line - 1)
  return before.reduce((sum, one) => sum + one.length + 1, 0) + column - 1
}

/** The word that stands at an offset; a single character where there is none. */
export function wordAt(sql: string, offset: number): number {
  const found = /^[\p{L}\p{N}_]+/u.exec(sql.slice(offset))
  return found ? found[0].length : 1
}

const numeric = /^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|FLOAT|DOUBLE|DECIMAL)/
export const isNumeric = ({ type }: SqlColumn): boolean => numeric.test(type)

/** As a number where that loses nothing: a spreadsheet takes a text with a minus for a formula. */
export function valueOf(text: string | null, column: SqlColumn): TableCell {
  if (text === null || !isNumeric(column) || !/^-?\d+(\.\d+)?$/.test(text)) return text
  return text.replace(/\D/g, '').length <= 15 ? Number(text) : text
}

/** A name as SQL takes it. */
export const nameOf = (name: string): string => /^[a-z_][a-z0-9_]*$/.test(name) && !['order', 'group', 'select', 'from', 'where', 'table'].includes(name)
  ? name : `"${name.replaceAll('"', '""')}"`

export interface Table { name: string; columns: SqlColumn[] }
// What analysts ask of first; the tables behind it are for those who look for them.
const firstTables = ['events']

export const schemaSql = "select table_name, column_name, data_type from information_schema.columns where table_schema = 'main' order by table_name, ordinal_position"

/** Of rows that are sorted by table; what is asked of first stands first. */
export function tablesOf({ rows }: SqlTable): Table[] {
  const all: Table[] = []
  for (const [table, column, type] of rows) {
    if (all.at(-1)?.name !== table) all.push({ name: table ?? '', columns: [] })
    all.at(-1)!.columns.push({ name: column ?? '', type: type ?? '' })
  }
  return [...all.filter(one => firstTables.includes(one.name)), ...all.filter(one => !firstTables.includes(one.name))]
}
