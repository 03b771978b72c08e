// The tiles while they are written: each has a handle to move it and one to size it, by pointer and by arrow keys.
import { useEffect, useRef } from 'preact/hooks'
import { t } from '../../i18n'
import { Note } from '../../ui/state'
import { focusSoon } from '../surveys/focus'
import type { Definition, Tile } from './board'
import { useDrag } from './editing'
import { Grid } from './grid'
import { inOrder, type Direction } from './layout'
import { TileCard, type Shown } from './tile'
import s from './board_editor.module.css'

const arrows: Record<string, Direction> = { ArrowLeft: 'left', ArrowRight: 'right', ArrowUp: 'up', ArrowDown: 'down' }

/** What it is compared with is asked when the board is read. */
const asWritten = (tile: Tile): Tile => tile.kind === 'text' ? tile : { ...tile, compare: '' }

export function EditGrid({ board, shown, marked, nameOf, place, step, remove, edit }: {
  board: Definition
  shown: Map<string, Shown>
  marked: string
  nameOf: (tile: Tile) => string
  place: (tiles: Tile[], id: string) => void
  step: (id: string, direction: Direction, how: 'move' | 'size') => void
  remove: (id: string) => void
  edit: (id: string) => void
}) {
  const grid = useRef<HTMLDivElement>(null)
  const drag = useDrag(board.tiles, grid, place)
  useEffect(() => {
    if (!drag.held) return
    const key = (event: KeyboardEvent) => { if (event.key === 'Escape') drag.cancel() }
    document.addEventListener('keydown', key)
    return () => document.removeEventListener('keydown', key)
  }, [drag.held])
  if (board.tiles.length === 0) return <Note title={t('boards.empty')}><p>{t('boards.empty_text')}</p></Note>
  const handle = (tile: Tile, how: 'move' | 'size') => ({
    id: `${how}-${tile.id}`,
    onPointerDown: (event: PointerEvent) => drag.begin(event, tile, how),
    onPointerMove: drag.move,
    onPointerUp: drag.end,
    onPointerCancel: drag.cancel,
    onKeyDown: (event: KeyboardEvent) => {
      const direction = arrows[event.key]
      if (!direction || event.ctrlKey || event.metaKey || event.altKey) return
      event.preventDefault()
      step(tile.id, direction, how)
      // A tile that stands elsewhere in the order of reading lets the focus go.
      focusSoon(() => document.getElementById(`${how}-${tile.id}`))
    },
  })
  const tools = (tile: Tile) => {
    const title = nameOf(tile)
    return <span class={s.tools} data-tool>
      <button type="button" class={'quiet ' + s.handle} aria-label={t('boards.move_of', { title })} title={t('boards.move_hint')} {...handle(tile, 'move')}>
        <span aria-hidden="true">✥</span></button>
      <button type="button" class="quiet" id={'edit-' + tile.id} aria-label={t('boards.edit_of', { title })} onClick={() => edit(tile.id)}>
        <span aria-hidden="true">✎</span></button>
      <button type="button" class="quiet" aria-label={t('boards.remove_of', { title })} onClick={() => remove(tile.id)}>
        <span aria-hidden="true">×</span></button>
      <button type="button" class={`quiet ${s.handle} ${s.corner}`} aria-label={t('boards.size_of', { title })} title={t('boards.size_hint')}
        {...handle(tile, 'size')}><span aria-hidden="true">⤡</span></button>
    </span>
  }
  const places = new Map(drag.places.map(tile => [tile.id, tile]))
  // Held: the order stays until it is let go, or the pointer would lose what it holds.
  return <Grid frame={grid}>{inOrder(board.tiles).map(tile => <TileCard key={tile.id} tile={asWritten(tile)} place={places.get(tile.id) ?? tile}
    shown={shown.get(tile.id)} marked={tile.id === marked || tile.id === drag.held}
    around={{ open: false, editHref: () => '', tools }} />)}</Grid>
}
