// Where tiles stand on a grid of 12 columns. What moves takes its place, what was there goes down, and everything
// rises as far as it can: so no two tiles ever overlap, and there are no empty rows.

export const columns = 12
export const heightMost = 12
/** The least that a tile can be read in. */
export const leastWidth = 2

export interface Place { id: string; x: number; y: number; w: number; h: number }

const between = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value))

export const overlap = (a: Place, b: Place): boolean =>
  a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h

const shareColumns = (a: Place, b: Place) => a.x < b.x + b.w && b.x < a.x + a.w

/** As people read: row by row. */
export const inOrder = <P extends Place>(places: readonly P[], first = ''): P[] =>
  [...places].sort((a, b) => a.y - b.y || Number(b.id === first) - Number(a.id === first) || a.x - b.x)

/** Each at the bottom of what stands above it, in the order of reading; of two in one row `first` comes first. */
export function compacted<P extends Place>(places: readonly P[], first = ''): P[] {
  const done: P[] = []
  for (const place of inOrder(places, first)) {
    const y = Math.max(0, ...done.filter(one => shareColumns(one, place)).map(one => one.y + one.h))
    done.push(y === place.y ? place : { ...place, y })
  }
  return inOrder(done)
}

const fitted = <P extends Place>(place: P): P => {
  const w = between(place.w, 1, columns)
  return { ...place, w, h: between(place.h, 1, heightMost), x: between(place.x, 0, columns - w), y: Math.max(0, place.y) }
}

/** With one of them somewhere else, or of another size; the rest makes room. */
export function arranged<P extends Place>(places: readonly P[], id: string, wish: Partial<Place>): P[] {
  return compacted(places.map(one => one.id === id ? fitted({ ...one, ...wish }) : one), id)
}

export type Direction = 'left' | 'right' | 'up' | 'down'

/** One step in a direction. Up and down are past the next tile: everything rises, so that less would be no move at all. */
export function stepped<P extends Place>(places: readonly P[], id: string, direction: Direction): P[] {
  const own = places.find(one => one.id === id)
  if (!own) return [...places]
  const others = places.filter(one => one.id !== id && shareColumns(one, own))
  const above = others.filter(one => one.y < own.y).map(one => one.y)
  const below = others.filter(one => one.y > own.y).map(one => one.y)
  switch (direction) {
    case 'left': return arranged(places, id, { x: own.x - 1 })
    case 'right': return arranged(places, id, { x: own.x + 1 })
    case 'up': return above.length ? arranged(places, id, { y: Math.max(...above) }) : [...places]
    case 'down': return below.length ? arranged(places, id, { y: Math.min(...below) + 0.5 }) : [...places]
  }
}

/** One column or row more or less. */
export function sized<P extends Place>(places: readonly P[], id: string, direction: Direction): P[] {
  const own = places.find(one => one.id === id)
  if (!own) return [...places]
  const w = own.w + (direction === 'right' ? 1 : direction === 'left' ? -1 : 0)
  const h = own.h + (direction === 'down' ? 1 : direction === 'up' ? -1 : 0)
  return arranged(places, id, { w: between(w, leastWidth, columns - own.x), h: between(h, 1, heightMost) })
}

/** The highest place that is free for a new one, and the leftmost of those. */
export function freePlace(places: readonly Place[], w: number, h: number): { x: number; y: number } {
  let best = { x: 0, y: Infinity }
  for (let x = 0; x + w <= columns; ++x) {
    const wish: Place = { id: '', x, y: 0, w, h }
    const y = Math.max(0, ...places.filter(one => shareColumns(one, wish)).map(one => one.y + one.h))
    if (y < best.y) best = { x, y }
  }
  return best
}
