// A comment cut into pieces by what speaks for its verdict, so that each piece can be marked by itself.
import type { Reason, Sentiment } from './requests'

export const marks = ['good', 'bad', 'flat', 'negation', 'shifter', 'scope', 'topic', 'corrected'] as const
export type Mark = typeof marks[number]
export interface Piece { text: string; marks: Mark[] }

const turning = new Set(['negation'])
const weighing = new Set(['shifter', 'intensifier', 'but', 'question'])
const themes = new Set(['topic', 'wish', 'obstacle', 'rival'])

/** How a reason's own words are marked; "" : not at all. What a learned model found speaks for the sentiment that it chose, or against it. */
export function markOf({ kind, weight = 0 }: Reason, sentiment: Sentiment): Mark | '' {
  if (turning.has(kind)) return 'negation'
  if (weighing.has(kind)) return 'shifter'
  if (themes.has(kind)) return 'topic'
  if (kind === 'correction') return 'corrected'
  if (kind === 'feature' && sentiment === 'neutral') return weight > 0 ? 'flat' : ''
  const tone = kind === 'feature' && sentiment === 'negative' ? -weight : weight
  return tone > 0 ? 'good' : tone < 0 ? 'bad' : ''
}

const featuresMost = 8
const featuresLeast = 0.12  // Of the weightiest.

/** A learned model has a word on nearly everything: those that decide. */
export function weighty(reasons: readonly Reason[]): Reason[] {
  const heaviest = Math.max(0, ...reasons.map(one => one.kind === 'feature' ? Math.abs(one.weight ?? 0) : 0))
  const kept = new Set(reasons.filter(one => one.kind === 'feature' && Math.abs(one.weight ?? 0) >= featuresLeast * heaviest)
    .sort((a, b) => Math.abs(b.weight ?? 0) - Math.abs(a.weight ?? 0)).slice(0, featuresMost))
  return reasons.filter(one => one.kind !== 'feature' || kept.has(one))
}

export const scopeOf = ({ scope_begin = 0, scope_end = 0 }: Reason): [number, number] | null =>
  scope_end > scope_begin ? [scope_begin, scope_end] : null

interface Stretch { begin: number; end: number; mark: Mark }

/** Never between the halves of a sign that takes two units. */
const within = (text: string, at: number): number => {
  const inside = Math.max(0, Math.min(text.length, Math.round(at)))
  const code = text.charCodeAt(inside)
  return inside > 0 && code >= 0xdc00 && code <= 0xdfff ? inside - 1 : inside
}

function stretchesOf(text: string, reasons: readonly Reason[], sentiment: Sentiment): Stretch[] {
  return weighty(reasons).flatMap(reason => {
    const mark = markOf(reason, sentiment)
    const scope = turning.has(reason.kind) ? scopeOf(reason) : null
    return [...mark ? [{ begin: reason.begin, end: reason.end, mark }] : [], ...scope ? [{ begin: scope[0], end: scope[1], mark: 'scope' as const }] : []]
  }).map(one => ({ ...one, begin: within(text, one.begin), end: within(text, one.end) })).filter(one => one.end > one.begin)
}

/** The text again when put together; each piece with its marks in the order of `marks`. */
export function piecesOf(text: string, reasons: readonly Reason[], sentiment: Sentiment): Piece[] {
  const stretches = stretchesOf(text, reasons, sentiment)
  const cuts = [...new Set([0, text.length, ...stretches.flatMap(one => [one.begin, one.end])])].sort((a, b) => a - b)
  return cuts.slice(1).map((end, i) => {
    const begin = cuts[i]!
    const on = new Set(stretches.filter(one => one.begin <= begin && one.end >= end).map(one => one.mark))
    return { text: text.slice(begin, end), marks: marks.filter(mark => on.has(mark)) }
  })
}

export interface Said { reason: Reason; mark: Mark; words: string; scope: string }

/** The same in words, the weightiest first: for those who do not see marks, and for whoever asks why. */
export const saidOf = (text: string, reasons: readonly Reason[], sentiment: Sentiment): Said[] => weighty(reasons).flatMap(reason => {
  const mark = markOf(reason, sentiment)
  const words = text.slice(within(text, reason.begin), within(text, reason.end)).trim()
  const scope = scopeOf(reason)
  return mark && words ? [{ reason, mark, words, scope: scope ? text.slice(within(text, scope[0]), within(text, scope[1])).trim() : '' }] : []
}).sort((a, b) => Math.abs(b.reason.weight ?? 0) - Math.abs(a.reason.weight ?? 0))

/** The words that speak loudest for the verdict: what somebody who disagrees wants to correct. */
export const loudest = (text: string, reasons: readonly Reason[], sentiment: Sentiment): string => {
  const wanted: Mark = sentiment === 'positive' ? 'good' : sentiment === 'negative' ? 'bad' : 'flat'
  const said = saidOf(text, reasons, sentiment)
  return (said.find(one => one.mark === wanted) ?? said.find(one => one.mark === 'good' || one.mark === 'bad'))?.words ?? ''
}
