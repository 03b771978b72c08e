// Own boards: where tiles stand, what their texts are, how a figure stands, and what the pages ask of the server.
import { render } from 'preact'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { openFurther } from '../src/further'
import { openChapter, setLanguage } from '../src/i18n'
import { changes } from '../src/live'
import { forget } from '../src/query'
import { peopleHidden, questionParams, questionOf as questionIn } from '../src/question'
import { go, patched } from '../src/router'
import '../src/pages/more'
import { freeId, freeName, nameOf, questionOf, readBoard, type Board, type Definition, type MeasureTile } from '../src/pages/boards/board'
import { withMeasure, withoutTile, withText } from '../src/pages/boards/editing'
import { arranged, columns, compacted, freePlace, inOrder, overlap, sized, stepped, type Direction, type Place } from '../src/pages/boards/layout'
import BoardsPage from '../src/pages/boards/page'
import { readingOf } from '../src/pages/boards/requests'
import { changeOf, distanceOf, npsBand } from '../src/pages/boards/standing'
import { blocksOf, safeHref, spansOf } from '../src/pages/boards/text_blocks'
import { wished } from '../src/pages/drawing_of'

const at = (id: string, x: number, y: number, w = 4, h = 2): Place => ({ id, x, y, w, h })
const told = (places: readonly Place[]) => Object.fromEntries(places.map(({ id, x, y }) => [id, [x, y]]))
const overlaps = (places: readonly Place[]) => places.some((a, i) => places.some((b, j) => i < j && overlap(a, b)))

describe('layout', () => {
  const row = [at('a', 0, 0), at('b', 4, 0), at('c', 8, 0)]
  test('what was there goes down', () => {
    expect(told(arranged(row, 'a', { x: 4 }))).toEqual({ a: [4, 0], b: [4, 2], c: [8, 0] })
    expect(told(arranged(row, 'b', { w: 8 }))).toEqual({ a: [0, 0], b: [4, 0], c: [8, 2] })
  })
  test('everything rises as far as it can', () => {
    expect(told(compacted([at('a', 0, 3), at('b', 0, 9), at('c', 4, 7)]))).toEqual({ a: [0, 0], b: [0, 2], c: [4, 0] })
    expect(told(arranged([at('a', 0, 0), at('b', 0, 2)], 'a', { x: 8 }))).toEqual({ a: [8, 0], b: [0, 0] })
  })
  test('a step up or down is past the next tile, and back again', () => {
    const column = [at('a', 0, 0), at('b', 0, 2, 4, 3), at('c', 0, 5)]
    const down = stepped(column, 'a', 'down')
    expect(told(down)).toEqual({ b: [0, 0], a: [0, 3], c: [0, 5] })
    expect(told(stepped(down, 'a', 'up'))).toEqual(told(column))
    expect(told(stepped(column, 'c', 'down'))).toEqual(told(column))
  })
  test('nothing leaves the grid', () => {
    expect(told(stepped(row, 'a', 'left'))).toEqual(told(row))
    expect(sized(row, 'c', 'right').find(one => one.id === 'c')!.w).toBe(4)
    expect(arranged(row, 'a', { w: 99, h: 99 }).find(one => one.id === 'a')).toMatchObject({ x: 0, w: 12, h: 12 })
  })
  test('a new tile takes the highest free place', () => {
    expect(freePlace(row.slice(0, 2), 4, 2)).toEqual({ x: 8, y: 0 })
    expect(freePlace(row, 6, 2)).toEqual({ x: 0, y: 2 })
    expect(freePlace([], 4, 4)).toEqual({ x: 0, y: 0 })
  })
  test('no two tiles ever overlap, and none is lost, over thousands of random moves', () => {
    let seed = 7
    const random = (below: number) => { seed = (seed * 1103515245 + 12345) & 0x7fffffff; return (seed >> 8) % below }
    const directions: Direction[] = ['left', 'right', 'up', 'down']
    let places: Place[] = compacted(Array.from({ length: 24 }, (_, i) => at('t' + i, random(9), random(40), 1 + random(4), 1 + random(4))))
    for (let i = 0; i < 4000; ++i) {
      const id = 't' + random(24)
      const direction = directions[random(4)]!
      places = random(3) === 0 ? arranged(places, id, { x: random(12), y: random(30) })
        : random(2) ? stepped(places, id, direction) : sized(places, id, direction)
      expect(overlaps(places)).toBe(false)
      expect(places.every(one => one.x >= 0 && one.y >= 0 && one.w >= 1 && one.h >= 1 && one.x + one.w <= columns && Number.isInteger(one.y))).toBe(true)
    }
    expect(new Set(places.map(one => one.id)).size).toBe(24)
    expect(told(compacted(places))).toEqual(told(places))
  })
  test('they are read row by row', () => {
    expect(inOrder([at('c', 0, 2), at('b', 4, 0), at('a', 0, 0)]).map(one => one.id)).toEqual(['a', 'b', 'c'])
  })
})

