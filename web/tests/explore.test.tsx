// Explore: what its address says, what a comparison asks and says, where SQL is wrong, and what the page asks of the server.
import { render } from 'preact'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Question, Status } from '../src/api'
import { openFurther } from '../src/further'
import { openChapter, setLanguage } from '../src/i18n'
import { here } from '../src/me'
import { forget } from '../src/query'
import { peopleHidden } from '../src/question'
import { go, query } from '../src/router'
import '../src/pages/more'
import { alertHref, exploreHref, over, partText, periodOf, readCompared, readPart, readQuestion, readSql, sqlText, type Part } from '../src/pages/explore/address'
import { chanceText, comparisonCommand, differenceInWords, differenceText, questionsOf, spanOf, verdictOf, verdictText, type DifferenceRow } from '../src/pages/explore/comparison'
import { matching } from '../src/pages/explore/measure_search'
import Explore from '../src/pages/explore/page'
import { faultOf, nameOf, offsetOf, tablesOf, valueOf, wordAt } from '../src/pages/explore/sql_text'
import { commandOf } from '../src/pages/ways_to_ask'

const status: Status = { version: '', events: 9, customers: 3, data_until: '2026-05-10T12:00:00Z' }

describe('the address', () => {
  test('a link carries the question, and reads back as the same', () => {
    const question: Question = { measure: 'nps', parameters: { count: ['all'] }, where: 'a = "ü & b"', by: ['channel'], over: 'month', from: '2026-01-01', zone: 'UTC' }
    const params = new URL(exploreHref(question), 'http://x').searchParams
    expect(readQuestion(params.get('q')!)).toEqual({ question, ignored: [] })
  })
  test('one value is a list of one; nothing is nothing', () => {
    expect(readQuestion('{"measure":"x","parameters":{"step":["a","b"],"n":7,"empty":[]},"by":"channel, stage","where":"","over":null}').question)
      .toEqual({ measure: 'x', parameters: { step: ['a', 'b'], n: ['7'] }, by: ['channel', 'stage'] })
  })
  test('what is not understood is named', () => {
    expect(readQuestion('{"measure":"nps","foo":1,"from":7,"parameters":{"a":{"b":1}}}')).toEqual({ question: { measure: 'nps' }, ignored: ['foo', 'from', 'parameters.a'] })
    for (const text of ['', 'nonsense', '[]', 'null', '{"measure":7}', '{}']) expect(readQuestion(text), text).toEqual({ question: null, ignored: ['q'] })
  })
  test('parts of a comparison read back; others are named, and no more than seven are taken', () => {
    const parts: Part[] = [{ kind: 'before' }, { kind: 'year' }, { kind: 'time', from: '2026-01-01', to: '2026-02-01' }, { kind: 'segment', name: 'loyal' }, { kind: 'where', where: 'a = "x:y"' }]
    expect(parts.map(part => readPart(partText(part)))).toEqual(parts)
    const params = new URLSearchParams([...Array.from({ length: 9 }, (_, i) => ['vs', 'segment:s' + i] as [string, string]), ['vs', 'time:soon'], ['base', 'before']])
    const read = readCompared(params)
    expect(read.parts).toHaveLength(7)
    expect(read.ignored).toEqual(['vs=time:soon'])
    expect([read.base.kind, read.chosen]).toEqual(['rest', null])
    expect(readCompared(new URLSearchParams('vs=before')).base).toEqual({ kind: 'all' })
    expect(readCompared(new URLSearchParams('vs=segment:a&base=all')).base).toEqual({ kind: 'all' })
  })
  test('a statement stands in the address without control characters, and reads back', () => {
    const sql = "select '\\n',\n\tx\r\nfrom y"
    expect(sqlText(sql)).not.toMatch(/\p{Cc}/u)
    expect(readSql(sqlText(sql)!)).toBe(sql.replace('\r', ''))
    expect(sqlText('ж'.repeat(1001))).toBeNull()
  })
  test('usual periods are known by their beginning', () => {
    expect(periodOf({ measure: 'x' }, status.data_until)).toBe('all')
    expect(periodOf(over('90d', { measure: 'x', to: '2020-01-01' }, status.data_until), status.data_until)).toBe('90d')
    expect(periodOf({ measure: 'x', from: '2026-03-03' }, status.data_until)).toBe('own')
    expect(periodOf({ ...over('90d', { measure: 'x' }, status.data_until), to: '2026-05-01' }, status.data_until)).toBe('own')
  })
  test('an alert asks without times and splits', () => {
    expect(alertHref({ measure: 'nps', by: ['channel'], over: 'week', from: '2026-01-01', where: 'a = 1' }))
      .toBe('/alerts?new=' + encodeURIComponent('{"measure":"nps","where":"a = 1"}'))
  })
})

