// One customer: what a life says in figures, what joining and parting come to, notes, and who may do what. And the people of a number.
import { render } from 'preact'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Identifier, Link, Person, TimelineEvent } from '../src/api'
import { openFurther } from '../src/further'
import { openChapter, setLanguage } from '../src/i18n'
import { here, type Me } from '../src/me'
import CustomerPage from '../src/pages/customer'
import { ordersOf, scoresOf } from '../src/pages/customer/life'
import { partingOf } from '../src/pages/customer/parting'
import PeoplePage from '../src/pages/people'
import { asFilter, nameFor } from '../src/pages/people/as_filter'
import { peopleTable } from '../src/pages/people/take_along'
import '../src/pages/more'
import { forget } from '../src/query'
import { go } from '../src/router'

let sequence = 0
const event = (time: string, fields: Record<string, string>): TimelineEvent =>
  ({ sequence: ++sequence, source: 's', time, offset_minutes: 0, who: [], fields })

describe('scores and orders', () => {
  test('each kind from the oldest to the newest; words without a number are no score', () => {
    const scores = scoresOf([event('2026-02-01T00:00:00Z', { kind: 'nps', answer: '3' }), event('2026-01-01T00:00:00Z', { kind: 'nps', answer: '9' }),
      event('2026-01-02T00:00:00Z', { kind: 'csat', answer: '4', scale_min: '1', scale_max: '5' }), event('2026-01-03T00:00:00Z', { kind: 'nps', text: 'no' })])
    expect(scores.map(one => [one.kind, one.points.map(point => [point.value, point.low, point.high, point.mood])])).toEqual([
      ['nps', [[9, 0, 10, 'good'], [3, 0, 10, 'bad']]], ['csat', [[4, 1, 5, 'good']]]])
  })
  test('orders are counted as the measure of revenue counts them, and no cent is lost', () => {
    const amounts = [{ amount: '0.10', currency: 'EUR', order: 'a' }, { amount: '0.20', currency: 'EUR', order: 'a' }, { amount: '5', currency: 'EUR' },
      { amount: '-5', currency: 'EUR', order: 'b' }, { amount: '5', currency: 'EUR', order: 'b' }, { amount: '7', currency: 'USD' }, { amount: '', currency: 'USD' }]
    expect(ordersOf(amounts.map(fields => event('2026-01-01T00:00:00Z', fields)))).toEqual([
      { currency: 'EUR', orders: 2, sum: 5.3, refunds: -5, last: Date.UTC(2026, 0, 1) },
      { currency: 'USD', orders: 1, sum: 7, refunds: 0, last: Date.UTC(2026, 0, 1) }])
    expect(ordersOf([])).toEqual([])
  })
})

const link = (number: number, a: string, b: string, more: Partial<Link> = {}): Link =>
  ({ number, a, b, since: '2026-01-01T00:00:00Z', by_hand: false, reason: '', made_at: '2026-01-01T00:00:00Z', undone_at: null, ...more })
const id = (value: string, kind = 'id'): Identifier => ({ kind, value })

describe('parting', () => {
  const identifiers = [id('anna'), id('anna@example.com', 'email'), id('c1', 'anonymous'), id('c2', 'anonymous')]
  const chain = [link(1, 'anna', 'email:anna@example.com'), link(2, 'email:anna@example.com', 'anonymous:c1'), link(3, 'anna', 'anonymous:c2')]
  test('both sides of the link, with all that hangs on each', () => {
    expect(partingOf(chain[0]!, chain, identifiers, [])).toEqual({ kind: 'parts', sides: [['anna', 'anonymous:c2'], ['email:anna@example.com', 'anonymous:c1']] })
  })
  test('another chain of links in force holds them; an undone one does not', () => {
    const ring = link(4, 'anonymous:c1', 'anonymous:c2')
    expect(partingOf(chain[0]!, [...chain, ring], identifiers, [])).toEqual({ kind: 'stays' })
    expect(partingOf(chain[0]!, [...chain, { ...ring, undone_at: '2026-02-01T00:00:00Z' }], identifiers, []).kind).toBe('parts')
  })
  test('a link of a shared identifier joins nobody, unless made by hand', () => {
    const flags = [{ identifier: 'anonymous:c2', reason: 'shared' }]
    expect(partingOf(chain[2]!, chain, identifiers, flags)).toEqual({ kind: 'ignored' })
    expect(partingOf({ ...chain[2]!, by_hand: true }, chain, identifiers, flags).kind).toBe('parts')
  })
})

