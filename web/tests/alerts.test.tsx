// Alerts and reports: which come first, what they say, how often one would have fired, who was told, and what is sent to the server.
import { render } from 'preact'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Definition } from '../src/api'
import { openFurther } from '../src/further'
import { openChapter, setLanguage, t } from '../src/i18n'
import { here } from '../src/me'
import '../src/pages/more'
import '../src/pages/reports/words'
import { outcomeText, stretches } from '../src/pages/alerts/history'
import { sentenceOf } from '../src/pages/alerts/list'
import AlertsPage from '../src/pages/alerts/page'
import { inOrder, questionIn, type Alert, type AlertDefinition, type Entry } from '../src/pages/alerts/requests'
import BoardsPage from '../src/pages/boards/page'
import { weekdayName } from '../src/pages/reports/form'
import { whenOf } from '../src/pages/reports/page'
import type { Report } from '../src/pages/reports/requests'
import { forget } from '../src/query'
import { go, query } from '../src/router'

const measure = (id: string, more: Partial<Definition> = {}): Definition => ({ id, title: id, question: '', definition: '', unit: 'points', range: null, better: 'up', shape: 'number',
  least_n: 30, interval: '', inputs: '', source: '', since: '', splits: true, parameters: [], ...more })
const alert = (more: Partial<Alert> = {}): Alert => ({ name: 'care', title: 'Score drops', enabled: true, question: { measure: 'nps' }, period: '30d', when: 'below', value: 30, by: 0, least_n: 30,
  mail: ['care@example.com'], webhook: false, owner: '', state: 'firing', since: '2026-10-01T10:00:00Z', now: { value: 24, low: 12, high: 36, n: 88 }, reason: '', snoozed_until: null, ...more })
const series = [41, 29, 28, 33].map((value, i) => ({ from: `2026-09-0${1 + i}`, to: `2026-10-0${1 + i}`, value, low: value - 5, high: value + 5, n: 80, fires: value < 30 }))

type Handler = (body: never) => { status?: number; json: unknown }
let root: HTMLElement
let asked: { request: string; body: unknown }[]
let routes: Record<string, Handler>
const confirm = vi.fn(() => true)  // This document has none.
const until = (check: () => unknown) => vi.waitFor(() => { if (!check()) throw new Error(text()) }, { timeout: 3000 })
const text = () => root.textContent ?? ''
const button = (words: string) => [...root.querySelectorAll('button')].find(one => one.textContent === words)!
const type = (input: HTMLInputElement, value: string) => { input.value = value; input.dispatchEvent(new Event('input', { bubbles: true })) }
const choose = (select: HTMLSelectElement, value: string) => { select.value = value; select.dispatchEvent(new Event('change', { bubbles: true })) }
const named = (name: string) => root.querySelector<HTMLInputElement>(`[name=${name}]`)!
const sent = (request: string) => asked.filter(one => one.request === request)
const submit = (form: Element) => form.dispatchEvent(new SubmitEvent('submit', { bubbles: true, cancelable: true }))
const menu = async (title: string, item: string) => {
  await until(() => root.querySelector(`[aria-label="What to do with ${title}"]`))
  root.querySelector<HTMLElement>(`[aria-label="What to do with ${title}"]`)!.click()
  await until(() => button(item))
  button(item).click()
}

