// What the pages of boards ask the server.
import { call, Refused, type Problem, type Question } from '../../api'
import { useQuery, type Query } from '../../query'
import { boardPath, definitionOf, freeName, readAnswers, readBoard, type Answers, type Board, type Brief, type Definition } from './board'

type Headers = Record<string, string>
/** Somebody else saved meanwhile: the board as it is now. */
export type Conflict = Problem & { board?: Board }

function problemIn(text: string, status: number): Conflict {
  try {
    const said = JSON.parse(text) as Conflict | null
    if (typeof said?.title === 'string') return said
  } catch { /* whatever answers: its words are shown */ }
  return { title: 'HTTP ' + status, detail: text.slice(0, 300), status }
}

/** As call() of api.ts, with headers, and with the reply as it came. */
export async function sent(method: string, url: string, body?: unknown, headers: Headers = {}, signal?: AbortSignal): Promise<Response> {
  let reply: Response
  try {
    reply = await fetch(url, { method, signal: signal ?? null, body: body === undefined ? null : JSON.stringify(body),
      headers: { ...body === undefined ? {} : { 'content-type': 'application/json' }, ...headers } })
  } catch (error) {
    if (signal?.aborted) throw error
    throw new Refused({ title: 'offline', code: 'offline' })
  }
  if (!reply.ok) throw new Refused(problemIn(await reply.text(), reply.status))
  return reply
}

export const boards = async (signal?: AbortSignal): Promise<Brief[]> =>
  (await call<{ boards: Brief[] }>('GET', '/v1/boards', undefined, signal)).boards
export const useBoards = (): Query<Brief[]> => useQuery('boards', boards)

export const board = async (name: string, signal?: AbortSignal): Promise<Board> =>
  readBoard(await call<Board>('GET', boardPath(name), undefined, signal))
export const useBoard = (name: string): Query<Board> => useQuery('board ' + name, signal => board(name, signal))

/** What the reader chose, as the server is asked. */
export const readingOf = (params: URLSearchParams): string => {
  const out = new URLSearchParams()
  for (const name of ['period', 'where', 'zone']) {
    const value = params.get(name)
    if (value) out.set(name, value)
  }
  return out.size ? '?' + out : ''
}

export const useAnswers = (name: string, reading: string): Query<Answers> =>
  useQuery(`answers ${name} ${reading}`, async signal =>
    readAnswers(await call<Answers>('GET', boardPath(name) + '/answers' + reading, undefined, signal)))

/** `version`: only if it still is that one; null: only if there is none of that name. */
export async function save(definition: Definition, version: number | null): Promise<Board> {
  const condition: Headers = version === null ? { 'if-none-match': '*' } : { 'if-match': `"${version}"` }
  const reply = await sent('PUT', boardPath(definition.name), definitionOf(definition), condition)
  return readBoard(await reply.json() as Board)
}

// Addresses below /v1/boards/, and below the page of boards, that are no board's.
const reserved = ['read', 'reports']

/** Under the name, or under the next one that nobody has; never in place of another board, nor as the home of a role. */
export async function saveNew(definition: Definition): Promise<Board> {
  const taken = [...reserved, ...(await boards()).map(one => one.name)]
  return save({ ...definition, name: freeName(definition.name, taken), home: '' }, null)
}

export const remove = (name: string): Promise<Response> => sent('DELETE', boardPath(name))

/** A board from a file, TOML or JSON; checked by the server, not yet stored. */
export async function readFile(text: string): Promise<Board> {
  const wish = text.trimStart().startsWith('{') ? { board: JSON.parse(text) as unknown } : { toml: text }
  return readBoard(await call<Board>('POST', '/v1/boards/read', wish))
}

export interface Share { id: string; where: string; password: boolean; made_by: string; made_at: string; expires: string | null }
export interface NewShare extends Share { path: string }
export interface ShareWish { expires: string; password: string; where: string }
const sharesPath = (name: string) => boardPath(name) + '/shares'
export const useShares = (name: string): Query<Share[]> => useQuery('shares ' + name, async signal =>
  (await call<{ shares: Share[] }>('GET', sharesPath(name), undefined, signal)).shares)
export const share = (name: string, wish: ShareWish): Promise<NewShare> => call<NewShare>('POST', sharesPath(name), wish)
export const unshare = (name: string, id: string): Promise<unknown> => call('DELETE', `${sharesPath(name)}/${encodeURIComponent(id)}`)

const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
export const workbook = async (question: Question): Promise<Blob> =>
  (await sent('POST', '/v1/ask', question, { accept: xlsx })).blob()
