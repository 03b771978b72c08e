// Setting up: the first event of a source, stages with their preview, refused rows by kind, and which feeds are silent.
import { render } from 'preact'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Source } from '../src/api'
import { openChapter, setLanguage } from '../src/i18n'
import { changes } from '../src/live'
import { here } from '../src/me'
import '../src/pages/more'
import { openFurther } from '../src/further'
import { wordsOf } from '../src/pages/quality/requests'
import QualityPage from '../src/pages/quality/page'
import RejectsPage from '../src/pages/quality/rejects'
import { feedOf, longestPause } from '../src/pages/quality/silence'
import { FirstEvent } from '../src/pages/source_setup_first'
import SourcesPages from '../src/pages/sources'
import StagesPage from '../src/pages/stages/page'
import { changedBetween, sameRules, stageBy, withStage } from '../src/pages/stages/rules'
import { forget } from '../src/query'
import { go, query } from '../src/router'

const day = 86_400_000
const source = (more: Partial<Source>): Source => ({ source: 'web', rows: 10, events: 8, repeats: 1, without_id: 2, without_time: 1, rejected: 1,
  first_event: '2026-01-01T00:00:00Z', last_event: '2026-03-01T00:00:00Z', last_import: null, format: 'tracking', enabled: true,
  last_received: '2026-03-01T00:00:00Z', ...more })

describe('rules of stages', () => {
  const rules = [{ touchpoint: 'Visit', stage: 'consider' }, { touchpoint: 'order', stage: 'buy' }]
  test('by the name, else without regard to capitals', () => {
    expect(['Visit', 'visit', 'ORDER', 'call'].map(name => stageBy(rules, name))).toEqual(['consider', 'consider', 'buy', ''])
    expect(stageBy([...rules, { touchpoint: 'visit', stage: 'bond' }], 'visit')).toBe('bond')
  })
  test('changed, made, taken away', () => {
    expect(withStage(rules, 'Visit', 'buy')[0]).toEqual({ touchpoint: 'Visit', stage: 'buy' })
    expect(withStage(rules, 'visit', 'consider')).toBe(rules)
    expect(stageBy(withStage(rules, 'visit', 'bond'), 'visit')).toBe('bond')
    expect(stageBy(withStage(rules, 'visit', 'bond'), 'Visit')).toBe('consider')
    expect(withStage(rules, 'visit', '')).toEqual([rules[1]])
  })
  test('back to what it was is no change', () => {
    expect(sameRules(withStage(withStage(rules, 'order', 'enjoy'), 'order', 'buy'), rules)).toBe(true)
    expect(sameRules([...rules].reverse(), rules)).toBe(true)
    expect(sameRules(rules.slice(1), rules)).toBe(false)
    expect(changedBetween(rules, withStage(rules, 'call', 'enjoy'), ['Visit', 'call'])).toEqual(['call'])
  })
})

describe('silence', () => {
  const daily = (n: number, last: number, step = 1) => Array.from({ length: n }, (_, i) => last - (n - 1 - i) * step * day)
  const last = Date.parse('2026-03-01')
  test('the longest pause between days with events', () => {
    expect(longestPause(daily(5, last))).toBe(1)
    expect(longestPause([...daily(5, last - 9 * day), last])).toBe(9)
    expect(longestPause(daily(4, last))).toBeNull()
  })
  test('twice as long is silent, not a moment earlier', () => {
    const state = (days: number[] | null, now: number, more: Partial<Source> = {}) => feedOf(source(more), days, now).state
    expect(state(daily(9, last), last + 2 * day)).toBe('live')
    expect(state(daily(9, last), last + 2 * day + 1)).toBe('silent')
    expect(state(daily(9, last, 7), last + 13 * day)).toBe('live')
    expect(state(daily(4, last), last + 90 * day)).toBe('young')
    expect(state(null, last + day)).toBe('young')
    expect(state(daily(9, last), last + 90 * day, { format: null, enabled: null })).toBe('file')
    expect(state(daily(9, last), last + 90 * day, { enabled: false })).toBe('off')
    expect(state(daily(9, last), last - day)).toBe('ahead')
    expect(state(null, last, { last_event: null })).toBe('none')
  })
})

