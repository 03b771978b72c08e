// What is done to a board between reading and saving it, and what is said of each step.
import { useEffect, useRef, useState } from 'preact/hooks'
import { t } from '../../i18n'
import { forget } from '../../query'
import { go, keep, path, query } from '../../router'
import { focusSoon } from '../surveys/focus'
import { useHistory } from '../surveys/history'
import { useUnsaved } from '../surveys/unsaved'
import { useSending } from '../surveys/use_sending'
import { definitionOf, pageOf, readBoard, type Board, type Definition, type Tile } from './board'
import { withoutTile, withPlaces } from './editing'
import { sized, stepped, type Direction } from './layout'
import { save, saveNew, type Conflict } from './requests'

/** What the panel beside the tiles is about: a tile by its id, the board, or nothing. */
export type Panel = { of: 'tile'; id: string } | { of: 'board' } | null

const isHere = (to: URL) => to.pathname === path.value && to.searchParams.get('edit') === '1'

/** Saves with the version that was read; when somebody was faster, there is a board to choose instead. */
export function useSaving(first: Board) {
  const [saved, setSaved] = useState<Board>(first)
  const [newer, setNewer] = useState<Board | null>(null)
  const sending = useSending()
  const run = (now: Definition) => sending.send(async () => {
    try {
      setSaved(await save(now, saved.version))
      forget()
    } catch (error) {
      const told = (error as { problem?: Conflict }).problem
      if (told?.status !== 409 || !told.board) throw error
      setNewer(readBoard(told.board))
    }
  })
  const take = (board: Board) => {
    setSaved(board)
    setNewer(null)
  }
  return { ...sending, saved, newer, take, run }
}

/** The board as it is written, its steps back, and the guard of what is not saved. */
export function useWriting(first: Board) {
  const { saved, newer, take, run, problem, setProblem, busy, send } = useSaving(first)
  const { now, change, undo, redo } = useHistory<Definition>(definitionOf(saved))
  const leaving = useRef(false)
  const unsaved = JSON.stringify(definitionOf(saved)) !== JSON.stringify(now)
  useUnsaved(unsaved, to => leaving.current || isHere(to) ? undefined : t('boards.leave'))
  useEffect(() => setProblem(null), [now])
  const keepMine = () => void send(async () => {
    const made = await saveNew({ ...now, title: t('boards.copy_of', { title: now.title || now.name }) })
    forget()
    leaving.current = true
    go(keep(pageOf(made.name)))
  })
  const takeTheirs = () => {
    if (!newer) return
    take(newer)
    change(() => definitionOf(newer))
  }
  return { now, change, undo, redo, unsaved, newer, problem, busy, save: () => void run(now), keepMine, takeTheirs }
}

/** What is chosen, and what is done to tiles; `said` is for those who cannot see where a tile went. */
export function useTiles({ now, change }: Pick<ReturnType<typeof useWriting>, 'now' | 'change'>, nameOf: (tile: Tile) => string) {
  const asked = query.value.get('tile')
  const [panel, setPanel] = useState<Panel>(() => asked && now.tiles.some(tile => tile.id === asked) ? { of: 'tile', id: asked } : null)
  const [said, setSaid] = useState('')
  const place = (tiles: Tile[], id: string) => {
    const tile = tiles.find(one => one.id === id)
    change(board => withPlaces(board, tiles))
    if (tile) setSaid(t('boards.placed', { title: nameOf(tile), column: tile.x + 1, row: tile.y + 1, w: tile.w, h: tile.h }))
  }
  const step = (id: string, direction: Direction, how: 'move' | 'size') => place((how === 'move' ? stepped : sized)(now.tiles, id, direction), id)
  const add = (make: (board: Definition) => { board: Definition; id: string }) => {
    const made = make(now)
    change(() => made.board)
    setPanel({ of: 'tile', id: made.id })
    setSaid(t('boards.added'))
  }
  const remove = (id: string) => {
    const tile = now.tiles.find(one => one.id === id)
    change(board => withoutTile(board, id))
    setPanel(null)
    if (tile) setSaid(t('boards.removed', { title: nameOf(tile) }))
    focusSoon(() => document.getElementById('add-tile'))
  }
  const close = () => {
    const id = panel?.of === 'tile' ? panel.id : ''
    setPanel(null)
    focusSoon(() => document.getElementById(id ? 'edit-' + id : 'board-settings'))
  }
  return { panel, setPanel, said, place, step, add, remove, close }
}
