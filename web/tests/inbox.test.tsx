// The feedback inbox: paging, what is new, changes that are shown before the server has them, keys, filters, notes, settings of cases.
import { render } from 'preact'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { openFurther } from '../src/further'
import { openChapter, setLanguage } from '../src/i18n'
import { changes } from '../src/live'
import { here, type Me } from '../src/me'
import { begun, changed, extended, looked, neighbour, unfolded, wayBack } from '../src/pages/inbox/book'
import InboxPage from '../src/pages/inbox/page'
import { rangeOf, rowHeight } from '../src/pages/inbox/window'
import type { Item, Page } from '../src/pages/inbox/requests'
import '../src/pages/more'
import { forget } from '../src/query'
import { go, query } from '../src/router'
import { pageKeys } from '../src/ui/page_keys'

const item = (id: number, more: Partial<Item> = {}): Item => ({
  id, time: new Date(Date.UTC(2026, 0, 1) + id * 60_000).toISOString(), customer: 'c-' + id, identifiers: [{ kind: 'id', value: 'c-' + id }], channel: 'web', touchpoint: 'purchase',
  survey: '', answers: [{ question: '', kind: 'nps', answer: 3, scale: null, choice: null, text: 'Text ' + id }], text: 'Text ' + id, language: 'en', agent: '',
  score: { kind: 'nps', value: 3, min: 0, max: 10, group: 'detractor' }, case: null, state: 'open', tags: [], assignee: '', notes: [], ...more })
const counts = { open: 3, doing: 1, done: 0, cases: 0, overdue: 0, escalated: 0, mine: 0 }
const pageOf = (items: Item[], next: number | null = null): Page => ({ items, next, counts })
const ids = (items: Item[]) => items.map(one => one.id)

describe('the book', () => {
  test('pages are put together once each, though the pages moved meanwhile', () => {
    const book = extended(begun(pageOf([item(5), item(4)], 4)), pageOf([item(4), item(3)], null))
    expect(ids(book.items)).toEqual([5, 4, 3])
    expect(book.next).toBe(null)
  })
  test('what is new waits above; what is known is brought up to date in its place; nothing is lost', () => {
    const before = begun(pageOf([item(5), item(3)]))
    const now = looked(before, { ...pageOf([item(7), item(6), item(5, { tags: ['seen'] }), item(4), item(3)]), counts: { ...counts, open: 5 } })
    expect(ids(now.items)).toEqual([5, 4, 3])
    expect(now.items[0]!.tags).toEqual(['seen'])
    expect(ids(now.fresh)).toEqual([7, 6])
    expect(now.counts.open).toBe(5)
    expect(ids(unfolded(now).items)).toEqual([7, 6, 5, 4, 3])
    expect(ids(looked(begun(pageOf([])), pageOf([item(1)])).items)).toEqual([1])
  })
  test('a change counts at once, and its way back brings each item to what it was', () => {
    const before = begun(pageOf([item(3), item(2, { state: 'doing', assignee: 'kim' }), item(1, { tags: ['slow'] })]))
    const to = { state: 'done', add_tags: ['slow'], assignee: 'anna' } as const
    const after = changed(before, [3, 2, 1], { ...to, add_tags: [...to.add_tags] }, 'anna')
    expect(after.items.map(one => [one.state, one.assignee, one.tags])).toEqual([['done', 'anna', ['slow']], ['done', 'anna', ['slow']], ['done', 'anna', ['slow']]])
    expect(after.counts).toMatchObject({ open: 1, doing: 0, done: 3, mine: 3 })
    const back = wayBack(before, [3, 2, 1], { ...to, add_tags: [...to.add_tags] })
    const undone = back.reduce((book, way) => changed(book, way.ids, way.to, 'anna'), after)
    expect(undone.items).toEqual(before.items)
    expect(undone.counts).toEqual(before.counts)
    expect(wayBack(before, [1], { add_tags: ['slow'] })).toEqual([])
  })
  test('after what leaves comes the next that stays, at the end the one before', () => {
    const shown = [5, 4, 3].map(id => item(id))
    expect(neighbour(shown, [5], 5)).toBe(4)
    expect(neighbour(shown, [4, 3], 4)).toBe(5)
    expect(neighbour(shown, [5, 4, 3], 4)).toBe(null)
    expect(neighbour(shown, [5], 4)).toBe(4)
  })
  test('of ten thousand rows those near the window are drawn', () => {
    const { first, last } = rangeOf(10_000, -5000 * rowHeight, 0, 800)
    expect(first).toBeGreaterThan(4980)
    expect(first).toBeLessThanOrEqual(5000)
    expect(last - first).toBeLessThan(30)
    expect(last).toBeGreaterThanOrEqual(5008)
    expect(rangeOf(3, 0, 0, 800)).toEqual({ first: 0, last: 3 })
    expect(rangeOf(0, 0, 0, 800)).toEqual({ first: 0, last: 0 })
  })
})

