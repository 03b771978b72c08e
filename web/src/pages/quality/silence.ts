// When a feed is silent for longer than usual. Usual is its own past: the longest pause between days with events.
import { ask, isAnswer, type Answer, type Question, type Source } from '../../api'

const day = 86_400_000
/** How far back the past reaches, in days before the newest event. */
export const lookBack = 90
/** Fewer days with events say nothing of what is usual. */
export const leastDays = 5
/** A clock may go wrong by so much before it is said, in ms. */
const skew = 10 * 60_000

export type Feed =
  | { state: 'none' }                        // No event yet.
  | { state: 'file' }                        // Brought by files: nobody waits for the next one.
  | { state: 'off' }                         // Disabled.
  | { state: 'ahead' }                       // Its newest event is still to come.
  | { state: 'young' }                       // Too few days to know.
  | { state: 'live' | 'silent'; usual: number }   // The longest pause, in days.

/** The days on which something happened, as the starts of days in UTC. */
export const daysOf = (answer: Answer): number[] => answer.rows.filter(row => Number(row.value) > 0)
  .map(row => Date.parse(String(row.period).slice(0, 10))).filter(Number.isFinite).sort((a, b) => a - b)

/** The longest time between two days of these, in days; null when they are too few. */
export function longestPause(days: number[]): number | null {
  if (days.length < leastDays) return null
  return Math.max(...days.slice(1).map((one, i) => Math.round((one - days[i]!) / day)))
}

/** `days`: of its past; null while they are not known. */
export function feedOf(source: Source, days: number[] | null, now: number): Feed {
  if (source.last_event === null) return { state: 'none' }
  const last = Date.parse(source.last_event)
  if (last > now + skew) return { state: 'ahead' }
  if (source.format === null) return { state: 'file' }
  if (!source.enabled) return { state: 'off' }
  const usual = days && longestPause(days)
  if (!usual) return { state: 'young' }
  return { state: now - last > 2 * usual * day ? 'silent' : 'live', usual }
}

const most = 64  // Questions in one request.

/** The days with events of the sources that are connected, by name. */
export async function pastOf(sources: Source[], signal?: AbortSignal): Promise<Map<string, number[]>> {
  const asked = sources.filter(one => one.format !== null && one.enabled && one.last_event !== null)
  const found = new Map<string, number[]>()
  for (let from = 0; from < asked.length; from += most) {
    const some = asked.slice(from, from + most)
    const replies = await ask(some.map((one): Question => ({
      measure: 'volume', over: 'day', where: `source = ${JSON.stringify(one.source)}`,
      from: new Date(Date.parse(one.last_event!) - lookBack * day).toISOString().slice(0, 10) })), signal)
    some.forEach((one, i) => { if (isAnswer(replies[i])) found.set(one.source, daysOf(replies[i])) })
  }
  return found
}