beforeEach(async () => {
  asked = []
  confirm.mockReset().mockReturnValue(true)
  window.confirm = confirm
  forget()
  here.value = null
  routes = { 'GET /v1/measures': () => ({ json: { measures: [measure('nps'), measure('ces', { better: 'down', least_n: 50 })] } }), 'GET /v1/fields': () => ({ json: { fields: [], properties: [] } }),
    'GET /v1/alerts': () => ({ json: { alerts: [alert({ name: 'calm', title: 'Calm', state: 'quiet' }), alert()], firing: 1 } }),
    'POST /v1/alerts/try': () => ({ json: { fired: 1, unit: 'points', series } }) }
  vi.stubGlobal('ResizeObserver', class { observe() {} disconnect() {} })
  HTMLDialogElement.prototype.showModal = function () { this.open = true }
  vi.stubGlobal('fetch', vi.fn(async (address: string, { method = 'GET', body, signal }: { method?: string; body?: string; signal?: AbortSignal } = {}) => {
    const path = new URL(address, 'http://here').pathname
    const value = body ? JSON.parse(body) as unknown : undefined
    asked.push({ request: `${method} ${path}`, body: value })
    if (signal?.aborted) throw new DOMException('', 'AbortError')
    const { status = 200, json } = routes[`${method} ${path}`]?.(value as never) ?? { status: 404, json: { title: 'nothing at ' + path } }
    return new Response(JSON.stringify(json), { status, headers: { 'content-type': 'application/json' } })
  }))
  await Promise.all([openFurther(), ...(['alerts', 'targets', 'boards', 'journey', 'told', 'measures'] as const).map(openChapter)])
  root = document.createElement('div')
  document.body.append(root)
})
afterEach(async () => {
  render(null, root)
  root.remove()
  vi.unstubAllGlobals()
  confirm.mockReturnValue(true)
  go('/')
  await setLanguage('en')
})

describe('what is said', () => {
  test('a question of a link loses its split and its time; what is none is none', () => {
    expect(questionIn('{"measure":"nps","parameters":{"count":"all"},"where":"a = 1","by":["x"],"over":"month","from":"2026-01-01"}')).toEqual({ measure: 'nps', parameters: { count: ['all'] }, where: 'a = 1' })
    for (const text of ['', '{', '{"by":["x"]}', 'null', '3']) expect(questionIn(text), text).toBeNull()
  })
  test('an alert in a sentence', () => {
    const say = (more: Partial<AlertDefinition>) => sentenceOf(alert(more as Partial<Alert>), measure('nps'))
    expect(say({})).toBe('Net Promoter Score of the last 30 days is below 30.0')
    expect(say({ when: 'above', period: '7d' })).toBe('Net Promoter Score of the last 7 days is above 30.0')
    expect(say({ when: 'falls', value: null })).toBe('Net Promoter Score of the last 30 days has fallen, proven against the 30 days before')
    expect(say({ when: 'rises', value: null, by: 5 })).toBe('Net Promoter Score of the last 30 days has risen by 5.0 or more, proven against the 30 days before')
  })
  test('those that fire come first, then those that nobody can judge', () => {
    expect(inOrder([alert({ name: 'a', state: 'off' }), alert({ name: 'b', state: 'quiet' }), alert({ name: 'c', state: 'no_data' }), alert({ name: 'd', state: 'firing' }), alert({ name: 'e', state: 'trouble' })]).map(one => one.name).join('')).toBe('decba')
  })
  test('stretches of the strip: cut to the window, without gaps after the first change', () => {
    const entry = (at: string, state: Entry['state']): Entry => ({ at, state, value: 1, n: 1, told: [], outcome: '' })
    const day = (n: number) => Date.UTC(2026, 0, n)
    expect(stretches([entry('2026-01-06T00:00:00Z', 'quiet'), entry('2026-01-01T00:00:00Z', 'quiet'), entry('2026-01-04T00:00:00Z', 'firing')], day(3), day(8))).toEqual([
      { state: 'quiet', from: day(3), to: day(4) }, { state: 'firing', from: day(4), to: day(6) }, { state: 'quiet', from: day(6), to: day(8) }])
    expect(stretches([], day(1), day(2))).toEqual([])
  })
  test('what came of it', async () => {
    expect(outcomeText('failed: no such host')).toBe('failed: no such host')
    await setLanguage('nl')
    expect(['sent', 'waiting', 'failed: x', ''].map(outcomeText)).toEqual(['verzonden', 'wacht', 'mislukt: x', ''])
  })
})