describe('a comparison', () => {
  const name = (part: Part) => partText(part)
  const asked = (question: Question, base: Part, parts: Part[]) => questionsOf(question, base, parts, status, name)!
  test('segments and filters narrow the filter of the question', () => {
    expect(asked({ measure: 'nps', where: 'a = 1', over: 'week', from: '2026-01-01' }, { kind: 'segment', name: 'young' }, [{ kind: 'where', where: 'b = 2 or c = 3' }]))
      .toEqual({ names: ['segment:young', 'where:b = 2 or c = 3'], questions: [
        { measure: 'nps', from: '2026-01-01', where: '(a = 1) and (segment("young"))' }, { measure: 'nps', from: '2026-01-01', where: '(a = 1) and (b = 2 or c = 3)' }] })
  })
  test('all others are in none of the parts', () => {
    expect(asked({ measure: 'nps' }, { kind: 'rest' }, [{ kind: 'segment', name: 'a' }, { kind: 'where', where: 'b = 1' }]).questions[0])
      .toEqual({ measure: 'nps', where: 'not ((segment("a")) or (b = 1))' })
  })
  test('other times keep the base', () => {
    expect(asked({ measure: 'nps', from: '2026-04-11' }, { kind: 'where', where: 'a = 1' }, [{ kind: 'before' }, { kind: 'year' }, { kind: 'time', from: '2025-01-01', to: '2025-02-01' }]).questions.slice(1))
      .toEqual([{ measure: 'nps', from: '2026-03-12', to: '2026-04-11', where: 'a = 1' }, { measure: 'nps', from: '2025-04-11', to: '2025-05-11', where: 'a = 1' },
        { measure: 'nps', from: '2025-01-01', to: '2025-02-01', where: 'a = 1' }])
  })
  test('the time before is as long; months are as far into their last one as boards count them', () => {
    const span = (kind: 'before' | 'year', from: string, to?: string) => spanOf(kind, { measure: 'x', from, ...to ? { to } : {} }, status.data_until)
    expect(span('before', '2026-05-04')).toEqual({ from: '2026-04-27', to: '2026-05-04' })
    expect(span('before', '2025-05-01')).toEqual({ from: '2024-04-01', to: '2025-04-11' })
    expect(span('before', '2026-03-01', '2026-05-01')).toEqual({ from: '2026-01-01', to: '2026-03-01' })
    expect(span('year', '2024-02-29', '2024-03-01')).toEqual({ from: '2023-02-28', to: '2023-03-01' })
    expect(spanOf('before', { measure: 'x' }, status.data_until)).toBeNull()
    expect(questionsOf({ measure: 'x' }, { kind: 'all' }, [{ kind: 'before' }], status, name)).toBeNull()
  })
  test('the same in the terminal, where it can say it', () => {
    const question: Question = { measure: 'nps', by: ['channel'], from: '2026-04-11' }
    expect(comparisonCommand(asked(question, { kind: 'all' }, [{ kind: 'segment', name: 'a' }])))
      .toBe(`sojourn compare nps --by channel --from 2026-04-11 --with 'segment("a")'`)
    expect(comparisonCommand(asked(question, { kind: 'all' }, [{ kind: 'before' }])))
      .toBe('sojourn compare nps --by channel --period 2026-04-11.. --period 2026-03-12..2026-04-11')
    expect(comparisonCommand(asked(question, { kind: 'all' }, [{ kind: 'before' }, { kind: 'segment', name: 'a' }]))).toBeNull()
    expect(commandOf(question)).toBe('sojourn ask nps --by channel --from 2026-04-11')
  })
  test('a verdict in plain words, and what is good of it', async () => {
    await openChapter('explore')
    const row = (difference: number | null, proven: boolean | null, question = 1): DifferenceRow => ({ question, name: '', difference, proven, reason: proven === null ? 'too few' : null })
    expect([row(3, true), row(-3, true), row(3, false), row(3, null), row(null, null), row(0, null, 0)].map(verdictOf))
      .toEqual(['higher', 'lower', 'unclear', 'unjudged', 'unjudged', null])
    expect(verdictText(row(3, true), 'up')).toBe('clearly higher, which is better')
    expect(verdictText(row(3, true), 'down')).toBe('clearly higher, which is worse')
    expect(verdictText(row(-3, true), 'none')).toBe('clearly lower')
    expect(verdictText(row(3, false), 'up')).toBe('no clear difference')
    expect(verdictText(row(3, null), 'up')).toBe('too few')
  })
  test('differences of shares are points of a hundred', async () => {
    await openChapter('explore')
    expect([differenceInWords(-3.25, '%'), differenceText(-3.25, '%')]).toEqual(['−3.3 percentage points', '−3.3'])
    expect(differenceText(12, 'points')).toBe('+12.0')
    expect(differenceText(-7200, 's')).toBe('−2 hr')
    expect([chanceText(0.0004), chanceText(0.0416)]).toEqual(['< 0.001', '0.042'])
  })
})