let root: HTMLElement
let record: Item[]
let all: Item[]  // With those that no list has.
let assignees: string[]
let events: Record<number, number>  // Of which item an event is.
let lists: URLSearchParams[]
let asked: { request: string; body: unknown }[]
let refuse: Record<string, object>
const me = (more: Partial<Me> = {}): Me => ({ account: 'anna', name: 'Anna', role: 'manager', scope: '', permissions: ['ask', 'people', 'setup'],
  home: '', language: '', single_user: false, ...more })

function answered(method: string, url: URL, body: Record<string, unknown> | null): unknown {
  if (url.pathname === '/v1/feedback/tags') return { tags: [{ tag: 'slow', count: 1 }] }
  if (url.pathname === '/v1/feedback/settings') return { cases: '', due_hours: 48, escalate_hours: 24, assignee: '', escalate_to: [], assignees, trouble: null, ...body }
  if (url.pathname === '/v1/feedback/change') {
    record = changed(begun(pageOf(record)), body!['ids'] as number[], body!, null).items
    return { items: record.filter(one => (body!['ids'] as number[]).includes(one.id)) }
  }
  if (url.pathname.endsWith('/notes')) return { notes: [{ n: 4, at: '2026-01-02T00:00:00Z', account: 'anna', text: body!['text'] }] }
  if (method === 'DELETE') return { notes: [] }
  const id = /^\/v1\/feedback\/(\d+)$/.exec(url.pathname)?.[1]
  if (id) return events[Number(id)] ? record.find(one => one.id === events[Number(id)]) : all.find(one => one.id === Number(id))
  if (url.pathname === '/v1/voice/topics') return { topics: [{ id: 1, name: 'late delivery', words: [], pinned: false }] }
  lists.push(url.searchParams)
  const state = url.searchParams.get('state')!
  const q = url.searchParams.get('q') ?? ''
  const fit = record.filter(one => (state === 'all' || one.state === state) && one.text.includes(q))
  const from = Number(url.searchParams.get('before') ?? 0)
  const limit = Number(url.searchParams.get('limit'))
  const count = (name: string) => record.filter(one => one.state === name).length
  return { items: fit.slice(from, from + limit), next: from + limit < fit.length ? from + limit : null,
    counts: { open: count('open'), doing: count('doing'), done: count('done'), cases: 0, overdue: 0, escalated: 0, mine: 0 } }
}

beforeEach(async () => {
  await Promise.all([openChapter('people'), openFurther()])
  record = [item(3), item(2, { text: 'Второй', language: 'ru' }), item(1, { text: '', tags: ['slow'] })]
  all = [item(99, { state: 'done', text: 'By itself' })]
  assignees = ['anna', 'kim']
  asked = []
  events = {}
  lists = []
  refuse = {}
  vi.stubGlobal('fetch', vi.fn(async (address: string, { method = 'GET', body }: { method?: string; body?: string } = {}) => {
    const url = new URL(address, 'http://x')
    const parsed = body ? JSON.parse(body) as Record<string, unknown> : null
    asked.push({ request: `${method} ${url.pathname}`, body: parsed })
    const problem = refuse[`${method} ${url.pathname}`]
    const json = problem ?? answered(method, url, parsed)
    return new Response(JSON.stringify(json), { status: problem ? 400 : 200, headers: { 'content-type': 'application/json' } })
  }))
  vi.stubGlobal('matchMedia', () => ({ matches: true, addEventListener: () => {}, removeEventListener: () => {} }))
  root = document.createElement('div')
  document.body.append(root)
  here.value = me()
  forget()
  go('/inbox')
})
afterEach(async () => {
  render(null, root)
  root.remove()
  here.value = null
  vi.unstubAllGlobals()
  await setLanguage('en')
  go('/')
})
const until = (look: () => unknown) => vi.waitFor(() => { if (!look()) throw new Error(root.textContent ?? '') }, 3000)
const open = async () => {
  render(<InboxPage />, root)
  await until(() => root.querySelector('article'))
}
const rows = () => [...root.querySelectorAll('li a[id^=feedback-]')].map(row => Number(row.id.slice(9)))
const shownItem = () => Number(query.value.get('item'))
const press = (key: string, on: Element | Window = window) => on.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
const button = (name: string) => [...root.querySelectorAll('button')].find(one => one.textContent!.startsWith(name))!
const sent = () => asked.filter(one => one.request === 'POST /v1/feedback/change').map(one => one.body)
const toast = () => root.querySelector('[class*=floor] [role=status]')!.textContent

