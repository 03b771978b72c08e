// Lengths of time as the server writes them ("2d", "1h 30m"), as a number and a unit.
export const units = ['m', 'h', 'd', 'w'] as const
export type Unit = typeof units[number]
const seconds: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 }

/** "1d 12h" is 36 hours; null is none of these. */
export function lengthOf(text: string): { n: number; unit: Unit } | null {
  const parts = [...text.matchAll(/(\d+)\s*([smhdw])(?![a-z])\s*/g)]
  if (parts.length === 0 || parts.map(part => part[0]).join('') !== text) return null
  const total = parts.reduce((sum, [, n, unit]) => sum + Number(n) * seconds[unit!]!, 0)
    // Weeks are written when somebody chose them, or "14d" would turn into what nobody typed.
  const one = parts.length === 1 ? units.find(unit => unit === parts[0]![2]) : undefined
  if (total === 0) return { n: 0, unit: one ?? 'd' }
  const unit = one ?? (['d', 'h', 'm'] as const).find(unit => total % seconds[unit]! === 0) ?? 'm'
  return { n: total / seconds[unit]!, unit }
}

/** Parts of a unit are written in a smaller one: 1.5 hours is "90m". Zero keeps its unit. */
export function lengthText(n: number, unit: Unit): string {
  if (Number.isInteger(n)) return n + unit
  const total = Math.round(n * seconds[unit]!)
  const smaller = (['h', 'm'] as const).find(one => total % seconds[one]! === 0)
  return smaller ? total / seconds[smaller]! + smaller : total + 's'
}

/** "0.5" and "0,5"; null is no number that a length can have. */
export const numberOf = (text: string): number | null =>
  /^\d+([.,]\d*)?$|^[.,]\d+$/.test(text.trim()) ? Number(text.trim().replace(',', '.')) : null