describe('the search of measures', () => {
  const all = [{ id: 'nps', title: 'Net Promoter Score', about: 'Would they recommend us?' }, { id: 'order_value', title: 'Order value', about: 'What is one order worth?' },
    { id: 'referrals', title: 'Referrals', about: 'Who recommends us to others, and does an order follow?' }]
  test('every word counts, names before what is said of them', () => {
    expect(matching(all, 'order').map(one => one.id)).toEqual(['order_value', 'referrals'])
    expect(matching(all, 'RECOMMEND us').map(one => one.id)).toEqual(['nps', 'referrals'])
    expect(matching(all, 'order nps')).toEqual([])
    expect(matching(all, ' ')).toHaveLength(3)
  })
})

describe('SQL', () => {
  const problem = (detail: string) => ({ title: 'Bad Request', detail })
  test('an error has its line and column', () => {
    const sql = 'select\n  chanel from events'
    expect(faultOf(problem('Binder Error: no "chanel"!\nCandidates: "channel"\n\nLINE 2:   chanel from events\n          ^'), sql))
      .toEqual({ text: 'Binder Error: no "chanel"!\nCandidates: "channel"', place: { line: 2, column: 3 } })
    expect(faultOf(problem('write one SELECT'), sql)).toEqual({ text: 'write one SELECT', place: null })
    expect(offsetOf(sql, { line: 2, column: 3 })).toBe(9)
    expect(wordAt(sql, 9)).toBe(6)
    expect(wordAt('a , b', 2)).toBe(1)
  })
  test('of a long line only a part is quoted', () => {
    const sql = 'select 1 as first_of_many_columns, 2 as second_of_many_columns, 3 as third_of_many_columns, nothing from events where channel = 1'
    const part = sql.slice(60, 120)
    const caret = ' '.repeat('LINE 1: ...'.length + sql.indexOf('nothing') - 60) + '^'
    expect(faultOf(problem(`Binder Error: x\n\nLINE 1: ...${part}...\n${caret}`), sql).place).toEqual({ line: 1, column: sql.indexOf('nothing') + 1 })
  })
  test('numbers go into a CSV as numbers where that loses nothing', () => {
    const number = { name: 'a', type: 'DECIMAL(25,4)' }
    expect([valueOf('-12.5000', number), valueOf('12345678901234567890', number), valueOf(null, number), valueOf('-1', { name: 'b', type: 'VARCHAR' })])
      .toEqual([-12.5, '12345678901234567890', null, '-1'])
  })
  test('tables with what is asked of first, names as SQL takes them', () => {
    expect(tablesOf({ columns: [], cut: false, rows: [['a', 'x', 'INTEGER'], ['events', 'time', 'TIMESTAMP'], ['events', 'order', 'VARCHAR']] }))
      .toEqual([{ name: 'events', columns: [{ name: 'time', type: 'TIMESTAMP' }, { name: 'order', type: 'VARCHAR' }] }, { name: 'a', columns: [{ name: 'x', type: 'INTEGER' }] }])
    expect([nameOf('channel'), nameOf('order'), nameOf('Odd "name"')]).toEqual(['channel', '"order"', '"Odd ""name"""'])
  })
})

