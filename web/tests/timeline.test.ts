import { describe, expect, test } from 'vitest'
import type { TimelineEvent } from '../src/api'
import { daysOf, familyOf, moodOf } from '../src/pages/timeline'

let sequence = 0
const event = (time: string, fields: Record<string, string>, offset_minutes = 0): TimelineEvent =>
  ({ sequence: sequence++, source: 's', time, offset_minutes, who: [], fields })

describe('a life', () => {
  test('newest first, by the day of where it happened', () => {
    const days = daysOf([event('2026-01-01T10:00:00Z', { touchpoint: 'a' }),
      event('2026-01-01T23:30:00Z', { touchpoint: 'b' }, 60), event('2026-01-02T09:00:00Z', { touchpoint: 'c' })])
    expect(days.map(day => day.entries.map(entry => entry.event.fields.touchpoint))).toEqual([['c', 'b'], ['a']])
  })
  test('like machine events in a row are folded, answers never', () => {
    const page = { touchpoint: 'page', channel: 'web' }
    const days = daysOf([event('2026-01-01T10:00:00Z', page), event('2026-01-01T10:01:00Z', page),
      event('2026-01-01T10:02:00Z', { kind: 'nps', answer: '9' }), event('2026-01-01T10:03:00Z', { kind: 'nps', answer: '9' }),
      event('2026-01-01T10:04:00Z', page)])
    expect(days[0]!.entries.map(entry => entry.repeats.length + 1)).toEqual([1, 1, 1, 2])
  })
  test('moods', () => {
    const mood = (fields: Record<string, string>) => moodOf(event('2026-01-01T00:00:00Z', fields))
    expect([10, 9, 8, 7, 6, 0].map(answer => mood({ kind: 'nps', answer: String(answer) })))
      .toEqual(['good', 'good', 'flat', 'flat', 'bad', 'bad'])
    expect([5, 3, 1].map(answer => mood({ kind: 'csat', answer: String(answer) }))).toEqual(['good', 'flat', 'bad'])
    expect(mood({ touchpoint: 'page' })).toBe('')
  })
  test('families', () => {
    const family = (fields: Record<string, string>) => familyOf(event('2026-01-01T00:00:00Z', fields))
    expect(family({ answer: '0' })).toBe('answer')
    expect(family({ amount: '12.50' })).toBe('money')
    expect(family({ channel: 'phone' })).toBe('contact')
    expect(family({ channel: 'web' })).toBe('other')
  })
})
