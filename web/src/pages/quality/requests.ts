// What the pages of refused rows and of data quality ask the server.
import { ask, call, isAnswer, Refused, type Answer, type Question, type Reject, type Source } from '../../api'
import { useQuery } from '../../query'

export interface Group { source: string; field: string; kind: string; rows: number; example: string; first: string | null; last: string | null }
export interface Groups { total: number; groups: Group[]; cut: boolean }
export interface Rejects { total: number; rejects: Reject[] }
export interface Replayed {
  bodies: number; mended: number; failed: number; stored: number; repeats: number; rejected: number
  faults: { body: number; source: string; reason: string }[] }

/** Which refused rows: of a source, and of one group of them where a kind is told. */
export interface Wish { source?: string; field?: string; kind?: string }

/** Without what is not told; the field of a group may be the empty one. */
export function wordsOf({ source, field, kind }: Wish): URLSearchParams {
  const words = new URLSearchParams()
  if (source) words.set('source', source)
  if (kind) {
    words.set('field', field ?? '')
    words.set('kind', kind)
  }
  return words
}

export function rejectsHref(wish: Wish): string {
  const text = wordsOf(wish).toString()
  return '/sources/rejects' + (text && '?' + text)
}

export const useSources = () => useQuery('sources', async signal =>
  (await call<{ sources: Source[] }>('GET', '/v1/sources', undefined, signal)).sources)

export const groupsOf = (source: string, signal?: AbortSignal): Promise<Groups> =>
  call('GET', '/v1/rejects/groups?' + wordsOf({ source }), undefined, signal)

export function rejectsOf(wish: Wish, offset: number, limit: number, signal?: AbortSignal): Promise<Rejects> {
  const words = wordsOf(wish)
  words.set('limit', String(limit))
  words.set('offset', String(offset))
  return call('GET', '/v1/rejects?' + words, undefined, signal)
}

export const replay = (source: string): Promise<Replayed> => call('POST', '/v1/replay', { source })

/** The one answer to one question. */
export async function answerTo(question: Question, signal?: AbortSignal): Promise<Answer> {
  const reply = (await ask([question], signal))[0]!
  if (isAnswer(reply)) return reply
  throw new Refused(reply.error)
}
