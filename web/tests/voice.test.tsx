// The voice of the customer: what is found, marked, corrected and followed; how the inbox and a timeline say how a text sounds.
import { render } from 'preact'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Column, Question, Row } from '../src/api'
import { openFurther } from '../src/further'
import { openChapter, setLanguage } from '../src/i18n'
import { here, type Me } from '../src/me'
import '../src/pages/more'
import { markOf, piecesOf, saidOf } from '../src/pages/voice/evidence'
import { costliest, lastWeeks, mostLoved, themesOf, weekly } from '../src/pages/voice/figures'
import VoicePage from '../src/pages/voice/page'
import { sorted } from '../src/pages/voice/pick_table'
import { evidenceOf, type Comment, type Reason } from '../src/pages/voice/requests'
import { both, quoted, whereOf } from '../src/pages/voice/where'
import { FallingStrip } from '../src/pages/voice/falling'
import { forget } from '../src/query'
import { go, query } from '../src/router'
import { pageKeys } from '../src/ui/page_keys'

const text = 'The delivery was not good, but 😀 lovely staff'
const reasons: Reason[] = [
  { kind: 'negation', begin: 17, end: 20, weight: -0.7, scope_begin: 21, scope_end: 25 },
  { kind: 'word', begin: 21, end: 25, weight: -1.2, scope_begin: 0, scope_end: 0 },
  { kind: 'but', begin: 27, end: 30, weight: 1.5, scope_begin: 31, scope_end: 46 },
  { kind: 'word', begin: 34, end: 40, weight: 4.2 },
  { kind: 'topic', begin: 4, end: 12 },
]

describe('evidence', () => {
  test('the pieces are the text, each with its marks; a negation has its scope', () => {
    const pieces = piecesOf(text, reasons, 'positive')
    expect(pieces.map(one => one.text).join('')).toBe(text)
    expect(pieces.filter(one => one.marks.length).map(one => [one.text, one.marks.join(' ')])).toEqual([
      ['delivery', 'topic'], ['not', 'negation'], ['good', 'bad scope'], ['but', 'shifter'], ['lovely', 'good']])
  })
  test('places outside of the text and halves of a sign break nothing', () => {
    for (const place of [[31, 32], [-4, 3], [40, 900], [9, 2], [NaN, 4]] as const) {
      const pieces = piecesOf(text, [{ kind: 'word', weight: 1, begin: place[0], end: place[1] }], 'positive')
      expect(pieces.map(one => one.text).join('')).toBe(text)
      for (const piece of pieces) expect(piece.text.isWellFormed?.() ?? true).toBe(true)
    }
    expect(piecesOf('', reasons, 'positive')).toEqual([])
  })
  test('what a model learned speaks for the sentiment that it chose', () => {
    const feature = (weight: number): Reason => ({ kind: 'feature', begin: 0, end: 3, weight })
    expect([markOf(feature(1), 'positive'), markOf(feature(1), 'negative'), markOf(feature(-1), 'negative'), markOf(feature(1), 'neutral'), markOf(feature(-1), 'neutral')])
      .toEqual(['good', 'bad', 'good', 'flat', ''])
    const many = Array.from({ length: 40 }, (_, i): Reason => ({ kind: 'feature', begin: i, end: i + 1, weight: i === 0 ? 5 : 0.1 }))
    expect(piecesOf('x'.repeat(40), many, 'positive').filter(one => one.marks.length).length).toBe(1)
  })
  test('in words: the weightiest first, with what a negation turns', () => {
    expect(saidOf(text, reasons, 'positive').map(one => [one.words, one.mark, one.scope])).toEqual([
      ['lovely', 'good', ''], ['but', 'shifter', '😀 lovely staff'], ['good', 'bad', ''], ['not', 'negation', 'good'], ['delivery', 'topic', '']])
  })
})

const column = (name: string, role: Column['role'] = 'count', unit = ''): Column => ({ name, role, unit })
const answer = (measure: string, columns: Column[], rows: Row[], more = {}) => ({ measure, unit: '', definition: '', convention: '', as_of: '2026-10-30T00:00:00Z', events: 10, columns, rows, ...more })
const topicColumns = [column('topic', 'key'), column('share', 'value', '%'), column('low', 'low', '%'), column('high', 'high', '%'), ...['n', 'customers', 'positive', 'neutral', 'negative', 'unknown'].map(one => column(one)), column('trend', 'detail')]
const topicRow = (topic: string, n: number, positive: number, negative: number, trend = 'steady'): Row => ({ topic, n, customers: n, share: n / 4, low: 1, high: 40, positive, neutral: n - positive - negative, negative, unknown: 0, trend })
const effectColumns = [column('topic', 'key'), column('effect', 'value', 'points'), column('low', 'low', 'points'), column('high', 'high', 'points'), column('n'), column('total_effect', 'value', 'points'), column('sure', 'detail'), column('customers'), column('revenue', 'detail', 'money'), column('currency', 'detail')]
const effectRow = (topic: string, effect: number, low: number, high: number, total: number, sure: string): Row =>
  ({ topic, effect, low, high, n: 60, total_effect: total, sure, customers: 50, revenue: 1234.5, currency: 'EUR' })
