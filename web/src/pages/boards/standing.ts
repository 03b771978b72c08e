// How a figure stands: against the time before, against its target, and in words. No claim is made that its interval does not bear.
import type { Answer, Row } from '../../api'

const number = (value: Row[string]) => typeof value === 'number' ? value : null

/** The one row of an answer that is a figure. */
export const figureOf = (answer: Answer | undefined): Row | null =>
  answer?.rows.length === 1 && typeof answer.rows[0]!.value === 'number' ? answer.rows[0]! : null

export interface Change {
  from: number
  by: number
  /** "unclear": the interval of the difference holds zero. "unknown": there is no interval to tell by. */
  sign: 'up' | 'down' | 'unclear' | 'unknown'
}

/** The interval of a difference of two independent figures: the squares of their half widths add up. */
export function changeOf(now: Row, before: Row): Change | null {
  const value = number(now.value)
  const from = number(before.value)
  if (value === null || from === null) return null
  const by = value - from
  const reach = (row: Row, side: 'low' | 'high') => {
    const end = number(row[side])
    return end === null ? null : Math.abs(end - Number(row.value))
  }
  // Towards the other figure: that is the side that could close the gap.
  const near = reach(now, by > 0 ? 'low' : 'high')
  const far = reach(before, by > 0 ? 'high' : 'low')
  if (near === null || far === null) return { from, by, sign: 'unknown' }
  return { from, by, sign: Math.abs(by) <= Math.hypot(near, far) ? 'unclear' : by > 0 ? 'up' : 'down' }
}

export interface Distance { by: number; met: boolean | null }

/** How far from its target; `better` says which side of it is good. */
export function distanceOf(value: number, target: number, better: 'up' | 'down' | 'none'): Distance {
  const by = value - target
  return { by, met: better === 'none' ? null : better === 'up' ? by >= 0 : by <= 0 }
}

/** What a Net Promoter Score is commonly called. */
export const npsBand = (value: number): 'excellent' | 'good' | 'weak' => value > 50 ? 'excellent' : value > 0 ? 'good' : 'weak'
