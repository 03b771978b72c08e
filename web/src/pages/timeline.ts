// A life as days: newest first, machine noise folded, each event with a family and a mood.
import type { Cell, TimelineEvent } from '../api'

export const families = ['answer', 'money', 'contact', 'other'] as const
export type Family = typeof families[number]
export type Mood = 'good' | 'flat' | 'bad' | ''

export interface Entry { event: TimelineEvent; time: number; family: Family; mood: Mood; repeats: TimelineEvent[] }
export interface Day { start: number; entries: Entry[] }

const number = (value: Cell | undefined): number | null =>
  value === undefined || value === null || value === '' || !Number.isFinite(Number(value)) ? null : Number(value)

const conversations = new Set(['phone', 'call', 'chat', 'email', 'sms', 'whatsapp', 'visit', 'store', 'branch', 'ivr'])

export function familyOf(event: TimelineEvent): Family {
  const { fields } = event
  if (number(fields.answer) !== null || fields.text) return 'answer'
  if (number(fields.amount) !== null || fields.order) return 'money'
  if (fields.agent || fields.queue || fields.talk || conversations.has(String(fields.channel ?? ''))) return 'contact'
  return 'other'
}

/** By the answer's place on its scale: NPS as promoters and detractors, others by fifths. */
export function moodOf(event: TimelineEvent): Mood {
  const { fields } = event
  const answer = number(fields.answer)
  if (answer === null) return ''
  const kind = String(fields.kind ?? '')
  if (kind === 'nps') return answer >= 9 ? 'good' : answer >= 7 ? 'flat' : 'bad'
  const low = number(fields.scale_min) ?? 1
  const high = number(fields.scale_max) ?? (kind === 'ces' ? 7 : 5)
  const share = (answer - low) / (high - low || 1)
  return share >= 0.7 ? 'good' : share > 0.4 ? 'flat' : 'bad'
}

/** Nothing a person said, paid or spoke: may be folded with its like. */
const sameAs = (a: TimelineEvent, b: TimelineEvent) =>
  ['touchpoint', 'channel', 'kind', 'direction', 'stage'].every(name => (a.fields[name] ?? '') === (b.fields[name] ?? ''))

/** The wall clock of where it happened, written as if it were UTC. */
export const wallTime = (event: TimelineEvent): number =>
  Date.parse(event.time) + (event.offset_minutes ?? 0) * 60_000

export function daysOf(events: TimelineEvent[], shown: (family: Family) => boolean = () => true): Day[] {
  const sorted = [...events].sort((a, b) =>
    Date.parse(b.time) - Date.parse(a.time) || b.sequence - a.sequence)
  const days: Day[] = []
  for (const event of sorted) {
    const family = familyOf(event)
    if (!shown(family)) continue
    const time = wallTime(event)
    const start = Math.floor(time / 86_400_000) * 86_400_000
    let day = days.at(-1)
    if (day?.start !== start) {
      day = { start, entries: [] }
      days.push(day)
    }
    const before = day.entries.at(-1)
    if (before && family === 'other' && before.family === 'other' && sameAs(before.event, event)) {
      before.repeats.push(event)
    } else day.entries.push({ event, time, family, mood: moodOf(event), repeats: [] })
  }
  return days
}