const topicRows = [topicRow('late delivery', 212, 12, 180, 'rising'), topicRow('friendly staff', 90, 80, 4), topicRow('price', 70, 20, 30), topicRow('other', 28, 10, 10)]
const effectRows = [effectRow('late delivery', -18, -24, -11, -6, 'yes'), effectRow('friendly staff', 22, 12, 31, 3, 'yes'), effectRow('price', -30, -70, -2, -1, 'no')]

const asked = (question: Question, reply: object) => ({ question, reply: reply as never })
const themes = () => themesOf(asked({ measure: 'topics' }, answer('topics', topicColumns, topicRows)), asked({ measure: 'topic_effect' }, answer('topic_effect', effectColumns, [...effectRows, { ...effectRows[0]!, revenue: 20, currency: 'USD' }])))

describe('figures', () => {
  test('themes with their effect and an amount for each currency', () => {
    const [late] = themes()
    expect([late!.n, late!.effect!.value, late!.trend]).toEqual([212, -18, 'rising'])
    expect(late!.revenue).toEqual([{ currency: 'EUR', value: 1234.5 }, { currency: 'USD', value: 20 }])
  })
  test('costs most, what is sure and takes most from all; one that may be chance is never named', () => {
    expect([costliest(themes())!.name, mostLoved(themes())!.name]).toEqual(['late delivery', 'friendly staff'])
    expect(costliest(themes().filter(one => one.name !== 'late delivery'))).toBeUndefined()
  })
  test('twelve whole weeks up to the newest event, those without a word as zero', () => {
    expect(lastWeeks('2026-10-30T12:00:00Z')).toEqual({ from: '2026-08-03', to: '2026-10-26' })
    expect(lastWeeks('2026-10-26T00:00:00Z')).toEqual({ from: '2026-08-03', to: '2026-10-26' })
    expect(lastWeeks(null)).toBeNull()
    const rows = [{ period: '2026-08-10', topic: 'price', n: 3 }, { period: '2026-10-19', topic: 'price', n: 5 }]
    const points = weekly(asked({ measure: 'topics', from: '2026-08-03', to: '2026-10-26', over: 'week' }, answer('topics', topicColumns, rows)), 'topic').get('price')!
    expect(points.map(one => one.value)).toEqual([0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5])
  })
  test('sorted by any column: what has no value comes last both ways, and so does the rest', () => {
    const columns = [{ name: 'v', title: '', by: (row: { v: number | null }) => row.v, cell: () => null }]
    const rows = [{ v: 1 }, { v: null }, { v: 3 }, { v: 9 }]
    const last = (row: { v: number | null }) => row.v === 9
    expect(sorted(rows, columns, { name: 'v', up: false }, last).map(one => one.v)).toEqual([3, 1, null, 9])
    expect(sorted(rows, columns, { name: 'v', up: true }, last).map(one => one.v)).toEqual([1, 3, null, 9])
  })
  test('a choice as a filter, whatever is in its name', () => {
    expect(quoted('say "no" \\ now')).toBe('"say \\"no\\" \\\\ now"')
    expect(whereOf('themes', {})).toBe('exists(voice.sentiment)')
    expect(whereOf('themes', { theme: 'price', sentiment: 'negative' }, 'channel = "a" or channel = "b"')).toBe('(channel = "a" or channel = "b") and voice.topic = "price" and voice.sentiment = "negative"')
    expect(whereOf('wishes', { sentiment: 'positive' })).toBe('exists(voice.wish) and voice.sentiment = "positive"')
    expect(both('', undefined, 'a = 1')).toBe('a = 1')
  })
})

const comment = (event: number, more: Partial<Comment> = {}): Comment => ({ event, event_id: 'e-' + event, time: '2026-10-29T10:00:00Z', customer: 'c-' + event, customer_number: event,
  identifiers: [{ kind: 'id', value: 'c-' + event }], channel: 'web', touchpoint: 'delivery', kind: 'nps', answer: 2, scale_max: 10, text, language: 'en', sentiment: 'positive', score: 0.6,
  emotion: 'joy', motive: 'unknown', intent: 'praise', topic: 'late delivery', wish: null, obstacle: null, rival: null,
  explanation: { reasons: reasons.filter(one => one.kind !== 'topic'), topic: { evidence: [{ begin: 4, end: 12 }] }, wish: null, obstacle: null, rival: null }, ...more })
