// A question and a cell as URL parameters: a link carries the same question that was asked.
import type { CellRef, Column, Question, Row } from './api'
import { signal } from './signal'

/** measure=nps&by=channel&p.count=all&where=... ; unknown names are ignored. */
export function questionParams(question: Question): URLSearchParams {
  const params = new URLSearchParams({ measure: question.measure })
  for (const [name, values] of Object.entries(question.parameters ?? {})) {
    for (const value of values) params.append('p.' + name, value)
  }
  if (question.where) params.set('where', question.where)
  if (question.by?.length) params.set('by', question.by.join(','))
  for (const name of ['over', 'from', 'to', 'zone'] as const) {
    const value = question[name]
    if (value) params.set(name, value)
  }
  return params
}

export function questionOf(params: URLSearchParams, measure = params.get('measure') ?? 'nps'): Question {
  const question: Question = { measure }
  const parameters: Record<string, string[]> = {}
  for (const [name, value] of params) {
    if (name.startsWith('p.') && value !== '') (parameters[name.slice(2)] ??= []).push(value)
  }
  if (Object.keys(parameters).length) question.parameters = parameters
  const by = (params.get('by') ?? '').split(',').map(name => name.trim()).filter(Boolean)
  if (by.length) question.by = by
  for (const name of ['where', 'over', 'from', 'to', 'zone'] as const) {
    const value = params.get(name)
    if (value) question[name] = value
  }
  return question
}

const cellText = (value: Row[string]) => value === null || value === undefined ? '' : String(value)

/** What names a row: its splits and its keys. */
export function keysOf(columns: Column[], row: Row): Record<string, string> {
  const keys = columns.filter(column => column.role === 'split' || column.role === 'key')
  return Object.fromEntries(keys.map(column => [column.name, cellText(row[column.name])]))
}

/** True where nobody may see who is behind a number: numbers then lead nowhere. */
export const peopleHidden = signal(false)

export function peopleHref(question: Question, cell: CellRef): string {
  if (peopleHidden.value) return ''
  const params = questionParams(question)
  for (const [name, value] of Object.entries(cell.keys)) params.set('k.' + name, value)
  params.set('column', cell.column)
  return '/people?' + params.toString()
}

export function cellOf(params: URLSearchParams): CellRef {
  const keys: Record<string, string> = {}
  for (const [name, value] of params) if (name.startsWith('k.')) keys[name.slice(2)] = value
  return { keys, column: params.get('column') ?? '' }
}

/** The column that lists whole customers where there is one; otherwise the first count. */
export function peopleColumn(columns: Column[]): string {
  const counts = columns.filter(column => column.role === 'count')
  const found = counts.find(column => column.name === 'customers') ??
    counts.find(column => column.name === 'n') ?? counts[0]
  return found?.name ?? ''
}

/** "column 12", "where, column 12", "step 2, column 5": the place in a filter, counted from 1. */
export function columnOf(where: string | undefined): number | null {
  const found = /column (\d+)/.exec(where ?? '')
  return found ? Number(found[1]) : null
}

/** A filter that only names a touchpoint or a stage, called by it. */
export const shortFilter = (text: string): string => /^(?:touchpoint|stage) = "([^"]+)"$/.exec(text)?.[1] ?? text