describe('the list', () => {
  const open = () => { go('/alerts'); render(<AlertsPage />, root) }
  test('firing first, with figure, interval and whom it tells', async () => {
    open()
    await until(() => root.querySelectorAll('li[data-state]').length === 2)
    expect([...root.querySelectorAll('h2')].map(one => one.textContent)).toEqual(['Score drops', 'Calm'])
    expect(root.querySelector('p[role=status]')!.textContent).toBe('1 alert fires')
    expect(root.querySelector('[data-value]')!.textContent).toBe('+24.0')
    expect(text()).toContain('95% interval +12.0 to +36.0 · n\u00a0=\u00a088')
    expect(text()).toContain('tells care@example.com')
  })
  test('snoozed for a day, woken, turned off: only that is changed', async () => {
    routes['POST /v1/alerts/care/snooze'] = () => ({ json: {} })
    routes['PUT /v1/alerts/calm'] = () => ({ json: {} })
    open()
    await menu('Score drops', 'Snooze for a day')
    await until(() => sent('POST /v1/alerts/care/snooze').length === 1)
    const until1 = Date.parse((sent('POST /v1/alerts/care/snooze')[0]!.body as { until: string }).until)
    expect(Math.abs(until1 - Date.now() - 86_400_000)).toBeLessThan(60_000)
    routes['GET /v1/alerts'] = () => ({ json: { alerts: [alert({ state: 'snoozed', snoozed_until: '2026-12-01T00:00:00Z' }), alert({ name: 'calm', title: 'Calm', state: 'quiet' })] } })
    render(null, root)
    forget()
    open()
    await menu('Score drops', 'End the snooze')
    await until(() => sent('POST /v1/alerts/care/snooze').length === 2)
    expect(sent('POST /v1/alerts/care/snooze')[1]!.body).toEqual({ until: null })
    await menu('Calm', 'Turn off')
    await until(() => sent('PUT /v1/alerts/calm').length === 1)
    expect(sent('PUT /v1/alerts/calm')[0]!.body).toEqual({ title: 'Calm', enabled: false, question: { measure: 'nps' }, period: '30d', when: 'below', value: 30, by: 0, least_n: 30, mail: ['care@example.com'], webhook: false })
  })
  test('the history is asked for when it is opened, and says who was told and what came of it', async () => {
    routes['GET /v1/alerts/care/history'] = () => ({ json: { entries: [{ at: new Date(Date.now() - 9e8).toISOString(), state: 'firing', value: 24, n: 88, told: ['care@example.com', 'webhook'], outcome: 'failed: the server said no' },
      { at: new Date(Date.now() - 8e8).toISOString(), state: 'quiet', value: null, n: null, told: [], outcome: '' }] } })
    open()
    await until(() => root.querySelector('details'))
    expect(sent('GET /v1/alerts/care/history')).toEqual([])
    const details = root.querySelector('details')!
    details.open = true
    details.dispatchEvent(new Event('toggle'))
    await until(() => root.querySelector('details table'))
    expect(root.querySelector('details [role=img]')!.getAttribute('aria-label')).toBe('Fired 1 time in the last 90 days')
    expect(root.querySelector('details table')!.textContent).toMatch(/care@example.com, the webhook ?failed: the server said no/)
    expect(root.querySelector('details tbody tr')!.textContent).toMatch(/Quietnobody$/)
  })
  test('a measure that is watched no more may be removed', async () => {
    routes['DELETE /v1/alerts/care'] = () => ({ json: {} })
    open()
    await menu('Score drops', 'Remove')
    await until(() => root.querySelector('dialog .primary'))
    root.querySelector<HTMLElement>('dialog .primary')!.click()
    await until(() => sent('DELETE /v1/alerts/care').length === 1)
  })
})

