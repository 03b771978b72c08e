// What stands in Explore's address: the question as JSON, how it is drawn, what it is compared with, and the SQL.
import type { Question } from '../../api'
import { fromOf, periods, type PeriodName } from '../../period'
import { setQuery } from '../../router'

export const explorePath = '/explore'
/** Explore with the very question. */
export const exploreHref = (question: Question): string => `${explorePath}?q=${encodeURIComponent(JSON.stringify(question))}`
/** Which of the usual periods the question is asked over; "own": its dates are others. */
export const periodOf = (question: Question, until: string | null): PeriodName | 'own' => question.to ? 'own'
  : question.from ? periods.find(period => fromOf(period, until) === question.from) ?? 'own' : 'all'

/** The question with that period instead of its own dates. */
export function over(period: PeriodName, { from: _, to: __, ...rest }: Question, until: string | null): Question {
  const from = fromOf(period, until)
  return from ? { ...rest, from } : rest
}

/** The question into the address. A usual period stands there as on all pages, and goes on with the newest event; dates of one's own stay. */
export function setQuestion(question: Question, until: string | null): void {
  const period = periodOf(question, until)
  setQuery({ q: JSON.stringify(question), period: period === 'own' ? null : period, where: null })
}

/** The start of an alert on the figure: what an alert asks has no times and no splits. */
export function alertHref({ measure, parameters, where }: Question): string {
  const asked: Question = { measure, ...parameters ? { parameters } : {}, ...where ? { where } : {} }
  return `/alerts?new=${encodeURIComponent(JSON.stringify(asked))}`
}

export interface Read { question: Question | null; ignored: string[] }
const texts = ['where', 'over', 'from', 'to', 'zone'] as const
const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)
const isPlain = (value: unknown) => ['string', 'number', 'boolean'].includes(typeof value)

/** One value or a list of them, as a list of texts; null: neither. */
function listOf(value: unknown): string[] | null {
  const list = Array.isArray(value) ? value : [value]
  return list.every(isPlain) ? list.map(String).filter(Boolean) : null
}

function parametersOf(value: unknown, ignored: string[]): Record<string, string[]> {
  const out: Record<string, string[]> = {}
  for (const [name, given] of Object.entries(isObject(value) ? value : {})) {
    const list = listOf(given)
    if (list === null) ignored.push('parameters.' + name)
    else if (list.length) out[name] = list
  }
  return out
}

/** What is not a question is null; what a question does not have is named, and left out. */
export function readQuestion(text: string): Read {
  let given: unknown
  try { given = JSON.parse(text) } catch { return { question: null, ignored: ['q'] } }
  if (!isObject(given) || typeof given.measure !== 'string' || !given.measure) return { question: null, ignored: ['q'] }
  const question: Question = { measure: given.measure }
  const ignored: string[] = []
  for (const [name, value] of Object.entries(given)) {
    const known = texts.find(one => one === name)
    const by = name === 'by' ? listOf(value) : null
    if (name === 'measure' || value === null || value === '') continue
    if (known && typeof value === 'string') question[known] = value
    else if (by) { if (by.length) question.by = by.flatMap(one => one.split(',')).map(one => one.trim()).filter(Boolean) }
    else if (name === 'parameters' && isObject(value)) {
      const parameters = parametersOf(value, ignored)
      if (Object.keys(parameters).length) question.parameters = parameters
    } else ignored.push(name)
  }
  return { question, ignored }
}

/** Another time, or others of those who are asked about. "rest": all who are in none of the others. */
export type Part = { kind: 'before' | 'year' | 'all' | 'rest' } | { kind: 'time'; from: string; to: string }
  | { kind: 'segment'; name: string } | { kind: 'where'; where: string }

export function partText(part: Part): string {
  switch (part.kind) {
    case 'time': return `time:${part.from}/${part.to}`
    case 'segment': return 'segment:' + part.name
    case 'where': return 'where:' + part.where
    default: return part.kind
  }
}

export function readPart(text: string): Part | null {
  if (text === 'before' || text === 'year' || text === 'all' || text === 'rest') return { kind: text }
  const time = /^time:(\d{4}-\d\d-\d\d)\/(\d{4}-\d\d-\d\d)$/.exec(text)
  if (time) return { kind: 'time', from: time[1]!, to: time[2]! }
  const segment = /^segment:([\w-]+)$/.exec(text)
  if (segment) return { kind: 'segment', name: segment[1]! }
  const where = /^where:\s*(\S[^]*)$/.exec(text)
  return where ? { kind: 'where', where: where[1]! } : null
}

export const isTime = (part: Part): boolean => ['before', 'year', 'time'].includes(part.kind)
/** The server takes eight questions; the first one is what the others are held against. */
export const partsMost = 7

/** `chosen`: the base that the address names; without one it follows from the parts. */
export interface Compared { base: Part; chosen: Part | null; parts: Part[]; ignored: string[] }

export function readCompared(params: URLSearchParams): Compared {
  const ignored: string[] = []
  const known = (name: string, text: string) => {
    const part = readPart(text)
    if (!part) ignored.push(`${name}=${text}`)
    return part
  }
  const parts = params.getAll('vs').map(text => known('vs', text)).filter(part => part !== null)
    .filter(part => part.kind !== 'all' && part.kind !== 'rest')
  const base = params.get('base')
  const part = base === null ? null : known('base', base)
  // Those of a segment are among all as well: the two could not be told apart. So they are held against the others.
  const usual: Part = { kind: parts.every(isTime) ? 'all' : 'rest' }
  const chosen = part && !isTime(part) ? part : null
  return { base: chosen ?? usual, chosen, parts: parts.slice(0, partsMost), ignored }
}

/** How an answer may be drawn here; what else there is to draw fits best by itself. */
export const drawings = ['auto', 'figure', 'line', 'bars', 'table'] as const
export type Drawing = typeof drawings[number]
export const readDrawing = (params: URLSearchParams): Drawing => drawings.find(one => one === params.get('draw')) ?? 'auto'

/** The server takes addresses of 8 kB; a longer statement stays in the window that it was written in. */
const sqlMost = 6000
// It takes no control characters either: separators of Unicode stand for ends of lines and for tabs.
const stands: Record<string, string> = { '\n': '\u2028', '\t': '\u2029' }

/** A statement as it stands in the address; null where it is too long. */
export function sqlText(sql: string): string | null {
  const text = sql.replace(/[\n\t]/g, found => stands[found]!).replace(/\p{Cc}/gu, '')
  return encodeURIComponent(text).length <= sqlMost ? text : null
}
export const readSql = (text: string): string => text.replaceAll(stands['\n']!, '\n').replaceAll(stands['\t']!, '\t')