test('the words of the theme are evidence, too', () => {
  expect(evidenceOf(comment(1)).map(one => one.kind)).toEqual(['negation', 'word', 'but', 'word', 'topic'])
  expect(evidenceOf({ ...comment(1), explanation: undefined } as never)).toEqual([])
})

const split = (positive: number, neutral: number, negative: number, unknown: number) => answer('sentiment', [column('value', 'value', 'points'), ...['n', 'positive', 'neutral', 'negative', 'unknown', 'customers'].map(one => column(one))],
  [{ value: 0, n: positive + neutral + negative, positive, neutral, negative, unknown, customers: 300 }])
const keyed = (measure: string, key: string, names: string[]) => answer(measure, [column(key, 'key'), column('share', 'value', '%'), column('low', 'low', '%'), column('high', 'high', '%'), column('n'), column('customers')],
  names.map((name, i) => ({ [key]: name, share: 50 / (i + 1), low: 1, high: 60, n: 100 - i, customers: 80 - i })))

let root: HTMLElement
let sent: { request: string; body: unknown; url: URL }[]
let routes: Record<string, (body: never, url: URL) => { status?: number; json: unknown }>
let measures: Record<string, (question: Question) => object>
const voice = (more = {}) => ({ edition: 'abc', judged: 400, conversations: 0, corrections: 0, topics: 3, wishes: 1, work: null, last: null,
  models: [{ language: 'en', origin: 'learned', version: '1', learned_from: 900, quality: { macro_f1: 0.71, accuracy: 0.8, ece: 0.03 } }], ...more })
const me = (...permissions: string[]): Me => ({ account: 'v', name: '', role: 'viewer', scope: '', home: '', language: '', single_user: false, permissions })
const words = () => root.textContent ?? ''
const until = (check: () => unknown) => vi.waitFor(() => { if (!check()) throw new Error(words()) }, { timeout: 8000 })
const button = (name: string | RegExp) => [...root.querySelectorAll('button')].find(one => typeof name === 'string' ? one.textContent === name : name.test(one.textContent ?? ''))!
const requests = (request: string) => sent.filter(one => one.request === request)
const open = (address = '/voice') => { go(address); render(<VoicePage />, root) }

beforeEach(async () => {
  sent = []
  forget()
  here.value = null
  measures = {
    sentiment: () => split(122, 60, 218, 12), topics: question => answer('topics', topicColumns, question.over ? [] : topicRows), topic_effect: () => answer('topic_effect', effectColumns, effectRows),
    wishes: question => answer('wishes', [column('wish', 'key'), column('mentions'), column('customers'), column('revenue', 'detail', 'money'), column('currency', 'detail'), column('last', 'detail'), column('trend', 'detail')],
      question.over ? [] : [{ wish: 'night theme', mentions: 9, customers: 8, revenue: 50, currency: 'EUR', last: '2026-10-01T00:00:00Z', trend: 'new' }]),
    obstacles: () => answer('obstacles', [column('place', 'key'), column('obstacle', 'key'), column('comments'), column('low_effort'), column('failed'), column('customers'), column('trend', 'detail')],
      [{ place: 'checkout', obstacle: '(any)', comments: 30, low_effort: 4, failed: 2, customers: 20 }, { place: 'checkout', obstacle: 'checkout length', comments: 25, low_effort: 3, failed: 0, customers: 17, trend: 'rising' }, { place: 'checkout', comments: 5, low_effort: 1, failed: 2, customers: 3 }]),
    switching: () => answer('switching', [column('rival', 'key'), column('share', 'value', '%'), column('n'), column('customers'), column('revenue', 'detail', 'money'), column('currency', 'detail')],
      [{ rival: 'unnamed', n: 7, share: 2, customers: 7 }, { rival: 'Rivalis', n: 5, share: 1, customers: 5, revenue: 99, currency: 'EUR' }]),
    emotion: () => keyed('emotion', 'emotion', ['unknown', 'anger', 'joy']), motives: () => keyed('motives', 'motive', ['safety', 'unknown']), intents: () => keyed('intents', 'intent', ['complaint', 'praise']),
  }
  routes = { 'GET /v1/status': () => ({ json: { version: '1', events: 10, customers: 10, data_until: '2026-10-30T00:00:00Z' } }), 'GET /v1/voice': () => ({ json: voice() }),
    'GET /v1/voice/topics': () => ({ json: { topics: [{ id: 7, name: 'late delivery', language: 'en', words: ['late', 'delivery'], pinned: false }] } }),
    'GET /v1/voice/corrections': () => ({ json: { corrections: [] } }), 'GET /v1/voice/live': () => ({ json: { conversations: [] } }),
    'GET /v1/voice/comments': (_, url) => ({ json: url.searchParams.get('event') ? { comments: [comment(3, { identifiers: [{ kind: 'id', value: 'older' }] })], next: null, total: 3 }
      : url.searchParams.get('before') ? { comments: [comment(8)], next: null, total: 3 } : { comments: [comment(10), comment(9, { sentiment: 'negative', language: 'nl', text: 'Te laat' })], next: 'x9', total: 3 } }),
    'POST /v1/ask': body => ({ json: (body as Question[]).map(one => measures[one.measure]?.(one) ?? { error: { title: 'no ' + one.measure } }) }) }
  HTMLDialogElement.prototype.showModal = function () { this.open = true }
  vi.stubGlobal('fetch', vi.fn(async (address: string, { method = 'GET', body }: { method?: string; body?: string } = {}) => {
    const url = new URL(address, 'http://here')
    const value = body ? JSON.parse(body) as unknown : undefined
    sent.push({ request: `${method} ${url.pathname}`, body: value, url })
    const { status = 200, json } = routes[`${method} ${url.pathname}`]?.(value as never, url) ?? { status: 404, json: { title: 'nothing at ' + url.pathname, status: 404 } }
    return new Response(JSON.stringify(json), { status, headers: { 'content-type': 'application/json' } })
  }))
  await Promise.all([openFurther(), ...(['voice', 'people', 'boards', 'journey', 'told', 'measures'] as const).map(openChapter)])
  root = document.createElement('div')
  document.body.append(root)
})
afterEach(async () => {
  render(null, root)
  root.remove()
  vi.unstubAllGlobals()
  here.value = null
  go('/')
  await setLanguage('en')
})