describe('people as a filter', () => {
  const types = { channel: 'term', answer: 'number', resolved: 'bool' }
  const of = (question: object, cell: object) => asFilter({ measure: 'customers', ...question }, { keys: {}, column: 'n', ...cell }, types)
  test('the filter, the splits and the column', () => {
    expect(of({ where: 'amount > 5 or answer = 1', by: ['channel', 'answer'] }, { keys: { channel: 'a "b"', answer: '3' } }))
      .toEqual({ where: '(amount > 5 or answer = 1) and channel = "a \\"b\\"" and answer = 3', lost: [] })
    expect(of({ by: ['channel'] }, { keys: { channel: '' } }).where).toBe('not exists(channel)')
    expect(of({ measure: 'nps' }, { column: 'detractors' })).toEqual({ where: 'kind = "nps" and answer <= 6', lost: [] })
  })
  test('what a filter cannot hold is named', () => {
    expect(of({ from: '2026-01-01' }, {}).lost).toEqual(['period'])
    expect(of({ by: ['channel'], over: 'month' }, { keys: { channel: 'web', period: '2026-01' } }).lost).toEqual(['period'])
    expect(of({}, { column: 'new' }).lost).toEqual(['column'])
    expect(of({ measure: 'stages' }, { keys: { stage: 'buy' }, column: 'now' }).lost).toEqual(['column'])
  })
  test('names are those that segments have, and are free', () => {
    expect(nameFor('Frühe Kunden, 2026', [])).toBe('fruhe-kunden-2026')
    expect(nameFor('Loyal', ['loyal', 'loyal-2'])).toBe('loyal-3')
    expect(nameFor('忠诚', [])).toBe('segment')
  })
  test('as a table: each identifier in the column of its kind, only kinds that are there', () => {
    const people: Person[] = [{ customer: 'anna', number: 1, identifiers: [id('anna'), id('a@example.com', 'email'), id('b@example.com', 'email')] },
      { customer: 'anonymous:c1', number: 2, identifiers: [id('c1', 'anonymous')] }]
    expect(peopleTable(people)).toEqual({ head: ['customer', 'number', 'id', 'email', 'anonymous'],
      rows: [['anna', 1, 'anna', 'a@example.com b@example.com', ''], ['anonymous:c1', 2, '', '', 'c1']] })
  })
})

let root: HTMLElement
let asked: { request: string; body: unknown }[]
let replies: Record<string, unknown>
const me = (more: Partial<Me> = {}): Me => ({ account: 'anna', name: 'Anna', role: 'admin', scope: '',
  permissions: ['ask', 'people', 'boards', 'setup'], home: '', language: '', single_user: false, ...more })
const person = (name: string, number: number) => ({ customer: name, number, identifiers: [id(name), id(name + '@example.com', 'email')] })
const customer = (name: string, number: number, links: Link[]) => ({ ...person(name, number), links, flags: [], stages: [] })

beforeEach(async () => {
  await Promise.all([openChapter('people'), openChapter('record'), openChapter('journey'), openFurther()])
  asked = []
  replies = {
    'GET /v1/customers/anna': customer('anna', 1, [link(7, 'anna', 'email:anna@example.com'), link(8, 'anna', 'device:d', { undone_at: '2026-03-01T00:00:00Z', by_hand: true, reason: 'a guess' })]),
    'GET /v1/customers/otto': customer('otto', 2, []),
    'GET /v1/customers?find=ot&limit=12': { customers: [person('anna', 1), person('otto', 2)] },
    'GET /v1/customers/anna/timeline?limit=1000&offset=0': { events: [event('2026-01-05T10:00:00Z', { kind: 'nps', answer: '9' }), event('2026-01-07T10:00:00Z', { kind: 'nps', answer: '2', text: 'No' }),
      event('2026-01-06T10:00:00Z', { amount: '12.50', currency: 'EUR' })], next: null },
    'GET /v1/status': { version: '', events: 1, customers: 1, data_until: '2026-01-08T00:00:00Z' },
    'GET /v1/customers/anna/notes': { notes: [{ n: 1, at: '2026-01-01T00:00:00Z', account: 'kim', text: 'Prefers mail' }] },
    'GET /v1/feedback?state=all&customer=anna&limit=5': { items: [], next: null, counts: {} },
    'POST /v1/links': {}, 'DELETE /v1/links/7': {},
  }
  vi.stubGlobal('fetch', vi.fn(async (url: string, { method = 'GET', body }: { method?: string; body?: string } = {}) => {
    const request = `${method} ${url}`
    asked.push({ request, body: body ? JSON.parse(body) : undefined })
    const known = request in replies
    return new Response(JSON.stringify(known ? replies[request] : { title: 'Not Found', status: 404, detail: request }),
      { status: known ? 200 : 404, headers: { 'content-type': 'application/json' } })
  }))
  root = document.createElement('div')
  document.body.append(root)
  here.value = me()
  forget()
})
afterEach(async () => {
  render(null, root)
  root.remove()
  here.value = null
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
  await setLanguage('en')
  go('/')
})
const until = (look: () => unknown) => vi.waitFor(() => { if (!look()) throw new Error(root.textContent ?? '') }, 3000)
const button = (name: string, at = 0) => [...root.querySelectorAll('button')].filter(one => (one.getAttribute('aria-label') ?? one.textContent!).startsWith(name))[at]!
const type = (name: string, value: string) => {
  const field = root.querySelector<HTMLInputElement>(`[name=${name}]`)!
  field.value = value
  field.dispatchEvent(new Event('input', { bubbles: true }))
}
const submit = () => root.querySelector('dialog form:last-of-type')!.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }))
const sent = (request: string) => asked.filter(one => one.request === request).map(one => one.body)