test('the words of a group keep an empty field', () => {
  expect(wordsOf({ source: '', field: '', kind: 'k' }).toString()).toBe('field=&kind=k')
  expect(wordsOf({ source: 'a b', field: 'x', kind: '' }).toString()).toBe('source=a+b')
})

type Reply = { status?: number; json: unknown }
type Handler = (body: Record<string, unknown>, url: string) => Reply
let root: HTMLElement
let asked: { request: string; body: unknown }[]
function serve(routes: Record<string, Handler>) {
  vi.stubGlobal('fetch', vi.fn(async (url: string, { method = 'GET', body }: { method?: string; body?: string }) => {
    const sent = body ? JSON.parse(body) as Record<string, unknown> : {}
    asked.push({ request: `${method} ${url}`, body: sent })
    const { status = 200, json } = routes[`${method} ${url.split('?')[0]}`]?.(sent, url) ?? { status: 404, json: { title: 'nothing at ' + url } }
    return new Response(JSON.stringify(json), { status, headers: { 'content-type': 'application/json' } })
  }))
}
const until = (check: () => unknown) => vi.waitFor(() => { if (!check()) throw new Error(root.textContent ?? '') }, { timeout: 5000 })
const text = () => root.textContent ?? ''
const button = (words: string) => [...root.querySelectorAll('button')].find(one => one.textContent === words)!
const choose = (select: HTMLSelectElement, value: string) => { select.value = value; select.dispatchEvent(new Event('change', { bubbles: true })) }

beforeEach(async () => {
  asked = []
  forget()
  await Promise.all([openFurther(), openChapter('record'), openChapter('setup')])
  root = document.createElement('div')
  document.body.append(root)
})
afterEach(async () => {
  render(null, root)
  root.remove()
  vi.unstubAllGlobals()
  vi.useRealTimers()
  await setLanguage('en')
})

describe('the first event', () => {
  const draw = (before: Source | null = null) => render(<FirstEvent source="web" before={before} address="https://collect.example.com" />, root)
  const arrivals = { events: [{ sequence: 2, time: '2026-03-01T00:00:00Z', received: new Date().toISOString(), channel: 'web', touchpoint: 'visit', customer: 'zoë' }] }
  let now: Source
  beforeEach(() => serve({ 'GET /v1/sources': () => ({ json: { sources: [now] } }), 'GET /v1/sources/web/arrivals': () => ({ json: arrivals }),
    'GET /v1/rejects/groups': () => ({ json: { total: 1, cut: false, groups: [{ source: 'web', field: 'time', kind: 'is needed', example: 'is needed', rows: 1, first: null, last: null }] } }) }))

  test('is waited for, and told with who it was', async () => {
    now = source({ rows: 0, events: 0, repeats: 0, rejected: 0, last_event: null, last_received: null })
    draw()
    await until(() => text().includes('Waiting for the first event'))
    now = source({ events: 1, repeats: 0, rejected: 0 })
    changes.value++
    await until(() => /First event received: visit, \d+ seconds? ago, from zoë/.test(text()))
    expect(root.querySelector('a')!.getAttribute('href')).toBe('/customer/zo%C3%AB')
  })
  test('what a source had before its new key is not the first event', async () => {
    now = source({})
    draw(source({}))
    await until(() => asked.length > 0)
    await until(() => text().includes('Waiting for the first event'))
    now = source({ repeats: 2 })
    changes.value++
    await until(() => text().includes('It works, an event came in: visit'))
  })
  test('rows that are refused are told with their reasons', async () => {
    now = source({ events: 0, repeats: 0, rejected: 1 })
    draw()
    await until(() => text().includes('1 row was refused.') && text().includes('time: is needed'))
    expect(root.querySelector('a')!.getAttribute('href')).toBe('/sources/rejects?source=web')
  })
  test('after a while it says what to check', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    now = source({ rows: 0, events: 0, repeats: 0, rejected: 0 })
    draw()
    await vi.advanceTimersByTimeAsync(19_000)
    expect(text()).not.toContain('What to check')
    await vi.advanceTimersByTimeAsync(2_000)
    expect(text()).toContain('What to check')
    expect(text()).toContain('https://collect.example.com')
  })
})

