// A tile, on another board as well: one that is there, or a new one.
import { useState } from 'preact/hooks'
import { Refused } from '../../api'
import { t } from '../../i18n'
import { useMe } from '../../me'
import { keep } from '../../router'
import { State, Trouble } from '../../ui/state'
import { useSending } from '../surveys/use_sending'
import d from './board_dialog.module.css'
import { emptyBoard, freeId, nameOf, pageOf, titleOfBoard, type Board, type Brief, type Definition, type MeasureTile } from './board'
import { Dialog } from './dialog'
import { compacted, freePlace } from './layout'
import { board as boardNamed, save, saveNew, useBoards } from './requests'
import { mayChange } from './view'

const titleMost = 200

/** At the highest free place, with all that the tile says; `where` is what it was asked with. */
export function withCopy(board: Definition, { id: _, x: __, y: ___, ...tile }: MeasureTile, where: string): Definition {
  const question = where ? { ...tile.question, where } : tile.question
  const copy = { ...tile, question, id: freeId(board.tiles), ...freePlace(board.tiles, tile.w, tile.h) }
  return { ...board, tiles: compacted([...board.tiles, copy]) }
}

/** On the board as it is now; whoever saved meanwhile keeps what they did. */
export async function added(name: string, change: (board: Definition) => Definition): Promise<Board> {
  const there = await boardNamed(name)
  try {
    return await save(change(there), there.version)
  } catch (error) {
    if (!(error instanceof Refused) || error.problem.status !== 409) throw error
    const newer = await boardNamed(name)
    return save(change(newer), newer.version)
  }
}

export function AddTo({ tile, where, onClose }: { tile: MeasureTile; where: string; onClose: () => void }) {
  const boards = useBoards()
  const [done, setDone] = useState<Board | null>(null)
  return <Dialog title={t('boards.add_to')} onClose={onClose}>
    {done ? <p role="status">{t('boards.add_done')} <a href={keep(pageOf(done.name))}>{titleOfBoard(done)}</a></p>
      : <State query={boards} height={120}>{list => <Form boards={list} change={board => withCopy(board, tile, where)} done={setDone} />}</State>}
  </Dialog>
}

function Form({ boards, change, done }: { boards: Brief[]; change: (board: Definition) => Definition; done: (board: Board) => void }) {
  const me = useMe()
  const { problem, busy, send } = useSending()
  const own = me.state === 'ready' ? boards.filter(one => mayChange(one, me.value)) : []
  const [chosen, setChosen] = useState<string | null>(null)
  const name = chosen ?? own[0]?.name ?? ''
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    const title = String(new FormData(event.currentTarget as HTMLFormElement).get('title') ?? '').trim()
    void send(async () => {
      const made = name ? await added(name, change) : await saveNew(change(emptyBoard(nameOf(title), title)))
      done(made)
    })
  }
  return <form onSubmit={submit}>
    <label><span>{t('boards.board')}</span><select name="board" value={name} onChange={event => setChosen(event.currentTarget.value)}>
      {own.map(one => <option key={one.name} value={one.name}>{titleOfBoard(one)}</option>)}
      <option value="">{t('boards.new')}</option></select></label>
    {name ? null : <label><span>{t('boards.title')}</span><input name="title" required maxLength={titleMost} autocomplete="off" /></label>}
    {problem ? <Trouble problem={problem} /> : null}
    <div class={d.actions}><button class="primary" disabled={busy}>{t('boards.add_it')}</button></div>
  </form>
}
