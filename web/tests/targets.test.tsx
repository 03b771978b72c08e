// Segments, goals, benchmarks and decisions: what is counted, drawn, ranked and claimed, and what is sent to the server.
import { render } from 'preact'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Definition } from '../src/api'
import type { Point } from '../src/charts/series'
import { openFurther } from '../src/further'
import { openChapter, setLanguage } from '../src/i18n'
import { here, type Me } from '../src/me'
import '../src/pages/more'
import { commas, csvOf } from '../src/pages/targets/benchmark_form'
import { verdictOf } from '../src/pages/targets/decisions'
import { aheadOf } from '../src/pages/targets/goals'
import TargetsPage from '../src/pages/targets/page'
import type { Decision, Goal } from '../src/pages/targets/requests'
import { usesOf } from '../src/pages/targets/segments'
import { forget } from '../src/query'
import { go, query } from '../src/router'

const measure = (id: string, more: Partial<Definition> = {}): Definition => ({ id, title: id, question: '', definition: '', unit: 'points', range: null, better: 'up', shape: 'number',
  least_n: 30, interval: '', inputs: '', source: '', since: '', splits: true, parameters: [], ...more })
const catalogue = { measures: [measure('nps'), measure('csat', { unit: '%' }), measure('process_map', { shape: 'flow' })] }
const status = { version: '1', events: 10, customers: 10, data_until: '2026-10-31T00:00:00Z' }
const columns = [{ name: 'value', role: 'value', unit: 'points' }, { name: 'n', role: 'count', unit: 'count' }]
const answer = (value: number, more = {}) => ({ measure: 'nps', unit: 'points', definition: '', convention: '', as_of: '2026-10-31T00:00:00Z', events: 1, columns, rows: [{ value, n: 40 }], ...more })
const counted = (n: number) => ({ ...answer(0), measure: 'customers', columns: [{ name: 'value', role: 'value', unit: 'customers' }, { name: 'n', role: 'count', unit: 'customers' }], rows: [{ value: n, n }] })
const months = [30, 35, 41].map((value, i) => ({ period: `2026-0${7 + i}`, value, low: value - 5, high: value + 5, n: 50 }))

type Handler = (body: never, url: URL) => { status?: number; json: unknown }
let root: HTMLElement
let asked: { request: string; body: unknown; type: string }[]
let routes: Record<string, Handler>
const problem = (where: string, detail: string, status = 400) => ({ status, json: { title: 'refused', detail, where, status } })
/** As the server answers a list: counts of customers, figures, lines by month. */
const answers = (body: { measure: string; where?: string; over?: string }[]) => body.map(one => one.where === 'bad' ? { error: { title: 'no', detail: 'not a filter', where: 'where, column 1' } }
  : one.measure === 'customers' ? counted(one.where ? one.where.length : 200) : one.over ? answer(0, { columns: [{ name: 'period', role: 'split', unit: '' }, ...columns], rows: months }) : answer(41))

const until = (check: () => unknown) => vi.waitFor(() => { if (!check()) throw new Error(text()) }, { timeout: 5000 })
const text = () => root.textContent ?? ''
const buttons = (words: string) => [...root.querySelectorAll('button')].filter(one => one.textContent === words)
const button = (words: string) => buttons(words)[0]!
const type = (input: HTMLInputElement | HTMLTextAreaElement, value: string) => { input.value = value; input.dispatchEvent(new Event('input', { bubbles: true })) }
const named = (name: string) => root.querySelector<HTMLInputElement>(`dialog [name=${name}]`)!
const save = () => root.querySelector('dialog form[id]')!.dispatchEvent(new SubmitEvent('submit', { bubbles: true, cancelable: true }))
const sent = (request: string) => asked.find(one => one.request === request)
const open = (tab: string) => { go('/targets?tab=' + tab); render(<TargetsPage />, root) }
const menu = async (title: string, item: string) => {
  await until(() => root.querySelector(`[aria-label="What to do with ${title}"]`))
  root.querySelector<HTMLElement>(`[aria-label="What to do with ${title}"]`)!.click()
  await until(() => button(item))
  button(item).click()
}

const me = (...permissions: string[]): Me => ({ account: 'v', name: '', role: 'viewer', scope: '', home: '', language: '', single_user: false, permissions })