describe('reading', () => {
  test('the open ones, newest first, the first one opened; a comment in its own language', async () => {
    await open()
    expect(rows()).toEqual([3, 2, 1])
    await until(() => shownItem() === 3)
    expect(root.querySelector('article')!.textContent).toContain('detractor')
    press('j')
    await until(() => root.querySelector('article blockquote')?.textContent === 'Второй')
    expect(root.querySelector('article blockquote')!.getAttribute('lang')).toBe('ru')
    press('j'); press('j')
    await until(() => shownItem() === 1)
    expect(root.querySelector('article')!.textContent).toContain('No comment')
    press('k')
    await until(() => shownItem() === 2)
  })
  test('Enter opens the customer, a letter after g does not act', async () => {
    await open()
    press('g'); press('e')
    expect(sent()).toEqual([])
    press('Enter')
    await until(() => location.pathname === '/customer/c-3')
  })
  test('the keys are those that ? lists, and leave fields alone', async () => {
    await open()
    expect(pageKeys.value!.keys.flatMap(one => one.keys)).toEqual(['j', 'k', 'e', 'o', 'a', 't', 'n', 'x', 'z', 'Enter'])
    press('e', root.querySelector('textarea')!)
    expect(sent()).toEqual([])
    press('n')
    expect(document.activeElement?.id).toBe('inbox-note')
    press('t')
    expect(document.activeElement?.id).toBe('inbox-tag')
    render(null, root)
    await until(() => pageKeys.value === null)
  })
  test('more pages come by their cursor, and no item twice', async () => {
    record = Array.from({ length: 120 }, (_, i) => item(500 - i))
    await open()
    expect(rows().length).toBeLessThan(40)
    button('Show more').click()
    await until(() => asked.filter(one => one.request === 'GET /v1/feedback').length === 2)
  })
  test('what is new waits behind a line, and nothing moves before', async () => {
    await open()
    record = [item(5), item(4), ...record]
    changes.value++
    await until(() => root.textContent!.includes('2 new: show them'))
    expect(rows()).toEqual([3, 2, 1])
    button('↑').click()
    await until(() => rows().join() === '5,4,3,2,1')
    expect(shownItem()).toBe(3)
  })
  test('nothing at all, nothing left, nothing that fits', async () => {
    record = []
    render(<InboxPage />, root)
    await until(() => root.textContent!.includes('No feedback yet'))
    expect([...root.querySelectorAll('a')].map(one => one.getAttribute('href'))).toContain('/surveys')
    record = [item(1, { state: 'done' })]
    changes.value++
    await until(() => root.textContent!.includes('No open feedback is left'))
    go('/inbox?q=nowhere')
    await until(() => root.textContent!.includes('Nothing fits these filters'))
    button('Clear all filters').click()
    await until(() => query.value.get('q') === null)
  })
  test('another filter opens its own first one, and asks for none of the old', async () => {
    await open()
    await until(() => shownItem() === 3)
    go('/inbox?q=Text')
    await until(() => rows().join() === '3')
    go('/inbox?q=%D0%92%D1%82')
    await until(() => rows().join() === '2' && shownItem() === 2)
    expect(asked.map(one => one.request)).not.toContain('GET /v1/feedback/3')
  })
  test('a filter that cannot be read is told at its place', async () => {
    refuse['GET /v1/feedback'] = { title: 'Bad Request', status: 400, detail: 'there is no field "chanel"', where: 'where, column 1' }
    go('/inbox?where=chanel+%3D+1')
    render(<InboxPage />, root)
    await until(() => root.querySelector('input[aria-invalid]'))
    expect(root.textContent).toContain('there is no field "chanel"')
  })
})