describe('the page', () => {
  const open = async () => {
    go('/customer/anna')
    render(<CustomerPage />, root)
    await until(() => root.textContent!.includes('Prefers mail') && root.textContent!.includes('€12.50'))
  }
  test('says the scores in words, the orders, and since when', async () => {
    await open()
    expect(root.querySelector('svg[role=img]')!.getAttribute('aria-label')).toBe('NPS: from 9 on Jan 5, 2026 to 2 on Jan 7, 2026')
    expect(root.textContent).toContain('2/10 displeased')
    expect(root.textContent).toContain('1 order')
    expect(root.textContent).toContain('First seen Jan 5, 2026 · Last seen Jan 7, 2026')
    expect(root.textContent).toContain('Undone links (1)')
    expect(root.textContent).toContain('a guess · made by hand')
  })
  test('undoing a link says who would stand apart, and asks first', async () => {
    await open()
    button('Undo this link').click()
    await until(() => root.querySelector('dialog'))
    expect([...root.querySelectorAll('dialog ul')].map(one => one.textContent)).toEqual(['anna', 'email:anna@example.com'])
    expect(sent('DELETE /v1/links/7')).toHaveLength(0)
    button('Undo', 1).click()
    await until(() => sent('DELETE /v1/links/7').length === 1)
  })
  test('joining shows both, asks for a reason, and never offers the same customer', async () => {
    await open()
    button('Join with another customer').click()
    await until(() => root.querySelector('[name=other]'))
    type('other', 'ot')
    await until(() => button('Choose: otto'))
    expect(button('Choose: anna')).toBe(undefined)
    button('Choose: otto').click()
    await until(() => root.textContent!.includes('Together: one customer with 4 identifiers.'))
    submit()
    await until(() => root.textContent!.includes('Say why'))
    expect(sent('POST /v1/links')).toEqual([])
    type('reason', 'same address')
    await until(() => !root.textContent!.includes('Say why'))
    submit()
    await until(() => sent('POST /v1/links').length === 1)
    expect(sent('POST /v1/links')[0]).toEqual({ a: 'anna', b: 'otto', reason: 'same address' })
    await until(() => !root.querySelector('dialog'))
  })
  test('who may not set up sees links and changes none; only own notes go', async () => {
    here.value = me({ role: 'agent', permissions: ['people'] })
    await open()
    expect(button('Undo this link')).toBe(undefined)
    expect(button('Join with')).toBe(undefined)
    expect(button('Remove this note')).toBe(undefined)
    expect(root.textContent).toContain('anna ↔ email:anna@example.com')
  })
})

describe('people', () => {
  const where = 'channel = "web"'
  beforeEach(() => {
    replies['POST /v1/who'] = { total: 2, people: [person('anna', 1), person('otto', 2)] }
    replies['GET /v1/fields'] = { fields: [{ name: 'channel', type: 'term', about: '' }], properties: [] }
    replies['GET /v1/segments'] = { segments: [{ name: 'web', title: 'Everybody' }] }
    replies['PUT /v1/segments/web-2'] = {}
  })
  const open = async () => {
    go(`/people?measure=customers&column=n&by=channel&k.channel=web&from=2026-01-01`)
    render(<PeoplePage />, root)
    await until(() => root.querySelector('[data-total="2"]'))
  }
  test('become a segment, with what it holds and what it cannot', async () => {
    await open()
    expect(root.querySelector('h1')!.textContent).toBe('2 customers')
    button('Save as segment').click()
    await until(() => root.textContent!.includes('2 of 2 customers fit this filter today; this page shows 2.'))
    expect(root.textContent).toContain('It cannot hold: the period.')
    expect(sent('POST /v1/who').at(-2)).toMatchObject({ question: { measure: 'customers', where } })
    submit()
    await until(() => root.textContent!.includes('Give it a name.'))
    type('title', 'Everybody')
    await until(() => !root.textContent!.includes('Give it a name.'))
    submit()
    await until(() => root.textContent!.includes('There is a segment of that name already.'))
    type('title', 'Web')
    await until(() => !root.textContent!.includes('of that name already'))
    submit()
    await until(() => root.textContent!.includes('segment("web-2")'))
    expect(sent('PUT /v1/segments/web-2')).toEqual([{ title: 'Web', where }])
  })
  test('are taken along page after page', async () => {
    await open()
    const made: Blob[] = []
    vi.spyOn(URL, 'createObjectURL').mockImplementation(blob => { made.push(blob as Blob); return 'blob:x' })
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => {})
    button('Download CSV').click()
    await until(() => made.length === 1)
    expect((await made[0]!.text()).replace('\ufeff', '')).toBe('customer,number,id,email\r\nanna,1,anna,anna@example.com\r\notto,2,otto,otto@example.com\r\n')
    expect(sent('POST /v1/who').at(-1)).toMatchObject({ offset: 0, limit: 1000 })
  })
  test('a viewer of people alone makes no segments', async () => {
    here.value = me({ permissions: ['people'] })
    await open()
    expect(button('Save as segment')).toBe(undefined)
    expect(button('Download CSV')).not.toBe(undefined)
  })
})