describe('texts', () => {
  test('paragraphs, headings and lists', () => {
    expect(blocksOf('# Top\nfirst\nline\n\nsecond\n- one\n- two\nafter')).toEqual([
      { kind: 'heading', spans: [{ text: 'Top' }] }, { kind: 'paragraph', spans: [{ text: 'first\nline' }] },
      { kind: 'paragraph', spans: [{ text: 'second' }] }, { kind: 'list', items: [[{ text: 'one' }], [{ text: 'two' }]] },
      { kind: 'paragraph', spans: [{ text: 'after' }] }])
  })
  test('bold and links; markup is text', () => {
    expect(spansOf('a **b** [c](https://example.com/x) <i>d</i>')).toEqual([{ text: 'a ' }, { text: 'b', bold: true }, { text: ' ' },
      { text: 'c', href: 'https://example.com/x' }, { text: ' <i>d</i>' }])
  })
  test('only addresses of pages and letters are links', () => {
    expect(safeHref('/journey?x=1')).toBe('/journey?x=1')
    expect(safeHref('mailto:a@example.com')).toBe('mailto:a@example.com')
    for (const bad of ['javascript:alert(1)', ' JavaScript:alert(1)', 'data:text/html,x', '//example.com', '/\\example.com', 'x y']) expect(safeHref(bad), bad).toBe('')
    expect(spansOf('[x](javascript:alert)')).toEqual([{ text: '[x](javascript:alert)' }])
  })
})

describe('how a figure stands', () => {
  test('a change is told only when its interval leaves out zero', () => {
    expect(changeOf({ value: 30, low: 27, high: 33 }, { value: 20, low: 17, high: 23 })).toEqual({ from: 20, by: 10, sign: 'up' })
    expect(changeOf({ value: 24, low: 21, high: 27 }, { value: 20, low: 17, high: 23 })?.sign).toBe('unclear')
    expect(changeOf({ value: 10, low: 8, high: 12 }, { value: 20, low: 17, high: 23 })?.sign).toBe('down')
    expect(changeOf({ value: 5 }, { value: 3 })).toEqual({ from: 3, by: 2, sign: 'unknown' })
    expect(changeOf({ value: 5 }, {})).toBeNull()
  })
  test('a target is met on its good side', () => {
    expect(distanceOf(42, 50, 'up')).toEqual({ by: -8, met: false })
    expect(distanceOf(42, 50, 'down')).toEqual({ by: -8, met: true })
    expect(distanceOf(50, 50, 'up').met).toBe(true)
    expect(distanceOf(42, 50, 'none').met).toBeNull()
  })
  test('above 0 is good, above 50 excellent', () => {
    expect([-1, 0, 0.1, 50, 50.1].map(npsBand)).toEqual(['weak', 'weak', 'good', 'good', 'excellent'])
  })
  test('a drawing that does not fit gives way to the one that does', () => {
    const columns = [{ name: 'channel', role: 'split', unit: '' }, { name: 'value', role: 'value', unit: '' }] as const
    expect(wished('table', [...columns], 'number')).toBe('table')
    expect(wished('line', [...columns], 'number')).toBe('bars')
    expect(wished('line', [{ name: 'period', role: 'split', unit: '' }, columns[1]], 'number')).toBe('time')
    expect(wished('bars', [columns[1]], 'number')).toBe('figure')
  })
})

const measure = (id: string, question: MeasureTile['question'], more: Partial<MeasureTile> = {}): MeasureTile =>
  ({ id, kind: 'measure', title: '', x: 0, y: 0, w: 4, h: 2, drawing: 'auto', question, compare: '', ...more })
const care: Board = { name: 'care', title: 'Care', about: 'About care', home: '', where: 'channel = "web"', period: '90d', over: '', roles: [], owner: '', version: 3,
  changed_at: '2026-05-01T10:00:00Z', built_in: false,
  tiles: [measure('t1', { measure: 'nps' }, { target: 50, compare: 'before' }), { id: 't2', kind: 'text', title: '', x: 4, y: 0, w: 4, h: 2, text: '# Why\n\n<img src=x onerror=alert(1)> **so**' }] }
const status = { version: '', events: 9, customers: 3, data_until: '2026-05-01T00:00:00Z' }

