// The keys of the page that is open, for the list that `?` shows. What they do is the page's own.
import { useEffect } from 'preact/hooks'
import type { TextKey } from '../i18n'
import { shortcutsOn } from '../keys'
import { signal } from '../signal'

export interface PageKey { keys: string[]; name: TextKey; run: (key: string) => void }
export interface PageKeys { title: TextKey; keys: PageKey[] }

export const pageKeys = signal<PageKeys | null>(null)

const patience = 1200  // Milliseconds in which a letter after `g` belongs to it, as in keys.ts.
const fields = 'input:not([type=range]):not([type=checkbox]),select,textarea,dialog,[contenteditable]'
// There Enter has a meaning of its own.
const pressed = 'a:not([aria-current]),button,summary,input'

/** While the page is drawn, its keys act; `known` is read at each press, so that it may change. */
export function usePageKeys(known: { current: PageKeys }): void {
  useEffect(() => {
    pageKeys.value = known.current
    let prefix = -patience
    const listen = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || !shortcutsOn.value) return
      const target = event.target as Element | null
      if (target?.closest?.(fields)) return
      const after = event.timeStamp - prefix < patience
      prefix = event.key === 'g' ? event.timeStamp : -patience
      if (after || event.key === 'g' || (event.key === 'Enter' && target?.closest?.(pressed))) return
      const found = known.current.keys.find(one => one.keys.includes(event.key))
      if (!found) return
      event.preventDefault()
      found.run(event.key)
    }
    addEventListener('keydown', listen)
    return () => {
      removeEventListener('keydown', listen)
      pageKeys.value = null
    }
  }, [])
}