describe('stages', () => {
  let rules: { touchpoint: string; stage: string }[]
  const stages = ['consider', 'evaluate', 'buy', 'enjoy', 'advocate', 'bond']
  const trial = (sent: typeof rules) => {
    const [before, after] = [stageBy(rules, 'visit') || null, stageBy(sent, 'visit') || null]
    const changed = before === after ? 0 : 7
    return { left_out: 0, changed, stages: [{ stage: 'consider', before: 7, after: 7 - changed }, { stage: null, before: 0, after: changed }],
      touchpoints: [{ touchpoint: 'visit', events: 8, customers: 3, own: [{ stage: 'bond', events: 1 }], before, after, changed }] }
  }
  beforeEach(() => {
    rules = [{ touchpoint: 'visit', stage: 'consider' }]
    go('/sources/stages')
    serve({ 'GET /v1/stages': () => ({ json: { stages, rules } }),
      'POST /v1/stages/try': body => ({ json: trial(body.rules as typeof rules) }),
      'PUT /v1/stages': body => { rules = body.rules as typeof rules; return { json: { stages, rules } } } })
    render(<StagesPage />, root)
  })
  const select = () => root.querySelector<HTMLSelectElement>('select[aria-label="Stage by rule: visit"]')!

  test('a change is marked, previewed, saved; nothing is stored before', async () => {
    await until(() => root.querySelector('td select'))
    expect(select().value).toBe('consider')
    expect(text()).toContain('Consider 7, by rule')
    expect(text()).toContain('Bond 1, named by the event')
    expect(button('Save').disabled).toBe(true)
    choose(select(), 'buy')
    await until(() => text().includes('1 unsaved change') && text().includes('was: Consider'))
    button('Preview').click()
    await until(() => text().includes('7 events would lie in another stage. Nothing is saved yet.'))
    expect(rules[0]!.stage).toBe('consider')
    button('Save').click()
    await until(() => text().includes('Saved. All figures use these rules now.'))
    expect(rules).toEqual([{ touchpoint: 'visit', stage: 'buy' }])
    await until(() => button('Save').disabled && !text().includes('was:'))
  })
  test('another change takes the preview away, and discarding takes all back', async () => {
    await until(() => root.querySelector('td select'))
    choose(select(), 'buy')
    await until(() => !button('Preview').disabled)
    button('Preview').click()
    await until(() => text().includes('What would change'))
    choose(select(), 'enjoy')
    await until(() => !text().includes('What would change'))
    button('Discard changes').click()
    await until(() => text().includes('No changes') && select().value === 'consider')
  })
  test('leaving asks while something is unsaved, and only then', async () => {
    const confirm = vi.fn(() => false)
    vi.stubGlobal('confirm', confirm)
    await until(() => root.querySelector('td select'))
    choose(select(), 'buy')
    await until(() => text().includes('1 unsaved change'))
    go('/sources/quality')
    expect(confirm).toHaveBeenCalledTimes(1)
    expect(window.location.pathname).toBe('/sources/stages')
    button('Discard changes').click()
    await until(() => text().includes('No changes'))
    go('/sources/quality')
    expect(window.location.pathname).toBe('/sources/quality')
    expect(confirm).toHaveBeenCalledTimes(1)
  })
  test('what somebody else saved meanwhile is not lost', async () => {
    await until(() => root.querySelector('td select'))
    choose(select(), 'buy')
    await until(() => !button('Save').disabled)
    rules = [{ touchpoint: 'call', stage: 'enjoy' }]
    button('Save').click()
    await until(() => text().includes('Somebody else saved other rules meanwhile'))
    expect(rules[0]!.touchpoint).toBe('call')
  })
})