test('a link to one that the list does not have opens it; it can be changed as any', async () => {
  go('/inbox?item=99')
  await open()
  expect(root.querySelector('article blockquote')!.textContent).toBe('By itself')
  expect(rows()).toEqual([3, 2, 1])
  record = [item(99, { text: 'By itself' }), ...record]
  press('o')
  await until(() => rows().join() === '99,3,2,1')
  expect(sent()).toEqual([{ ids: [99], state: 'open' }])
})

test('a link to any event of an item opens the item', async () => {
  events = { 7: 2 }
  go('/inbox?item=7')
  await open()
  await until(() => shownItem() === 2 && root.querySelector('article blockquote')?.textContent === 'Второй')
})

describe('what a text says', () => {
  const voice = (sentiment: 'positive' | 'negative', topic: string | null) => ({ language: 'nl', sentiment, score: 0.5, topic })
  test('stands with each item in sign and word, with its language and theme', async () => {
    record = [item(3, { language: '', voice: voice('negative', 'late delivery') }), item(2, { voice: voice('positive', 'other') }), item(1, { voice: null })]
    await open()
    expect([...root.querySelectorAll('li a[id^=feedback-]')].map(row => row.querySelector('[data-mood]')?.textContent)).toEqual(['\u2212negative', '+positive', undefined])
    await until(() => root.querySelector('article a[href="/voice?theme=late+delivery"]'))
    expect(root.querySelector('article blockquote')!.getAttribute('lang')).toBe('nl')
    expect(root.querySelector('article')!.textContent).toContain('Dutch')
    expect([...root.querySelectorAll('li a[id^=feedback-]')].map(row => row.textContent!.includes('other'))).toEqual([false, false, false])
  })
  test('narrows the list: by sentiment and theme, beside the filter that is there', async () => {
    go('/inbox?topic=late+delivery&where=answer+%3C+3')
    await open()
    const negative = () => root.querySelector<HTMLElement>('[aria-label=Sentiment] button:nth-child(3)')!
    negative().click()
    await until(() => query.value.get('sentiment') === 'negative' && negative().getAttribute('aria-pressed') === 'true')
    await until(() => lists.at(-1)!.get('where') === 'answer < 3 and voice.sentiment = "negative" and voice.topic = "late delivery"')
    expect(lists.at(-1)!.get('sentiment')).toBe(null)
    negative().click()
    await until(() => lists.at(-1)!.get('where') === 'answer < 3 and voice.topic = "late delivery"')
  })
})

