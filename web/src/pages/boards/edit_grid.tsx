// The tiles while they are written: each has a handle to move it and one to size it, by pointer and by arrow keys.
import { useEffect, useRef } from 'preact/hooks'
import { t } from '../../i18n'
import { Note } from '../../ui/state'
import { focusSoon } from '../surveys/focus'
import type { Definition, Tile } from './board'
import { useDrag } from './editing'
import { Grid } from './grid'
import { inOrder, type Direction, type Place } from './layout'
import { still } from './still'
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
  // Tiles that stay as they are are not drawn again for each step of a drag: what they call is what is there when they call it.
  const now = useRef({ drag, step, remove, edit })
  now.current = { drag, step, remove, edit }
  const places = new Map(drag.places.map(tile => [tile.id, tile]))
  // Held: the order stays until it is let go, or the pointer would lose what it holds.
  return <Grid frame={grid}>{inOrder(board.tiles).map(tile => <StillTile key={tile.id} tile={tile} place={places.get(tile.id) ?? tile} title={nameOf(tile)}
    shown={shown.get(tile.id)} marked={tile.id === marked || tile.id === drag.held} now={now} />)}</Grid>
}

interface Acts {
  drag: ReturnType<typeof useDrag>
  step: (id: string, direction: Direction, how: 'move' | 'size') => void
  remove: (id: string) => void
  edit: (id: string) => void
}
interface Written { tile: Tile; place: Place; title: string; shown: Shown | undefined; marked: boolean; now: { current: Acts } }

const samePlace = (a: Place, b: Place) => a.x === b.x && a.y === b.y && a.w === b.w && a.h === b.h
const sameShown = (a: Shown | undefined, b: Shown | undefined) => a?.asked?.reply === b?.asked?.reply && a?.definition === b?.definition

const StillTile = still<Written>(({ tile, place, title, shown, marked, now }) => {
  const handle = (how: 'move' | 'size') => ({
    id: `${how}-${tile.id}`,
    onPointerDown: (event: PointerEvent) => now.current.drag.begin(event, tile, how),
    onPointerMove: (event: PointerEvent) => now.current.drag.move(event),
    onPointerUp: () => now.current.drag.end(),
    onPointerCancel: () => now.current.drag.cancel(),
    onKeyDown: (event: KeyboardEvent) => {
      const direction = arrows[event.key]
      if (!direction || event.ctrlKey || event.metaKey || event.altKey) return
      event.preventDefault()
      now.current.step(tile.id, direction, how)
      // A tile that stands elsewhere in the order of reading lets the focus go.
      focusSoon(() => document.getElementById(`${how}-${tile.id}`))
    },
  })
  const tools = () => <span class={s.tools} data-tool>
    <button type="button" class={'quiet ' + s.handle} aria-label={t('boards.move_of', { title })} title={t('boards.move_hint')} {...handle('move')}>
      <span aria-hidden="true">✥</span></button>
    <button type="button" class="quiet" id={'edit-' + tile.id} aria-label={t('boards.edit_of', { title })} onClick={() => now.current.edit(tile.id)}>
      <span aria-hidden="true">✎</span></button>
    <button type="button" class="quiet" aria-label={t('boards.remove_of', { title })} onClick={() => now.current.remove(tile.id)}>
      <span aria-hidden="true">×</span></button>
    <button type="button" class={`quiet ${s.handle} ${s.corner}`} aria-label={t('boards.size_of', { title })} title={t('boards.size_hint')}
      {...handle('size')}><span aria-hidden="true">⤡</span></button>
  </span>
  return <TileCard tile={asWritten(tile)} place={place} shown={shown} marked={marked} around={{ open: false, editHref: () => '', tools }} />
}, (a, b) => a.tile === b.tile && a.title === b.title && a.marked === b.marked && samePlace(a.place, b.place) && sameShown(a.shown, b.shown))
