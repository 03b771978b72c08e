// Goals: each as a card with where it stands, where it is going, and its line against the target.
import { useState } from 'preact/hooks'
import { call, type Definition } from '../../api'
import { seriesOf, type Point } from '../../charts/series'
import { dayText, monthTick, whole, withUnit } from '../../format'
import { t } from '../../i18n'
import { may } from '../../me'
import type { Query } from '../../query'
import { startOf } from '../../period'
import { measureHref, useCatalogue, useStatus } from '../../record'
import { Frame } from '../../ui/frame'
import { Note, State, Trouble } from '../../ui/state'
import { fewest } from '../../ui/tile'
import { told } from '../../ui/told'
import { Confirm } from '../boards/dialog'
import { Menu } from '../boards/menu'
import { useSending } from '../surveys/use_sending'
import { GoalForm } from './goal_form'
import { LevelChart, type Ahead } from './level_chart'
import { AskedOf, focusBack } from './parts'
import { pathOf, questionOf, useCourses, useGoals, type Goal, type GoalDefinition } from './requests'
import s from './targets.module.css'

const idOf = (name: string) => 'goal-' + name
const blank: GoalDefinition = { name: '', title: '', measure: 'nps', parameters: {}, where: '', period: '90d', value: 50, by: '', better: 'up' }

export function Goals() {
  const goals = useGoals()
  const catalogue = useCatalogue()
  const [open, setOpen] = useState<GoalDefinition | null>(null)
  const close = (name = '') => { setOpen(null); focusBack(name ? idOf(name) : 'new-goal') }
  return <>
    {may('setup') ? <p><button type="button" class="primary" id="new-goal" onClick={() => setOpen(blank)}>{t('targets.goals.new')}</button></p> : null}
    <State query={catalogue.state === 'ready' ? goals as Query<unknown> : catalogue as Query<unknown>} height={300}>{() => {
      if (goals.state !== 'ready' || catalogue.state !== 'ready') return null
      return <>
        {goals.value.length === 0 ? <Note title={t('targets.goals.none')}><p>{t('targets.goals.none_text')}</p></Note>
          : <Cards goals={goals.value} measures={catalogue.value} edit={setOpen} />}
        {open ? <GoalForm key={open.name} goal={open} measures={catalogue.value} taken={goals.value.map(one => one.name)} onClose={close} /> : null}
      </>
    }}</State>
  </>
}

function Cards({ goals, measures, edit }: { goals: Goal[]; measures: Definition[]; edit: (goal: GoalDefinition) => void }) {
  const status = useStatus()
  const courses = useCourses(status.state === 'ready' ? goals : [], measures, status.state === 'ready' ? status.value.data_until : null)
  return <div class={s.cards}>{goals.map(goal => {
    const asked = courses.state === 'ready' ? courses.value.get(goal.name) : undefined
    return <GoalCard key={goal.name} goal={goal} measures={measures} edit={() => edit(goal)} points={asked ? seriesOf(asked.answer, asked.question) : null}
      busy={courses.state === 'waiting'} />
  })}</div>
}

const textOf = (goal: Goal) => (value: number) => withUnit(value, goal.unit || '', String(goal.now?.currency ?? ''))
const bare = (text: string) => text.replace(/^[+\u2212]/, '')
export const titleOf = (one: { title: string; name: string }): string => one.title || one.name

function GoalCard({ goal, measures, points, busy, edit }: {
  goal: Goal; measures: Definition[]; points: Point[] | null; busy: boolean; edit: () => void }) {
  const title = titleOf(goal)
  const text = textOf(goal)
  const rows = points ?? []
  return <div class={s.card}><Frame id={'goal-' + goal.name} title={title} href={measureHref(goal.measure)}
    sentence={<><AskedOf question={questionOf(goal)} measures={measures} />, {t(`period.${goal.period}`)}</>}
    aside={may('setup') ? <Actions goal={goal} edit={edit} /> : null} {...(goal.as_of ? { asOf: goal.as_of } : {})}
    values={{ head: ['period', 'value', 'low', 'high', 'n', 'target'], rows: rows.map(one => [one.label, one.value, one.low, one.high, one.n, goal.value]) }}>
    {goal.error ? <Trouble problem={goal.error} /> : <Standing goal={goal} text={text} />}
    {points && points.some(one => one.value !== null)
      ? <LevelChart id={'goal-' + goal.name} points={points} unit={goal.unit ?? ''} currency={String(goal.now?.currency ?? '')} title={t('targets.goals.chart', { title })} height={190}
        level={{ value: goal.value, name: t('targets.goals.level', { value: text(goal.value) }) }} ahead={aheadOf(goal, points)} />
      : busy ? <div aria-busy="true" class={s.waiting} /> : null}
  </Frame></div>
}