describe('themes', () => {
  test('what costs most is said first, and how many could not be judged', async () => {
    open()
    await until(() => root.querySelector('[data-finding]'))
    expect(root.querySelector('[data-finding]')!.textContent).toBe('“late delivery” costs most: 212 comments, effect on NPS \u221218.0 (\u221224.0 to \u221211.0)')
    expect(root.querySelector('[data-total]')!.textContent).toBe('412 comments')
    expect(words()).toContain('12 could not be judged')
  })
  test('one request asks everything, the effect on the chosen kind', async () => {
    open('/voice?kind=ces&where=channel+%3D+%22web%22')
    await until(() => root.querySelector('table'))
    const asks = requests('POST /v1/ask').filter(one => (one.body as Question[]).some(question => question.measure === 'topics'))
    expect(asks.length).toBe(1)
    expect((asks[0]!.body as Question[]).map(one => [one.measure, one.parameters?.['kind']?.[0], one.where, one.over])).toEqual([
      ['sentiment', undefined, 'channel = "web"', undefined], ['topics', undefined, 'channel = "web"', undefined], ['topic_effect', 'ces', 'channel = "web"', undefined], ['topics', undefined, 'channel = "web"', 'week']])
  })
  test('the effect is told on what most comments are scored by; where nobody gave a score, on nothing', async () => {
    const byKind = (measure: string, counts: Record<string, number>) => answer(measure, [column('kind', 'split'), column('n')], Object.entries(counts).map(([kind, n]) => ({ kind, n })))
    const given: Record<string, number> = { nps: 900, csat: 400, other: 9 }
    measures['volume'] = () => byKind('volume', given)
    measures['sentiment'] = question => question.by ? byKind('sentiment', { csat: 300, nps: 40 }) : split(122, 60, 218, 12)
    open()
    await until(() => root.querySelectorAll('tbody tr').length === 4)
    expect([...root.querySelectorAll('select[name=kind] option')].map(one => one.textContent)).toEqual(['CSAT', 'NPS'])
    const kindsAsked = () => requests('POST /v1/ask').flatMap(one => one.body as Question[]).filter(one => one.measure === 'topic_effect').map(one => one.parameters?.['kind'])
    expect(kindsAsked()).toEqual([['csat']])
    for (const name of Object.keys(given)) delete given[name]
    sent = []
    forget()
    open('/voice?period=30d')
    await until(() => root.querySelector('[data-finding]')?.textContent?.startsWith('Named most often: “late delivery” (212 comments). There are no scores'))
    expect(kindsAsked()).toEqual([])
    expect([...root.querySelectorAll('thead th')].map(one => one.textContent)).not.toContain('Effect on NPS')
  })
  test('too few answers for an effect are counted', async () => {
    measures['topic_effect'] = () => answer('topic_effect', effectColumns, [{ topic: 'price', none: 'fewer than 10 answers with this topic', n: 7 }])
    open()
    await until(() => words().includes('only 7 answers'))
  })
  test('a count leads to its people; what is not proven is said in words; the rest comes last', async () => {
    open()
    await until(() => root.querySelectorAll('tbody tr').length === 4)
    const rows = [...root.querySelectorAll('tbody tr')]
    expect(rows.map(row => row.querySelector('th')!.textContent)).toEqual(['late delivery▲ rising', 'friendly staff', 'price', 'Anything else'])
    expect(rows[0]!.querySelector('td a')!.getAttribute('href')).toMatch(/^\/people\?measure=topics&.*k\.topic=late\+delivery&column=n$/)
    expect([rows[0]!, rows[2]!].map(row => row.textContent!.includes('no proven effect'))).toEqual([false, true])
    expect(rows[0]!.querySelector('svg[role=img]')!.getAttribute('aria-label')).toBe('5.7% positive, 9.4% neutral, 84.9% negative')
  })
  test('sorts by its headings, in the address; the heading says so', async () => {
    open()
    await until(() => button(/^Effect on NPS/))
    button(/^Effect on NPS/).click()
    await until(() => query.value.get('sort') === '-effect')
    await until(() => root.querySelector('th[aria-sort]')?.textContent?.startsWith('Effect'))
    expect([...root.querySelectorAll('tbody th')].map(one => one.textContent)).toEqual(['friendly staff', 'late delivery▲ rising', 'price', 'Anything else'])
    button(/^Effect on NPS/).click()
    await until(() => root.querySelector('th[aria-sort=ascending]'))
    expect(root.querySelector('tbody th')!.textContent).toBe('price')
  })
  test('a theme that is chosen shows its comments; j goes on to the next', async () => {
    open('/voice?theme=late+delivery')
    await until(() => root.querySelectorAll('article').length === 2)
    expect(requests('GET /v1/voice/comments')[0]!.url.searchParams.get('where')).toBe('voice.topic = "late delivery"')
    expect(requests('GET /v1/voice/comments')[0]!.url.searchParams.get('from')).toBe('2025-10-01')
    expect(root.querySelector('#voice-comments')!.textContent).toBe('Comments: late delivery')
    pageKeys.value!.keys.find(one => one.keys.includes('j'))!.run('j')
    await until(() => query.value.get('theme') === 'friendly staff')
  })
  test('is renamed and kept, by who may set up; others have no menu', async () => {
    routes['PUT /v1/voice/topics/7'] = () => ({ json: { topics: [] } })
    open('/voice?theme=late+delivery')
    await until(() => root.querySelector('[aria-label="What to do with late delivery"]'))
    root.querySelector<HTMLElement>('[aria-label="What to do with late delivery"]')!.click()
    await until(() => button('Rename'))
    button('Rename').click()
    await until(() => root.querySelector('dialog input'))
    const input = root.querySelector<HTMLInputElement>('dialog input')!
    input.value = 'Delivery'
    input.dispatchEvent(new Event('input', { bubbles: true }))
    await until(() => root.querySelector<HTMLInputElement>('dialog input')!.value === 'Delivery')
    root.querySelector('dialog form')!.dispatchEvent(new SubmitEvent('submit', { bubbles: true, cancelable: true }))
    await until(() => query.value.get('theme') === 'Delivery')
    expect(requests('PUT /v1/voice/topics/7').map(one => one.body)).toEqual([{ name: 'Delivery' }])
    render(null, root)
    here.value = me('ask', 'people')
    open()
    await until(() => root.querySelector('tbody'))
    expect(root.querySelector('[aria-label="What to do with late delivery"]')).toBeNull()
  })
})

