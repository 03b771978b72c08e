import { describe, expect, test } from 'vitest'
import type { Definition, Question } from '../src/api'
import { patched } from '../src/router'
import { commandOf, curlOf, fitting } from '../src/pages/ways_to_ask'
import {
  cellOf, columnOf, keysOf, peopleColumn, peopleHref, questionOf, questionParams,
} from '../src/question'

const funnel: Question = {
  measure: 'funnel', parameters: { step: ['channel = "web"', 'amount > 20'], within: ['30d'] },
  where: 'customer.country = "NL"', by: ['channel', 'properties.plan'], over: 'month', from: '2026-01-01',
  zone: 'Europe/Amsterdam',
}

describe('questions in the URL', () => {
  test('there and back', () => {
    expect(questionOf(questionParams(funnel))).toEqual(funnel)
    expect(questionOf(new URLSearchParams(questionParams(funnel).toString()))).toEqual(funnel)
  })
  test('unknown and empty names are ignored', () => {
    expect(questionOf(new URLSearchParams('measure=nps&view=table&p.count=&by=,&sel=x'))).toEqual({ measure: 'nps' })
  })
  test('a drill carries the same question and the cell', () => {
    const href = peopleHref(funnel, { keys: { step: '2', channel: '' }, column: 'customers' })
    const params = new URL(href, 'http://host').searchParams
    expect(questionOf(params)).toEqual(funnel)
    expect(cellOf(params)).toEqual({ keys: { step: '2', channel: '' }, column: 'customers' })
  })
  test('parameters of another measure are left behind', () => {
    const { parameters: _, ...range } = funnel
    const splitting = { id: 'nps', splits: true, parameters: [] } as unknown as Definition
    expect(fitting(funnel, splitting)).toEqual(range)
    const definition = { id: 'nps', splits: false, parameters: [{ name: 'count', type: 'choice' }] } as unknown as Definition
    expect(fitting({ ...funnel, measure: 'nps', parameters: { step: ['x'], count: ['all'] } }, definition))
      .toEqual({ measure: 'nps', parameters: { count: ['all'] } })
  })
  test('patching removes, replaces and repeats', () => {
    const params = patched(new URLSearchParams('a=1&b=2&b=3'), { a: null, b: ['4', '5'], c: '6' })
    expect(params.toString()).toBe('b=4&b=5&c=6')
  })
})

describe('questions elsewhere', () => {
  test('as a command line, quoted for a shell', () => {
    expect(commandOf(funnel)).toBe("sojourn ask funnel --step 'channel = \"web\"' --step 'amount > 20' within=30d " +
      "--where 'customer.country = \"NL\"' --by channel,properties.plan --over month --from 2026-01-01 --zone Europe/Amsterdam")
    expect(commandOf({ measure: 'nps', where: "text contains \"it's\"" })).toContain("'\\''")
  })
  test('as curl', () => {
    expect(curlOf({ measure: 'nps' }, 'http://h')).toContain('-d \'{"measure":"nps"}\'')
  })
})

describe('cells', () => {
  const columns = [
    { name: 'channel', role: 'split', unit: '' }, { name: 'step', role: 'key', unit: '' },
    { name: 'value', role: 'value', unit: '%' }, { name: 'n', role: 'count', unit: '' },
    { name: 'customers', role: 'count', unit: '' }] as const
  test('splits and keys name the row; what is absent is empty', () => {
    expect(keysOf([...columns], { channel: null, step: 2, value: 3 })).toEqual({ channel: '', step: '2' })
  })
  test('whole customers are preferred', () => {
    expect(peopleColumn([...columns])).toBe('customers')
    expect(peopleColumn(columns.slice(0, 4))).toBe('n')
    expect(peopleColumn([])).toBe('')
  })
  test('the place of a filter error', () => {
    expect(columnOf('column 12')).toBe(12)
    expect(columnOf('step 2, column 5')).toBe(5)
    expect(columnOf('measure')).toBeNull()
    expect(columnOf(undefined)).toBeNull()
  })
})
