// A board as it is read: its heading, what narrows it, and its tiles; with the ways to change it and to hand it on.
import { useLayoutEffect, useState } from 'preact/hooks'
import type { Problem } from '../../api'
import { dayText } from '../../format'
import { t } from '../../i18n'
import { columnOf } from '../../question'
import { forget, type Query } from '../../query'
import type { PeriodName } from '../../period'
import { ownPeriod, periodNow, useCatalogue } from '../../record'
import { go, keep, query, setQuery } from '../../router'
import { here, useMe, type Me } from '../../me'
import { FilterField } from '../../ui/filter_field'
import { Heading } from '../../ui/heading'
import { lazily } from '../../ui/lazy'
import { Note, State, Trouble, WaitingBelow } from '../../ui/state'
import { useOpened } from '../surveys/opened'
import { useSending } from '../surveys/use_sending'
import { aboutOfBoard, pageOf, titleOfBoard, type Answers, type Board } from './board'
import { Editor } from './editor'
import { shownOf, Tiles } from './grid'
import { Menu } from './menu'
import { readingOf, saveNew, useAnswers, useBoard } from './requests'
import { Sharing } from './share'
import s from './board_view.module.css'

const Mailing = lazily(() => import('../reports/mailing').then(module => module.Mailing))

/** While a board is shown, its own period is what an address without one means. */
export function useOwnPeriod(period: PeriodName): void {
  useLayoutEffect(() => {
    ownPeriod.value = period
    return () => { ownPeriod.value = null }
  }, [period])
}

const rulesAll = (me: Pick<Me, 'role'>) => me.role === 'owner' || me.role === 'admin'
export const mayChange = (board: { owner: string; built_in: boolean }, me: Pick<Me, 'account' | 'role' | 'permissions'>): boolean => !board.built_in &&
  me.permissions.includes('boards') && (rulesAll(me) || board.owner !== '' && board.owner === me.account)

/** `home`: it is the first page, not one among the boards. */
export function BoardPage({ name, home = false }: { name: string; home?: boolean }) {
  const board = useBoard(name)
  const me = useMe()
  if (board.state !== 'ready' || me.state !== 'ready') {
    return <><Heading title={t('nav.boards')} />
      <State query={board.state === 'ready' ? me as Query<unknown> : board as Query<unknown>} height={420}>{() => null}</State></>
  }
  const allowed = mayChange(board.value, me.value)
  return allowed && query.value.get('edit') === '1' && !home
    ? <Writing key={name} board={board} me={me.value} />
    : <Reading board={board.value} me={me.value} allowed={allowed} />
}

/** From what the server has now: what was remembered of another visit may be somebody's yesterday. */
function Writing({ board, me }: { board: Query<Board>; me: Me }) {
  const first = useOpened(board)
  return first ? <Editor board={first.value} me={me} /> : <Heading title={t('nav.boards')} />
}

/** The trouble with the reader's filter: the whole board is refused for it. */
const filterProblem = (answers: Query<Answers>): Problem | null =>
  answers.state === 'error' && (columnOf(answers.problem.where) || answers.problem.where?.startsWith('where')) ? answers.problem : null

function Reading({ board, me, allowed }: { board: Board; me: Me; allowed: boolean }) {
  useOwnPeriod(board.period)
  const answers = useAnswers(board.name, readingOf(query.value))
  const catalogue = useCatalogue()
  const where = query.value.get('where') ?? ''
  const problem = filterProblem(answers)
  const measures = catalogue.state === 'ready' ? catalogue.value : []
  return <>
    <Heading title={titleOfBoard(board)} sentence={aboutOfBoard(board)}>
      <div class={s.aside}>
        <FilterField name={t('filter.name')} value={where} problem={problem} onCommit={text => setQuery({ where: text || null })} />
        <Actions board={board} me={me} allowed={allowed} />
      </div>
    </Heading>
    <Narrowed board={board} />
    <Printed where={[board.where, where].filter(Boolean)} />
    {problem ? null : board.tiles.length === 0
      ? <Note title={t('boards.empty')}>{allowed ? <p><a href={editHref(board)}>{t('boards.fill')}</a></p> : null}</Note>
      : answers.state === 'error' || catalogue.state === 'error'
        ? <State query={(answers.state === 'error' ? answers : catalogue) as Query<unknown>}>{() => null}</State>
        : <div class={answers.state === 'ready' && answers.stale ? s.stale : undefined} aria-busy={answers.state !== 'ready' || answers.stale}>
          {answers.state === 'waiting' ? <WaitingBelow cancel={answers.cancel} /> : null}
          <Tiles tiles={board.tiles} around={{ open: true, editHref: tile => allowed ? editHref(board, tile.id) : '' }}
            shown={shownOf(board.tiles, answers.state === 'ready' ? answers.value : { board: 0, answers: [] }, measures)} /></div>}
  </>
}

