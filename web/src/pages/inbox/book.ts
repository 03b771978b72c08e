// The list as it is held here: what came page after page, what is new above it, and changes that are shown before the server has them.
import type { Change, Counts, Cursor, Item, Page } from './requests'

/** `fresh`: newer than what is shown; it waits until somebody asks for it, so that nothing jumps. */
export interface Book { items: Item[]; next: Cursor; counts: Counts; fresh: Item[] }

export const begun = (page: Page): Book => ({ ...page, fresh: [] })

/** Once each: what came in meanwhile moves the pages. */
export function extended(book: Book, page: Page): Book {
  const known = new Set([...book.fresh, ...book.items].map(item => item.id))
  return { ...book, items: [...book.items, ...page.items.filter(item => !known.has(item.id))], next: page.next, counts: page.counts }
}

/** The first page, asked again: what is known is brought up to date in its place, what is above it waits. */
export function looked(book: Book, page: Page): Book {
  const now = new Map(page.items.map(item => [item.id, item]))
  const items = book.items.map(item => now.get(item.id) ?? item)
  const known = new Set(items.map(item => item.id))
  // An empty list has no place that could jump.
  const unknown = page.items.filter(item => !known.has(item.id))
  if (book.items.length === 0) return begun(page)
  const top = book.items[0]!
  const above = unknown.filter(item => item.time > top.time || (item.time === top.time && item.id > top.id))
  // What is not above belongs into the pages that are there: reopened by somebody else, or late.
  const between = unknown.filter(item => !above.includes(item))
  return { ...book, items: between.length ? merged(items, between) : items, fresh: above, counts: page.counts }
}

const newerFirst = (a: Item, b: Item) => a.time === b.time ? b.id - a.id : a.time < b.time ? 1 : -1
const merged = (items: Item[], more: Item[]) => [...items, ...more].sort(newerFirst)

export const withItem = (book: Book, item: Item): Book => ({ ...book, items: merged(book.items, [item]) })

export const unfolded = (book: Book): Book => ({ ...book, items: [...book.fresh, ...book.items], fresh: [] })

const withChange = (item: Item, to: Change): Item => ({
  ...item,
  state: to.state ?? item.state,
  assignee: to.assignee ?? item.assignee,
  tags: [...item.tags.filter(tag => !to.remove_tags?.includes(tag)), ...(to.add_tags ?? []).filter(tag => !item.tags.includes(tag))],
})

/** As it will be once the server has it. */
export function changed(book: Book, ids: readonly number[], to: Change, me: string | null): Book {
  const counts = { ...book.counts }
  const items = book.items.map(item => {
    if (!ids.includes(item.id)) return item
    const next = withChange(item, to)
    counts[item.state]--
    counts[next.state]++
    if (me && item.assignee !== next.assignee) counts.mine += next.assignee === me ? 1 : item.assignee === me ? -1 : 0
    return next
  })
  return { ...book, items, counts }
}

/** What brings these items back to what they are now, once `to` has been done: as few requests as there are ways back. */
export function wayBack(book: Book, ids: readonly number[], to: Change): { ids: number[]; to: Change }[] {
  const ways = new Map<string, { ids: number[]; to: Change }>()
  for (const item of book.items.filter(one => ids.includes(one.id))) {
    const back: Change = {}
    if (to.state && to.state !== item.state) back.state = item.state
    if (to.assignee !== undefined && to.assignee !== item.assignee) back.assignee = item.assignee
    const added = (to.add_tags ?? []).filter(tag => !item.tags.includes(tag))
    const removed = (to.remove_tags ?? []).filter(tag => item.tags.includes(tag))
    if (added.length) back.remove_tags = added
    if (removed.length) back.add_tags = removed
    if (Object.keys(back).length === 0) continue
    const key = JSON.stringify(back)
    const way = ways.get(key) ?? { ids: [], to: back }
    way.ids.push(item.id)
    ways.set(key, way)
  }
  return [...ways.values()]
}

/** Does the item still belong to the list? Only what is changed here is looked at; the rest the server has sieved. */
export function fits(item: Item, filter: URLSearchParams): boolean {
  const state = filter.get('state') ?? 'open'
  const tag = filter.get('tag')
  return (state === 'all' || item.state === state) && (!tag || item.tags.includes(tag))
}

/** Where to go when `gone` leave the list: the next one that stays, else the one before. */
export function neighbour(shown: readonly Item[], gone: readonly number[], at: number | null): number | null {
  const start = shown.findIndex(item => item.id === at)
  if (start < 0) return at
  const stays = (item: Item) => !gone.includes(item.id)
  return (shown.slice(start).find(stays) ?? shown.slice(0, start).findLast(stays))?.id ?? null
}
