// Writing a board: tiles are added, moved and sized by pointer, key or button; everything can be undone; saving never overwrites
// what somebody else saved meanwhile.
import { useEffect, useRef, useState } from 'preact/hooks'
import { t } from '../../i18n'
import { isPeriod } from '../../period'
import { forget } from '../../query'
import type { Me } from '../../me'
import { useCatalogue, useFields, useStatus } from '../../record'
import { go, keep, path, query } from '../../router'
import { Heading } from '../../ui/heading'
import { focusSoon } from '../surveys/focus'
import { useHistory } from '../surveys/history'
import { useUnsaved } from '../surveys/unsaved'
import { useSending } from '../surveys/use_sending'
import { BoardForm } from './board_form'
import { definitionOf, pageOf, type Board, type Definition, type Tile } from './board'
import { Clash } from './clash'
import { EditBar } from './edit_bar'
import { EditGrid } from './edit_grid'
import { useDraftAnswers, withMeasure, withoutTile, withPlaces, withText, withTile } from './editing'
import { sized, stepped, type Direction } from './layout'
import { save, saveNew, type Conflict } from './requests'
import { titleOf } from './tile'
import { TileForm } from './tile_form'
import { useOwnPeriod } from './view'
import s from './board_editor.module.css'

/** What the panel beside the tiles is about: a tile by its id, the board, or nothing. */
export type Panel = { of: 'tile'; id: string } | { of: 'board' } | null

const isHere = (to: URL) => to.pathname === path.value && to.searchParams.get('edit') === '1'

/** Saves with the version that was read; when somebody was faster, there is a board to choose instead. */
function useSaving(first: Board) {
  const [saved, setSaved] = useState<Board>(first)
  const [newer, setNewer] = useState<Board | null>(null)
  const { problem, busy, send, setProblem } = useSending()
  const run = (now: Definition, version: number) => send(async () => {
    try {
      setSaved(await save(now, version))
      setNewer(null)
      forget()
    } catch (error) {
      const told = (error as { problem?: Conflict }).problem
      if (told?.status !== 409 || !told.board) throw error
      setNewer(told.board)
    }
  })
  return { saved, setSaved, newer, setNewer, problem, setProblem, busy, send, run }
}

export function Editor({ board: first, me }: { board: Board; me: Me }) {
  const { saved, setSaved, newer, setNewer, problem, setProblem, busy, send, run } = useSaving(first)
  const { now, change, undo, redo } = useHistory<Definition>(definitionOf(saved))
  const asked = query.value.get('tile')
  const [panel, setPanel] = useState<Panel>(() => asked && now.tiles.some(tile => tile.id === asked) ? { of: 'tile', id: asked } : null)
  const [said, setSaid] = useState('')
  const leaving = useRef(false)
  const unsaved = JSON.stringify(definitionOf(saved)) !== JSON.stringify(now)
  useUnsaved(unsaved, to => leaving.current || isHere(to) ? undefined : t('boards.leave'))
  useOwnPeriod(now.period)
  useEffect(() => setProblem(null), [now])
  const catalogue = useCatalogue()
  const status = useStatus()
  const fields = useFields()
  const measures = catalogue.state === 'ready' ? catalogue.value : []
  const period = query.value.get('period')
  const shown = useDraftAnswers(isPeriod(period) ? { ...now, period } : now, status.state === 'ready' ? status.value : null, measures)
  const nameOf = (tile: Tile) => titleOf(tile, shown.get(tile.id)?.definition)
  const place = (tiles: Tile[], id: string) => {
    const tile = tiles.find(one => one.id === id)
    change(board => withPlaces(board, tiles))
    if (tile) setSaid(t('boards.placed', { title: nameOf(tile), column: tile.x + 1, row: tile.y + 1, w: tile.w, h: tile.h }))
  }
  const step = (id: string, direction: Direction, how: 'move' | 'size') => {
    const tiles = (how === 'move' ? stepped : sized)(now.tiles, id, direction)
    place(tiles, id)
  }
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
  const keepMine = () => void send(async () => {
    const made = await saveNew({ ...now, title: t('boards.copy_of', { title: now.title || now.name }) })
    forget()
    leaving.current = true
    go(keep(pageOf(made.name)))
  })
  const takeTheirs = () => {
    if (!newer) return
    setSaved(newer)
    change(() => definitionOf(newer))
    setNewer(null)
    setPanel(null)
  }
  const tile = panel?.of === 'tile' ? now.tiles.find(one => one.id === panel.id) : undefined
  return <>
    <Heading title={now.title || now.name} sentence={t('boards.editing')}>
      <a class="quiet" href={keep(pageOf(now.name))}>{t('boards.done')}</a></Heading>
    <EditBar unsaved={unsaved} busy={busy} problem={problem} undo={undo} redo={redo} save={() => void run(now, saved.version)}
      addTile={() => add(board => withMeasure(board, measures.find(one => one.id === 'nps')?.id ?? measures[0]?.id ?? 'nps'))}
      addText={() => add(board => withText(board, t('boards.text_start')))} settings={() => setPanel({ of: 'board' })} />
    <p class="hidden" role="status">{said}</p>
    {newer ? <Clash newer={newer} busy={busy} keepMine={keepMine} takeTheirs={takeTheirs} /> : null}
    <div class={panel && (tile || panel.of === 'board') ? s.columns : undefined}>
      <EditGrid board={now} shown={shown} marked={tile?.id ?? ''} nameOf={nameOf} place={place} step={step} remove={remove}
        edit={id => setPanel({ of: 'tile', id })} />
      {tile ? <TileForm key={tile.id} tile={tile} shown={shown.get(tile.id)} measures={measures}
        fields={fields.state === 'ready' ? fields.value : null} name={nameOf(tile)} close={close} remove={() => remove(tile.id)}
        step={(direction, how) => step(tile.id, direction, how)}
        change={(how, field) => change(board => withTile(board, tile.id, how), field && `${tile.id} ${field}`)} />
        : panel?.of === 'board' ? <BoardForm board={now} me={me} close={close} change={(how, field) => change(how, field)} /> : null}
    </div>
  </>
}
