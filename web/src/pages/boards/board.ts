// A board: what is shown together, where on the grid, for which period and to whom. docs/formats/board.md.
import type { Answer, Problem, Question, Reply, Status } from '../../api'
import { label } from '../../i18n'
import { fromOf, isPeriod, stepOf, type PeriodName } from '../../period'
import type { Place } from './layout'

export const drawings = ['auto', 'figure', 'line', 'bars', 'table', 'flow', 'funnel', 'cohort'] as const
export type Drawing = typeof drawings[number]
export const homes = ['executive', 'marketing', 'service', 'agent', 'analyst'] as const
export const roles = ['owner', 'admin', 'analyst', 'manager', 'agent', 'viewer'] as const
export const overs = ['', 'hour', 'day', 'week', 'month', 'quarter', 'year'] as const
export type Compare = '' | 'before' | 'year'

interface Common extends Place { title: string }
export interface MeasureTile extends Common {
  kind: 'measure'
  drawing: Drawing
  question: Question
  compare: Compare
  target?: number
}
export interface TextTile extends Common { kind: 'text'; text: string }
export type Tile = MeasureTile | TextTile

export interface Definition {
  name: string
  title: string
  about: string
  home: string
  where: string
  period: PeriodName
  over: string
  roles: string[]
  tiles: Tile[]
}
export interface Board extends Definition {
  owner: string
  version: number
  changed_at: string | null
  changed_by?: string  // The account that did; "" : nobody was signed in.
  built_in: boolean
}
export type Brief = Omit<Board, 'tiles'> & { tiles: number }

export interface TileAnswer { tile: string; question: Question; answer?: Answer; error?: Problem; compared?: Answer }
export interface Answers { board: number; answers: TileAnswer[] }

/** The server writes a parameter with one value as a text. */
export function listed(question: Question): Question {
  const parameters = Object.entries((question.parameters ?? {}) as Record<string, string | string[]>)
  return parameters.length === 0 ? question
    : { ...question, parameters: Object.fromEntries(parameters.map(([name, value]) => [name, Array.isArray(value) ? value : [String(value)]])) }
}

export const readTile = (tile: Tile): Tile => tile.kind === 'text' ? tile : { ...tile, question: listed(tile.question) }
export const readBoard = (board: Board): Board => ({ ...board, period: isPeriod(board.period) ? board.period : '90d', tiles: board.tiles.map(readTile) })
export const readAnswers = (answers: Answers): Answers =>
  ({ ...answers, answers: answers.answers.map(one => ({ ...one, question: listed(one.question) })) })

/** What is saved: without what only the server says. */
export function definitionOf({ name, title, about, home, where, period, over, roles, tiles }: Definition): Definition {
  return { name, title, about, home, where, period, over, roles, tiles }
}

export const emptyBoard = (name: string, title: string): Definition =>
  ({ name, title, about: '', home: '', where: '', period: '90d', over: '', roles: [], tiles: [] })

/** Those that come with the program speak the reader's language. */
export const titleOfBoard = ({ name, title, built_in }: { name: string; title: string; built_in: boolean }): string =>
  built_in ? label('boards.role', name, title) : title || name
export const aboutOfBoard = ({ name, about, built_in }: { name: string; about: string; built_in: boolean }): string =>
  built_in ? label('boards.home_about', name, about) : about

export const replyOf = (one: TileAnswer | undefined): Reply | null =>
  one?.answer ?? (one?.error ? { error: one.error } : null)

const both = (a: string, b: string) => a && b ? `(${a}) and (${b})` : a || b

/** The question of a tile that is not saved yet, as the server would ask it (engine/boards/board_answers.h). `splits`: the
 *  measure can be filtered, and cut by period. */
export function questionOf(tile: MeasureTile, board: Definition, status: Status, splits: boolean, asNumber: boolean): Question {
  if (!splits) return tile.question
  const question = { ...tile.question }
  const where = both(question.where ?? '', board.where)
  if (where) question.where = where
  if (tile.drawing === 'line' && !question.over && asNumber) question.over = board.over || stepOf(board.period)
  const from = question.from || question.to ? '' : fromOf(board.period, status.data_until) ?? ''
  if (from) question.from = from
  return question
}

const nameMost = 64

/** A title as a name in addresses. */
export const nameOf = (title: string, otherwise = 'board'): string => title.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/[^a-z0-9]+/g, '-')
  .replace(/^-+|-+$/g, '').slice(0, nameMost - 4) || otherwise

/** The name, or the first one after it that nobody has. */
export function freeName(name: string, taken: readonly string[]): string {
  if (!taken.includes(name)) return name
  for (let n = 2; ; ++n) if (!taken.includes(`${name}-${n}`)) return `${name}-${n}`
}

/** The first of t1, t2, … that no tile has. */
export const freeId = (tiles: readonly Tile[]): string => {
  for (let n = 1; ; ++n) if (!tiles.some(tile => tile.id === 't' + n)) return 't' + n
}

export const pageOf = (name: string): string => '/boards/' + encodeURIComponent(name)
export const boardPath = (name: string): string => '/v1/boards/' + encodeURIComponent(name)