describe('comments', () => {
  test('each with sign and word, language, marks, and where it leads', async () => {
    open()
    await until(() => root.querySelectorAll('article').length === 2)
    const [first, second] = [...root.querySelectorAll('article')]
    expect(first!.querySelector('[data-mood]')!.textContent).toBe('+positive')
    expect([...first!.querySelectorAll('mark')].map(one => [one.textContent, one.title])).toEqual([['delivery', 'words of the theme'], ['not', 'negation'],
      ['good', 'negative words, what is negated'], ['but', 'strengthens, weakens or turns'], ['lovely', 'positive words']])
    expect(first!.querySelector('blockquote')!.textContent).toBe(text)
    expect([first!, second!].map(one => one.querySelector('blockquote')!.getAttribute('lang'))).toEqual(['en', 'nl'])
    expect(second!.textContent).toContain('Dutch')
    expect([...first!.querySelectorAll('a')].map(one => one.getAttribute('href'))).toEqual(['/voice?theme=late+delivery', '/voice?sel=10', '/customer/c-10', '/inbox?state=all&item=10'])
  })
  test('more of them come by their cursor; a link to an older one brings it', async () => {
    open('/voice?sel=3')
    await until(() => root.querySelectorAll('article').length === 3)
    expect(root.querySelector('article')!.textContent).toContain('older')
    expect(root.querySelector('article')!.textContent).toContain('negation: not')
    button('Show more').click()
    await until(() => root.querySelectorAll('article').length === 4)
    expect(requests('GET /v1/voice/comments').at(-1)!.url.searchParams.get('before')).toBe('x9')
  })
  test('of one sentiment only', async () => {
    open()
    await until(() => button('negative'))
    button('negative').click()
    await until(() => requests('GET /v1/voice/comments').at(-1)!.url.searchParams.get('where') === 'exists(voice.sentiment) and voice.sentiment = "negative"')
  })
  test('who may not see people sees figures and no comments', async () => {
    here.value = me('ask')
    open()
    await until(() => words().includes('Comments are for those who may see people.'))
    expect(requests('GET /v1/voice/comments')).toEqual([])
    expect(requests('GET /v1/voice/live')).toEqual([])
  })
})

