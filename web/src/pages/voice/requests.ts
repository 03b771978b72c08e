// What the voice of the customer asks the server beside its measures. Shapes: docs/formats/voice.md, /openapi.json.
import { call, type Identifier, type Question } from '../../api'
import { useQuery, type Query } from '../../query'

export const sentiments = ['positive', 'neutral', 'negative', 'unknown'] as const
export type Sentiment = typeof sentiments[number]
export const isSentiment = (text: unknown): text is Sentiment => sentiments.includes(text as Sentiment)

/** A place in a text, in UTF-16 units. */
export interface Place { begin: number; end: number }
/** What speaks for the verdict. A negation or a shifter has the scope that it turns or weighs; elsewhere both its ends are one. */
export interface Reason extends Place { kind: string; weight?: number; scope_begin?: number; scope_end?: number }

/** What is told of each text; also of items of the inbox and of events of a timeline. */
export interface Told {
  language: string
  sentiment: Sentiment
  score: number | null
  emotion: string | null
  motive: string | null
  intent: string | null
  topic: string | null
  wish: string | null
  obstacle: string | null
  rival: string | null
}
export interface Explanation {
  reasons: Reason[]
  topic: { evidence: Place[] } | null
  wish: Place | null
  obstacle: Place | null
  rival: Place | null
}
export interface Comment extends Told {
  event: number | null
  event_id: string
  time: string
  customer: string | null
  customer_number: number | null   // Opens a customer whose identifiers are masked.
  identifiers: Identifier[]
  channel: string
  touchpoint: string
  kind: string | null
  answer: number | null
  scale_max: number | null
  text: string
  explanation?: Explanation
}
export type Cursor = string | number | null
export interface Comments { comments: Comment[]; next: Cursor; total: number }

/** Which comments: a filter, and the range of the page. */
export interface Wanted { where: string; range: Partial<Question> }
const pageSize = 20

export function comments({ where, range }: Wanted, before: Cursor, stop?: AbortSignal, event = ''): Promise<Comments> {
  const params = new URLSearchParams({ where, limit: String(pageSize), evidence: '1' })
  for (const name of ['from', 'to', 'zone'] as const) if (range[name]) params.set(name, range[name])
  if (before !== null) params.set('before', String(before))
  if (event) params.set('event', event)
  return call<Comments>('GET', '/v1/voice/comments?' + params, undefined, stop)
}

/** All that is marked in a comment: reasons of its sentiment, and the words of its theme, wish, obstacle and rival. */
export function evidenceOf({ explanation: told }: Comment): Reason[] {
  if (!told) return []
  const one = (kind: string, place: Place | null | undefined) => place && place.end > place.begin ? [{ kind, begin: place.begin, end: place.end }] : []
  return [...told.reasons, ...(told.topic?.evidence ?? []).flatMap(place => one('topic', place)),
    ...one('wish', told.wish), ...one('obstacle', told.obstacle), ...one('rival', told.rival)]
}

export type WorkKind = 'train' | 'topics' | 'rescore' | 'learn'
export interface Work { kind: WorkKind; done: number; total: number; started: string }
export interface Model {
  language: string
  origin: 'built_in' | 'learned'
  version: string
  learned_from: number | null
  quality: { macro_f1: number; accuracy: number; ece: number } | null
}
export interface VoiceStatus {
  edition: string
  judged: number | null          // Different texts; null for who sees a part of the record.
  conversations: number | null
  models: Model[]
  corrections: number
  topics: number
  wishes: number | null
  work: Work | null
  last: { kind: WorkKind; ended: string; ok: boolean; detail: string | null } | null
}
export const status = (stop?: AbortSignal): Promise<VoiceStatus> => call<VoiceStatus>('GET', '/v1/voice', undefined, stop)

export interface Topic { id: number; name: string; words: string[]; pinned: boolean }
export const useTopics = (): Query<Topic[]> => useQuery('voice topics', async stop =>
  (await call<{ topics: Topic[] }>('GET', '/v1/voice/topics', undefined, stop)).topics ?? [])
export const changeTopic = (id: number, to: { name?: string; pinned?: boolean }): Promise<unknown> => call('PUT', '/v1/voice/topics/' + id, to)
export const pinTopic = (name: string, words: string[]): Promise<unknown> => call('POST', '/v1/voice/topics', { name, words })
export const refit = (): Promise<unknown> => call('POST', '/v1/voice/topics/refit', {})
export const train = (): Promise<unknown> => call('POST', '/v1/voice/train', {})

/** A phrase that means something else than was thought; without a language it holds in all of them. */
export interface Correction { phrase: string; language?: string; sentiment: Exclude<Sentiment, 'unknown'> }
export interface Kept extends Correction { account: string; at: string }
export interface Change { from: Sentiment; to: Sentiment; comments: number }
export interface Example { text: string; language: string; from: Sentiment; to: Sentiment }
export interface Preview { affected: number; judged: number; changes: Change[]; examples: Example[] }
const corrections = '/v1/voice/corrections'
export const useCorrections = (): Query<Kept[]> => useQuery('voice corrections', async stop =>
  (await call<{ corrections: Kept[] }>('GET', corrections, undefined, stop)).corrections ?? [])
export const preview = (correction: Correction, stop?: AbortSignal): Promise<Preview> => call<Preview>('POST', corrections + '/preview', correction, stop)
export const correct = (correction: Correction): Promise<unknown> => call('PUT', corrections, correction)
export const takeBack = ({ phrase, language }: Correction): Promise<unknown> => call('DELETE', corrections, language ? { phrase, language } : { phrase })

/** A conversation whose tone falls, as it goes on. */
export interface Falling {
  source: string
  conversation: string
  customer: string | null
  customer_number: number | null
  identifiers: Identifier[]
  channel: string | null
  since: string
  last: string
  tone: number | null           // -1 to 1.
  turns: number
  text: string | null           // What was said last.
}
export const useFalling = (): Query<Falling[]> => useQuery('voice live', async stop =>
  (await call<{ conversations: Falling[] }>('GET', '/v1/voice/live', undefined, stop)).conversations ?? [])