/** As long as it takes, also on a busy machine. */
vi.setConfig({ testTimeout: 60_000 })
const soon = (check: () => unknown) => vi.waitFor(check, { timeout: 20_000 })
const root = document.createElement('div')
const json = (body: unknown, code = 200) => new Response(JSON.stringify(body), { status: code, headers: { 'content-type': code < 300 ? 'application/json' : 'application/problem+json' } })
const columns = [{ name: 'value', role: 'value', unit: 'points' }, { name: 'low', role: 'low', unit: 'points' }, { name: 'high', role: 'high', unit: 'points' }, { name: 'n', role: 'count', unit: '' }]
const answer = { measure: 'nps', unit: 'points', definition: '', convention: '', as_of: '2026-05-01T00:00:00Z', events: 9, columns, rows: [{ value: 42, low: 40, high: 44, n: 200 }] }
const definition = (id: string, title: string) => ({ id, title, question: 'What of ' + id + '?', definition: 'How it is counted.', unit: 'points', range: null, better: 'up', shape: 'number', least_n: 0,
  interval: '', inputs: '', source: '', since: '', splits: true, parameters: [{ name: 'count', type: 'choice', choices: ['last', 'all'], default: 'last' }] })
const board = { name: 'care', title: 'Care', about: '', home: '', where: '', period: '90d', over: '', roles: [], owner: '', version: 3, changed_at: null, built_in: false,
  tiles: [{ id: 't1', kind: 'text', title: '', x: 0, y: 0, w: 12, h: 2, text: 'x' }] }
const me = { account: null, role: 'owner', permissions: ['ask', 'people', 'boards', 'record'], home: '', single_user: true }
const row = (question: number, more: object) => ({ question, value: 40, low: 38, high: 42, n: 150, difference: null, difference_low: null, difference_high: null, p: null, p_adjusted: null, proven: null, reason: null, ...more })

