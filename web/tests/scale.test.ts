import { describe, expect, test } from 'vitest'
import { linear, nice, stepFor, thinned, ticks } from '../src/charts/scale'

describe('scales', () => {
  test('a linear scale maps the ends, and back', () => {
    const scale = linear(-20, 80, 100, 0)
    expect(scale(-20)).toBe(100)
    expect(scale(80)).toBe(0)
    expect(scale.invert(scale(31))).toBeCloseTo(31)
  })
  test('a span of nothing gives no NaN', () => {
    const scale = linear(5, 5, 0, 100)
    expect(scale(5)).toBe(0)
    expect(Number.isFinite(scale.invert(50))).toBe(true)
  })
  test('steps are 1, 2 or 5 times a power of ten', () => {
    for (const span of [0.003, 0.7, 1, 9, 99, 1234, 5e7]) {
      const step = stepFor(span, 5)
      expect([1, 2, 5, 10]).toContain(Math.round(step / 10 ** Math.floor(Math.log10(step) + 1e-9)))
      expect(span / step).toBeLessThan(12)
    }
  })
  test('ticks are multiples of the step, written without binary dust', () => {
    expect(ticks(0, 1, 10)).toContain(0.3)
    expect(ticks(-10, 30, 4)).toEqual([-10, 0, 10, 20, 30])
  })
  test('nice bounds hold the values, and zero when it was given', () => {
    for (const [low, high] of [[-7, 31], [0, 0.4], [3, 3], [12, 13.5]] as const) {
      const [a, b] = nice(low, high)
      expect(a).toBeLessThanOrEqual(low)
      expect(b).toBeGreaterThanOrEqual(high)
      expect(b).toBeGreaterThan(a)
    }
  })
  test('thinned labels keep the last and stay few', () => {
    expect(thinned(13, 5)).toEqual([0, 3, 6, 9, 12])
    expect(thinned(1, 5)).toEqual([0])
    expect(thinned(0, 5)).toEqual([])
    for (let n = 1; n < 80; n++) expect(thinned(n, 7).length).toBeLessThanOrEqual(7)
  })
})