describe('refused rows', () => {
  const groups = [{ source: 'desk', field: 'time', kind: 'is needed', example: 'is needed', rows: 60, first: null, last: '2026-03-01T00:00:00Z' }]
  const reject = (line: number) => ({ source: 'desk', file: '', line, field: 'time', reason: 'is needed', raw: '=x', at: '2026-03-01T00:00:00Z' })
  beforeEach(() => {
    go('/sources/rejects')
    serve({ 'GET /v1/sources': () => ({ json: { sources: [source({ source: 'desk', format: 'zendesk', rejected: 60 }), source({ rejected: 0 })] } }),
      'GET /v1/rejects/groups': (_, url) => ({ json: url.includes('source=web') ? { total: 0, groups: [], cut: false } : { total: 60, groups, cut: false } }),
      'GET /v1/rejects': () => ({ json: { total: 60, rejects: [reject(1), reject(2)] } }),
      'POST /v1/replay': () => ({ json: { bodies: 3, mended: 1, failed: 1, stored: 2, repeats: 0, rejected: 1, faults: [{ body: 4, source: 'desk', reason: 'no JSON' }] } }) })
    render(<RejectsPage />, root)
  })
  test('a group opens its rows, and pages lead on', async () => {
    await until(() => text().includes('60 rows were refused'))
    const link = [...root.querySelectorAll('a')].find(one => one.textContent === 'is needed')!
    expect(link.getAttribute('href')).toBe('/sources/rejects?source=desk&field=time&kind=is+needed')
    go(link.getAttribute('href')!)
    await until(() => text().includes('Rows with this fault'))
    expect(asked.some(one => one.request.startsWith('GET /v1/rejects?source=desk&field=time&kind=is+needed&limit=50'))).toBe(true)
    button('Next').click()
    await until(() => query.value.get('offset') === '50' && asked.some(one => one.request.includes('offset=50')))
  })
  test('bodies of webhooks are tried again, and what came of it is said', async () => {
    await until(() => button('Try again: desk'))
    button('Try again: desk').click()
    await until(() => text().includes('3 messages read again, 2 events new or put right. Still refused: 1.') && text().includes('no JSON'))
    expect(asked.find(one => one.request === 'POST /v1/replay')!.body).toEqual({ source: 'desk' })
  })
  test('none of a source is said, and another may be chosen', async () => {
    await until(() => text().includes('60 rows were refused'))
    go('/sources/rejects?source=web')
    await until(() => text().includes('No row of “web” was refused.'))
    expect([...root.querySelectorAll('option')].map(one => one.textContent)).toEqual(['All sources', 'desk', 'web'])
  })
})

describe('data quality', () => {
  const rows = [{ source: 'web', value: 90, n: 10, events: 8, repeats: 1, repeat_rate: 10, without_id: 2, without_id_rate: 20, without_time: 1, rejected: 1, rejected_rate: 10 }]
  test('figures, what leads on, and a silent feed with its rule', async () => {
    const days = Array.from({ length: 6 }, (_, i) => ({ period: new Date(Date.parse('2026-02-24') + i * day).toISOString().slice(0, 10), value: 3 }))
    serve({ 'GET /v1/sources': () => ({ json: { sources: [source({}), source({ source: 'new', rows: 0, events: 0, last_event: null })] } }),
      'POST /v1/ask': body => ({ json: (body as unknown as { measure: string }[]).map(one => one.measure === 'quality' ? { rows } : { rows: days }) }) })
    render(<QualityPage />, root)
    await until(() => text().includes('Silent: newest event'))
    expect(text()).toContain('Its longest pause is 1 day.')
    expect(text()).toContain('older than twice the longest pause')
    const hrefs = [...root.querySelectorAll('a')].map(one => one.getAttribute('href'))
    expect(hrefs).toContain('/sources/rejects?source=web')
    expect(hrefs.some(one => one!.startsWith('/people?measure=volume&where=source+%3D+%22web%22'))).toBe(true)
    expect(text()).toContain('no event yet')
    const past = asked.filter(one => one.request === 'POST /v1/ask').map(one => one.body as { measure: string; from?: string }[]).find(one => one[0]!.measure === 'volume')!
    expect(past).toEqual([{ measure: 'volume', over: 'day', where: 'source = "web"', from: '2025-12-01' }])
  })
})

test('an analyst sees what came and what was refused, and nothing to set up', async () => {
  here.value = { account: 'ben', name: '', role: 'analyst', scope: '', home: '', language: '', single_user: false, permissions: ['ask', 'people', 'boards', 'record'] }
  go('/sources')
  serve({ 'GET /v1/status': () => ({ json: { version: '', events: 8, customers: 3, data_until: null } }), 'GET /v1/sources': () => ({ json: { sources: [source({})] } }) })
  render(<SourcesPages />, root)
  await until(() => text().includes('What each source brought'))
  expect([...root.querySelectorAll('nav a')].map(one => one.textContent)).toEqual(['Sources', 'Refused rows', 'Data quality'])
  expect(text()).not.toContain('Connect a source')
  here.value = null
})

test('an address below Sources that is none says so', async () => {
  go('/sources/nowhere')
  serve({})
  render(<SourcesPages />, root)
  await until(() => text().includes('There is no such page'))
})
