// The question as a tile: of a board that is there, or of a new one.
import { useState } from 'preact/hooks'
import type { Definition, Question, Status } from '../../api'
import { t } from '../../i18n'
import { useMe } from '../../me'
import { isPeriod } from '../../period'
import { keep, query } from '../../router'
import { State, Trouble } from '../../ui/state'
import { added, withCopy } from '../boards/add_to'
import { emptyBoard, nameOf, pageOf, titleOfBoard, type Brief, type Definition as Board, type MeasureTile } from '../boards/board'
import { Dialog } from '../boards/dialog'
import d from '../boards/board_dialog.module.css'
import { saveNew, useBoards } from '../boards/requests'
import { mayChange } from '../boards/view'
import { useSending } from '../surveys/use_sending'
import { periodOf, readCompared, readDrawing } from './address'
import { titleOf } from './result'
import s from './explore.module.css'

const titleMost = 200

/** Without its dates: a tile then takes those of its board. */
export function withoutDates({ from: _, to: __, ...rest }: Question): Question { return rest }

export function SaveTile({ definition, question, status, onClose }: { definition: Definition; question: Question; status: Status; onClose: () => void }) {
  const boards = useBoards()
  const me = useMe()
  const [done, setDone] = useState<{ name: string; title: string } | null>(null)
  return <Dialog title={t('explore.as_tile')} onClose={onClose}>
    {done ? <p role="status">{t('explore.tile_done')} <a href={keep(pageOf(done.name))}>{done.title}</a></p>
      : <State query={boards} height={120}>{list => <State query={me} height={120}>{who =>
        <Form boards={list.filter(one => mayChange(one, who))} definition={definition} question={question} status={status} done={setDone} />}</State>}</State>}
  </Dialog>
}

function Form({ boards: own, definition, question, status, done }: {
  boards: Brief[]; definition: Definition; question: Question; status: Status; done: (made: { name: string; title: string }) => void }) {
  const { problem, busy, send } = useSending()
  const [chosen, setChosen] = useState<string | null>(null)
  const name = chosen ?? own[0]?.name ?? ''
  const period = periodOf(question, status.data_until)
  const [follows, setFollows] = useState(period !== 'own')
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget as HTMLFormElement)
    const said = (field: string) => String(form.get(field) ?? '').trim()
    const time = readCompared(query.value).parts.find(part => part.kind === 'before' || part.kind === 'year')
    const tile: MeasureTile = { id: '', kind: 'measure', x: 0, y: 0, w: 4, h: 4, title: said('title'), drawing: readDrawing(query.value),
      compare: follows && time ? time.kind as 'before' | 'year' : '', question: follows ? withoutDates(question) : question }
    const change = (board: Board) => withCopy(board, tile, '')
    void send(async () => {
      const title = said('board_title')
      const made = name ? await added(name, change)
        : await saveNew(change({ ...emptyBoard(nameOf(title), title), ...follows && isPeriod(period) ? { period } : {} }))
      done({ name: made.name, title: titleOfBoard(made) })
    })
  }
  return <form onSubmit={submit}>
    <label><span>{t('boards.board')}</span><select name="board" value={name} onChange={event => setChosen(event.currentTarget.value)}>
      {own.map(one => <option key={one.name} value={one.name}>{titleOfBoard(one)}</option>)}
      <option value="">{t('boards.new')}</option></select></label>
    {name ? null : <label><span>{t('explore.board_title')}</span><input name="board_title" required maxLength={titleMost} autocomplete="off" /></label>}
    <label><span>{t('boards.tile_title')}</span><input name="title" maxLength={titleMost} placeholder={titleOf(definition, question)} autocomplete="off" /></label>
    {definition.splits ? <label class={s.tick}><input type="checkbox" name="follows" checked={follows}
      onChange={event => setFollows(event.currentTarget.checked)} /> {t('explore.follows')}</label> : null}
    {problem ? <Trouble problem={problem} /> : null}
    <div class={d.actions}><button class="primary" disabled={busy}>{t('explore.save')}</button></div>
  </form>
}
