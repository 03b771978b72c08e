// What a life says in figures: scores over time by kind, and what was ordered, as the measure `revenue` counts it.
import type { TimelineEvent } from '../../api'
import { moodOf, wallTime, type Mood } from '../timeline'

export interface Scored { time: number; value: number; low: number; high: number; mood: Mood }
export interface Scores { kind: string; points: Scored[] }

const number = (value: unknown): number | null =>
  value === undefined || value === null || value === '' || !Number.isFinite(Number(value)) ? null : Number(value)

/** Scales that are usual where the answer names none. */
const usual: Record<string, [number, number]> = { nps: [0, 10], csat: [1, 5], ces: [1, 7] }

/** Kinds with most answers first, each from the oldest to the newest. */
export function scoresOf(events: readonly TimelineEvent[]): Scores[] {
  const kinds = new Map<string, Scored[]>()
  for (const event of events) {
    const value = number(event.fields.answer)
    const kind = String(event.fields.kind ?? '')
    if (value === null || !kind) continue
    const [low, high] = usual[kind] ?? [1, 5]
    const points = kinds.get(kind) ?? []
    points.push({ time: wallTime(event), value, low: number(event.fields.scale_min) ?? low, high: number(event.fields.scale_max) ?? high, mood: moodOf(event) })
    kinds.set(kind, points)
  }
  return [...kinds].map(([kind, points]) => ({ kind, points: points.sort((a, b) => a.time - b.time) }))
    .sort((a, b) => b.points.length - a.points.length || (a.kind < b.kind ? -1 : 1))
}

export interface Ordered { currency: string; orders: number; sum: number; refunds: number; last: number }

const fine = 10_000  // Amounts are added as whole numbers of a ten-thousandth: no 0.1 + 0.2.

/** One row a currency. Lines that share an order number are one order, an amount without one is an order of its own; orders above zero count. */
export function ordersOf(events: readonly TimelineEvent[]): Ordered[] {
  const rows = new Map<string, { sum: number; refunds: number; last: number; lines: Map<string, number> }>()
  for (const event of events) {
    const amount = number(event.fields.amount)
    if (amount === null) continue
    const currency = String(event.fields.currency ?? '')
    const row = rows.get(currency) ?? { sum: 0, refunds: 0, last: -Infinity, lines: new Map<string, number>() }
    const exact = Math.round(amount * fine)
    row.sum += exact
    if (exact < 0) row.refunds += exact
    if (exact > 0) row.last = Math.max(row.last, wallTime(event))
    const order = event.fields.order ? 'order ' + event.fields.order : 'event ' + event.sequence
    row.lines.set(order, (row.lines.get(order) ?? 0) + exact)
    rows.set(currency, row)
  }
  return [...rows].map(([currency, row]) => (
    { currency, orders: [...row.lines.values()].filter(amount => amount > 0).length, sum: row.sum / fine, refunds: row.refunds / fine, last: row.last }))
    .sort((a, b) => b.orders - a.orders || (a.currency < b.currency ? -1 : 1))
}