describe('the page', () => {
  let asked: { method: string; url: string; body: any; headers: Record<string, string> }[]
  let replies: Record<string, (body: any) => Response | Promise<Response>>
  const page = async (path: string, until: string) => {
    go(path)
    render(<Explore />, root)
    await soon(() => expect(root.textContent).toContain(until))
  }
  const named = (name: string, within: ParentNode = root) => [...within.querySelectorAll<HTMLElement>('button,a')].find(one => (one.getAttribute('aria-label') ?? one.textContent)?.startsWith(name))!
  const field = <T extends HTMLElement>(name: string) => root.querySelector<T>(`[name="${name}"]`)!
  const choose = (name: string, value: string) => {
    const select = field<HTMLSelectElement>(name)
    select.value = value
    select.dispatchEvent(new Event('change', { bubbles: true }))
  }
  const question = () => JSON.parse(query.value.get('q') ?? 'null') as Question | null
  const link = (value: object, more = '') => `/explore?q=${encodeURIComponent(JSON.stringify(value))}${more}`
  beforeEach(async () => {
    await Promise.all([openFurther(), ...(['explore', 'boards', 'journey', 'told'] as const).map(openChapter)])
    document.body.append(root)
    forget()
    here.value = me as never
    asked = []
    replies = {}
    vi.stubGlobal('fetch', async (url: string, init: RequestInit = {}) => {
      const body = init.body ? JSON.parse(String(init.body)) : undefined
      asked.push({ method: init.method ?? 'GET', url, body, headers: init.headers as Record<string, string> })
      const own = replies[`${init.method ?? 'GET'} ${url}`]
      if (own) return own(body)
      if (url === '/v1/me') return json(me)
      if (url === '/v1/measures') return json({ measures: [definition('nps', 'Net Promoter Score'), definition('csat', 'Customer satisfaction')] })
      if (url === '/v1/fields') return json({ fields: [{ name: 'channel', type: 'term', about: '' }], properties: [] })
      if (url === '/v1/status') return json(status)
      if (url === '/v1/segments') return json({ segments: [{ name: 'loyal', title: 'Loyal ones', about: '', where: 'x = 1' }] })
      if (url === '/v1/boards') return json({ boards: [{ ...board, tiles: 1 }, { ...board, name: 'service', built_in: true }] })
      if (url === '/v1/boards/care') return json(board)
      if (url === '/v1/compare') return json({ measure: 'nps', unit: 'points', better: 'up', as_of: '2026-05-01T00:00:00Z', definition: '', columns: [{ name: 'question', unit: '' }], rows: [], none: null })
      return json([answer])
    })
  })
  afterEach(async () => {
    render(null, root)
    root.remove()
    vi.unstubAllGlobals()
    here.value = null
    peopleHidden.value = false
    await setLanguage('en')
  })

  test('asks the question of the address, and says it in the terminal, over HTTP and as a link', async () => {
    await page(link({ measure: 'nps', where: 'a = 1', from: '2026-01-05', to: '2026-02-01' }), '+42.0')
    expect(asked.find(one => one.url === '/v1/ask')!.body).toEqual([{ measure: 'nps', where: 'a = 1', from: '2026-01-05', to: '2026-02-01' }])
    const shown = [...root.querySelectorAll<HTMLInputElement>('input[readonly]')].map(one => one.value)
    expect(shown[0]).toBe(`sojourn ask nps --where 'a = 1' --from 2026-01-05 --to 2026-02-01`)
    expect(shown[1]).toContain('/v1/ask')
    expect(new URL(shown[2]!).searchParams.get('q')).toBe('{"measure":"nps","where":"a = 1","from":"2026-01-05","to":"2026-02-01"}')
    expect(root.querySelector('[data-value]')!.getAttribute('href')).toContain('/people?measure=nps&where=a+%3D+1')
    expect(root.textContent).toContain('+40.0 to +44.0')
  })
  test('begins with the period and the filter of the page before', async () => {
    await page('/explore?period=90d&where=a%3D1', '+42.0')
    expect(asked.find(one => one.url === '/v1/ask')!.body).toEqual([{ measure: 'nps', where: 'a=1', from: '2026-02-10' }])
  })
  test('a period in the address is in place of the dates of the question', async () => {
    await page(link({ measure: 'nps', from: '2020-01-01' }, '&period=7d'), '+42.0')
    expect(asked.find(one => one.url === '/v1/ask')!.body).toEqual([{ measure: 'nps', from: '2026-05-04' }])
  })
  test('every choice goes into the address', async () => {
    await page(link({ measure: 'nps' }), '+42.0')
    choose('p.count', 'all')
    await soon(() => expect(question()?.parameters).toEqual({ count: ['all'] }))
    choose('by0', 'channel')
    await soon(() => expect(question()?.by).toEqual(['channel']))
    choose('range', '30d')
    await soon(() => expect(question()?.from).toBe('2026-04-11'))
    expect(query.value.get('period')).toBe('30d')
    choose('draw', 'table')
    await soon(() => expect(query.value.get('draw')).toBe('table'))
    await soon(() => expect(root.querySelector('main table, table')).not.toBeNull())
  })
  test('another measure by keys; what it does not know is left behind', async () => {
    await page(link({ measure: 'nps', where: 'a = 1', parameters: { count: ['all'], odd: ['x'] } }), '+42.0')
    const search = root.querySelector<HTMLInputElement>('[role=combobox]')!
    const key = (name: string) => search.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true }))
    key('ArrowDown')
    await soon(() => expect(root.querySelectorAll('[role=option]')).toHaveLength(2))
    search.value = 'satis'
    search.dispatchEvent(new Event('input', { bubbles: true }))
    await soon(() => expect(root.querySelectorAll('[role=option]')).toHaveLength(1))
    expect(search.getAttribute('aria-activedescendant')).toBe(root.querySelector('[role=option]')!.id)
    key('Enter')
    await soon(() => expect(question()).toEqual({ measure: 'csat', where: 'a = 1', parameters: { count: ['all'] } }))
  })
  test('a broken link is said, and nothing is blank', async () => {
    await page('/explore?q=broken&vs=odd', 'Not understood in this link, and left out: q, vs=odd')
    await soon(() => expect(root.textContent).toContain('+42.0'))
    await page(link({ measure: 'gone' }), 'There is no such measure')
  })
  test('a refused filter is told at the filter', async () => {
    replies['POST /v1/ask'] = () => json([{ error: { title: 'Bad Request', detail: 'no such field', where: 'where, column 3' } }])
    await page(link({ measure: 'nps', where: 'x y' }), 'no such field')
    expect(root.querySelector('[aria-invalid]')).not.toBeNull()
  })
  test('an undefined answer has its reason', async () => {
    replies['POST /v1/ask'] = () => json([{ ...answer, rows: [], none: 'no survey answers' }])
    await page(link({ measure: 'nps' }), 'no survey answers')
  })
  test('a wish that does not fit is said', async () => {
    await page(link({ measure: 'nps' }, '&draw=line'), 'cannot be drawn as “A line over time”')
  })
  test('a comparison is asked, said in words, drawn and listed; numbers lead to people', async () => {
    replies['POST /v1/compare'] = ({ names }) => json({ measure: 'nps', unit: 'points', better: 'up', as_of: '2026-05-01T00:00:00Z', definition: '', shared: { 1: 4, 2: null }, none: null, notes: [],
      columns: ['question', 'name', 'value', 'n'].map(name => ({ name, unit: '' })), rows: [row(0, { name: names[0] }),
        row(1, { name: names[1], difference: -12, difference_low: -18, difference_high: -6, p: 0.0001, p_adjusted: 0.0002, proven: true }),
        row(2, { name: names[2], n: 12, difference: 3, reason: 'n is below 30' })] })
    await page(link({ measure: 'nps', from: '2026-04-11' }, '&vs=segment:loyal&vs=before&base=rest'), 'clearly lower, which is worse')
    expect(asked.find(one => one.url === '/v1/compare')!.body).toEqual({ names: ['All others', 'Loyal ones', expect.stringContaining('The time before (')], questions: [
      { measure: 'nps', from: '2026-04-11', where: 'not ((segment("loyal")))' }, { measure: 'nps', from: '2026-04-11', where: 'segment("loyal")' },
      { measure: 'nps', from: '2026-03-12', to: '2026-04-11', where: 'not ((segment("loyal")))' }] })
    expect(root.textContent).toContain('−12.0 (−18.0 to −6.0; p < 0.001)')
    expect(root.textContent).toContain('n is below 30')
    expect(root.textContent).toContain('Customers who stand both in “All others” and in “Loyal ones”: 4')
    const bars = [...root.querySelectorAll<HTMLAnchorElement>('[aria-label="Differences: Net Promoter Score"] a')]
    expect(bars).toHaveLength(2)
    expect(bars[0]!.getAttribute('href')).toContain('where=segment%28%22loyal%22%29')
    go(query.value.toString() ? `/explore?${query.value}&compared=table` : '')
    await soon(() => expect(root.querySelectorAll('[aria-label=Compare] tbody tr')).toHaveLength(3))
  })
  test('of many rows the clear ones are counted, and each reason is told once', async () => {
    const of = (stage: string, question: number, more: object) => ({ stage, ...row(question, more) })
    replies['POST /v1/compare'] = () => json({ measure: 'nps', unit: 'points', better: 'up', as_of: '2026-05-01T00:00:00Z', definition: '', shared: {}, none: null, notes: [],
      columns: ['stage', 'question', 'name'].map(name => ({ name, unit: '' })), rows: [of('buy', 0, {}), of('buy', 1, { difference: 9, proven: true }), of('enjoy', 0, {}), of('enjoy', 1, { difference: 1, proven: false }),
        of('bond', 1, { reason: 'the base has no such row' }), of('advocate', 1, { reason: 'the base has no such row' })] })
    await page(link({ measure: 'nps', by: ['stage'] }, '&vs=segment:loyal'), 'Clear differences: 1 of 2')
    expect(root.textContent!.match(/Loyal ones: the base has no such row/g)).toHaveLength(1)
    const bars = [...root.querySelectorAll<HTMLAnchorElement>('[aria-label="Differences: Net Promoter Score"] a')]
    expect(bars.map(one => one.querySelector('span')!.textContent)).toEqual(['Buy · Loyal ones', 'Enjoy · Loyal ones', 'Bond · Loyal ones', 'Advocate · Loyal ones'])
    expect(bars[0]!.getAttribute('href')).toContain('k.stage=buy')
  })
  test('parts of a comparison are added and taken away', async () => {
    await page(link({ measure: 'nps', from: '2026-04-11' }), '+42.0')
    await soon(() => expect(field('kind').textContent).toContain('Loyal ones'))
    choose('kind', 'segment:loyal')
    await soon(() => expect(field<HTMLSelectElement>('kind').value).toBe('segment:loyal'))
    named('Add').closest('form')!.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }))
    await soon(() => expect(query.value.getAll('vs')).toEqual(['segment:loyal']))
    await soon(() => expect(field<HTMLSelectElement>('base').value).toBe('rest'))
    choose('base', 'all')
    await soon(() => expect(query.value.get('base')).toBe('all'))
    named('Remove: Loyal ones').click()
    await soon(() => expect(query.value.getAll('vs')).toEqual([]))
    expect(query.value.get('base')).toBeNull()
  })
  test('a refused part of a comparison is told by its name', async () => {
    replies['POST /v1/compare'] = () => json({ title: 'Bad Request', status: 400, detail: 'no such field', where: 'questions[1]: where, column 3' }, 400)
    await page(link({ measure: 'nps' }, '&vs=where:x%20y'), 'no such field')
    expect(root.textContent).toContain('x y, where, column 3: no such field')
  })
  test('all time has no time before it', async () => {
    await page(link({ measure: 'nps' }, '&vs=before'), 'All time has no time before it')
    expect(asked.some(one => one.url === '/v1/compare')).toBe(false)
  })
  test('becomes a tile below those that are there, as the version that was read', async () => {
    replies['PUT /v1/boards/care'] = body => json({ ...board, ...body, version: 4 })
    await page(link({ measure: 'nps', by: ['channel'], from: '2026-04-11', where: 'a = 1' }, '&draw=bars&vs=before'), 'Save as a tile')
    named('Save as a tile').click()
    await soon(() => expect(field('board')).not.toBeNull())
    await soon(() => expect([...field<HTMLSelectElement>('board').options].map(one => one.value)).toEqual(['care', '']))
    field('board').closest('form')!.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }))
    await soon(() => expect(root.querySelector('a[href="/boards/care"]')).not.toBeNull())
    const sent = asked.find(one => one.method === 'PUT')!
    expect(sent.headers['if-match']).toBe('"3"')
    expect(sent.body.tiles[1]).toEqual({ id: 't2', kind: 'measure', title: '', x: 0, y: 2, w: 4, h: 4, drawing: 'bars', compare: 'before', question: { measure: 'nps', by: ['channel'], where: 'a = 1' } })
  })
  test('becomes a segment under a free name, and is asked about', async () => {
    replies['PUT /v1/segments/loyal-2'] = body => json(body, 201)
    replies['GET /v1/segments/loyal-2/size'] = () => json({ customers: 7, of: 20 })
    await page(link({ measure: 'nps', where: 'a = 1' }), 'Save as a segment')
    named('Save as a segment').click()
    await soon(() => expect(field('title')).not.toBeNull())
    field<HTMLInputElement>('title').value = 'Loyal'
    field('title').closest('form')!.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }))
    await soon(() => expect(root.textContent).toContain('Customers in it: 7 of 20'))
    expect(asked.find(one => one.method === 'PUT')!.body).toEqual({ name: 'loyal-2', title: 'Loyal', about: '', where: 'a = 1' })
    named('Ask about this segment').click()
    await soon(() => expect(question()?.where).toBe('segment("loyal-2")'))
  })
  test('who may not make boards has nothing to keep; who may not read the record has no SQL', async () => {
    here.value = { ...me, permissions: ['ask'] } as never
    peopleHidden.value = true
    await page(link({ measure: 'nps' }, '&tab=sql'), '+42.0')
    expect(named('Save as a tile')).toBeUndefined()
    expect(root.querySelector('textarea')).toBeNull()
    expect(root.querySelector('a[href^="/people"]')).toBeNull()
    expect([...root.querySelectorAll('a')].some(one => one.textContent === 'SQL')).toBe(false)
  })

  describe('SQL', () => {
    const table = { columns: [{ name: 'channel', type: 'VARCHAR' }, { name: 'n', type: 'BIGINT' }], rows: [['web', '7'], [null, '2']], cut: true }
    const area = () => root.querySelector<HTMLTextAreaElement>('textarea')!
    const runByKeys = () => area().dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', ctrlKey: true, bubbles: true, cancelable: true }))
    beforeEach(() => {
      sessionStorage.clear()
      replies['POST /v1/sql'] = ({ sql }: { sql: string }) => sql.includes('information_schema') ? json({ ...table, cut: false, rows: [['events', 'channel', 'VARCHAR']] })
        : sql.includes('wrong') ? json({ title: 'Bad Request', status: 400, detail: 'Parser Error: near "wrong"\n\nLINE 2: wrong\n        ^' }, 400) : json(table)
    })
    test('runs with Ctrl and Enter, says rows and time, and stands in the address; a link does not run by itself', async () => {
      await page('/explore?tab=sql&sql=select%201', 'Write one SELECT')
      await soon(() => expect(area().value).toBe('select 1'))
      expect(asked.some(one => one.url === '/v1/sql' && one.body.sql === 'select 1')).toBe(false)
      runByKeys()
      await soon(() => expect(root.textContent).toMatch(/2 rows · [\d.]+ sec · there are more than 1,000/))
      expect(asked.find(one => one.body?.sql === 'select 1')!.body).toEqual({ sql: 'select 1', limit: 1000 })
      expect(query.value.get('sql')).toBe('select 1')
      expect([...root.querySelectorAll('tbody tr')].map(one => one.textContent)).toEqual(['web7', 'null2'])
    })
    test('an error is marked at its place, and the way there is a button', async () => {
      await page('/explore?tab=sql&sql=' + encodeURIComponent(sqlText('select\nwrong x')!), 'Write one SELECT')
      await soon(() => expect(area()).not.toBeNull())
      runByKeys()
      await soon(() => expect(root.textContent).toContain('Line 2, column 1'))
      expect(root.querySelector('mark')!.textContent).toBe('wrong')
      expect(area().getAttribute('aria-invalid')).toBe('true')
      named('Line 2, column 1').click()
      expect([area().selectionStart, area().selectionEnd]).toEqual([7, 12])
    })
    test('names of the schema go into the text', async () => {
      await page('/explore?tab=sql&sql=select%20', 'channel')
      area().setSelectionRange(7, 7)
      named('channel: put it into the text').click()
      await soon(() => expect(area().value).toBe('select channel'))
    })
    test('what takes long can be cancelled, on the server as well', async () => {
      let stopped = false
      const before = globalThis.fetch
      vi.stubGlobal('fetch', (url: string, init: RequestInit = {}) => String(init.body).includes('slow') ? new Promise((_, reject) =>
        init.signal!.addEventListener('abort', () => { stopped = true; reject(new Error('aborted')) })) : before(url, init))
      await page('/explore?tab=sql&sql=slow', 'Write one SELECT')
      runByKeys()
      await soon(() => expect(named('Cancel')).toBeTruthy())
      named('Cancel').click()
      await soon(() => expect(root.textContent).toContain('Cancelled.'))
      expect(stopped).toBe(true)
    })
  })
})