describe('a correction', () => {
  const preview = { phrase: 'lovely', affected: 31, judged: 400, changed: 12, changes: [{ from: 'positive', to: 'neutral', comments: 12 }, { from: 'neutral', to: 'neutral', comments: 19 }], examples: [{ text: 'lovely', language: 'en', from: 'positive', to: 'neutral' }] }
  beforeEach(() => {
    routes['POST /v1/voice/corrections/preview'] = () => ({ json: preview })
    routes['PUT /v1/voice/corrections'] = () => ({ json: { corrections: [] } })
  })
  const openForm = async () => {
    open()
    await until(() => button('Correct'))
    button('Correct').click()
    await until(() => root.querySelector('dialog [name=sentiment]'))
  }
  test('begins with the loudest word, shows what turns before anything is saved, and is sent once', async () => {
    await openForm()
    expect(root.querySelector<HTMLInputElement>('dialog [name=phrase]')!.value).toBe('lovely')
    const save = () => root.querySelector<HTMLButtonElement>('dialog .primary')!
    expect(save().disabled).toBe(true)
    expect(requests('POST /v1/voice/corrections/preview')).toEqual([])
    root.querySelector<HTMLInputElement>('dialog [value=neutral]')!.click()
    await until(() => root.querySelector('[data-affected]'))
    expect(requests('POST /v1/voice/corrections/preview').map(one => one.body)).toEqual([{ phrase: 'lovely', sentiment: 'neutral', language: 'en' }])
    expect(root.querySelector('dialog [role=status]')!.textContent).toContain('31 comments have it')
    expect([...root.querySelectorAll('dialog [role=status] li')].map(one => one.textContent)).toEqual(['+positive →becomes =neutral 12', 'lovelypositive → neutral'])
    expect(requests('PUT /v1/voice/corrections')).toEqual([])
    await until(() => !save().disabled)
    root.querySelector('dialog form')!.dispatchEvent(new SubmitEvent('submit', { bubbles: true, cancelable: true }))
    await until(() => requests('PUT /v1/voice/corrections').length === 1)
    expect(requests('PUT /v1/voice/corrections')[0]!.body).toEqual({ phrase: 'lovely', sentiment: 'neutral', language: 'en' })
    await until(() => !root.querySelector('dialog'))
  })
  test('what the server refuses is said, and the form stays', async () => {
    routes['PUT /v1/voice/corrections'] = () => ({ status: 409, json: { title: 'conflict', detail: 'work is under way' } })
    await openForm()
    root.querySelector<HTMLInputElement>('dialog [value=negative]')!.click()
    await until(() => !root.querySelector<HTMLButtonElement>('dialog .primary')!.disabled)
    root.querySelector('dialog form')!.dispatchEvent(new SubmitEvent('submit', { bubbles: true, cancelable: true }))
    await until(() => root.querySelector('dialog [role=alert]')?.textContent === 'work is under way')
  })
  test('typed on, the look that is under way is stopped; what is wrong with the words stands beside them', async () => {
    const stopped: boolean[] = []
    const real = globalThis.fetch
    vi.stubGlobal('fetch', vi.fn((address: string, options: RequestInit & { body?: string } = {}) => {
      if (!address.includes('/preview') || (JSON.parse(options.body!) as { phrase: string }).phrase !== 'lovely') return real(address, options)
      return new Promise((_, failed) => options.signal!.addEventListener('abort', () => { stopped.push(true); failed(new DOMException('', 'AbortError')) }))
    }))
    routes['POST /v1/voice/corrections/preview'] = () => ({ status: 400, json: { title: 'invalid', detail: 'no words', where: 'phrase' } })
    await openForm()
    root.querySelector<HTMLInputElement>('dialog [value=neutral]')!.click()
    await until(() => root.querySelector('dialog [role=status][aria-busy=true]'))
    await new Promise(done => setTimeout(done, 500))
    expect(stopped).toEqual([])
    const input = root.querySelector<HTMLInputElement>('dialog [name=phrase]')!
    input.value = '!!'
    input.dispatchEvent(new Event('input', { bubbles: true }))
    await until(() => root.querySelector('#phrase-problem')?.textContent === 'no words')
    expect(stopped).toEqual([true])
    expect([input.getAttribute('aria-invalid'), input.getAttribute('aria-describedby'), root.querySelectorAll('dialog [role=alert]').length]).toEqual(['true', 'phrase-problem phrase-help', 1])
  })
  test('is for those who set up', async () => {
    here.value = me('ask', 'people')
    open()
    await until(() => root.querySelector('article'))
    expect(button('Correct')).toBeUndefined()
  })
})