describe('the editor', () => {
  const selects = () => [...root.querySelectorAll('select')]
  test('begins with the question of a link, tries it, draws the threshold, and says how often it would have fired', async () => {
    go('/alerts?new=' + encodeURIComponent('{"measure":"nps","where":"channel = \\"web\\""}'))
    render(<AlertsPage />, root)
    await until(() => root.querySelector('[data-fired="1"]'))
    expect(sent('POST /v1/alerts/try')[0]!.body).toMatchObject({ question: { measure: 'nps', where: 'channel = "web"' }, when: 'falls', value: null, by: 0, least_n: 30, period: '30d' })
    expect(text()).toContain('Would have fired 1 time in 90 days')
    expect(root.querySelectorAll('[data-began]').length).toBe(1)
    expect(root.querySelector('svg text:not(.tick)')).toBeNull()
    choose(selects().find(one => one.value === 'falls')!, 'below')
    await until(() => /Give a threshold/.test(text()))
    type(named('value'), '30')
    await until(() => root.querySelector('svg text:not(.tick)')?.textContent === 'fires below 30.0')
    await until(() => (sent('POST /v1/alerts/try').at(-1)!.body as AlertDefinition).value === 30)
  })
  test('a measure that is better low begins with rises, and with its own least n', async () => {
    go('/alerts?new=' + encodeURIComponent('{"measure":"ces"}'))
    render(<AlertsPage />, root)
    await until(() => sent('POST /v1/alerts/try').length === 1)
    expect(sent('POST /v1/alerts/try')[0]!.body).toMatchObject({ when: 'rises', least_n: 50 })
  })
  test('an address that is no question says so, and the form is there', async () => {
    go('/alerts?new=%7Bx')
    render(<AlertsPage />, root)
    await until(() => /could not be read/.test(text()) && root.querySelector('form button.primary'))
  })
  test('what the server refuses stands at its field; what it takes closes the form', async () => {
    let refuse = true
    routes['PUT /v1/alerts/web-score'] = () => refuse ? { status: 400, json: { title: 'no', detail: 'is no address', where: 'mail[1]', status: 400 } } : { status: 201, json: alert() }
    go('/alerts?new=' + encodeURIComponent('{"measure":"nps"}'))
    render(<AlertsPage />, root)
    await until(() => root.querySelector('form button.primary'))
    type(named('mail'), 'a@example.com, b')
    type(named('title'), 'Web score')
    await until(() => named('title').value === 'Web score')
    submit(root.querySelector('form[id]')!)
    await until(() => named('mail').getAttribute('aria-invalid') === 'true')
    expect(sent('PUT /v1/alerts/web-score')[0]!.body).toMatchObject({ title: 'Web score', mail: ['a@example.com', 'b'] })
    refuse = false
    submit(root.querySelector('form[id]')!)
    await until(() => query.value.get('new') === null && root.querySelectorAll('li[data-state]').length === 2)
  })
  test('a filter that cannot be read is marked at its column while it is tried', async () => {
    routes['POST /v1/alerts/try'] = () => ({ status: 400, json: { title: 'no', detail: 'a value was expected', where: 'question.where: column 3', status: 400 } })
    go('/alerts?new=' + encodeURIComponent('{"measure":"nps","where":"a = "}'))
    render(<AlertsPage />, root)
    await until(() => root.querySelector('mark')?.textContent === '=')
  })
  test('one that is there is changed under its own name; one that is not is said to be missing', async () => {
    routes['PUT /v1/alerts/care'] = () => ({ json: alert() })
    go('/alerts?edit=care')
    render(<AlertsPage />, root)
    await until(() => named('value')?.value === '30')
    type(named('value'), '25')
    await until(() => named('value').value === '25')
    submit(root.querySelector('form[id]')!)
    await until(() => sent('PUT /v1/alerts/care').length === 1)
    expect(sent('PUT /v1/alerts/care')[0]!.body).toMatchObject({ value: 25, title: 'Score drops', mail: ['care@example.com'] })
    await until(() => query.value.get('edit') === null)
    go('/alerts?edit=gone')
    await until(() => /There is no alert “gone”/.test(text()))
  })
  test('leaving what is not saved asks first', async () => {
    confirm.mockReturnValue(false)
    go('/alerts?edit=care')
    render(<AlertsPage />, root)
    await until(() => named('value')?.value === '30')
    go('/alerts')
    expect(confirm).not.toHaveBeenCalled()
    go('/alerts?edit=care')
    await until(() => named('value')?.value === '30')
    type(named('value'), '20')
    await until(() => named('value').value === '20')
    await until(() => { go('/'); return confirm.mock.calls.length > 0 })
    expect(query.value.get('edit')).toBe('care')
  })
})

