// What the feedback inbox asks the server. Shapes: docs/guides/feedback.md.
import { call, customerPath, type Identifier, type Problem } from '../../api'
import { both, quoted } from '../voice/where'
import type { Told } from '../voice/requests'

export const states = ['open', 'doing', 'done'] as const
export type State = typeof states[number]
export type Group = 'promoter' | 'passive' | 'detractor' | 'positive' | 'neutral' | 'negative'
export interface Score { kind: string | null; value: number; min: number | null; max: number | null; group: Group | null }
export interface Scale { min: number; max: number }
export interface Reply { question: string; kind: string | null; answer: number | null; scale: Scale | null; choice: string | null; text: string }
/** `identifier`: of a customer's note, where it was written. */
export interface Note { n: number; identifier?: string; at: string; account: string; text: string }
export interface Case { opened: string; due: string; overdue: boolean; escalated: string | null }

/** One response of a customer: what was answered and written, and what came of it. */
/** What was told of a text; null: there is none. */
export type ItemVoice = Pick<Told, 'language' | 'sentiment' | 'score' | 'topic'>

export interface Item {
  id: number
  time: string
  customer: string | null
  identifiers: Identifier[]
  channel: string
  touchpoint: string
  survey: string
  answers: Reply[]
  text: string
  language: string
  agent: string
  score: Score | null
  case: Case | null
  state: State
  tags: string[]
  assignee: string
  notes: Note[]
  voice?: ItemVoice | null
}
export interface Counts { open: number; doing: number; done: number; cases: number; overdue: number; escalated: number; mine: number }
export type Cursor = string | number | null
export interface Page { items: Item[]; next: Cursor; counts: Counts }
export interface Change { state?: State; assignee?: string; add_tags?: string[]; remove_tags?: string[] }
export interface CaseSettings { cases: string; due_hours: number; escalate_hours: number; assignee: string; escalate_to: string[] }
/** With who may be given something to do, and why no case opens although there is a filter. */
export interface KnownSettings extends CaseSettings { assignees: string[]; trouble: Problem | null }

/** As it was written, or as it was told by the text; undefined: nobody knows. */
export const languageOf = ({ language, voice }: Item): string | undefined =>
  language || (voice && voice.language !== 'unknown' ? voice.language : '') || undefined

/** What narrows the list, by the names of the address and of the request alike. */
export const filterNames = ['state', 'tag', 'q', 'where', 'assignee', 'case', 'customer', 'sentiment', 'topic'] as const

/** A list without a state is that of what is to be done. */
export function filterOf(params: URLSearchParams): URLSearchParams {
  const out = new URLSearchParams()
  for (const name of filterNames) {
    const value = params.get(name)
    if (value) out.set(name, value)
  }
  if (![...states, 'all'].includes(out.get('state') ?? '')) out.set('state', 'open')
  return out
}

export const pageSize = 50
const voiced = ['sentiment', 'topic'] as const

export function list(filter: URLSearchParams, before: Cursor, signal?: AbortSignal, limit = pageSize): Promise<Page> {
  const params = new URLSearchParams(filter)
  // Of what the texts say the server is asked as of any field.
  const where = both(params.get('where') ?? '', ...voiced.map(name => params.get(name) ? `voice.${name} = ${quoted(params.get(name)!)}` : ''))
  for (const name of voiced) params.delete(name)
  if (where) params.set('where', where)
  params.set('limit', String(limit))
  if (before !== null) params.set('before', String(before))
  return call<Page>('GET', '/v1/feedback?' + params.toString(), undefined, signal)
}

const mostAtOnce = 500

/** The same change of many; one after the other where they are more than a request may name. */
export async function change(ids: number[], to: Change): Promise<Item[]> {
  const items: Item[] = []
  for (let i = 0; i < ids.length; i += mostAtOnce) {
    items.push(...(await call<{ items: Item[] }>('POST', '/v1/feedback/change', { ids: ids.slice(i, i + mostAtOnce), ...to })).items)
  }
  return items
}

export const one = (id: number, signal?: AbortSignal) => call<Item>('GET', '/v1/feedback/' + id, undefined, signal)

export const tags = async (signal?: AbortSignal): Promise<string[]> =>
  (await call<{ tags: { tag: string }[] }>('GET', '/v1/feedback/tags', undefined, signal)).tags.map(one => one.tag)

export const settings = (signal?: AbortSignal) => call<KnownSettings>('GET', '/v1/feedback/settings', undefined, signal)
export const saveSettings = (to: CaseSettings) => call<KnownSettings>('PUT', '/v1/feedback/settings', to)

/** Where notes stand; each request gives all that are there afterwards. */
export interface Notes { add: (text: string) => Promise<Note[]>; remove: (number: number) => Promise<Note[]> }
export const notesAt = (path: string): Notes => ({
  add: async text => (await call<{ notes: Note[] }>('POST', path, { text })).notes,
  remove: async number => (await call<{ notes: Note[] }>('DELETE', `${path}/${number}`)).notes })
export const itemNotes = (item: Item): Notes => notesAt(`/v1/feedback/${item.id}/notes`)
export const customerNotesPath = (identifier: string): string => customerPath(identifier) + '/notes'
export const customerNotes = async (identifier: string, signal?: AbortSignal): Promise<Note[]> =>
  (await call<{ notes: Note[] }>('GET', customerNotesPath(identifier), undefined, signal)).notes
