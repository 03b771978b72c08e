// Values that say when they change: a component that read one while it was drawn is drawn again, an effect runs again.
// What one drawing did not read any more does not wake the next. Changes are told at once, first to what is computed of them,
// so that effects never see the half of a change; Preact gathers its drawings.
import { options, type Component, type VNode } from 'preact'
import { useEffect, useState } from 'preact/hooks'

interface Reader { again: () => void; reads: Set<Set<Reader>>; computes?: boolean }
export interface Signal<T> { value: T }

let reading: Reader | null = null
/** Readers that are to run once all that is computed is right again. */
const waiting = new Set<Reader>()
let telling = 0

function forget(reader: Reader): void {
  for (const readers of reader.reads) readers.delete(reader)
  reader.reads.clear()
  waiting.delete(reader)
}

/** What `run` reads from here on is what the reader reads. */
function readBy<T>(reader: Reader, run: () => T): T {
  const outer = reading
  reading = reader
  try { return run() } finally { reading = outer }
}

export function signal<T>(value: T): Signal<T> {
  const readers = new Set<Reader>()
  return {
    get value() {
      if (reading) {
        readers.add(reading)
        reading.reads.add(readers)
      }
      return value
    },
    set value(next) {
      if (Object.is(value, next)) return
      value = next
      telling++
      try {
        for (const reader of [...readers]) if (reader.computes) reader.again(); else waiting.add(reader)
      } finally { telling-- }
      // One that runs may end another: who has left is not run any more.
      if (!telling) for (const reader of waiting) {
        waiting.delete(reader)
        try { reader.again() } catch (error) { reportError(error) }
      }
    },
  }
}

/** Worked out when it is first read, and again when what it is made of changes; who reads it is told when it differs. It lasts as long as
 *  that: for modules, not for components. */
export function computed<T>(work: () => T): { readonly value: T } {
  const own = signal<T>(undefined as T)
  const reader: Reader = { reads: new Set(), computes: true, again() {
    forget(reader)
    own.value = readBy(reader, work)
  } }
  return { get value() {
    if (!reader.reads.size) reader.again()
    return own.value
  } }
}

/** Runs now and after each change of what it read; what it returned runs before that. Returns what ends it. */
export function effect(run: () => void | (() => void)): () => void {
  let end: void | (() => void)
  const stop = () => {
    forget(own)
    end?.()
    end = undefined
  }
  const own: Reader = { reads: new Set(), again() {
    stop()
    end = readBy(own, run)
  } }
  own.again()
  return stop
}

export const useSignal = <T>(first: T): Signal<T> => useState(() => signal(first))[0]

/** An effect from the first drawing of a component to its end: it sees the signals of later ones, not their props. */
export const useSignalEffect = (run: () => void | (() => void)): void => useEffect(() => effect(run), [])

// Preact says when it begins to draw a component (`__r`, by which its own hooks know whose they are), and when that is done.
type Hooks = typeof options & { __r?: (vnode: VNode) => void }
type Drawn = VNode & { __c?: Component }

const readers = new WeakMap<Component, Reader>()
const { __r: begun, diffed, unmount } = options as Hooks

;(options as Hooks).__r = vnode => {
  reading = null  // Effects that are left over from the drawing before run now, and are nobody's reading.
  begun?.(vnode)
  const component = (vnode as Drawn).__c!
  reading = readers.get(component) ?? { reads: new Set(), again: () => component.forceUpdate() }
  readers.set(component, reading)
  forget(reading)
}
options.diffed = vnode => {
  reading = null
  diffed?.(vnode)
}
options.unmount = vnode => {
  reading = null  // What is read while something goes is not read by what it goes from.
  const reader = readers.get((vnode as Drawn).__c!)
  if (reader) forget(reader)
  unmount?.(vnode)
}
