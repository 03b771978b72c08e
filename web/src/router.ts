// The URL is the state: every page reads what it shows from here, and Back undoes a choice.
import { computed, signal } from './signal'

const address = signal(new URL(window.location.href))

export const path = computed(() => address.value.pathname)
export const query = computed(() => address.value.searchParams)

type Question = (to: URL) => string | undefined
const questions = new Set<Question>()

/** Who holds unsaved work asks before the address becomes another one, be it by a link, a key, the search or Back: with the words to
 *  confirm, or undefined where `to` loses nothing. Returns what takes the question away. A window that is
 *  closed is no change of address: surveys/unsaved.ts hears that too. */
export function guardLeaving(question: Question): () => void {
  questions.add(question)
  return () => { questions.delete(question) }
}

const mayLeave = (to: URL) => [...questions].every(question => {
  const words = question(to)
  return !words || window.confirm(words)
})

window.addEventListener('popstate', () => {
  const to = new URL(window.location.href)
  if (mayLeave(to)) address.value = to
  else window.history.pushState(null, '', address.value)
})

export function go(to: string, replace = false): void {
  const next = new URL(to, window.location.href)
  if (!mayLeave(next)) return
  window.history[replace ? 'replaceState' : 'pushState'](null, '', to)
  const moved = next.pathname !== address.value.pathname
  address.value = next
  if (moved) window.scrollTo(0, 0)
}

export type QueryPatch = Record<string, string | readonly string[] | null>

export function patched(params: URLSearchParams, patch: QueryPatch): URLSearchParams {
  const next = new URLSearchParams(params)
  for (const [name, value] of Object.entries(patch)) {
    next.delete(name)
    if (value === null) continue
    for (const one of typeof value === 'string' ? [value] : value) next.append(name, one)
  }
  return next
}

/** Discrete choices push, so that Back undoes them; typing replaces. */
export function setQuery(patch: QueryPatch, replace = false): void {
  const text = patched(address.value.searchParams, patch).toString()
  go(address.value.pathname + (text ? '?' + text : ''), replace)
}

/** A link to another page that takes the period and the filter along. */
export function keep(to: string): string {
  const [base = to, own = ''] = to.split('?')
  const next = new URLSearchParams(own)
  for (const name of ['period', 'where']) {
    const value = address.value.searchParams.get(name)
    if (value !== null && !next.has(name)) next.set(name, value)
  }
  const text = next.toString()
  return text ? `${base}?${text}` : base
}

/** For links that may lead nowhere: without an address they are plain text. */
export const linkTo = (href: string): { href: string } => (href ? { href } : {}) as { href: string }

/** Plain clicks on links of our own change the page without loading it again. */
export function followLinks(): void {
  document.addEventListener('click', event => {
    const link = (event.target as Element | null)?.closest?.('a')
    if (!link || event.defaultPrevented || event.button !== 0) return
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    // Links inside a drawing are SVG elements: their href is an object.
    const href = link.getAttribute('href')
    if (!href || href.startsWith('#') || link.hasAttribute('download')) return
    const target = new URL(href, window.location.href)
    if (target.origin !== window.location.origin || link.getAttribute('target')) return
    event.preventDefault()
    go(target.pathname + target.search)
  })
}
