// An event as lines of name and value, whatever it holds: time and who first, properties last.

export type Line = [string, string]

const inner = new Set(['sequence', 'received', 'offset_minutes'])

function identifiers(list: unknown[]): Line[] | null {
  const pairs = list.map(one => {
    const { kind, value } = (one ?? {}) as { kind?: unknown; value?: unknown }
    const known = typeof kind === 'string' && (typeof value === 'string' || typeof value === 'number')
    return known ? ['who.' + kind, String(value)] as Line : null
  })
  return pairs.every(pair => pair !== null) ? pairs as Line[] : null
}

function flat(name: string, value: unknown): Line[] {
  if (value === null || value === undefined || value === '') return []
  if (Array.isArray(value)) return identifiers(value) ?? [[name, JSON.stringify(value)]]
  if (typeof value !== 'object') return [[name, String(value)]]
  return Object.entries(value).flatMap(([key, inner]) => flat(name === 'fields' ? key : `${name}.${key}`, inner))
}

const rank = (name: string) => name === 'time' ? 0 : name.startsWith('who') || name === 'customer' ? 1
  : name.startsWith('properties') ? 4 : name === 'id' || name === 'source' || name === 'sequence' ? 3 : 2

export const linesOf = (event: Record<string, unknown>): Line[] =>
  Object.entries(event).filter(([name]) => !inner.has(name)).flatMap(([name, value]) => flat(name, value))
    .sort(([a], [b]) => rank(a) - rank(b))
