// One figure over two horizons, side by side: how it stands now, against the time before, its target, and what others reach.
import type { ComponentChildren } from 'preact'
import { isAnswer, type Answer, type Row } from '../../api'
import { Spark } from '../../charts/spark'
import { seriesOf } from '../../charts/series'
import { dayText, withUnit } from '../../format'
import { label, plural, t } from '../../i18n'
import { may } from '../../me'
import { measureHref, measureTitle, periodNow } from '../../record'
import { keep } from '../../router'
import { Age } from '../../ui/age'
import type { Asked } from '../../ui/board'
import { TroubleInside } from '../../ui/state'
import { fewest, Figure } from '../../ui/tile'
import { Compared, Target } from '../boards/figure'
import { npsBand } from '../boards/standing'
import { goalOf, othersOf, type useBenchmarks, type useGoals } from './around'
import s from '../overview.module.css'

export interface Horizons { now: Asked; before?: Asked | undefined; long: Asked; trend: Asked }
export interface Aims { goals: ReturnType<typeof useGoals>; benchmarks: ReturnType<typeof useBenchmarks> }

/** Of several currencies the one with most comes first. */
const mainFirst = (answer: Answer): Answer => answer.rows.length < 2 ? answer
  : { ...answer, rows: [...answer.rows].sort((a, b) => Number(b.value ?? 0) - Number(a.value ?? 0)) }

const unitOf = ({ columns, unit }: Answer) => columns.find(column => column.role === 'value')?.unit || unit

export function Score({ of, aims, children }: { of: Horizons; aims: Aims; children?: ComponentChildren }) {
  const { measure } = of.now.question
  const title = measureTitle(measure)
  const { reply } = of.now
  const answer = isAnswer(reply) ? mainFirst(reply) : null
  const row = answer?.rows[0]
  const currency = String(row?.currency ?? '')
  const chosen = periodNow()
  const before = of.before && isAnswer(of.before.reply) ? of.before.reply.rows.find(one => String(one.currency ?? '') === currency) : undefined
  return <section class={`card ${s.score}`} aria-label={title}>
    <h2><a href={keep(`${measureHref(measure)}?period=${chosen}`)}>{title}</a></h2>
    <div class={s.horizons}>
      <Horizon name={t(`period.${chosen}`)} asked={of.now} answer={answer} />
      {chosen === '24m' ? null
        : <Horizon name={t('period.24m')} asked={of.long} answer={isAnswer(of.long.reply) ? mainFirst(of.long.reply) : null} />}
    </div>
    {answer && answer.rows.length > 1 ? <p class={s.beside}>{plural('overview.currencies', answer.rows.length - 1)}</p> : null}
    {answer && row && typeof row.value === 'number' && before && typeof before.value === 'number'
      ? <Compared row={row} answer={answer} before={before} compare="before" /> : null}
    {isAnswer(of.trend.reply) ? <div class={s.spark}><Spark points={seriesOf(of.trend.reply, of.trend.question, 'value',
      one => String(one.currency ?? '') === currency)} /></div> : null}
    {children}
    <Aim measure={measure} aims={aims} unit={answer ? unitOf(answer) : ''} />
    {answer ? <Age at={answer.as_of} /> : null}
  </section>
}

function Horizon({ name, asked, answer }: { name: string; asked: Asked; answer: Answer | null }) {
  const row = answer?.rows[0]
  const band = asked.question.measure === 'nps' && typeof row?.value === 'number' && Number(row.n ?? 0) >= fewest ? npsBand(row.value) : null
  return <div>
    <h3>{name}</h3>
    {answer ? <Figure asked={asked} answer={answer} short />
      : isAnswer(asked.reply) ? null : <TroubleInside problem={asked.reply.error} />}
    {band ? <p class={s.band} data-band={band}>{t(`boards.nps.${band}`)}</p> : null}
  </div>
}

/** What is aimed at, and what others reach: of money nobody keeps such tables, so nothing is said of those that are not there. */
function Aim({ measure, aims, unit }: { measure: string; aims: Aims; unit: string }) {
  const goal = goalOf(aims.goals, measure)
  const others = othersOf(aims.benchmarks, measure, goal?.better ?? 'up')
  const text = (value: number) => withUnit(value, unit)
  const now: Row | null | undefined = goal?.now
  return <>
    {!goal ? aims.goals.state === 'ready' && may('boards')
      ? <p class={s.beside}><a href={keep('/targets?tab=goals')}>{t('overview.no_target')}</a></p> : null
      : typeof now?.value === 'number' ? <Target tile={{ target: goal.value }} value={now.value} row={now} better={goal.better}
        answer={{ columns: [], unit: goal.unit ?? unit }} when={[label('period', goal.period, ''), goal.by && t('overview.by', { day: dayText(Date.parse(goal.by)) })].filter(Boolean).join(', ')} />
        : <p class={s.beside}>{t('overview.target', { target: text(goal.value) })}</p>}
    {others ? <p class={s.beside}>{t('overview.benchmark', { values: others.rows.map(row => `${row.group} ${text(row.value)}`).join(', '),
      source: [others.table.source, others.table.date && dayText(Date.parse(others.table.date))].filter(Boolean).join(', ') })}</p> : null}
  </>
}
