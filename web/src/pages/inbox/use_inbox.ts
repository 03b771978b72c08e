// The list that the address asks for, as it is read, followed and changed.
import { useEffect, useRef } from 'preact/hooks'
import type { Problem } from '../../api'
import { plural, t } from '../../i18n'
import { changes } from '../../live'
import { here } from '../../me'
import { problemOf, unreached } from '../../query'
import { effect, useSignal } from '../../signal'
import { problemText } from '../../ui/state'
import { begun, changed, extended, fits, looked, unfolded, wayBack, withItem, type Book } from './book'
import { change as send, list, pageSize, type Change, type Item } from './requests'

/** What was just done, and what takes it back. */
export interface Told { text: string; trouble: boolean; undo?: () => void }

const wordsOf = (to: Change, n: number): string => to.state ? plural(`inbox.did.${to.state}`, n)
  : to.assignee !== undefined ? plural(to.assignee ? 'inbox.did.assigned' : 'inbox.did.unassigned', n)
  : plural(to.add_tags ? 'inbox.did.tagged' : 'inbox.did.untagged', n)

export function useInbox(filter: URLSearchParams) {
  const key = filter.toString()
  const book = useSignal<Book | null>(null)
  const problem = useSignal<Problem | null>(null)
  const told = useSignal<Told | null>(null)
  const reading = useRef(false)
  const asked = useRef(key)
  const lone = useRef(new Set<number>())  // Items that were asked for by themselves: no page has brought them.
  const sent = useRef(0)  // Changes on their way: what is read meanwhile may not know them yet.
  const read = async (take: (before: Book | null, page: Awaited<ReturnType<typeof list>>) => Book, before: Book['next'] = null) => {
    const now = asked.current
    const page = await list(new URLSearchParams(now), before)
    if (now !== asked.current) return
    for (const item of page.items) lone.current.delete(item.id)
    book.value = take(book.value, page)
  }
  const start = () => {
    problem.value = null
    const now = key
    read((_, page) => begun(page)).catch(error => { if (now === asked.current) problem.value = problemOf(error) })
  }
  useEffect(() => {
    asked.current = key
    lone.current.clear()
    book.value = null
    start()
  }, [key])
  const look = () => {
    if (sent.current > 0 || !book.value) return
    const before = book.value
    // What was changed here since then is newer than what comes.
    void read((now, page) => now === before ? looked(now, page) : now ?? begun(page)).catch(unreached)
  }
  useEffect(() => {
    let first = true
    return effect(() => {
      void changes.value
      // Later, or what the look reads would be what the effect follows.
      if (!first) queueMicrotask(look)
      first = false
    })
  }, [])
  const more = () => {
    const next = book.value?.next
    if (reading.current || next === null || next === undefined) return
    reading.current = true
    read((now, page) => now ? extended(now, page) : begun(page), next).catch(error => { told.value = troubleOf(error) })
      .finally(() => { reading.current = false })
  }
  const troubleOf = (error: unknown): Told => ({ text: t('inbox.failed', { reason: problemText(problemOf(error)) }), trouble: true })
  const take = (items: Item[]) => {
    const now = new Map(items.map(item => [item.id, item]))
    if (book.value) book.value = { ...book.value, items: book.value.items.map(item => now.get(item.id) ?? item) }
  }
  const push = async (steps: { ids: number[]; to: Change }[]) => {
    sent.current++
    try {
      for (const step of steps) {
        if (book.value) book.value = changed(book.value, step.ids, step.to, here.value?.account ?? null)
      }
      for (const step of steps) take(await send(step.ids, step.to))
    } finally { sent.current-- }
  }
  /** Shown at once; taken back when the server says no. */
  const change = (ids: number[], to: Change): void => {
    const before = book.value
    if (!before) return
    const back = wayBack(before, ids, to)
    const really = [...new Set(back.flatMap(way => way.ids))]
    if (really.length === 0) return
    const undo = () => {
      told.value = { text: t('inbox.undone'), trouble: false }
      push(back).then(look, fail)
    }
    const fail = (error: unknown) => {
      told.value = troubleOf(error)
      start()
    }
    told.value = { text: wordsOf(to, really.length), trouble: false, undo }
    push([{ ids: really, to }]).then(look, fail)
  }
  /** One that was asked for by itself: it is there to be read and changed, whether or not the list has it. */
  const adopt = (item: Item) => {
    if (!book.value || book.value.items.some(one => one.id === item.id)) return
    lone.current.add(item.id)
    book.value = withItem(book.value, item)
  }
  // Until the effect has seen the new address, the book is still that of the old one.
  const own = asked.current === key ? book.value : null
  const shown = (own?.items ?? []).filter(item => fits(item, filter) && !lone.current.has(item.id))
  // What was done here leaves the list: the page after it is fetched before the list runs dry.
  useEffect(() => { if (book.value && shown.length < pageSize / 5) more() }, [shown.length, book.value])
  return {
    book: own, shown, problem: problem.value, told: told.value,
    retry: start, more, change, replace: (item: Item) => take([item]), adopt,
    unfold: () => { if (book.value) book.value = unfolded(book.value) },
    dismiss: () => { told.value = null },
  }
}
export type Inbox = ReturnType<typeof useInbox>