test('work that goes on is followed to its end, and figures are asked again', async () => {
  let done = 10
  routes['GET /v1/voice'] = () => ({ json: voice({ work: done < 100 ? { kind: 'rescore', done, total: 100, started: '' } : null }) })
  open()
  await until(() => root.querySelector('[data-work=rescore] progress'))
  expect(root.querySelector('progress')!.getAttribute('aria-label')).toBe('Judging comments again …')
  const before = requests('POST /v1/ask').length
  done = 100
  await until(() => !root.querySelector('[data-work]'))
  await until(() => requests('POST /v1/ask').length > before)
}, 15_000)

describe('the other tabs', () => {
  test('wishes lead to their comments', async () => {
    open('/voice?tab=wishes&wish=night+theme')
    await until(() => root.querySelector('tbody th'))
    expect(root.querySelector('[data-finding]')!.textContent).toBe('Wished for most: “night theme” (9 comments)')
    await until(() => requests('GET /v1/voice/comments')[0]?.url.searchParams.get('where') === 'voice.wish = "night theme"')
  })
  test('obstacles: what has no words comes last; of several places, where it was hard', async () => {
    open('/voice?tab=obstacles')
    await until(() => root.querySelector('tbody th'))
    expect([...root.querySelectorAll('tbody th')].map(one => one.textContent)).toEqual(['checkout length', 'not put in words'])
    expect([...root.querySelectorAll('tbody th a')].map(one => one.getAttribute('href'))).toEqual(['obstacle=checkout+length&place=checkout', 'obstacle=%28none%29&place=checkout'].map(one => '/voice?tab=obstacles&' + one))
    expect(root.querySelector('[data-finding]')!.textContent).toContain('checkout length · Checkout (25 comments)')
    const one = measures['obstacles']!
    measures['obstacles'] = question => {
      const { columns, rows, ...rest } = one(question) as { columns: Column[]; rows: Row[] }
      return { ...rest, columns, rows: [...rows, { place: 'basket', obstacle: '(any)', comments: 3, low_effort: 0, failed: 0, customers: 3 }] }
    }
    forget()
    open('/voice?tab=obstacles&period=30d')
    await until(() => root.querySelectorAll('table').length === 2)
    expect([...root.querySelectorAll('table')[0]!.querySelectorAll('tbody th a')].map(one => one.getAttribute('href'))).toEqual(['place=checkout', 'place=basket'].map(one => '/voice?tab=obstacles&period=30d&' + one))
  })
  test('what a place counts without words is what its comments show', () => {
    expect(whereOf('obstacles', { obstacle: '(none)', place: 'checkout' })).toBe('(voice.sentiment = "negative" or kind = "ces" and answer <= 3) and not exists(voice.obstacle) and touchpoint = "checkout"')
    expect(whereOf('obstacles', { place: 'checkout' })).toBe('(exists(voice.obstacle) or voice.sentiment = "negative" or kind = "ces" and answer <= 3) and touchpoint = "checkout"')
    expect(whereOf('obstacles', { obstacle: 'length', place: 'checkout' })).toBe('voice.obstacle = "length" and touchpoint = "checkout"')
  })
  test('switching names whom it can', async () => {
    open('/voice?tab=switching')
    await until(() => root.querySelector('tbody th'))
    expect(root.querySelector('[data-finding]')!.textContent).toBe('Going elsewhere comes up in 12 comments, most often to “Rivalis”')
    expect([...root.querySelectorAll('tbody th')].map(one => one.textContent)).toEqual(['no name told', 'Rivalis'])
  })
  test('feelings have words, what is not told comes last, and a bar leads to its comments', async () => {
    open('/voice?tab=feelings')
    await until(() => root.querySelectorAll('section ul a').length >= 7)
    expect(root.querySelector('[data-finding]')!.textContent).toBe('Most common emotion: anger (25.0%). Most common intent: complaint (50.0%).')
    const bars = [...root.querySelectorAll('ul[aria-label=Emotions] a')]
    expect(bars.map(one => one.querySelector('span')!.textContent)).toEqual(['anger', 'joy', 'not told'])
    expect(bars[0]!.getAttribute('href')).toBe('/voice?tab=feelings&emotion=anger')
  })
})

