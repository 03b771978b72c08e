// The keys of the page, as `?` lists them.
import { setQuery, type QueryPatch } from '../../router'
import type { PageKeys } from '../../ui/page_keys'

const focusSoon = (find: () => HTMLElement | null) => requestAnimationFrame(() => requestAnimationFrame(() => find()?.focus()))

export interface Pick { key: string; patch: QueryPatch }
export const pickId = (key: string): string => 'pick-' + key

/** From the row that is chosen to the one beside it; from none to the first or the last. */
function step(rows: readonly Pick[], by: number): void {
  const at = rows.findIndex(row => document.getElementById(pickId(row.key))?.hasAttribute('aria-current'))
  const next = rows[at < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.max(0, Math.min(rows.length - 1, at + by))]
  if (!next) return
  setQuery({ ...next.patch, sel: null }, true)
  focusSoon(() => document.getElementById(pickId(next.key)))
}

/** To the first comment, or from one to the next: the link that says why. */
function readNext(by: number): void {
  const links = [...document.querySelectorAll<HTMLElement>('[id^="comment-"] a[aria-expanded]')]
  const at = links.findIndex(link => link.closest('article')?.contains(document.activeElement))
  links[at < 0 ? 0 : Math.max(0, Math.min(links.length - 1, at + by))]?.focus()
}

function correct(): void {
  const comment = document.activeElement?.closest('article') ?? document.querySelector('[id^="comment-"]')
  comment?.querySelector<HTMLElement>('[id^="correct-"]')?.click()
}

export const keysFor = (rows: readonly Pick[]): PageKeys => ({ title: 'nav.voice', keys: [
  { keys: ['j', 'k'], name: 'voice.key.step', run: key => step(rows, key === 'j' ? 1 : -1) },
  { keys: ['n', 'p'], name: 'voice.key.read', run: key => readNext(key === 'n' ? 1 : -1) },
  { keys: ['r'], name: 'voice.key.correct', run: correct },
] })