beforeEach(async () => {
  asked = []
  forget()
  here.value = null
  routes = { 'GET /v1/measures': () => ({ json: catalogue }), 'GET /v1/status': () => ({ json: status }), 'GET /v1/fields': () => ({ json: { fields: [], properties: [] } }),
    'POST /v1/ask': body => ({ json: answers(body) }) }
  vi.stubGlobal('ResizeObserver', class { observe() {} disconnect() {} })
  HTMLDialogElement.prototype.showModal = function () { this.open = true }
  vi.stubGlobal('fetch', vi.fn(async (address: string, { method = 'GET', body, headers = {} }: { method?: string; body?: string; headers?: Record<string, string> } = {}) => {
    const url = new URL(address, 'http://here')
    const isText = headers['content-type'] === 'text/csv'
    const value = body ? isText ? body : JSON.parse(body) as unknown : undefined
    asked.push({ request: `${method} ${url.pathname}`, body: value, type: url.search })
    const { status = 200, json } = routes[`${method} ${url.pathname}`]?.(value as never, url) ?? { status: 404, json: { title: 'nothing at ' + url.pathname } }
    return new Response(JSON.stringify(json), { status, headers: { 'content-type': 'application/json' } })
  }))
  await Promise.all([openFurther(), ...(['targets', 'boards', 'journey', 'told', 'measures'] as const).map(openChapter)])
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

describe('segments', () => {
  const segment = (name: string, where: string, used_by: string[] = []) => ({ name, title: name.toUpperCase(), about: '', where, owner: '', used_by })
  beforeEach(() => { routes['GET /v1/segments'] = () => ({ json: { segments: [segment('loyal', 'did("purchase") >= 2', ['board "care", tile "t1"', 'board "care", tile "t2"', 'goal "nps"', 'a board of somebody else']), segment('web', 'channel = "web"')] } }) })

  test('two tiles of a board are one use, and a hidden board has no name', () => {
    expect(usesOf(['board "a", tile "x"', 'board "a"', 'segment "b"', 'a board of somebody else'])).toEqual([
      { kind: 'board', name: 'a' }, { kind: 'segment', name: 'b' }, { kind: 'elsewhere', name: '' }])
  })
  test('size, share and uses; all sizes in one request, and a size leads to its people', async () => {
    open('segments')
    await until(() => root.querySelectorAll('[data-size]').length === 2)
    const asks = asked.filter(one => one.request === 'POST /v1/ask')
    expect(asks.length).toBe(1)
    expect(asks[0]!.body).toEqual([{ measure: 'customers' }, { measure: 'customers', where: 'segment("loyal")' }, { measure: 'customers', where: 'segment("web")' }])
    expect(root.querySelector('[data-size]')!.textContent).toBe('16')
    expect(root.querySelector('[data-size]')!.getAttribute('href')).toBe('/people?measure=customers&where=segment%28%22loyal%22%29&column=n')
    expect(text()).toContain('8.0%')
    expect([...root.querySelectorAll('tbody li')].map(one => one.textContent)).toEqual(['Board care', 'Goal nps', 'A board of somebody else '])
    expect(text()).toContain('nowhere yet')
  })
  test('one in use says where and is not removed; one that is not, is', async () => {
    routes['DELETE /v1/segments/web'] = () => ({ json: { removed: 'web' } })
    open('segments')
    await menu('LOYAL', 'Remove')
    await until(() => /“LOYAL” is in use/.test(text()))
    expect(root.querySelector('dialog')!.textContent).toContain('It stays until these 3 places no longer name it:')
    expect(root.querySelectorAll('dialog .primary').length).toBe(0)
    root.querySelector('dialog')!.dispatchEvent(new Event('close'))
    await until(() => !root.querySelector('dialog'))
    await menu('WEB', 'Remove')
    await until(() => root.querySelector('dialog .primary'))
    root.querySelector<HTMLElement>('dialog .primary')!.click()
    await until(() => sent('DELETE /v1/segments/web'))
  })
  test('a link brings a filter, once; it is counted as it is written, and saved under a free name', async () => {
    routes['PUT /v1/segments/loyal-2'] = () => ({ status: 201, json: segment('loyal-2', 'x') })
    go('/targets?tab=segments&new=' + encodeURIComponent('channel = "shop"'))
    render(<TargetsPage />, root)
    await until(() => root.querySelector('dialog [data-count]'))
    expect(query.value.get('new')).toBeNull()
    expect(root.querySelector('dialog [data-count]')!.getAttribute('data-count')).toBe(String('channel = "shop"'.length))
    expect(root.querySelector('dialog [role=status]')!.textContent).toBe('16 customers of 200 (8.0%)')
    const filter = root.querySelector<HTMLInputElement>('dialog form:not([id]) input')!
    type(filter, 'channel = "shops"')
    await until(() => root.querySelector('dialog [data-count="17"]'))
    type(named('title'), 'Loyal')
    await until(() => /segment\("loyal-2"\)/.test(text()))
    filter.dispatchEvent(new Event('blur'))
    await until(() => filter.value === 'channel = "shops"')
    save()
    await until(() => sent('PUT /v1/segments/loyal-2'))
    expect(sent('PUT /v1/segments/loyal-2')!.body).toEqual({ title: 'Loyal', about: '', where: 'channel = "shops"' })
    await until(() => !root.querySelector('dialog'))
  })
  test('what is wrong with the filter stands at it; without one nothing is sent', async () => {
    go('/targets?new=bad')
    render(<TargetsPage />, root)
    await until(() => root.querySelector('dialog [role=alert]'))
    expect(root.querySelector('dialog [role=alert]')!.textContent).toContain('not a filter')
    const filter = root.querySelector<HTMLInputElement>('dialog form:not([id]) input')!
    expect(filter.getAttribute('aria-invalid')).toBe('true')
    buttons('Clear')[0]!.click()
    await until(() => filter.value === '')
    save()
    await until(() => /A filter is needed/.test(text()))
    expect(asked.some(one => one.request.startsWith('PUT'))).toBe(false)
  })
  test('who may only look is offered no changes', async () => {
    here.value = me('ask')
    open('segments')
    await until(() => root.querySelectorAll('[data-size]').length === 2)
    expect(button('New segment')).toBeUndefined()
    expect(root.querySelector('[aria-label^="What to do"]')).toBeNull()
  })
})

describe('goals', () => {
  const goal = (more: Partial<Goal>): Goal => ({ name: 'nps', title: 'NPS of 50', measure: 'nps', parameters: {}, where: '', period: '90d', value: 50, by: '2027-06-30', better: 'up',
    now: { value: 41, low: 35, high: 47, n: 120 }, unit: 'points', as_of: '2026-10-31T00:00:00Z', distance: -9, met: false,
    course: { slope_a_month: 1, on_course_at: '2027-08-01', reason: null }, ...more })
  const points: Point[] = [{ start: Date.UTC(2026, 9, 1), label: '', value: 41, low: null, high: null, n: 1, none: '', whole: true, href: '' }]

  test('where it is going ends at the day of the goal, at most a year on', () => {
    expect(aheadOf(goal({}), points)!.start).toBe(Date.UTC(2027, 5, 30))
    expect(aheadOf(goal({}), points)!.value).toBeCloseTo(41 + 272 / 30.4375, 6)
    expect(aheadOf(goal({ by: '2031-01-01' }), points)!.value).toBeCloseTo(53, 6)
    expect(aheadOf(goal({ by: '' }), points)).toBeUndefined()
    expect(aheadOf(goal({ by: '2026-01-01' }), points)).toBeUndefined()
    expect(aheadOf(goal({ course: { slope_a_month: null, on_course_at: null, reason: 'x' } }), points)).toBeUndefined()
  })
  test('distance, slope and the day on course, and the line with its target', async () => {
    routes['GET /v1/goals'] = () => ({ json: { goals: [goal({})] } })
    open('goals')
    await until(() => root.querySelector('svg[role=img]'))
    expect(text()).toContain('9.0 to go to +50.0')
    expect(text()).toContain('Rises by 1.0 a month. At this pace it gets there in Aug 2027. Too late.')
    expect(root.querySelector('svg text:not(.tick)')!.textContent).toBe('Target +50.0')
    expect(asked.filter(one => one.request === 'POST /v1/ask').at(-1)!.body).toEqual([{ measure: 'nps', over: 'month', from: '2025-10-01' }])
  })
  test('of so few nothing is claimed', async () => {
    routes['GET /v1/goals'] = () => ({ json: { goals: [goal({ now: { value: 60, n: 9 }, distance: 10, met: true })] } })
    open('goals')
    await until(() => /too few to compare/.test(text()))
    expect(text()).not.toContain('reached')
  })
  test('one that cannot be asked says why, and the others stand', async () => {
    routes['GET /v1/goals'] = () => ({ json: { goals: [goal({}), goal({ name: 'b', title: 'Broken', error: { title: 'no', detail: 'there is no segment "x"' } })] } })
    open('goals')
    await until(() => /there is no segment "x"/.test(text()))
    expect(text()).toContain('9.0 to go')
  })
  test('is made with the measure’s title where it has none, and with figures only to choose from', async () => {
    routes['GET /v1/goals'] = () => ({ json: { goals: [] } })
    routes['PUT /v1/goals/customer-satisfaction'] = () => ({ status: 201, json: {} })
    open('goals')
    await until(() => button('New goal'))
    button('New goal').click()
    await until(() => root.querySelector('dialog select'))
    const select = root.querySelector<HTMLSelectElement>('dialog select')!
    expect([...select.options].map(one => one.value)).toEqual(['nps', 'csat'])
    select.value = 'csat'
    select.dispatchEvent(new Event('change', { bubbles: true }))
    type(named('value'), '')
    await until(() => named('title').placeholder === 'Customer satisfaction')
    save()
    await until(() => /A number is needed/.test(text()))
    type(named('value'), '80')
    type(named('by'), '2027-12-31')
    await until(() => /Now: /.test(text()) && named('by').value === '2027-12-31')
    save()
    await until(() => sent('PUT /v1/goals/customer-satisfaction'))
    expect(sent('PUT /v1/goals/customer-satisfaction')!.body).toEqual({ title: 'Customer satisfaction', measure: 'csat', parameters: {}, where: '', period: '90d', value: 80, by: '2027-12-31', better: 'up' })
  })
})

describe('benchmarks', () => {
  const table = { name: 'trade', title: 'Trade', source: 'Trade survey', date: '2026-06-30', rows: [{ measure: 'nps', group: 'A, "B"', value: 45, n: 9 }, { measure: 'csat', group: 'C', value: 70 }] }
  const standing = { benchmark: 'trade', title: 'Trade', measure: 'nps', unit: 'points', better: 'up', own: {}, rank: 2, of: 2, rows: [
    { group: 'A, "B"', own: false, value: 45, rank: 1, n: 9, source: 'Trade survey', date: '2026-06-30' }, { group: '', own: true, value: -9.4, rank: 2, n: 85, source: '', date: '' }] }
  beforeEach(() => {
    routes['GET /v1/benchmarks'] = () => ({ json: { benchmarks: [table] } })
    routes['GET /v1/benchmarks/trade/standing'] = () => ({ json: standing })
  })
  test('a table goes out as it came in, and what a spreadsheet copies becomes commas', () => {
    expect(csvOf(table)).toBe('measure,group,value,n\nnps,"A, ""B""",45,9\ncsat,C,70,\n')
    expect(commas('measure\tgroup\tvalue\r\nnps\tA, B\t4')).toBe('measure,group,value\nnps,"A, B",4')
    expect(commas('measure,group,value\nnps,A\tB,4')).toBe('measure,group,value\nnps,A\tB,4')
  })
  test('own standing with its place, of the period of the page', async () => {
    go('/targets?tab=benchmarks&period=30d')
    render(<TargetsPage />, root)
    await until(() => root.querySelector('[data-own]'))
    expect(text()).toContain('Net Promoter Score: place 2 of 2 (Last 30 days)')
    expect(text()).toContain('Source: Trade survey, Jun 30, 2026')
    expect(root.querySelector('[data-own]')!.textContent).toContain('You\u22129.4')
    expect(sent('GET /v1/benchmarks/trade/standing')!.type).toBe('?measure=nps&period=30d')
  })
  test('pasted as CSV with source and date; what is wrong names its line', async () => {
    let refuse = true
    routes['PUT /v1/benchmarks/sector'] = () => refuse ? problem('line 2: value', 'a number was expected') : { status: 201, json: table }
    open('benchmarks')
    await until(() => button('New benchmark'))
    button('New benchmark').click()
    await until(() => root.querySelector('dialog textarea'))
    type(named('title'), 'Sector')
    type(named('source'), 'A survey')
    type(named('date'), '2026-01-31')
    type(root.querySelector('dialog textarea')!, 'measure\tgroup\tvalue\nnps\tAll\tx\n')
    await until(() => /1 row\./.test(text()))
    save()
    await until(() => /line 2: value: a number was expected/.test(text()))
    refuse = false
    save()
    await until(() => !root.querySelector('dialog'))
    const put = asked.filter(one => one.request === 'PUT /v1/benchmarks/sector').at(-1)!
    expect(put.body).toBe('measure,group,value\nnps,All,x\n')
    expect(put.type).toBe('?title=Sector&source=A+survey&date=2026-01-31')
  })
})

describe('decisions', () => {
  const decision = (more: Partial<Decision>): Decision => ({ name: 'd', title: 'Free returns', at: '2026-05-01', zone: 'UTC', measure: 'nps', parameters: {}, where: '', days: 30,
    before: { value: 20, low: 10, high: 30, n: 100 }, after: { value: 40, low: 30, high: 50, n: 90 }, unit: 'points', difference: 20, difference_low: 6, difference_high: 34, verdict: 'proven', reason: null, ...more })
  const said = (more: Partial<Decision>, better: Definition['better'] = 'up') => verdictOf(decision(more), 'points', better)

  test('the verdict in words: never more than is proven', () => {
    expect(said({})).toBe('Proven better: +20.0 (+6.0 to +34.0)')
    expect(said({}, 'down')).toBe('Proven worse: +20.0 (+6.0 to +34.0)')
    expect(said({}, 'none')).toBe('Proven to have changed: +20.0 (+6.0 to +34.0)')
    expect(said({ difference: -20, difference_low: -34, difference_high: -6 })).toBe('Proven worse: \u221220.0 (\u221234.0 to \u22126.0)')
    expect(said({ verdict: 'not proven', difference_low: -4 })).toBe('No proven change: +20.0 (\u22124.0 to +34.0)')
    expect(said({ verdict: 'too early' })).toBe('Too early: the 30 days after it are not over yet.')
    expect(said({ verdict: 'too few', before: { value: 1, low: null, high: null, n: 4 } })).toBe('Too few to tell: n = 4 before, n = 90 after.')
    expect(said({ verdict: 'not proven', difference: null })).toBe('There is no value to compare yet.')
  })
  test('the newest first, each with both figures and their intervals in words', async () => {
    routes['GET /v1/decisions'] = () => ({ json: { decisions: [decision({}), decision({ name: 'e', title: 'Later', at: '2026-08-01' })] } })
    open('decisions')
    await until(() => root.querySelectorAll('h2').length === 2)
    expect([...root.querySelectorAll('h2')].map(one => one.textContent)).toEqual(['Later', 'Free returns'])
    expect(root.querySelector('svg[role=img]')!.getAttribute('aria-label')).toBe('Before: +20.0, interval +10.0 to +30.0, n = 100; After: +40.0, interval +30.0 to +50.0, n = 90')
  })
  test('is written with its day, its days and its figure', async () => {
    routes['GET /v1/decisions'] = () => ({ json: { decisions: [] } })
    routes['PUT /v1/decisions/free-returns'] = () => ({ status: 201, json: {} })
    open('decisions')
    await until(() => button('New decision'))
    button('New decision').click()
    await until(() => root.querySelector('dialog select'))
    type(named('title'), 'Free returns')
    type(named('at'), '2026-05-01')
    type(named('days'), '60')
    await until(() => named('days').value === '60')
    save()
    await until(() => sent('PUT /v1/decisions/free-returns'))
    expect(sent('PUT /v1/decisions/free-returns')!.body).toMatchObject({ title: 'Free returns', at: '2026-05-01', measure: 'nps', parameters: {}, where: '', days: 60 })
    await until(() => !root.querySelector('dialog'))
  })
})

test('every tab speaks five languages', async () => {
  routes = { ...routes, 'GET /v1/segments': () => ({ json: { segments: [] } }), 'GET /v1/goals': () => ({ json: { goals: [] } }), 'GET /v1/benchmarks': () => ({ json: { benchmarks: [] } }), 'GET /v1/decisions': () => ({ json: { decisions: [] } }) }
  for (const [language, words] of [['nl', 'nog geen segmenten'], ['de', 'noch keine Segmente'], ['ru', 'Сегментов пока нет'], ['zh', '还没有细分']] as const) {
    await setLanguage(language)
    open('segments')
    await until(() => text().includes(words))
  }
})
