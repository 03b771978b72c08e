// A tile in each of its states. happy-dom has no layout: sizes are tested in the browser only.
import { render } from 'preact'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Answer, Reply } from '../src/api'
import { Trouble, Waiting } from '../src/ui/state'
import { Tile } from '../src/ui/tile'

const answer = (row: Record<string, number | string>): Answer => ({
  measure: 'nps', unit: 'points', definition: '', convention: '', as_of: '2026-01-01T00:00:00Z', events: 9,
  columns: [{ name: 'value', role: 'value', unit: 'points' }, { name: 'low', role: 'low', unit: 'points' },
    { name: 'high', role: 'high', unit: 'points' }, { name: 'n', role: 'count', unit: '' }],
  rows: [row],
})
let root: HTMLElement
beforeEach(() => { root = document.createElement('div'); document.body.append(root) })
afterEach(() => { render(null, root); root.remove() })
const draw = (reply: Reply) => render(<Tile asked={{ question: { measure: 'nps', from: '2026-01-01' }, reply }} />, root)

describe('a tile', () => {
  test('value, interval and n, each a link to the same people', () => {
    draw(answer({ value: 21.44, low: 18, high: 25, n: 1204 }))
    expect(root.textContent).toContain('+21.4')
    expect(root.textContent).toContain('+18.0 to +25.0')
    expect(root.textContent).toContain('1,204 answers')
    for (const link of root.querySelectorAll('strong a, p a')) {
      expect(link.getAttribute('href')).toBe('/people?measure=nps&from=2026-01-01&column=n')
    }
  })
  test('no value says why', () => {
    draw(answer({ n: 0, none: 'no survey answers' }))
    expect(root.textContent).toContain('no survey answers')
    expect(root.textContent).not.toMatch(/NaN|undefined/)
  })
  test('few answers are said to be few', () => {
    draw(answer({ value: 50, low: -10, high: 90, n: 12 }))
    expect(root.textContent).toContain('too few to compare')
  })
  test('its own trouble, while the others live on', () => {
    draw({ error: { title: 'Bad Request', detail: 'answers on different scales' } })
    expect(root.querySelector('[role=alert] p')!.textContent).toBe('answers on different scales')
    expect(root.querySelector('[role=alert] button')!.textContent).toBe('Try again')
  })
})

describe('states', () => {
  test('an error names the request and offers another try', () => {
    let tries = 0
    render(<Trouble problem={{ title: 'x', detail: 'the disk is full', request_id: 'r-17' }} retry={() => { tries++ }} />, root)
    expect(root.textContent).toContain('r-17')
    root.querySelector('button')!.click()
    expect(tries).toBe(1)
  })
  test('waiting keeps the height and is announced', () => {
    render(<Waiting height={123} />, root)
    expect(root.querySelector<HTMLElement>('[role=status]')!.style.minHeight).toBe('123px')
  })
})