describe('a board', () => {
  test('a parameter with one value comes as a text and is a list here', () => {
    const raw = { ...care, tiles: [measure('t1', { measure: 'x', parameters: { show: 'a', step: ['b', 'c'] } as unknown as Record<string, string[]> })] }
    expect((readBoard(raw).tiles[0] as MeasureTile).question.parameters).toEqual({ show: ['a'], step: ['b', 'c'] })
  })
  test('what is not saved is asked as the server would', () => {
    expect(questionOf(measure('t', { measure: 'nps', where: 'a = 1' }, { drawing: 'line' }), care, status, true, true))
      .toEqual({ measure: 'nps', where: '(a = 1) and (channel = "web")', over: 'week', from: '2026-02-01' })
    expect(questionOf(measure('t', { measure: 'nps', from: '2026-04-01' }), { ...care, where: '' }, status, true, true)).toEqual({ measure: 'nps', from: '2026-04-01' })
    expect(questionOf(measure('t', { measure: 'quality' }), care, status, false, false)).toEqual({ measure: 'quality' })
  })
  test('the form of the measure page writes into a value', () => {
    const question = { measure: 'nps', where: 'a = 1', by: ['channel'] }
    expect(questionIn(patched(questionParams(question), { by: 'stage', over: 'week', 'p.count': 'all' }), 'nps'))
      .toEqual({ measure: 'nps', where: 'a = 1', by: ['stage'], over: 'week', parameters: { count: ['all'] } })
  })
  test('names are free and made of what an address takes', () => {
    expect([nameOf('Care & Co.'), nameOf('Überblick'), nameOf('看板')]).toEqual(['care-co', 'uberblick', 'board'])
    expect(freeName('care', ['care', 'care-2'])).toBe('care-3')
    expect(freeId(care.tiles)).toBe('t3')
  })
  test('tiles are added without overlapping, and what is left rises', () => {
    let board: Definition = care
    for (let i = 0; i < 5; ++i) ({ board } = i % 2 ? withText(board, 'x') : withMeasure(board, 'nps'))
    expect(board.tiles).toHaveLength(7)
    expect(overlaps(board.tiles)).toBe(false)
    expect(withoutTile(board, 't1').tiles.some(one => one.x === 0 && one.y === 0)).toBe(true)
  })
  test('the reader’s choice goes along, nothing else does', () => {
    expect(readingOf(new URLSearchParams('edit=1&period=30d&where=a%3D1&zone='))).toBe('?period=30d&where=a%3D1')
    expect(readingOf(new URLSearchParams())).toBe('')
  })
})

const root = document.createElement('div')
const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status, headers: { 'content-type': status < 300 ? 'application/json' : 'application/problem+json' } })
const columnsOf = [{ name: 'value', role: 'value', unit: 'points' }, { name: 'low', role: 'low', unit: 'points' }, { name: 'high', role: 'high', unit: 'points' }, { name: 'n', role: 'count', unit: '' }]
const answer = (value: number) => ({ measure: 'nps', unit: 'points', definition: '', convention: '', as_of: '2026-05-01T00:00:00Z', events: 9, columns: columnsOf,
  rows: [{ value, low: value - 2, high: value + 2, n: 200 }] })
const me = { account: null, role: 'owner', permissions: ['ask', 'people', 'boards'], home: '', single_user: true }
const definition = { id: 'nps', title: 'Net Promoter Score', question: '', definition: '', unit: 'points', range: null, better: 'up', shape: 'number', least_n: 0, interval: '',
  inputs: '', source: '', since: '', splits: true, parameters: [] }

