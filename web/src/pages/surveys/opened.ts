// What a form starts from: never what was remembered of another visit, and not replaced while it is written in.
import { useRef } from 'preact/hooks'
import type { Query } from '../../query'

/** The first fresh answer; null until it is there. */
export function useOpened<T>(query: Query<T>): { value: T } | null {
  const first = useRef<{ value: T } | null>(null)
  if (!first.current && query.state === 'ready' && !query.stale) first.current = { value: query.value }
  return first.current
}
