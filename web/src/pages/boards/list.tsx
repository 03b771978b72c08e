// Which boards there are; a new one, one from a file, and what can be done with each.
import { useRef, useState } from 'preact/hooks'
import { dayText, whole } from '../../format'
import { label, t } from '../../i18n'
import { useMe, type Me } from '../../me'
import { forget } from '../../query'
import { go, keep } from '../../router'
import { Heading } from '../../ui/heading'
import { State, Trouble } from '../../ui/state'
import { useSending } from '../surveys/use_sending'
import { aboutOfBoard, emptyBoard, nameOf, pageOf, titleOfBoard, type Brief } from './board'
import { Confirm, Dialog } from './dialog'
import d from './board_dialog.module.css'
import { Menu } from './menu'
import { board as boardNamed, readFile, remove, saveNew, useBoards } from './requests'
import { editHref, mayChange } from './view'
import s from './board_list.module.css'

const titleMost = 200
type Reader = Pick<Me, 'account' | 'role' | 'permissions'>
const nobody: Reader = { account: null, role: 'viewer', permissions: [] }

export function BoardList() {
  const boards = useBoards()
  const told = useMe()
  const me = told.state === 'ready' ? told.value : nobody
  return <>
    <Heading title={t('nav.boards')} sentence={t('boards.sentence')}>
      {me.permissions.includes('boards') ? <Making /> : null}</Heading>
    <State query={boards} height={200}>{list => <Table boards={list} me={me} />}</State>
  </>
}

function Making() {
  const [asking, setAsking] = useState(false)
  const { problem, busy, send } = useSending()
  const file = useRef<HTMLInputElement>(null)
  const make = (event: SubmitEvent) => {
    event.preventDefault()
    const title = String(new FormData(event.currentTarget as HTMLFormElement).get('title') ?? '').trim()
    void send(async () => {
      const made = await saveNew(emptyBoard(nameOf(title), title))
      forget()
      go(editHref(made))
    })
  }
  const bring = (chosen: File | undefined) => {
    if (!chosen) return
    void send(async () => {
      const read = await readFile(await chosen.text())
      const named = read.name === 'board' ? nameOf(chosen.name.replace(/\.\w+$/, '')) : read.name
      const made = await saveNew({ ...read, name: named })
      forget()
      go(keep(pageOf(made.name)))
    })
    file.current!.value = ''
  }
  return <div class={s.making}>
    <a class="quiet" href={keep('/boards/reports')}>{t('boards.reports')}</a>
    <button type="button" class="primary" onClick={() => setAsking(true)}>{t('boards.new')}</button>
    <button type="button" disabled={busy} onClick={() => file.current?.click()}>{t('boards.import')}</button>
    <input ref={file} type="file" hidden accept=".toml,.json" aria-label={t('boards.import')}
      onChange={event => bring(event.currentTarget.files?.[0])} />
    {problem ? <Trouble problem={problem} /> : null}
    {asking ? <Dialog title={t('boards.new')} onClose={() => setAsking(false)}>
      <form onSubmit={make}>
        <label><span>{t('boards.title')}</span><input name="title" required autofocus maxLength={titleMost} autoComplete="off" /></label>
        {problem ? <Trouble problem={problem} /> : null}
        <div class={d.actions}><button type="submit" class="primary" disabled={busy}>{t('boards.make')}</button></div>
      </form></Dialog> : null}
  </div>
}

function Table({ boards, me }: { boards: Brief[]; me: Reader }) {
  const title = t('nav.boards')
  const own = boards.filter(one => !one.built_in)
  const homes = boards.filter(one => one.built_in)
  return <section class="card" aria-label={title}><div class={s.frame} tabIndex={0} role="group" aria-label={title}><table>
    <thead><tr><th scope="col" class="text">{t('boards.board')}</th><th scope="col" class="text">{t('boards.first_page')}</th>
      <th scope="col">{t('boards.tiles')}</th><th scope="col" class="text">{t('boards.owner')}</th><th scope="col" class="text">{t('boards.changed')}</th>
      <th scope="col"><span class="hidden">{t('boards.more')}</span></th></tr></thead>
    <tbody>{[...own, ...homes].map(one => <Row key={one.name} board={one} me={me} taken={own.some(other => other.home && other.home === one.home)} />)}</tbody>
  </table></div></section>
}

/** `taken`: a saved board is the home of that role. */
function Row({ board, me, taken }: { board: Brief; me: Reader; taken: boolean }) {
  const title = titleOfBoard(board)
  const { problem, busy, send } = useSending()
  const [removing, setRemoving] = useState(false)
  const duplicate = () => void send(async () => {
    const found = await boardNamed(board.name)
    const made = await saveNew({ ...found, title: t('boards.copy_of', { title }), about: aboutOfBoard(board) })
    forget()
    go(keep(pageOf(made.name)))
  })
  const gone = () => void send(async () => { await remove(board.name); forget() })
  return <tr>
    <th scope="row" class={'text wrap ' + s.name}><a href={keep(pageOf(board.name))}>{title}</a>
      {board.about ? <span class="muted">{aboutOfBoard(board)}</span> : null}
      {problem ? <Trouble problem={problem} /> : null}</th>
    <td class="text">{board.home ? board.built_in && taken ? <span class="muted">{t('boards.replaced')}</span> : label('boards.role', board.home) : ''}</td>
    <td>{whole(board.tiles)}</td>
    <td class="text">{board.built_in ? <span class="muted">{t('boards.built_in')}</span> : board.owner}</td>
    <td class="text">{board.changed_at ? <time dateTime={board.changed_at}>{dayText(Date.parse(board.changed_at))}</time> : ''}</td>
    <td><Menu name={t('boards.menu', { title })}>{close => <>
      {mayChange(board, me) ? <li><a href={editHref(board)}>{t('boards.edit')}</a></li> : null}
      {me.permissions.includes('boards')
        ? <li><button type="button" disabled={busy} onClick={() => { close(); duplicate() }}>{t('boards.duplicate')}</button></li> : null}
      <li><a href={`/v1/boards/${encodeURIComponent(board.name)}?as=toml`} download={board.name + '.toml'} onClick={close}>{t('boards.export')}</a></li>
      {mayChange(board, me) ? <li><button type="button" onClick={() => { close(); setRemoving(true) }}>{t('boards.remove')}</button></li> : null}
    </>}</Menu>
    {removing ? <Confirm title={t('boards.remove_title', { title })} text={t('boards.remove_text')} action={t('boards.remove')} busy={busy}
      onYes={gone} onClose={() => setRemoving(false)} /> : null}</td>
  </tr>
}
