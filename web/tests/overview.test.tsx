// What the overview chooses to say, and what a tile's table leaves out.
import { render } from 'preact'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Answer, Column } from '../src/api'
import { beforeOf, fromOf } from '../src/period'
import { withCopy } from '../src/pages/boards/add_to'
import { emptyBoard, type Board, type MeasureTile } from '../src/pages/boards/board'
import { Clash } from '../src/pages/boards/clash'
import { fitting, FittingTable } from '../src/pages/boards/fitting_table'
import { goalOf, othersOf, type Benchmark, type Goal } from '../src/pages/overview/around'
import type { Query } from '../src/query'
import { openChapter, chapters } from '../src/i18n'
import english from '../src/locales/en/boards.json'

const ready = <T,>(value: T): Query<T> => ({ state: 'ready', value, stale: false })
let root: HTMLElement
beforeEach(() => { root = document.createElement('div'); document.body.append(root) })
afterEach(() => { render(null, root); root.remove() })

describe('targets and what others reach', () => {
  const goal = (name: string, more: Partial<Goal> = {}): Goal => ({ name, measure: 'nps', parameters: {}, where: '', period: '90d', value: 50, by: '', better: 'up', ...more })
  test('the goal that is due first, of the measure as it is', () => {
    const goals = ready([goal('any'), goal('late', { by: '2030-01-01' }), goal('soon', { by: '2027-01-01' }), goal('web', { where: 'channel = "web"', by: '2026-01-01' }),
      goal('csat', { measure: 'csat', by: '2025-01-01' })])
    expect(goalOf(goals, 'nps')?.name).toBe('soon')
    expect(goalOf(goals, 'ces')).toBeUndefined()
    expect(goalOf({ state: 'waiting', cancel: () => {} }, 'nps')).toBeUndefined()
  })
  test('the newest table, its best two first; of less-is-better the least', () => {
    const table = (name: string, date: string, ...values: number[]): Benchmark =>
      ({ name, source: name, date, rows: values.map((value, i) => ({ measure: 'nps', group: 'g' + i, value })) })
    const tables = ready([table('old', '2020-01-01', 99), table('new', '2026-01-01', 10, 30, 20)])
    expect(othersOf(tables, 'nps', 'up')?.rows.map(row => row.value)).toEqual([30, 20])
    expect(othersOf(tables, 'nps', 'down')?.rows.map(row => row.value)).toEqual([10, 20])
    expect(othersOf(tables, 'csat', 'up')).toBeUndefined()
  })
})

describe('the time before', () => {
  const until = '2026-03-31T12:00:00Z'
  test('days end where the period begins', () => {
    expect(fromOf('30d', until)).toBe('2026-03-02')
    expect(beforeOf('30d', until)).toEqual({ from: '2026-01-31', to: '2026-03-02' })
  })
  test('months reach as far into their last one', () => {
    expect(beforeOf('12m', until)).toEqual({ from: '2024-02-01', to: '2025-03-01' })
    expect(beforeOf('24m', '2026-02-28T00:00:00Z')).toEqual({ from: '2022-01-01', to: '2024-01-29' })
  })
  test('all time has none', () => {
    expect(beforeOf('all', until)).toBeNull()
    expect(beforeOf('30d', null)).toBeNull()
  })
})

describe('a table in a tile', () => {
  const columns = (text: string): Column[] => text.split(' ').map(name => ({ name: name.slice(0, -1), unit: '',
    role: ({ '!': 'key', '=': 'value', '-': 'low', '+': 'high', '#': 'count', '.': 'detail' } as const)[name.at(-1)!]! }))
  const all = columns('stage! value= low- high+ n# customers# median. mean.')
  const names = (room: number) => fitting(all, all.map(() => 100), room).map(column => column.name).join(' ')
  test('leaves out details first, then counts, then both ends of the interval', () => {
    expect(names(800)).toBe('stage value low high n customers median mean')
    expect(names(700)).toBe('stage value low high n customers median')
    expect(names(600)).toBe('stage value low high n customers')
    expect(names(500)).toBe('stage value low high n')
    expect(names(400)).toBe('stage value n')
    expect(names(10)).toBe('stage value n')
  })
  test('one row stands as facts, its counts leading to people', () => {
    const answer: Answer = { measure: 'sessions', unit: '', definition: '', convention: '', as_of: '', events: 1, columns: columns('value= n# share.'), rows: [{ value: 3, n: 7 }] }
    render(<FittingTable answer={answer} question={{ measure: 'sessions' }} title="Sessions" />, root)
    expect([...root.querySelectorAll('tbody th')].map(head => head.textContent)).toEqual(['Value', 'N', 'Share'])
    expect(root.querySelector('tbody a')!.getAttribute('href')).toContain('column=n')
    expect([...root.querySelectorAll('td')].at(-1)!.textContent).toBe('–')
  })
})

describe('boards', () => {
  test('a copy of a tile takes a free place and a free name, with the filter it was asked with', () => {
    const tile: MeasureTile = { id: 't1', kind: 'measure', title: 'A', x: 9, y: 30, w: 3, h: 2, drawing: 'figure', compare: 'before', target: 4, question: { measure: 'nps' } }
    const board = { ...emptyBoard('b', 'B'), tiles: [{ ...tile, x: 0, y: 0 }] }
    const made = withCopy(board, tile, 'channel = "web"')
    expect(made.tiles[1]).toEqual({ ...tile, id: 't2', x: 3, y: 0, question: { measure: 'nps', where: 'channel = "web"' } })
  })
  test('a clash says by whom and when', async () => {
    chapters.boards = { '/src/locales/en/boards.json': async () => ({ default: english }) }
    await openChapter('boards')
    const newer = { ...emptyBoard('b', 'Theirs'), owner: '', version: 2, changed_at: '2026-05-01T10:20:00Z', changed_by: 'anna', built_in: false } satisfies Board
    render(<Clash newer={newer} busy={false} keepMine={() => {}} takeTheirs={() => {}} />, root)
    expect(root.textContent).toMatch(/Saved by anna at May 1, 2026 \d\d:\d\d: “Theirs”/)
    render(<Clash newer={{ ...newer, changed_by: '' }} busy={false} keepMine={() => {}} takeTheirs={() => {}} />, root)
    expect(root.textContent).not.toContain('Saved by')
  })
})
