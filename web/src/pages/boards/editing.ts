// What is done to a board while it is written.
import { useRef, useState } from 'preact/hooks'
import type { Answer, Definition as Measure, Question, Reply, Status } from '../../api'
import { ask, isAnswer } from '../../api'
import { useQuery } from '../../query'
import { freeId, questionOf, type Definition, type MeasureTile, type TextTile, type Tile } from './board'
import { arranged, compacted, freePlace, heightMost, type Place } from './layout'
import type { Shown } from './tile'

const gap = 16
const rowHeight = 80

export const withPlaces = (board: Definition, places: readonly Tile[]): Definition => ({ ...board, tiles: [...places] })
export const withTile = (board: Definition, id: string, change: (tile: Tile) => Tile): Definition =>
  ({ ...board, tiles: board.tiles.map(tile => tile.id === id ? change(tile) : tile) })
export const withoutTile = (board: Definition, id: string): Definition =>
  ({ ...board, tiles: compacted(board.tiles.filter(tile => tile.id !== id)) })

/** At the highest free place. */
function added<T extends Tile>(board: Definition, tile: Omit<T, 'id' | 'x' | 'y'>): { board: Definition; id: string } {
  const id = freeId(board.tiles)
  const placed = { ...tile, id, ...freePlace(board.tiles, tile.w as number, tile.h as number) } as unknown as Tile
  return { board: { ...board, tiles: compacted([...board.tiles, placed]) }, id }
}
export const withMeasure = (board: Definition, measure: string) => added<MeasureTile>(board,
  { kind: 'measure', title: '', w: 4, h: 4, drawing: 'auto', question: { measure }, compare: '' })
export const withText = (board: Definition, text: string) => added<TextTile>(board, { kind: 'text', title: '', w: 4, h: 2, text })

/** The answers of tiles as they are written, saved or not; asked again only when a question changed. */
export function useDraftAnswers(board: Definition, status: Status | null, measures: Measure[]): Map<string, Shown> {
  const tiles = board.tiles.filter((tile): tile is MeasureTile => tile.kind === 'measure').sort((a, b) => a.id < b.id ? -1 : 1)
  const measureOf = (tile: MeasureTile) => measures.find(one => one.id === tile.question.measure)
  const list = status && measures.length ? tiles.map((tile): Question => {
    const known = measureOf(tile)
    return questionOf(tile, board, status, known?.splits ?? true, known?.splits === true && known.shape === 'number')
  }) : []
  const key = list.length ? 'ask ' + JSON.stringify(list) : null
  const replies = useQuery(key, signal => ask(list, signal))
  // While a changed question is on its way, the other tiles keep what they have.
  const last = useRef(new Map<string, Reply>())
  if (replies.state === 'ready') last.current = new Map(list.map((question, i) => [JSON.stringify(question), replies.value[i]!]))
  if (replies.state === 'error') last.current = new Map(list.map(question => [JSON.stringify(question), { error: replies.problem }]))
  return new Map(tiles.map((tile, i) => {
    const question = list[i]
    const reply = question && last.current.get(JSON.stringify(question))
    return [tile.id, { asked: question && reply ? { question, reply } : null, definition: measureOf(tile) }]
  }))
}

export const answerOf = (shown: Shown | undefined): Answer | null =>
  shown?.asked && isAnswer(shown.asked.reply) ? shown.asked.reply : null

interface Drag { id: string; how: 'move' | 'size'; from: { x: number; y: number }; start: Place; by: string; places: Tile[] }

/** Moving and sizing by pointer: the tiles make room while one is held, and stay so when it is let go. */
export function useDrag(tiles: Tile[], grid: { current: HTMLDivElement | null }, done: (tiles: Tile[], id: string) => void) {
  const [drag, setDrag] = useState<Drag | null>(null)
  const begin = (event: PointerEvent, tile: Tile, how: Drag['how']) => {
    if (event.button !== 0) return
    ;(event.currentTarget as Element).setPointerCapture(event.pointerId)
    setDrag({ id: tile.id, how, from: { x: event.clientX, y: event.clientY }, start: tile, by: '0 0', places: tiles })
  }
  const move = (event: PointerEvent) => {
    if (!drag || !grid.current) return
    const column = (grid.current.clientWidth + gap) / 12
    const dx = Math.round((event.clientX - drag.from.x) / column)
    const dy = Math.round((event.clientY - drag.from.y) / (rowHeight + gap))
    const by = `${dx} ${dy}`
    if (by === drag.by) return  // Nothing to draw within one cell of the grid.
    const { start } = drag
    const wish: Partial<Place> = drag.how === 'move' ? { x: start.x + dx, y: start.y + dy }
      : { w: Math.min(12 - start.x, Math.max(2, start.w + dx)), h: Math.min(heightMost, Math.max(1, start.h + dy)) }
    setDrag({ ...drag, by, places: arranged(tiles, drag.id, wish) })
  }
  const end = () => {
    if (!drag) return
    setDrag(null)
    const places = (list: Tile[]) => JSON.stringify(list.map(({ id, x, y, w, h }) => [id, x, y, w, h]))
    if (places(drag.places) !== places(tiles)) done(drag.places, drag.id)
  }
  const cancel = () => setDrag(null)
  return { held: drag?.id ?? '', places: drag?.places ?? tiles, begin, move, end, cancel }
}
