// Asking and remembering: the old answer stands at once, the fresh one takes its place.
import { signal } from './signal'
import { useEffect, useRef, useState } from 'preact/hooks'
import { Refused, type Problem } from './api'
import { changes } from './live'

export type Query<T> =
  | { state: 'waiting'; cancel: () => void }
  | { state: 'error'; problem: Problem; retry: () => void }
  | { state: 'ready'; value: T; stale: boolean }

/** When the server last answered; null while it answers. The bar at the top shows it. */
export const offlineSince = signal<Date | null>(null)
let answeredAt = new Date()

/** For what did not come, be it an answer or a part of the app. */
export const unreached = (): void => { offlineSince.value = answeredAt }

const held = new Map<string, unknown>()
const heldMost = 60

function remember(key: string, value: unknown): void {
  held.delete(key)
  held.set(key, value)
  if (held.size > heldMost) held.delete(held.keys().next().value as string)
}

export const forget = (): void => held.clear()

export function problemOf(error: unknown): Problem {
  if (error instanceof Refused) return error.problem
  return { title: error instanceof Error ? error.message : String(error) }
}

/** Runs the request and keeps the books: what is remembered, whether the server is there. */
export async function fetched<T>(key: string, get: () => Promise<T>): Promise<T> {
  try {
    const value = await get()
    answeredAt = new Date()
    offlineSince.value = null
    remember(key, value)
    return value
  } catch (error) {
    if (problemOf(error).code === 'offline') unreached()
    throw error
  }
}

interface Kept<T> { key: string | null; query: Query<T> }

/** A null key waits. A new key aborts the old request; a change of the record asks again behind the old answer. */
export function useQuery<T>(key: string | null, get: (signal: AbortSignal) => Promise<T>): Query<T> {
  const [kept, keep] = useState<Kept<T>>({ key: null, query: { state: 'waiting', cancel: () => {} } })
  const [attempt, setAttempt] = useState(0)
  const change = changes.value
  const asked = useRef('')
  useEffect(() => {
    if (key === null) return
    // Asked again because the record changed: what is shown stands undimmed until the new answer is there.
    const quiet = asked.current === `${attempt} ${key}` && held.has(key)
    asked.current = `${attempt} ${key}`
    const stop = new AbortController()
    const tell = (query: Query<T>) => keep({ key, query })
    const retry = () => setAttempt(count => count + 1)
    const cancel = () => {
      stop.abort()
      tell({ state: 'error', problem: { title: 'cancelled', code: 'cancelled' }, retry })
    }
    const old = held.get(key) as T | undefined
    if (!quiet) tell(old === undefined ? { state: 'waiting', cancel } : { state: 'ready', value: old, stale: true })
    fetched(key, () => get(stop.signal)).then(
      value => { if (!stop.signal.aborted) tell({ state: 'ready', value, stale: false }) },
      error => { if (!stop.signal.aborted && !quiet) tell({ state: 'error', problem: problemOf(error), retry }) })
    return () => stop.abort()
  }, [key, attempt, change])
  if (kept.key === key) return kept.query
  // Between the change of the key and the effect: never show an answer to another question.
  const old = key === null ? undefined : held.get(key) as T | undefined
  return old === undefined
    ? { state: 'waiting', cancel: () => {} } : { state: 'ready', value: old, stale: true }
}