describe('the page', () => {
  let asked: { method: string; url: string; body: string; headers: Record<string, string> }[]
  let put: () => Response
  const page = async (path: string, until: string) => {
    go(path)
    render(<BoardsPage />, root)
    await vi.waitFor(() => expect(root.textContent).toContain(until))
  }
  beforeEach(async () => {
    await Promise.all([openFurther(), openChapter('boards'), openChapter('journey'), openChapter('told')])
    document.body.append(root)
    forget()
    asked = []
    put = () => json({ ...care, version: 4 })
    vi.stubGlobal('fetch', async (url: string, init: RequestInit = {}) => {
      const path = url.split('?')[0]
      asked.push({ method: init.method ?? 'GET', url, body: String(init.body ?? ''), headers: init.headers as Record<string, string> })
      if (init.method === 'PUT') return put()
      if (path === '/v1/me') return json(me)
      if (path === '/v1/measures') return json({ measures: [definition] })
      if (path === '/v1/fields') return json({ fields: [], properties: [] })
      if (path === '/v1/status') return json(status)
      if (path === '/v1/boards') return json({ boards: [{ ...care, tiles: 2 }, { ...care, name: 'service', title: 'Service', home: 'service', built_in: true, tiles: 9 }] })
      if (path === '/v1/boards/care') return json(care)
      if (path === '/v1/boards/care/answers') return json({ board: 3, answers: [{ tile: 't1', question: { measure: 'nps', from: '2026-02-01', zone: 'UTC' }, answer: answer(42), compared: answer(20) }] })
      return json([answer(42)])
    })
  })
  afterEach(async () => {
    render(null, root)
    root.remove()
    vi.unstubAllGlobals()
    peopleHidden.value = false
    await setLanguage('en')
  })
  const button = (name: string) => [...root.querySelectorAll<HTMLElement>('button,a')].find(one => (one.getAttribute('aria-label') ?? one.textContent) === name)!

  test('a tile says its figure, its band, its change and its distance, and text stays text', async () => {
    await page('/boards/care?where=a%3D1', 'good (above 0)')
    const text = root.textContent
    expect(text).toContain('+22.0')
    expect(text).toContain('against +20.0 in the time before')
    expect(text).toContain('Target +50.0: 8.0 below it')
    expect(text).toContain('<img src=x onerror=alert(1)>')
    expect(root.querySelector('img')).toBeNull()
    expect(asked.some(one => one.url === '/v1/boards/care/answers?where=a%3D1')).toBe(true)
    expect(root.querySelector('[data-value]')?.getAttribute('href')).toMatch(/^\/people\?measure=nps/)
  })
  test('a change of the record is seen without a word', async () => {
    await page('/boards/care', '+42.0')
    const before = globalThis.fetch
    vi.stubGlobal('fetch', async (url: string, init?: RequestInit) => url.includes('/answers')
      ? json({ board: 3, answers: [{ tile: 't1', question: { measure: 'nps', zone: 'UTC' }, answer: answer(61) }] }) : before(url, init))
    changes.value++
    await vi.waitFor(() => expect(root.textContent).toContain('excellent (above 50)'))
    expect(root.textContent).toContain('Nothing to compare with in the time before')
  })
  test('who may not see people gets numbers without links', async () => {
    const before = globalThis.fetch
    vi.stubGlobal('fetch', async (url: string, init?: RequestInit) => url === '/v1/me' ? json({ ...me, role: 'viewer', permissions: ['ask'] }) : before(url, init))
    await page('/boards/care', 'good (above 0)')
    expect(root.querySelector('a[href^="/people"]')).toBeNull()
    expect(button('Edit')).toBeUndefined()
  })
  test('the list tells homes from one’s own', async () => {
    await page('/boards', 'built in')
    expect([...root.querySelectorAll('tbody th a')].map(one => one.textContent)).toEqual(['Care', 'Service'])
  })
  test('a tile is moved by key, said, undone, and saved as the version that was read', async () => {
    await page('/boards/care?edit=1', 'Add a tile')
    await vi.waitFor(() => expect(button('Move: Net Promoter Score')).toBeTruthy())
    button('Move: Net Promoter Score').dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true, cancelable: true }))
    await vi.waitFor(() => expect(root.querySelector('[role=status]')?.textContent).toBe('Net Promoter Score: column 2, row 1; 4 wide, 2 high'))
    button('Undo').click()
    await vi.waitFor(() => expect(root.textContent).toContain('Saved'))
    button('Move: Net Promoter Score').dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true, cancelable: true }))
    await vi.waitFor(() => expect(root.textContent).toContain('Not saved yet'))
    button('Save').click()
    await vi.waitFor(() => expect(asked.find(one => one.method === 'PUT')).toBeTruthy())
    const sent = asked.find(one => one.method === 'PUT')!
    expect(sent.headers['if-match']).toBe('"3"')
    expect(JSON.parse(sent.body)).toMatchObject({ name: 'care', tiles: expect.arrayContaining([expect.objectContaining({ id: 't1', x: 1, y: 0 })]) })
    expect(JSON.parse(sent.body)).not.toHaveProperty('version')
  })
  test('a board that somebody else saved is not overwritten', async () => {
    put = () => json({ title: 'Conflict', status: 409, code: 'conflict', board: { ...care, title: 'Theirs', version: 9 } }, 409)
    await page('/boards/care?edit=1', 'Add a tile')
    button('Add text').click()
    await vi.waitFor(() => expect(root.textContent).toContain('Not saved yet'))
    button('Save').click()
    await vi.waitFor(() => expect(root.textContent).toContain('Somebody else saved this board meanwhile'))
    button('Take theirs').click()
    await vi.waitFor(() => expect(root.querySelector('h1')?.textContent).toBe('Theirs'))
    expect(root.textContent).toContain('Saved')
  })
})
