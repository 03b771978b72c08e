// Which drawing fits an answer: read from its columns, never from the measure's name.
import type { Column, Definition } from '../api'

export type DrawingKind = 'figure' | 'funnel' | 'flow' | 'paths' | 'heat' | 'curve' | 'histogram' | 'time' | 'bars' | 'groups' | 'table'

const named = (columns: Column[], name: string, ...roles: Column['role'][]) =>
  columns.find(column => column.name === name && (roles.length === 0 || roles.includes(column.role)))

/** Periods as rows: the split over time, or a key that is a point in time. */
export const timeColumn = (columns: Column[]): Column | undefined =>
  named(columns, 'period', 'split', 'key') ?? named(columns, 'at', 'key')

/** Where a length of time runs along the axis: intervals since the start, days since the entry. */
export const lengthColumn = (columns: Column[]): Column | undefined =>
  named(columns, 'interval', 'key') ?? columns.find(column => column.name === 'days' && column.role === 'key' && column.unit === 'days')

/** From here to there: a key that begins a range whose end stands beside it. */
export function rangeColumns(columns: Column[]): [Column, Column] | null {
  for (const [from, to] of [['from_seconds', 'to_seconds'], ['from', 'to']] as const) {
    const first = named(columns, from, 'key')
    const second = named(columns, to, 'detail', 'value')
    if (first && second) return [first, second]
  }
  return null
}

/** What tells the rows apart. A step that has a name is told by it. */
export function nameColumns(columns: Column[]): Column[] {
  const names = columns.filter(column => column.role === 'split' || column.role === 'key')
  return named(names, 'step') && named(names, 'name') ? names.filter(column => column.name !== 'step') : names
}

/** The figure that is drawn: the value; without one, the customers. */
export const drawnColumn = (columns: Column[]): Column | undefined =>
  columns.find(column => column.role === 'value') ?? named(columns, 'customers') ?? columns.find(column => column.role === 'count')

export function drawingOf(columns: Column[], shape: Definition['shape']): DrawingKind {
  const keys = columns.filter(column => column.role === 'key')
  const split = columns.some(column => column.role === 'split')
  const has = (...names: string[]) => names.every(name => keys.some(key => key.name === name))
  if (!drawnColumn(columns)) return 'table'
  if (keys.length === 0 && !split) return 'figure'
  if (!split && has('column', 'from', 'to')) return 'paths'
  if (!split && keys.length === 2 && has('cohort', 'interval')) return 'heat'
  if (!split && shape === 'flow' && has('from', 'to')) return 'flow'
  if (!split && has('step', 'name') && named(columns, 'share_of_first') && named(columns, 'dropped')) return 'funnel'
  const names = nameColumns(columns)
  const time = timeColumn(columns)
  const others = names.filter(column => column.role === 'key' && column.name !== time?.name)
  if (time) return others.length <= 1 ? 'time' : 'table'
  if (lengthColumn(columns) && columns.some(column => column.role === 'value')) return names.length <= 2 ? 'curve' : 'table'
  if (rangeColumns(columns)) return names.length <= 2 ? 'histogram' : 'table'
  return names.length === 1 ? 'bars' : names.length === 2 ? 'groups' : 'table'
}

/** What a board may ask for; each is what fits best where the answer cannot be drawn so. */
export type Wish = 'auto' | 'figure' | 'line' | 'bars' | 'table' | 'flow' | 'funnel' | 'cohort'

export function wished(wish: Wish, columns: Column[], shape: Definition['shape']): DrawingKind {
  const best = drawingOf(columns, shape)
  if (wish === 'table') return 'table'
  if (wish === 'line' && timeColumn(columns) && nameColumns(columns).length <= 2) return 'time'
  if (wish === 'bars' && best !== 'figure' && drawnColumn(columns)) return 'bars'
  return best
}
