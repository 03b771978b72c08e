// Periods are counted back from the newest event, not from today: the record may be historical.
import type { Question } from './api'

export const periods = ['7d', '30d', '90d', '12m', '24m', 'all'] as const
export type PeriodName = typeof periods[number]
export const defaultPeriod: PeriodName = '12m'

export const isPeriod = (text: string | null): text is PeriodName =>
  periods.includes(text as PeriodName)

const day = 86_400_000
const isoDay = (time: number) => new Date(time).toISOString().slice(0, 10)

/** Days are whole days up to the newest; months are whole months and the running one. */
export function fromOf(period: PeriodName, until: string | null): string | undefined {
  const end = until === null ? NaN : Date.parse(until)
  if (period === 'all' || Number.isNaN(end)) return undefined
  const count = parseInt(period, 10)
  if (period.endsWith('d')) return isoDay(end - (count - 1) * day)
  const newest = new Date(end)
  return isoDay(Date.UTC(newest.getUTCFullYear(), newest.getUTCMonth() - count, 1))
}

/** The time right before, as long; of months as far into its last one. Null: all time has none before it. */
export function beforeOf(period: PeriodName, until: string | null): { from: string; to: string } | null {
  const to = fromOf(period, until)
  if (!to) return null
  const count = parseInt(period, 10)
  const start = Date.parse(to)
  if (period.endsWith('d')) return { from: isoDay(start - count * day), to }
  // Whole months and the running one: a month more than the name says, or both would have days in common.
  const months = count + 1
  const back = (time: number, days: number) => {
    const at = new Date(time)
    const last = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() - months + 1, 0)).getUTCDate()
    return Date.UTC(at.getUTCFullYear(), at.getUTCMonth() - months, Math.min(at.getUTCDate(), last) + days)
  }
  return { from: isoDay(back(start, 0)), to: isoDay(back(Date.parse(until!), 1)) }
}

/** How finely a trend over that period is cut. */
export const stepOf = (period: PeriodName): string => period === '7d' ? 'day' : period.endsWith('d') ? 'week' : 'month'

/** The start of a period as the server writes it: a date, a date and time, 2026-03, 2026-Q1, 2026. */
export function startOf(text: string): number {
  const quarter = /^(\d{4})-?Q([1-4])$/.exec(text)
  if (quarter) return Date.UTC(+quarter[1]!, (+quarter[2]! - 1) * 3, 1)
  if (/^\d{4}$/.test(text)) return Date.UTC(+text, 0, 1)
  return Date.parse(/T|^\d{4}-\d\d(-\d\d)?$/.test(text) ? text : text.replace(' ', 'T'))
}

/** The start of the period after the one that starts at `start`. */
export function nextStart(start: number, over: string): number {
  const at = new Date(start)
  const months = (count: number) =>
    Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + count, at.getUTCDate())
  switch (over) {
    case 'hour': return start + day / 24
    case 'day': return start + day
    case 'week': return start + 7 * day
    case 'quarter': return months(3)
    case 'year': return months(12)
    default: return months(1)
  }
}

/** Does the question's range hold that whole period? A running month is not a fall. */
export function isWhole(start: number, question: Question, asOf: string): boolean {
  const from = question.from ? startOf(question.from) : -Infinity
  const to = startOf(question.to ?? asOf)
  return start >= from && (Number.isNaN(to) || nextStart(start, question.over ?? 'month') <= to)
}
