// A comparison: which questions it asks, and what its answer says in words. Shape: POST /v1/compare, docs/guides/explore.md.
import { call, type Cell, type Definition, type Question, type Status } from '../../api'
import { language, t } from '../../i18n'
import { signed, withUnit } from '../../format'
import { fromOf, type PeriodName } from '../../period'
import { told } from '../../ui/told'
import { commandOf, quoted } from '../ways_to_ask'
import { isTime, type Part } from './address'

export interface Segment { name: string; title: string; about: string; where: string }
export type DifferenceRow = Record<string, Cell | undefined> & {
  question: number; name: string; n?: number; proven?: boolean | null; reason?: string | null }
export interface Comparison {
  measure: string; unit: string; better: Definition['better']; as_of: string; definition: string
  columns: { name: string; unit: string }[]; rows: DifferenceRow[]; shared?: Record<string, number | null>; none?: string | null; notes?: string[] }

export const compare = (asked: Asked, signal?: AbortSignal): Promise<Comparison> => call('POST', '/v1/compare', asked, signal)

const day = 86_400_000
const isDay = (text: string | undefined) => /^\d{4}-\d\d-\d\d$/.test(text ?? '')
const dayOf = (time: number) => new Date(time).toISOString().slice(0, 10)

/** So many months earlier; where that month is shorter, its last day. */
function monthsBefore(text: string, months: number): string {
  const at = new Date(text)
  const first = Date.UTC(at.getUTCFullYear(), at.getUTCMonth() - months, 1)
  const last = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() - months + 1, 0)).getUTCDate()
  return dayOf(first + (Math.min(at.getUTCDate(), last) - 1) * day)
}

/** The last day of a span moves, not the one after it: that may be in the next month. */
const earlier = (from: string, to: string, months: number) =>
  ({ from: monthsBefore(from, months), to: dayOf(Date.parse(monthsBefore(dayOf(Date.parse(to) - day), months)) + day) })

/** The days that a question is about; null where it has no beginning, or none that is a day. */
export function ownSpan({ from, to: until }: Question, newest: string | null): { from: string; to: string } | null {
  const last = newest === null ? NaN : Date.parse(newest)
  const to = until ?? (Number.isNaN(last) ? '' : dayOf(last + day))
  return from && isDay(from) && isDay(to) && to > from ? { from, to } : null
}

/** The span of the same length before, or a year earlier, as boards count it; null where the question has no beginning. */
export function spanOf(kind: 'before' | 'year', question: Question, until: string | null): { from: string; to: string } | null {
  const span = ownSpan(question, until)
  if (!span) return null
  const { from, to } = span
  if (kind === 'year') return earlier(from, to, 12)
  const months = (['12m', '24m'] as PeriodName[]).find(period => !question.to && fromOf(period, until) === from)
  if (months) return earlier(from, to, parseInt(months, 10) + 1)
  if (from.endsWith('-01') && to.endsWith('-01')) {
    const [a, b] = [new Date(from), new Date(to)]
    return earlier(from, to, (b.getUTCFullYear() - a.getUTCFullYear()) * 12 + b.getUTCMonth() - a.getUTCMonth())
  }
  return { from: dayOf(2 * Date.parse(from) - Date.parse(to)), to: from }
}

const brackets = (text: string) => `(${text})`
/** Both of two filters. */
export const both = (a: string, b: string) => a && b ? `${brackets(a)} and ${brackets(b)}` : a || b
const filterOf = (part: Part): string => part.kind === 'segment' ? `segment("${part.name}")` : part.kind === 'where' ? part.where : ''

export interface Asked { questions: Question[]; names: string[] }