/** What a sheet of paper must say, as nobody can ask it. */
export function Printed({ where }: { where: string[] }) {
  const [at, setAt] = useState(Date.now)
  useLayoutEffect(() => {
    const look = () => setAt(Date.now())
    window.addEventListener('beforeprint', look)
    return () => window.removeEventListener('beforeprint', look)
  }, [])
  return <p class={s.printed}>{[t('boards.printed', { period: t(`period.${periodNow()}`) }),
    ...(here.value?.scope ? [`${t('boards.your_part')} ${here.value.scope}`] : []),
    ...where.map(text => t('boards.printed_filter', { where: text })), t('boards.printed_at', { day: dayText(at) })].join(' · ')}</p>
}

/** Without the menus, and without the browser's own frame where that is allowed. */
function fillScreen(): void {
  setQuery({ kiosk: '1' })
  void document.documentElement.requestFullscreen?.().catch(() => { /* the menus are gone all the same */ })
}

export const editHref = (board: { name: string }, tile = ''): string =>
  keep(`${pageOf(board.name)}?edit=1${tile ? '&tile=' + encodeURIComponent(tile) : ''}`)

/** What the board itself leaves out, so that nobody takes its figures for all there are. */
function Narrowed({ board }: { board: Board }) {
  const chosen = query.value.get('period')
  const scope = here.value?.scope
  if (!scope && !board.where && (!chosen || chosen === board.period)) return null
  return <p class={s.narrowed}>
    {scope ? <span>{t('boards.your_part')} <code>{scope}</code></span> : null}
    {board.where ? <span>{t('boards.only')} <code>{board.where}</code></span> : null}
    {chosen && chosen !== board.period ? <button type="button" class="quiet" onClick={() => setQuery({ period: null })}>
      {t('boards.own_period', { period: t(`period.${board.period}`) })}</button> : null}
  </p>
}

function Actions({ board, me, allowed }: { board: Board; me: Me; allowed: boolean }) {
  const [sharing, setSharing] = useState(false)
  const [mailing, setMailing] = useState(false)
  const mayShare = allowed || board.built_in && rulesAll(me)
  const { problem, busy, send } = useSending()
  const duplicate = () => void send(async () => {
    const made = await saveNew({ ...board, name: board.name, title: t('boards.copy_of', { title: titleOfBoard(board) }), about: aboutOfBoard(board) })
    forget()
    go(keep(pageOf(made.name)))
  })
  return <div class={s.actions}>
    {allowed ? <a class={s.button} href={editHref(board)}>{t('boards.edit')}</a> : null}
    <Menu name={t('boards.more')}>{close => <>
      {mayShare ? <li><button type="button" onClick={() => { close(); setSharing(true) }}>{t('boards.share')}</button></li> : null}
      {me.permissions.includes('boards') ? <li><button type="button" onClick={() => { close(); setMailing(true) }}>{t('boards.mail')}</button></li> : null}
      {me.permissions.includes('boards')
        ? <li><button type="button" disabled={busy} onClick={() => { close(); duplicate() }}>{t('boards.duplicate')}</button></li> : null}
      <li><a href={`/v1/boards/${encodeURIComponent(board.name)}?as=toml`} download={board.name + '.toml'} onClick={close}>{t('boards.export')}</a></li>
      <li><button type="button" onClick={() => { close(); window.print() }}>{t('boards.print')}</button></li>
      <li><button type="button" onClick={() => { close(); fillScreen() }}>{t('boards.kiosk')}</button></li>
      <li><a href={keep('/boards')}>{t('boards.all')}</a></li>
    </>}</Menu>
    {problem ? <Trouble problem={problem} /> : null}
    {mailing ? <Mailing board={board.name} onClose={() => setMailing(false)} /> : null}
    {sharing ? <Sharing board={board} onClose={() => setSharing(false)} /> : null}
  </div>
}