const monthsMost = 12
const month = 30.4375 * 86_400_000

/** Where the slope leads by the day of the goal, at most a year on. */
export function aheadOf(goal: Goal, points: Point[]): Ahead | undefined {
  const slope = goal.course?.slope_a_month
  const last = points.filter(point => point.value !== null).at(-1)
  if (slope === null || slope === undefined || !last || !goal.by) return undefined
  const start = Math.min(startOf(goal.by), last.start + monthsMost * month)
  return start > last.start ? { start, value: last.value! + slope * (start - last.start) / month } : undefined
}

function Standing({ goal, text }: { goal: Goal; text: (value: number) => string }) {
  const now = typeof goal.now?.value === 'number' ? goal.now.value : null
  if (now === null) return <p class="muted">{t('targets.goals.no_value')}</p>
  const by = goal.by ? t('targets.goals.by', { day: dayText(startOf(goal.by)) }) : ''
  const n = typeof goal.now?.n === 'number' ? goal.now.n : null
  const few = n !== null && n < fewest  // Nothing is claimed of so few.
  const far = bare(text(Math.abs(goal.distance ?? 0)))
  return <>
    <p class={s.figure}><b class={few ? 'muted' : undefined}>{text(now)}</b> {few ? <span class="muted">{t('targets.goals.level', { value: text(goal.value) })}, {t('tile.few')}</span> : <span class={goal.met ? s.met : s.missed}>{goal.met ? <><span aria-hidden="true">✓ </span>{t('targets.goals.met', { target: text(goal.value) })}</>
      : t('targets.goals.to_go', { target: text(goal.value), far })}</span>} <span class="muted">{by}</span></p>
    <p class={'muted ' + s.small}>{[typeof goal.now?.low === 'number' && typeof goal.now.high === 'number' ? t('targets.interval', { low: text(goal.now.low), high: text(goal.now.high) }) : '',
      n === null ? '' : `n\u00a0=\u00a0${whole(n)}`].filter(Boolean).join(' · ')}</p>
    <CourseWords goal={goal} text={text} />
  </>
}

function CourseWords({ goal, text }: { goal: Goal; text: (value: number) => string }) {
  const course = goal.course
  if (!course) return null
  const slope = course.slope_a_month
  const unclear = typeof course.slope_low === 'number' && typeof course.slope_high === 'number' && course.slope_low <= 0 && course.slope_high >= 0
  const words = slope === null ? '' : unclear ? t('targets.goals.unclear') : slope === 0 ? t('targets.goals.level_slope') : t(slope > 0 ? 'targets.goals.rises' : 'targets.goals.falls', { slope: bare(text(Math.abs(slope))) })
  const arrives = course.on_course_at ? startOf(course.on_course_at) : null
  const late = course.in_time === false || course.in_time == null && arrives !== null && goal.by !== '' && arrives > startOf(goal.by)
  return <p class={s.course}>{[words, arrives !== null && !goal.met ? t('targets.goals.arrives', { month: monthTick(arrives, true) }) : '']
    .filter(Boolean).join(' ')}{arrives !== null && goal.by && !goal.met ? <> <b class={late ? s.missed : s.met}>{t(late ? 'targets.goals.late' : 'targets.goals.in_time')}</b></> : null}
    {course.reason && !goal.met ? <span class="muted"> ({told(course.reason)})</span> : null}</p>
}

function Actions({ goal, edit }: { goal: Goal; edit: () => void }) {
  const title = titleOf(goal)
  const [removing, setRemoving] = useState(false)
  const { problem, busy, send } = useSending()
  const gone = () => void send(async () => { await call('DELETE', pathOf('goals', goal.name)) }).then(done => { if (done) { setRemoving(false); focusBack('new-goal') } })
  return <span id={idOf(goal.name)} tabIndex={-1}><Menu name={t('targets.menu', { title })}>{close => <>
    <li><button type="button" onClick={() => { close(); edit() }}>{t('targets.edit')}</button></li>
    <li><button type="button" onClick={() => { close(); setRemoving(true) }}>{t('targets.remove')}</button></li>
  </>}</Menu>
  {removing ? <Confirm title={t('targets.remove_title', { title })} text={problem ? problem.detail ?? problem.title : t('targets.goals.remove_text')} action={t('targets.remove')} busy={busy}
    onYes={gone} onClose={() => { setRemoving(false); focusBack(idOf(goal.name)) }} /> : null}</span>
}