describe('changing', () => {
  test('who sees to it is chosen among the accounts', async () => {
    await open()
    await until(() => root.querySelector('article select'))
    const field = root.querySelector<HTMLSelectElement>('article select')!
    expect([...field.options].map(one => one.value)).toEqual(['', 'anna', 'kim'])
    field.value = 'kim'
    field.dispatchEvent(new Event('change', { bubbles: true }))
    await until(() => sent().length === 1)
    expect(sent()[0]).toEqual({ ids: [3], assignee: 'kim' })
    await until(() => root.querySelector('#feedback-3')?.textContent?.includes('→ kim'))
  })
  test('done leaves the list at once, the next one is open, and undo brings it back', async () => {
    await open()
    await until(() => shownItem() === 3)
    press('e')
    await until(() => rows().join() === '2,1')
    expect(sent()).toEqual([{ ids: [3], state: 'done' }])
    await until(() => shownItem() === 2)
    expect(toast()).toContain('1 item done')
    press('z')
    await until(() => rows().join() === '3,2,1')
    await until(() => sent().length === 2)
    expect(sent()[1]).toEqual({ ids: [3], state: 'open' })
  })
  test('what the server refuses is taken back, and said', async () => {
    refuse['POST /v1/feedback/change'] = { title: 'Forbidden', status: 403, detail: 'only agents may' }
    await open()
    await until(() => shownItem() === 3)
    press('e')
    await until(() => toast()?.includes('This was not saved: only agents may'))
    await until(() => rows().join() === '3,2,1')
  })
  test('x selects; the keys then change all that are selected in one request', async () => {
    await open()
    await until(() => shownItem() === 3)
    press('x'); press('j')
    await until(() => shownItem() === 2)
    press('x')
    await until(() => root.textContent!.includes('2 selected'))
    press('a')
    await until(() => sent().length === 1)
    expect(sent()[0]).toEqual({ ids: [3, 2], assignee: 'anna' })
    await until(() => toast()?.includes('2 items assigned'))
    button('Mark as done').click()
    await until(() => rows().join() === '1')
    expect(sent()[1]).toEqual({ ids: [3, 2], state: 'done' })
    await until(() => !root.textContent!.includes('2 selected'))
  })
  test('tags are put on and taken off', async () => {
    await open()
    const field = root.querySelector<HTMLInputElement>('#inbox-tag')!
    field.value = 'parcel '
    field.dispatchEvent(new Event('input', { bubbles: true }))
    await until(() => button('Add'))
    field.form!.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }))
    await until(() => root.querySelector('[aria-label="Remove the tag parcel"]'))
    root.querySelector<HTMLButtonElement>('[aria-label="Remove the tag parcel"]')!.click()
    await until(() => sent().length === 2)
    expect(sent()).toEqual([{ ids: [3], add_tags: ['parcel'] }, { ids: [3], remove_tags: ['parcel'] }])
  })
  test('a note is written and taken away, by its number', async () => {
    await open()
    const field = root.querySelector<HTMLTextAreaElement>('#inbox-note')!
    field.value = 'Called back'
    field.dispatchEvent(new Event('input', { bubbles: true }))
    await until(() => button('Add a note'))
    field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', ctrlKey: true, bubbles: true }))
    await until(() => root.querySelector('article ol')?.textContent?.includes('Called back'))
    root.querySelector<HTMLButtonElement>('[aria-label="Remove this note"]')!.click()
    await until(() => button('Remove'))
    button('Remove').click()
    await until(() => root.textContent!.includes('No notes yet.'))
    expect(asked.filter(one => one.request.includes('/notes')).map(one => one.request)).toEqual(['POST /v1/feedback/3/notes', 'DELETE /v1/feedback/3/notes/4'])
  })
  test('who is alone here has nobody to assign to by a key', async () => {
    here.value = me({ account: null, single_user: true })
    assignees = []
    await open()
    press('a')
    expect(sent()).toEqual([])
    expect(button('Assign to me')).toBe(undefined)
  })
})

describe('cases', () => {
  const field = (name: string) => root.querySelector<HTMLInputElement>(`[name=${name}]`)!
  const type = (name: string, text: string) => {
    field(name).value = text
    field(name).dispatchEvent(new Event('input', { bubbles: true }))
  }
  const settings = async () => {
    go('/inbox/cases')
    render(<InboxPage />, root)
    await until(() => field('due_hours'))
  }
  test('are kept with what was given', async () => {
    await settings()
    type('due_hours', '12')
    type('escalate_to', 'a@example.com\nb@example.com, ')
    await until(() => !button('Save').disabled)
    root.querySelectorAll('form')[1]!.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }))
    await until(() => root.textContent!.includes('Saved'))
    expect(asked.find(one => one.request.startsWith('PUT'))!.body).toEqual({
      cases: '', due_hours: 12, escalate_hours: 24, assignee: '', escalate_to: ['a@example.com', 'b@example.com'] })
  })
  test('hours are whole; a filter that is wrong is marked at its column', async () => {
    await settings()
    type('due_hours', '0')
    await until(() => root.textContent!.includes('Give whole hours, 1 or more.'))
    type('due_hours', '8')
    await until(() => !button('Save').disabled)
    refuse['PUT /v1/feedback/settings'] = { title: 'Bad Request', status: 400, detail: 'texts stand in quotes', where: 'cases, column 8' }
    root.querySelectorAll('form')[1]!.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }))
    await until(() => root.querySelector('[role=alert]')?.textContent?.includes('texts stand in quotes'))
  })
  test('are in the page only for those who set up', async () => {
    here.value = me({ permissions: ['people'] })
    await open()
    expect([...root.querySelectorAll('a')].map(one => one.textContent)).not.toContain('Cases')
  })
})

test.each(['nl', 'de', 'ru', 'zh'] as const)('in %s no word is left in English', async language => {
  await setLanguage(language)
  await open()
  await until(() => shownItem() === 3)
  press('e')
  await until(() => rows().length === 2)
  for (const word of ['Open', 'Done', 'Notes', 'Assigned', 'Add', 'item', 'detractor']) {
    if (language === 'nl' && word === 'Open') continue
    expect(root.textContent).not.toMatch(new RegExp(`\\b${word}\\b`))
  }
})