/** The questions of a comparison, the base first; null where there is no span to go back from. */
export function questionsOf(question: Question, base: Part, parts: Part[], status: Status, nameOf: (part: Part) => string): Asked | null {
  const { over: _, where: __, ...rest } = question
  const others = parts.filter(part => !isTime(part)).map(filterOf)
  const baseFilter = base.kind === 'rest' ? others.length ? `not ${brackets(others.map(brackets).join(' or '))}` : '' : filterOf(base)
  const ask = (filter: string, span: Partial<Question> = {}): Question => {
    const where = both(question.where ?? '', filter)
    return { ...rest, ...span, ...where ? { where } : {} }
  }
  const asked: Asked = { questions: [ask(baseFilter)], names: [nameOf(base)] }
  for (const part of parts) {
    const span = part.kind === 'time' ? { from: part.from, to: part.to }
      : part.kind === 'before' || part.kind === 'year' ? spanOf(part.kind, question, status.data_until) : {}
    if (span === null) return null
    asked.questions.push(isTime(part) ? ask(baseFilter, span) : ask(filterOf(part)))
    asked.names.push(nameOf(part))
  }
  return asked
}

export type Verdict = 'higher' | 'lower' | 'unclear' | 'unjudged'
export const number = (value: Cell | undefined): number | null => typeof value === 'number' ? value : null

/** Null: what the others are held against. */
export function verdictOf(row: DifferenceRow): Verdict | null {
  const difference = number(row.difference)
  if (row.question === 0) return null
  if (row.proven === null || row.proven === undefined || difference === null) return 'unjudged'
  return row.proven ? difference > 0 ? 'higher' : 'lower' : 'unclear'
}

const ofBase = 'the base: '
/** Why something cannot be judged; the server says so where it is for the base. */
const reasonText = (reason: string): string =>
  reason.startsWith(ofBase) ? t('explore.of_base', { reason: told(reason.slice(ofBase.length)) }) : told(reason)

/** A note, after the name of the question that it is about. */
export function noteText(note: string, names: string[]): string {
  const name = names.find(one => note.startsWith(one + ': '))
  return name === undefined ? told(note) : `${name}: ${told(note.slice(name.length + 2))}`
}

/** A proven difference, and whether it is to the good. */
export function verdictText(row: DifferenceRow, better: Definition['better']): string {
  const verdict = verdictOf(row)
  if (verdict === null) return ''
  if (verdict === 'unjudged') return row.reason ? reasonText(row.reason) : t('explore.verdict.unjudged')
  if (verdict === 'unclear' || better === 'none') return t(`explore.verdict.${verdict}`)
  return t((verdict === 'higher') === (better === 'up') ? `explore.verdict.${verdict}_better` : `explore.verdict.${verdict}_worse`)
}

/** A difference without its unit where that is a point of something: shares differ by points of a hundred. */
export function differenceText(value: number, unit: string, currency = ''): string {
  if (unit === 'points' || unit === '%') return signed(value)
  const text = withUnit(Math.abs(value), unit, currency)
  return value === 0 ? text : (value > 0 ? '+' : '\u2212') + text
}

/** The same as people say it. */
export const differenceInWords = (value: number, unit: string, currency = ''): string =>
  unit === '%' ? t('explore.points', { n: signed(value) }) : differenceText(value, unit, currency)

const leastShown = 0.001
export function chanceText(p: number): string {
  const write = new Intl.NumberFormat(language.value, { minimumFractionDigits: 3, maximumFractionDigits: 3 })
  return p < leastShown ? '< ' + write.format(leastShown) : write.format(p)
}

/** What tells rows of one question apart: how it was split. These columns come first. */
export const keysOf = ({ columns }: Comparison): string[] => columns.slice(0, columns.findIndex(column => column.name === 'question')).map(column => column.name)

/** The name of a key in the answers themselves: one that is called as a column of every comparison is told apart there. */
export const ownName = (key: string): string => key.replace(/^by\./, '')

/** The same in the terminal, where filters or periods are compared, not both at once; null where it cannot. */
export function comparisonCommand({ questions }: Asked): string | null {
  const [base, ...others] = questions as [Question, ...Question[]]
  const span = ({ from = '', to = '' }: Question) => `${from}..${to}`
  if (others.every(one => span(one) === span(base))) {
    return others.reduce((words, one) => `${words} --with ${quoted(one.where ?? 'true')}`, commandOf(base, 'compare'))
  }
  if (!others.every(one => one.where === base.where)) return null
  const { from: _, to: __, ...rest } = base
  return questions.reduce((words, one) => `${words} --period ${span(one)}`, commandOf(rest, 'compare'))
}