describe('nothing to show', () => {
  test('no comment at all', async () => {
    measures['sentiment'] = () => split(0, 0, 0, 0)
    routes['GET /v1/voice'] = () => ({ json: voice({ judged: 0 }) })
    open()
    await until(() => words().includes('No comments yet'))
    expect(requests('GET /v1/voice/comments')).toEqual([])
  })
  test('comments, but none in a known language', async () => {
    measures['sentiment'] = () => split(0, 0, 0, 40)
    open()
    await until(() => words().includes('Comments exist, but none in a known language'))
  })
  test('none in this time, though there are others', async () => {
    measures['sentiment'] = () => split(0, 0, 0, 0)
    open('/voice?period=7d')
    await until(() => button('Show all of them'))
    button('Show all of them').click()
    await until(() => query.value.get('period') === 'all')
  })
  test('too few for themes', async () => {
    measures['topics'] = question => answer('topics', topicColumns, question.over ? [] : [topicRow('other', 12, 4, 4)])
    open()
    await until(() => words().includes('at least 30 comments in one language'))
    await until(() => root.querySelector('article'))
  })
  test('a part that is refused says why; the others stand', async () => {
    measures['topic_effect'] = () => ({ error: { title: 'refused', detail: 'no such scale' } })
    open()
    await until(() => words().includes('no such scale'))
    expect(root.querySelectorAll('tbody tr').length).toBe(4)
  })
})

test('conversations that turn negative, all or of one customer; nothing where nothing falls', async () => {
  const falling = (customer: string) => ({ source: 'chat', conversation: 't-' + customer, customer, customer_number: 1, identifiers: [{ kind: 'id', value: customer }], channel: 'chat', since: '2026-10-30T00:00:00Z', last: '2026-10-30T00:01:00Z', tone: -0.62, turns: 9, text: 'This is useless' })
  routes['GET /v1/voice/live'] = () => ({ json: { conversations: [falling('c-1'), falling('c-2')] } })
  render(<FallingStrip />, root)
  await until(() => words().includes('2 conversations are turning negative'))
  expect([...root.querySelectorAll('li a')].map(one => one.getAttribute('href'))).toEqual(['/customer/c-1', '/customer/c-2'])
  expect(words()).toContain('This is useless')
  render(null, root)
  render(<FallingStrip customer="c-2" />, root)
  await until(() => words().includes('A conversation with this customer is turning negative'))
  expect(root.querySelectorAll('li').length).toBe(1)
  render(null, root)
  render(<FallingStrip customer="c-9" />, root)
  await until(() => root.querySelector('[aria-live]'))
  expect(words()).toBe('')
})

describe('five languages', () => {
  const english = /[A-Za-z]{4,}/
  for (const [language, heading, tab] of [['nl', 'Klantstem', 'Wensen'], ['de', 'Kundenstimme', 'Wünsche'], ['ru', 'Голос клиента', 'Пожелания'], ['zh', '客户之声', '愿望']] as const) {
    test(language, async () => {
      await setLanguage(language)
      for (const part of ['', '?tab=wishes', '?tab=obstacles', '?tab=switching', '?tab=feelings']) {
        open('/voice' + part)
        await until(() => root.querySelector('[data-finding]') && root.querySelector('h1')?.textContent === heading)
        expect(words()).toContain(tab)
        const finding = root.querySelector('[data-finding]')!.textContent!.replace(/late delivery|night theme|checkout length|Checkout|Rivalis|NPS/g, '')
        if (language === 'ru' || language === 'zh') expect(finding, part).not.toMatch(english)
        render(null, root)
      }
    })
  }
})
