import { describe, expect, test } from 'vitest'
import type { Answer, Column, Question, Row } from '../src/api'
import '../src/pages/more'
import { openChapter } from '../src/i18n'
import { foremost } from '../src/pages/question_form'
import { cellText } from '../src/ui/answer_cells'
import { humane } from '../src/ui/answer_words'
import { drawingOf, drawnColumn, nameColumns } from '../src/pages/drawing_of'

/** "from* to* value= n#": a key, a value, a count; / is a split; [unit] follows. */
function columns(text: string): Column[] {
  const roles: Record<string, Column['role']> = { '*': 'key', '=': 'value', '#': 'count', '/': 'split', '-': 'low', '+': 'high' }
  return text.split(' ').map(one => {
    const [, name = '', sign = '', unit = ''] = /^(\w+)([*=#/+-]?)(?:\[(.*)\])?$/.exec(one) ?? []
    return { name, role: roles[sign] ?? 'detail', unit }
  })
}
const funnel = 'step* name* value= low- high+ n customers# share_of_first share_of_previous dropped#'

describe('the drawing of an answer', () => {
  test('one row is a figure', () => {
    expect(drawingOf(columns('value= low- high+ n#'), 'number')).toBe('figure')
    expect(drawingOf(columns('value= n# customers# per_customer'), 'table')).toBe('figure')
  })
  test('flows: steps apart, and all transitions', () => {
    expect(drawingOf(columns('column* from* to* value= n# customers#'), 'table')).toBe('paths')
    expect(drawingOf(columns('from* to* value= n# customers# median[s]'), 'flow')).toBe('flow')
    expect(drawingOf(columns('from* to* kind value= n# customers#'), 'stages')).toBe('groups')
    expect(drawingOf(columns('channel/ from* to* value= n#'), 'flow')).toBe('table')
    expect(drawingOf(columns('channel/ column* from* to* value= n#'), 'table')).toBe('table')
  })
  test('cohorts by interval are a heat map, the intervals alone a curve', () => {
    expect(drawingOf(columns('cohort* interval* value= low- high+ n customers# complete'), 'table')).toBe('heat')
    expect(drawingOf(columns('interval* value= low- high+ n customers#'), 'table')).toBe('curve')
    expect(drawingOf(columns('channel/ interval* value= low- high+ n customers#'), 'table')).toBe('curve')
    expect(drawingOf(columns('channel/ cohort* interval* value= n'), 'table')).toBe('table')
  })
  test('days are a length only where they are measured in days', () => {
    expect(drawingOf(columns('stage* days*[days] value= low- high+ n#'), 'stages')).toBe('curve')
    expect(drawingOf(columns('days* value= low- high+ n customers#'), 'table')).toBe('bars')
  })
  test('ranges are histograms, one for each further name', () => {
    expect(drawingOf(columns('from_seconds*[s] to_seconds[s] value= n# customers#'), 'table')).toBe('histogram')
    expect(drawingOf(columns('step* from_seconds*[s] to_seconds[s] customers# share'), 'funnel')).toBe('histogram')
    expect(drawingOf(columns('from* to customers# share'), 'table')).toBe('histogram')
    expect(drawingOf(columns('a/ b/ from_seconds*[s] to_seconds[s] customers#'), 'table')).toBe('table')
  })
  test('a funnel, and what becomes of it when it is split or cut by time', () => {
    expect(drawingOf(columns(funnel), 'funnel')).toBe('funnel')
    expect(drawingOf(columns('channel/ ' + funnel), 'funnel')).toBe('groups')
    expect(drawingOf(columns('period/ ' + funnel), 'funnel')).toBe('time')
    expect(drawingOf(columns('step* name* next* customers# share'), 'funnel')).toBe('groups')
    expect(drawingOf(columns('step* name* value= low- high+ n# customers# share_of_previous'), 'table')).toBe('bars')
  })
  test('periods are lines, as long as few names stand beside them', () => {
    expect(drawingOf(columns('channel/ period/ value= n#'), 'number')).toBe('time')
    expect(drawingOf(columns('a/ b/ period/ value= n#'), 'number')).toBe('time')
    expect(drawingOf(columns('at* stage* value= customers# share'), 'stages')).toBe('time')
    expect(drawingOf(columns('period* class* value= low- high+ n# customers#'), 'table')).toBe('time')
    expect(drawingOf(columns('period/ stage* band* value= n#'), 'table')).toBe('table')
    expect(drawingOf(columns('period/ begins* class* value= n#'), 'table')).toBe('table')
  })
  test('one name is bars, two are groups of bars, more are a table', () => {
    expect(drawingOf(columns('touchpoint* value= low- high+ n#'), 'table')).toBe('bars')
    expect(drawingOf(columns('stage* now# value= n#'), 'stages')).toBe('bars')
    expect(drawingOf(columns('touch* model* value= n# customers#'), 'table')).toBe('groups')
    expect(drawingOf(columns('stage* touch* model* value= n#'), 'table')).toBe('table')
    expect(drawingOf(columns('source* first_event'), 'table')).toBe('table')
  })
})

test('without a value the customers are drawn', () => {
  expect(drawnColumn(columns('step* n# customers#'))?.name).toBe('customers')
  expect(drawnColumn(columns('step* value= customers#'))?.name).toBe('value')
  expect(drawnColumn(columns('step* n#'))?.name).toBe('n')
})

test('a step is told by its name', () => {
  expect(nameColumns(columns('step* name* value=')).map(one => one.name)).toEqual(['name'])
  expect(nameColumns(columns('channel/ step* value=')).map(one => one.name)).toEqual(['channel', 'step'])
})

test('cells are written as what they are', async () => {
  await openChapter('journey')
  const question: Question = { measure: 'm', parameters: { every: ['quarter'] } }
  const text = (column: string, value: Row[string]) => {
    const [one] = columns(column)
    return cellText({ unit: '', columns: [one!] } as unknown as Answer, question, one!, { [one!.name]: value })
  }
  expect(text('from_seconds*[s]', 518400)).toBe('6 days')
  expect(text('days*[days]', 75)).toBe('75 days')
  expect(text('cohort*', '2026-04-01')).toBe('Q2 2026')
  expect(text('first', '2026-04-03T10:20:30.5Z')).toBe('Apr 3, 2026 10:20')
  expect(text('band*', 'worst')).toBe('poor experience')
  expect(text('verdict', 'moves the outcome')).toBe('moves the outcome')
  expect(text('touch*', '(none)')).toBe('No touch before')
  expect(text('to*', '(further)')).toBe('Further steps')
  expect(text('variant*', 'home page > checkout')).toBe('Home page › Checkout')
  expect(text('name*', 'touchpoint = "home page"')).toBe('Home page')
  expect(humane('(something new)')).toBe('(something new)')
})

test('of many parameters those that matter stand first', () => {
  const names = ['step', 'within', 'among', 'show', 'node', 'grace']
  const parameters = names.map(name => ({ name, type: 'text' as const, required: name === 'step' }))
  expect([...foremost(parameters, ['among'])]).toEqual(['step', 'among', 'show', 'node'])
  expect(foremost(parameters.slice(0, 4), []).size).toBe(4)
})