describe('reports', () => {
  const report = (more: Partial<Report> = {}): Report => ({ name: 'care', title: '', board: 'care', to: ['a@example.com'], every: 'week', at: '07:00', zone: 'UTC', weekday: 'tue', day: 1, format: ['xlsx'], language: 'de', enabled: true,
    last: { at: '2026-11-16T07:00:00Z', outcome: 'failed: 550 no such user' }, ...more })
  const brief = { name: 'care', title: 'Care', about: '', home: '', where: '', period: '90d', over: '', roles: [], owner: '', version: 1, changed_at: null, built_in: false, tiles: 1 }
  beforeEach(() => {
    routes['GET /v1/boards'] = () => ({ json: { boards: [brief] } })
    routes['GET /v1/reports'] = () => ({ json: { reports: [report()] } })
  })
  const open = async () => {
    go('/boards/reports')
    render(<BoardsPage />, root)
    await until(() => root.querySelector('[data-report]'))
  }
  test('when, in the order of the words of each language', async () => {
    expect(whenOf(report())).toBe('Every week on Tuesday at 07:00 (UTC)')
    expect(whenOf(report({ every: 'month', day: 31 }))).toBe('Every month on day 31 at 07:00 (UTC)')
    await setLanguage('de')
    expect(whenOf(report())).toBe('Wöchentlich am Dienstag um 07:00 (UTC)')
    expect(['mon', 'sun'].map(weekdayName)).toEqual(['Montag', 'Sonntag'])
  })
  test('to whom, in which language, and what came of the last sending', async () => {
    await open()
    await until(() => /Care/.test(text()))
    expect(text()).toContain('a@example.com')
    expect(text()).toContain('Deutsch')
    expect(root.querySelector('[data-outcome]')!.textContent).toMatch(/failed: 550 no such user$/)
    expect(root.querySelector('[data-outcome]')!.className).toBe('warn')
  })
  test('sent now, turned off, removed', async () => {
    routes['POST /v1/reports/care/send'] = () => ({ json: { sent: ['a@example.com'], failed: [{ to: 'b@example.com', reason: '550' }] } })
    routes['PUT /v1/reports/care'] = () => ({ json: {} })
    routes['DELETE /v1/reports/care'] = () => ({ json: {} })
    await open()
    button('Send now').click()
    await until(() => /Care: sent to a@example.com Care: not sent to b@example.com: 550/.test(text()))
    expect(sent('POST /v1/reports/care/send').length).toBe(1)
    await until(() => !root.querySelector<HTMLInputElement>('[role=switch]')!.disabled)
    root.querySelector<HTMLInputElement>('[role=switch]')!.dispatchEvent(new Event('change', { bubbles: true }))
    await until(() => sent('PUT /v1/reports/care').length === 1)
    expect(sent('PUT /v1/reports/care')[0]!.body).toEqual({ title: '', board: 'care', to: ['a@example.com'], every: 'week', at: '07:00', zone: 'UTC', weekday: 'tue', day: 1, format: ['xlsx'], language: 'de', enabled: false })
    // The switch takes the focus back, which closes a menu.
    await until(() => document.activeElement?.getAttribute('role') === 'switch')
    await menu('Care', 'Remove')
    await until(() => root.querySelector('dialog .primary'))
    root.querySelector<HTMLElement>('dialog .primary')!.click()
    await until(() => sent('DELETE /v1/reports/care').length === 1)
  })
  test('a new one asks for the day that its rhythm needs, and goes out under a free name', async () => {
    routes['PUT /v1/reports/care-2'] = () => ({ status: 201, json: {} })
    await open()
    await until(() => !button('New report').disabled)
    button('New report').click()
    await until(() => named('weekday'))
    type(named('to'), 'a@example.com; b@example.com')
    choose(root.querySelector<HTMLSelectElement>('[name=every]')!, 'month')
    await until(() => named('day'))
    expect(named('weekday')).toBeNull()
    type(named('day'), '15')
    root.querySelectorAll<HTMLInputElement>('dialog [type=checkbox]')[0]!.click()
    await until(() => named('day').value === '15' && named('to').value.endsWith('b@example.com'))
    submit(root.querySelector('dialog form')!)
    await until(() => sent('PUT /v1/reports/care-2').length === 1)
    expect(sent('PUT /v1/reports/care-2')[0]!.body).toMatchObject({ board: 'care', to: ['a@example.com', 'b@example.com'], every: 'month', day: 15, format: [], language: 'en', enabled: true })
    await until(() => !root.querySelector('dialog'))
  })
  test('no board may take the address of this list', () => expect(t('boards.reports')).toBe('Reports by mail'))
})
