// The people of a number as a filter, as far as a filter can say it; and what it cannot say.
import type { CellRef, Question } from '../../api'

export interface AsFilter { where: string; lost: ('period' | 'column')[] }

const quoted = (text: string) => `"${text.replace(/[\\"]/g, sign => '\\' + sign).replace(/\n/g, '\\n')}"`

function relation(field: string, value: string, type: string): string {
  if (value === '') return `not exists(${field})`
  if (type === 'number' || type === 'money' || type === 'bool') return `${field} = ${value}`
  return `${field} = ${quoted(value)}`
}

/** Columns that are a filter by themselves. */
const columns: Record<string, Record<string, string>> = {
  nps: {
    promoters: 'kind = "nps" and answer >= 9', passives: 'kind = "nps" and answer in (7, 8)',
    detractors: 'kind = "nps" and answer <= 6', n: 'kind = "nps" and exists(answer)' },
  customers: { n: '', customers: '' },
  volume: { customers: '' },
}

/** `types`: of the fields, by name. */
export function asFilter(question: Question, cell: CellRef, types: Readonly<Record<string, string>>): AsFilter {
  const own = columns[question.measure]?.[cell.column]
  const splits = (question.by ?? []).filter(field => field in cell.keys)
  const parts = [own ?? '', question.where ? (/\bor\b/i.test(question.where) ? `(${question.where})` : question.where) : '',
    ...splits.map(field => relation(field, cell.keys[field]!, types[field.replace(/^(customer|first)\./, '')] ?? 'term'))].filter(Boolean)
  const lost: AsFilter['lost'] = []
  if (question.from || question.to || 'period' in cell.keys) lost.push('period')
  const beyond = Object.keys(cell.keys).some(name => name !== 'period' && !splits.includes(name))
  if (own === undefined || beyond) lost.push('column')
  return { where: parts.join(' and '), lost }
}

/** A name as segments have them: what is left of the title, or a number where nothing is. */
export function nameFor(title: string, taken: readonly string[]): string {
  const base = title.toLowerCase()
    .normalize('NFKD').replace(/\p{M}/gu, '').replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 56) || 'segment'
  for (let i = 1; ; ++i) {
    const name = i === 1 ? base : `${base}-${i}`
    if (!taken.includes(name)) return name
  }
}
