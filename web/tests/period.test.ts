import { describe, expect, test } from 'vitest'
import type { Answer } from '../src/api'
import { runs, seriesOf } from '../src/charts/series'
import { fromOf, isPeriod, isWhole, nextStart, startOf } from '../src/period'

const until = '2018-08-29T15:00:37Z'

describe('periods', () => {
  test('count back from the newest event', () => {
    expect(fromOf('30d', until)).toBe('2018-07-31')
    expect(fromOf('90d', until)).toBe('2018-06-01')
    expect(fromOf('12m', until)).toBe('2017-08-01')
    expect(fromOf('24m', until)).toBe('2016-08-01')
    expect(fromOf('all', until)).toBeUndefined()
    expect(fromOf('12m', null)).toBeUndefined()
  })
  test('names of no period are none', () => {
    expect(isPeriod('12m')).toBe(true)
    expect(isPeriod('1y')).toBe(false)
    expect(isPeriod(null)).toBe(false)
  })
  test('starts are read however they are written', () => {
    for (const text of ['2026-01-01', '2026-01', '2026', '2026-Q1', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00.000000Z']) {
      expect(startOf(text), text).toBe(Date.UTC(2026, 0, 1))
    }
    expect(startOf('2026-Q3')).toBe(Date.UTC(2026, 6, 1))
    expect(startOf('nonsense')).toBeNaN()
  })
  test('the next period, over the end of the year', () => {
    expect(nextStart(Date.UTC(2025, 11, 1), 'month')).toBe(Date.UTC(2026, 0, 1))
    expect(nextStart(Date.UTC(2025, 9, 1), 'quarter')).toBe(Date.UTC(2026, 0, 1))
    expect(nextStart(Date.UTC(2025, 11, 29), 'week')).toBe(Date.UTC(2026, 0, 5))
  })
  test('a running month is not whole, nor is one cut at its start', () => {
    const question = { measure: 'nps', over: 'month', from: '2025-03-15' }
    expect(isWhole(Date.UTC(2025, 2, 1), question, '2026-03-12T14:00:00Z')).toBe(false)
    expect(isWhole(Date.UTC(2025, 3, 1), question, '2026-03-12T14:00:00Z')).toBe(true)
    expect(isWhole(Date.UTC(2026, 2, 1), question, '2026-03-12T14:00:00Z')).toBe(false)
  })
})

describe('series', () => {
  const answer = {
    measure: 'nps', unit: 'points', as_of: '2026-06-01T00:00:00Z',
    columns: [{ name: 'period', role: 'split', unit: '' }, { name: 'value', role: 'value', unit: 'points' },
      { name: 'n', role: 'count', unit: '' }],
    rows: [{ period: '2026-04-01', value: 3, n: 7 }, { period: '2026-01-01', value: 1, n: 5 },
      { period: '2026-02-01', none: 'no survey answers', n: 0 }],
  } as unknown as Answer
  const points = seriesOf(answer, { measure: 'nps', over: 'month' })
  test('in order, with months that nothing happened in as gaps', () => {
    expect(points.map(point => point.value)).toEqual([1, null, null, 3])
    expect(points[1]!.none).toBe('no survey answers')
  })
  test('lines break at gaps', () => {
    expect(runs(points).map(run => run.map(({ index }) => index))).toEqual([[0], [3]])
  })
  test('a point leads to its people by the period as the server wrote it', () => {
    expect(points[0]!.href).toContain('k.period=2026-01-01')
  })
})
