// Keys for cards whose ids are edited: a card that gets another id, or another place, stays the same card and keeps the focus.
import { useRef } from 'preact/hooks'

export interface Keyed { ids: string[]; keys: number[]; next: number }

/** Each key goes along with its id; where none was added or removed, a new id takes over the key of its place. */
export function carried(old: Keyed, ids: string[]): Keyed {
  const free = new Set(old.ids.keys())
  const from = ids.map((id, i) => old.ids[i] === id && free.delete(i) ? i : -1)
  ids.forEach((id, i) => {
    if (from[i] !== -1) return
    const found = [...free].find(j => old.ids[j] === id)
    if (found !== undefined && free.delete(found)) from[i] = found
  })
  if (ids.length === old.ids.length) ids.forEach((_, i) => { if (from[i] === -1 && free.delete(i)) from[i] = i })
  let { next } = old
  const keys = from.map(j => j === -1 ? next++ : old.keys[j]!)
  return { ids, keys, next }
}

export function useCardKeys(ids: string[]): number[] {
  const kept = useRef<Keyed>({ ids: [], keys: [], next: 0 })
  kept.current = carried(kept.current, ids)
  return kept.current.keys
}
