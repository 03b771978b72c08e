// Single keys that act anywhere on the page, unless they are switched off or a field has the focus.
import { signal } from './signal'
import { useEffect } from 'preact/hooks'
import { destinations } from './destinations'
import { go, keep } from './router'

function stored(): boolean {
  try { return localStorage.getItem('sojourn.shortcuts') !== 'off' } catch { return true }
}
export const shortcutsOn = signal(stored())

export function switchShortcuts(on: boolean): void {
  shortcutsOn.value = on
  try { localStorage.setItem('sojourn.shortcuts', on ? 'on' : 'off') } catch { /* until reload */ }
}

const patience = 1200  // Milliseconds between `g` and the letter after it.
const fields = 'input:not([type=range]),select,textarea,dialog,[contenteditable]'

export function useKeys(showHelp: () => void): void {
  useEffect(() => {
    let prefix = -patience
    const listen = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || !shortcutsOn.value) return
      if ((event.target as Element | null)?.closest?.(fields)) return
      const after = event.timeStamp - prefix < patience
      prefix = -patience
      if (event.key === '?') showHelp()
      else if (event.key === '/') {
        event.preventDefault()
        document.querySelector<HTMLInputElement>('input[type=search]')?.focus()
      } else if (event.key === 'g') prefix = event.timeStamp
      else if (after) {
        const to = destinations.find(one => one.key === event.key)
        if (to) go(keep(to.path))
      }
    }
    addEventListener('keydown', listen)
    return () => removeEventListener('keydown', listen)
  }, [])
}
