// A board that was shared: read only, without the menu, and never who is behind a number.
import { useEffect, useLayoutEffect, useState } from 'preact/hooks'
import type { Problem } from '../../api'
import { dayText } from '../../format'
import { t } from '../../i18n'
import { changes } from '../../live'
import { useQuery, type Query } from '../../query'
import { path, query } from '../../router'
import { Heading } from '../../ui/heading'
import { State } from '../../ui/state'
import { aboutOfBoard, readAnswers, readBoard, titleOfBoard, type Answers, type Board } from './board'
import { shownOf, Tiles } from './grid'
import { readingOf, sent } from './requests'
import { hidePeople } from './tile'
import { Printed, useOwnPeriod } from './view'
import d from './board_dialog.module.css'
import s from './board_view.module.css'

type SharedBoard = Board & { expires: string | null }
const between = 60_000  // Ms between two looks: nobody tells a reader from outside of changes.

export default function SharedPage() {
  const token = path.value.split('/')[2] ?? ''
  const [password, setPassword] = useState('')
  useLayoutEffect(hidePeople, [])
  useEffect(() => {
    const timer = setInterval(() => { if (!document.hidden) changes.value++ }, between)
    return () => clearInterval(timer)
  }, [])
  const headers: Record<string, string> = password ? { 'x-share-password': password } : {}
  const url = '/v1/shared/' + token
  const board = useQuery(`shared ${token} ${password}`, async signal => {
    const read = await (await sent('GET', url, undefined, headers, signal)).json() as SharedBoard
    return { ...readBoard(read), expires: read.expires }
  })
  if (board.state === 'error' && ['password_needed', 'wrong_password'].includes(board.problem.code ?? '')) {
    return <Password problem={board.problem} onSubmit={setPassword} />
  }
  return board.state !== 'ready' ? <><Heading title={t('boards.shared')} /><State query={board as Query<unknown>} height={420}>{() => null}</State></>
    : <Reading board={board.value} url={url} headers={headers} />
}

function Password({ problem, onSubmit }: { problem: Problem; onSubmit: (password: string) => void }) {
  return <>
    <Heading title={t('boards.shared')} sentence={t('boards.password_needed')} />
    <form class={'card ' + d.dialog} onSubmit={event => {
      event.preventDefault()
      onSubmit(String(new FormData(event.currentTarget as HTMLFormElement).get('password') ?? ''))
    }}>
      <label><span>{t('boards.password_of')}</span><input name="password" type="password" required autoComplete="current-password" /></label>
      {problem.code === 'wrong_password' ? <p class="warn" role="alert">{t('boards.password_wrong')}</p> : null}
      <div class={d.actions}><button type="submit" class="primary">{t('boards.open')}</button></div>
    </form>
  </>
}

function Reading({ board, url, headers }: { board: SharedBoard; url: string; headers: Record<string, string> }) {
  useOwnPeriod(board.period)
  const params = new URLSearchParams(query.value)
  params.delete('where')
  const reading = readingOf(params)
  const answers = useQuery(`shared answers ${url} ${reading}`, async signal =>
    readAnswers(await (await sent('GET', `${url}/answers${reading}`, undefined, headers, signal)).json() as Answers))
  return <>
    <Heading title={titleOfBoard(board)} sentence={aboutOfBoard(board)}>
      {board.expires ? <p class="muted">{t('boards.until', { day: dayText(Date.parse(board.expires)) })}</p> : null}</Heading>
    <Printed where={board.where ? [board.where] : []} />
    {board.where ? <p class={s.narrowed}>{t('boards.only')} <code>{board.where}</code></p> : null}
    <State query={answers} height={420}>{told =>
      <Tiles tiles={board.tiles} around={{ open: false, editHref: () => '' }} shown={shownOf(board.tiles, told, [])} />}</State>
  </>
}
