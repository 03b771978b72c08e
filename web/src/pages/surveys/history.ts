// Undo and redo of what is written. Typing in one field is one step, however many letters it has.
import { useRef, useState } from 'preact/hooks'

export interface History<T> { past: T[]; now: T; future: T[]; field: string }
const most = 200

export const started = <T>(now: T): History<T> => ({ past: [], now, future: [], field: '' })

/** `field` says what is typed in; "" is a step of its own. */
export function stepped<T>(history: History<T>, now: T, field = ''): History<T> {
  if (now === history.now) return history
  if (field && field === history.field) return { ...history, now, future: [] }
  return { past: [...history.past, history.now].slice(-most), now, future: [], field }
}

export function undone<T>(history: History<T>): History<T> {
  const now = history.past.at(-1)
  return now === undefined ? history
    : { past: history.past.slice(0, -1), now, future: [history.now, ...history.future], field: '' }
}

export function redone<T>(history: History<T>): History<T> {
  const [now, ...future] = history.future
  return now === undefined ? history : { past: [...history.past, history.now], now, future, field: '' }
}

export function useHistory<T>(first: T) {
  const [history, setHistory] = useState(() => started(first))
  // Two changes before the next drawing build on each other.
  const newest = useRef(history)
  const put = (next: History<T>) => { newest.current = next; setHistory(next) }
  return {
    now: history.now,
    change: (how: (now: T) => T, field?: string) => put(stepped(newest.current, how(newest.current.now), field)),
    undo: history.past.length > 0 ? () => put(undone(newest.current)) : null,
    redo: history.future.length > 0 ? () => put(redone(newest.current)) : null,
  }
}
