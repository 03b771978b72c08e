// The stages of one customer: what is open, how long, which stays came back from a later stage, and whether to one known before.
import { render } from 'preact'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Stay } from '../src/api'
import { openChapter, setLanguage } from '../src/i18n'
import { Stages, stepsOf } from '../src/pages/customer_stages'
import '../src/pages/more'

const stay = (stage: string, entered: string, left: string | null): Stay => ({ stage, entered, left })
const life = [stay('consider', '2026-01-01T00:00:00Z', '2026-01-03T12:00:00Z'), stay('enjoy', '2026-01-03T12:00:00Z', '2026-01-10T12:00:00Z'),
  stay('buy', '2026-01-10T12:00:00Z', '2026-01-10T13:30:00Z'), stay('enjoy', '2026-01-10T13:30:00Z', null)]
const until = '2026-01-14T13:30:00Z'

describe('steps', () => {
  test('the time of each stay; the open one lasts until the newest event', () => {
    expect(stepsOf(life, until).map(step => step.seconds)).toEqual([2.5 * 86_400, 7 * 86_400, 5_400, 4 * 86_400])
    expect(stepsOf(life, until).map(step => step.open)).toEqual([false, false, false, true])
    expect(stepsOf(life, null).map(step => step.seconds)).toEqual([2.5 * 86_400, 7 * 86_400, 5_400, null])
  })
  test('only a move to an earlier stage is a move back; only to one where the customer had been, here again', () => {
    const to = (...stages: string[]) => stepsOf(stages.map(stage => stay(stage, '2026-01-01T00:00:00Z', null)), until)
      .map(({ backFrom, again }) => backFrom && (again ? 'again ' : '') + backFrom)
    expect(to('consider', 'enjoy', 'buy', 'enjoy')).toEqual([null, null, 'enjoy', null])
    expect(to('buy', 'bond', 'evaluate', 'buy', 'evaluate')).toEqual([null, null, 'bond', null, 'again buy'])
  })
  test('a stay within one moment lasts no time, and never less', () => {
    const moment = '2026-01-01T00:00:00Z'
    expect(stepsOf([stay('buy', moment, moment), stay('enjoy', moment, null)], '2025-12-31T00:00:00Z').map(step => step.seconds)).toEqual([0, 0])
  })
  test('no stays, no steps', () => expect(stepsOf([], until)).toEqual([]))
})

describe('the strip', () => {
  let root: HTMLElement
  beforeEach(async () => {
    await openChapter('record')
    root = document.createElement('div')
    document.body.append(root)
  })
  afterEach(async () => { render(null, root); root.remove(); await setLanguage('en') })
  const draw = (stays: Stay[], known: string | null = until) => render(<Stages stays={stays} until={known} />, root)
  const items = () => [...root.querySelectorAll('li')].map(item => item.textContent)

  test('first to last, with the way back in words and the stage now', () => {
    draw(life)
    expect(root.querySelector('header')!.textContent).toBe('Stages of the journey4 stays · 1 move back')
    expect(root.querySelector('p')!.textContent).toBe('Now: Enjoy, since Jan 10, 2026')
    expect(items()).toEqual(['Considerfrom Jan 1, 2026stayed 2.5 days', 'Enjoyfrom Jan 3, 2026stayed 7 days',
      'Buyfrom Jan 10, 2026stayed 1.5 hr↩ Back from Enjoy', 'Enjoyfrom Jan 10, 2026' + '4 days so far'])
    expect([...root.querySelectorAll('li')].map(item => item.getAttribute('aria-current'))).toEqual([null, null, null, 'step'])
    expect(root.querySelector('time')!.getAttribute('datetime')).toBe('2026-01-01T00:00:00.000Z')
  })
  test('each stay is marked at its place among the six stages', () => {
    draw(life)
    const places = [...root.querySelectorAll('li')].map(item => [...item.querySelectorAll('i')].map(mark => mark.className !== '').indexOf(true))
    expect(places).toEqual([0, 3, 2, 3])
    expect(root.querySelectorAll('li i')).toHaveLength(24)
  })
  test('nobody knows how long: nothing is said of it', () => {
    draw(life, null)
    expect(items().at(-1)).toBe('Enjoyfrom Jan 10, 2026')
  })
  test('a long life shows its newest stays; the earlier ones are one press away', async () => {
    const day = (n: number) => new Date(Date.UTC(2026, 0, n)).toISOString()
    draw(Array.from({ length: 15 }, (_, i) => stay(i % 2 ? 'enjoy' : 'buy', day(i + 1), i < 14 ? day(i + 2) : null)))
    expect(items()).toHaveLength(12)
    expect(items()[0]).toContain('Jan 4, 2026')
    expect(root.querySelector('header')!.textContent).toContain('15 stays · 7 moves back')
    const button = root.querySelector('button')!
    expect(button.textContent).toBe('3 earlier stays')
    button.click()
    await new Promise(resolve => setTimeout(resolve, 20))
    expect(items()).toHaveLength(15)
    expect(root.querySelector('button')).toBe(null)
  })
  test('no stage is said, not left blank', () => {
    draw([])
    expect(root.textContent).toContain('No event of this customer lies in a stage.')
    expect(root.querySelector('ol')).toBe(null)
  })
  test('here again is said', () => {
    draw([...life.slice(0, 3), stay('enjoy', '2026-01-10T13:30:00Z', '2026-01-11T00:00:00Z'), stay('buy', '2026-01-11T00:00:00Z', null)])
    expect(items().map(item => /Here again, back from Enjoy$/.test(item!))).toEqual([false, false, false, false, true])
  })
  test('in Russian too', async () => {
    await setLanguage('ru')
    draw(life)
    expect(root.querySelector('header')!.textContent).toContain('4 пребывания · 1 шаг назад')
    expect(items()[2]).toContain('Назад с этапа «Использование»')
  })
})
