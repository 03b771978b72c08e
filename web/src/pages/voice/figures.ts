// Themes and wishes as rows: what several answers say of the same name, put together.
import { isAnswer, type Answer, type Row } from '../../api'
import type { Point } from '../../charts/series'
import { nextStart, startOf } from '../../period'
import type { Asked } from '../../ui/board'

export const number = (value: Row[string]): number | null => typeof value === 'number' ? value : null
const textOf = (value: Row[string]): string => value === null || value === undefined ? '' : String(value)

/** Of the last row in every list: what has no theme of its own. */
export const other = 'other'

export interface Amount { value: number; currency: string }
export interface Effect {
  value: number | null
  low: number | null
  high: number | null
  n: number | null
  total: number | null   // What the theme takes from the score of all.
  sure: boolean          // Beyond chance, among all themes.
  none: string
}
export interface Theme {
  name: string
  row: Row
  n: number
  share: number | null
  positive: number
  neutral: number
  negative: number
  effect: Effect | null
  revenue: Amount[]
  trend: string          // rising, falling, new, steady
}

const answerOf = (asked: Asked | undefined): Answer | null => asked && isAnswer(asked.reply) ? asked.reply : null
export const isYes = (value: Row[string]): boolean => value === true || value === 'yes' || value === 1

/** One amount for each currency. */
export function amountsOf(rows: readonly Row[]): Amount[] {
  const sums = new Map<string, number>()
  for (const row of rows) {
    const value = number(row.revenue)
    if (value !== null) sums.set(textOf(row.currency), value)
  }
  return [...sums].map(([currency, value]) => ({ currency, value })).filter(one => one.value !== 0).sort((a, b) => b.value - a.value)
}

function effectOf(row: Row | undefined): Effect | null {
  return row ? { value: number(row.effect) ?? number(row.value), low: number(row.low), high: number(row.high), n: number(row.n), total: number(row.total_effect), sure: isYes(row.sure), none: textOf(row.none) } : null
}

/** Splits of the address are not known here: a page asks without them. */
export function themesOf(topics: Asked, effects?: Asked): Theme[] {
  const byName = new Map<string, Row[]>()
  for (const row of answerOf(effects)?.rows ?? []) byName.set(textOf(row.topic), [...byName.get(textOf(row.topic)) ?? [], row])
  return (answerOf(topics)?.rows ?? []).flatMap(row => {
    const name = textOf(row.topic)
    if (!name) return []
    const rows = byName.get(name) ?? []
    return [{ name, row, n: number(row.n) ?? 0, share: number(row.share), positive: number(row.positive) ?? 0, neutral: number(row.neutral) ?? 0,
      negative: number(row.negative) ?? 0, effect: effectOf(rows[0]), revenue: amountsOf(rows), trend: textOf(row.trend) }]
  })
}

/** Beyond chance, and the interval leaves out nothing. */
export const isProven = (effect: Effect | null): effect is Effect & { value: number; low: number; high: number } =>
  effect !== null && effect.sure && effect.value !== null && effect.low !== null && effect.high !== null && (effect.low > 0 || effect.high < 0)
const weightOf = ({ effect, n }: Theme): number => effect?.total ?? (effect?.value ?? 0) * n

/** The theme that costs most: what it takes from the score of all. */
export const costliest = (themes: readonly Theme[]): Theme | undefined =>
  themes.filter(one => one.name !== other && isProven(one.effect) && one.effect.high < 0)
    .sort((a, b) => weightOf(a) - weightOf(b))[0]
export const mostLoved = (themes: readonly Theme[]): Theme | undefined =>
  themes.filter(one => one.name !== other && isProven(one.effect) && one.effect.low > 0)
    .sort((a, b) => weightOf(b) - weightOf(a))[0]
export const mostNamed = (themes: readonly Theme[]): Theme | undefined =>
  themes.filter(one => one.name !== other).sort((a, b) => b.n - a.n)[0]

const week = 7 * 86_400_000
const weeks = 12

/** Twelve whole weeks up to the newest event: a running week is no fall. Null: there is no newest event. */
export function lastWeeks(until: string | null): { from: string; to: string } | null {
  const end = until === null ? NaN : Date.parse(until)
  if (Number.isNaN(end)) return null
  const day = new Date(end)
  const monday = Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate() - (day.getUTCDay() + 6) % 7)
  const isoDay = (time: number) => new Date(time).toISOString().slice(0, 10)
  return { from: isoDay(monday - weeks * week), to: isoDay(monday) }
}

/** Mentions a week for each name, with the weeks in which nobody said it. */
export function weekly(asked: Asked, key: string): Map<string, Point[]> {
  const answer = answerOf(asked)
  const { from, to } = asked.question
  const counts = new Map<string, Map<number, number>>()
  for (const row of answer?.rows ?? []) {
    const start = startOf(textOf(row.period))
    if (Number.isNaN(start) || !row[key]) continue
    const name = textOf(row[key])
    if (!counts.has(name)) counts.set(name, new Map())
    counts.get(name)!.set(start, number(row.n) ?? number(row.mentions) ?? 0)
  }
  const starts: number[] = []
  if (from && to) for (let start = startOf(from); start < startOf(to); start = nextStart(start, 'week')) starts.push(start)
  return new Map([...counts].map(([name, of]) => [name, starts.map(start => ({ start, label: '', value: of.get(start) ?? 0, low: null, high: null, n: null, none: '', whole: true, href: '' }))]))
}
