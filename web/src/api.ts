// The server's replies as types, and the one function that asks it. Shapes: docs of POST /v1/ask and /openapi.json.
import { signal } from './signal'

export interface Question {
  measure: string
  parameters?: Record<string, string[]>
  where?: string
  by?: string[]
  over?: string
  from?: string
  to?: string
  zone?: string
}

export type Cell = string | number | boolean | null
/** A cell without a value is absent; then `none` says why. An absent split is null. */
export type Row = Record<string, Cell | undefined>
export type Role = 'split' | 'key' | 'value' | 'low' | 'high' | 'count' | 'detail'
export interface Column { name: string; role: Role; unit: string }

export interface Answer {
  measure: string
  unit: string
  definition: string
  convention: string
  as_of: string
  events: number
  columns: Column[]
  rows: Row[]
  none?: string
  notes?: string[]
}

export interface Problem {
  title: string
  detail?: string
  where?: string
  code?: string
  status?: number
  request_id?: string
}

export type Reply = Answer | { error: Problem }
export const isAnswer = (reply: Reply | undefined): reply is Answer =>
  reply !== undefined && !('error' in reply)

export interface Parameter {
  name: string
  type: 'choice' | 'number' | 'integer' | 'duration' | 'filter' | 'text' | 'bool' | 'field'
  default?: string
  choices?: string[]
  min?: number | null
  max?: number | null
  repeated?: boolean
  required?: boolean
  about?: string
}

export interface Definition {
  id: string
  title: string
  question: string
  definition: string
  unit: string
  range: [number, number] | null
  better: 'up' | 'down' | 'none'
  shape: 'number' | 'table' | 'flow' | 'funnel' | 'stages'
  least_n: number
  interval: string
  inputs: string
  source: string
  since: string
  splits: boolean
  parameters: Parameter[]
}

export interface Status { version: string; events: number; customers: number; data_until: string | null }
export interface Fields { fields: { name: string; type: string; about: string }[]; properties: string[] }
export interface Identifier { kind: string; value: string }
export interface Person { customer: string; number: number; identifiers: Identifier[] }
export interface People { total: number; people: Person[] }
export interface Link {
  number: number
  a: Identifier | string
  b: Identifier | string
  since?: string | null
  by_hand?: boolean
  reason?: string
  made_at?: string
  undone_at?: string | null
}
/** A stay in a stage of the journey; `left` is null while it goes on. */
export interface Stay { stage: string; entered: string; left: string | null }
export interface Customer extends Person { links: Link[]; flags: (string | Record<string, Cell>)[]; stages: Stay[] }
export interface TimelineEvent {
  sequence: number
  id?: string
  source: string
  time: string
  offset_minutes?: number
  received?: string
  who: Identifier[]
  fields: Record<string, Cell>
  properties?: Record<string, unknown>
  /** What its text says; null without one. */
  voice?: { language: string; sentiment: string; topic: string | null } | null
}
export interface Timeline { events: TimelineEvent[]; next: number | null }
export interface Source {
  source: string
  rows: number
  events: number
  repeats: number
  without_id: number
  without_time: number
  rejected: number
  first_event: string | null
  last_event: string | null
  last_import: string | null
  /** Null: rows of files alone; nothing is set up. */
  format: string | null
  enabled: boolean | null
  last_received: string | null
}
export interface SourceKey { id: string; kind: 'write' | 'hook'; made: string; revoked: string | null }
export interface SourceSetting {
  source: string
  format: string
  enabled: boolean
  zone: string
  country: string
  currency: string
  signed: boolean
  settings: Record<string, string>
  made: string
  keys: SourceKey[]
}
export interface NewKey { id: string; kind: 'write' | 'hook'; key: string; path: string | null }
export interface Format {
  id: string
  title: string
  family: string
  about: string
  webhooks: boolean
  signed: boolean
  settings: { name: string; about: string }[]
}
export interface Reject {
  source: string
  file: string
  line: number
  field: string
  reason: string
  raw: string
  at: string
}
export interface CellRef { keys: Record<string, string>; column: string }

/** What the server refused, or why it could not be reached (code "offline"). */
export class Refused extends Error {
  constructor(readonly problem: Problem) { super(problem.detail || problem.title) }
}

/** The server asks who is there: the app shows the page to sign in. */
export const signedOut = signal(false)

async function problemOf(reply: Response): Promise<Problem> {
  const type = reply.headers.get('content-type') ?? ''
  if (type.includes('json')) return await reply.json() as Problem
  return { title: reply.statusText || 'HTTP ' + reply.status, status: reply.status }
}

export async function call<T>(
  method: string, url: string, body?: unknown, signal?: AbortSignal | null): Promise<T> {
  let reply: Response
  try {
    reply = await fetch(url, {
      method,
      headers: body === undefined ? {} : { 'content-type': 'application/json' },
      body: body === undefined ? null : JSON.stringify(body),
      signal: signal ?? null,
    })
  } catch (error) {
    if (signal?.aborted) throw error
    throw new Refused({ title: 'offline', code: 'offline' })
  }
  if (!reply.ok) {
    const problem = await problemOf(reply)
    signedOut.value ||= problem.code === 'signed_out'
    throw new Refused(problem)
  }
  const text = await reply.text()
  return (text ? JSON.parse(text) : undefined) as T
}

/** All the questions of a board in one request; order is kept, each has its own error. */
export const ask = (questions: Question[], signal?: AbortSignal) =>
  call<Reply[]>('POST', '/v1/ask', questions, signal)

export const who = (question: Question, cell: CellRef, offset: number, limit: number,
  signal?: AbortSignal) =>
  call<People>('POST', '/v1/who', { question, cell, offset, limit }, signal)

export const customerPath = (identifier: string) => '/v1/customers/' + encodeURIComponent(identifier)
