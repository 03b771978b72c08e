// How are we doing, is it getting better, what needs me now? One screen; what is below it comes when somebody scrolls there.
import type { ComponentType } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { isAnswer, type Question } from '../api'
import { LineChart } from '../charts/line'
import { seriesOf } from '../charts/series'
import { SplitBar } from '../charts/split_bar'
import { t, why } from '../i18n'
import { keysOf, peopleHref } from '../question'
import { measureHref, type Base } from '../record'
import { keep, query } from '../router'
import { rawValues } from '../ui/answer_words'
import { Board, type Asked, type Replies } from '../ui/board'
import { Frame } from '../ui/frame'
import { lazily } from '../ui/lazy'
import { Note, TroubleInside } from '../ui/state'
import { AnswerTable } from '../ui/tables'
import { EmptySlot, Tile } from '../ui/tile'
import { goalOf, useBenchmarks, useGoals, voicesWhere } from './overview/around'
import { Health } from './overview/health'
import { Score, type Horizons } from './overview/score'
import { Alerts, Voices } from './overview/sides'
import { wanted } from './tour/wanted'
import s from './overview.module.css'

const scores = ['nps', 'csat', 'ces', 'revenue'] as const
type ScoreName = typeof scores[number]
type Name = `${ScoreName}${'' | 'Before' | 'Long' | 'Trend'}` | 'response' | 'weakest' | 'drops' | 'topics'

const incoming = 'direction != "out"'

function questions({ range, long, before }: Base): Record<Name, Question> {
  const each = scores.flatMap(measure => [
    [measure, { measure, ...range }], [measure + 'Long', { measure, ...long }], [measure + 'Trend', { measure, ...long, over: 'month' }],
    [measure + 'Before', before ? { measure, ...before } : { measure, ...range }]])
  return {
    ...Object.fromEntries(each) as Record<`${ScoreName}${'' | 'Before' | 'Long' | 'Trend'}`, Question>,
    response: { measure: 'response_rate', ...range },
    topics: { measure: 'topics', ...range, where: voicesWhere() },
    weakest: { measure: 'weakest_link', ...long },
    drops: { measure: 'drop_outs', ...long, where: long.where ? `(${long.where}) and ${incoming}` : incoming },
  }
}

const More = lazily(async () => (await import('./overview/more')).More)

export default function Overview() {
  return <Board<Name> title={t('nav.overview')} sentence={t('overview.sentence')} questions={questions}>
    {replies => <><Tiles replies={replies} /><WhenWanted /><FirstVisit /></>}</Board>
}

function Tiles({ replies }: { replies: Replies<Name> }) {
  const aims = { goals: useGoals(), benchmarks: useBenchmarks() }
  const horizons = (name: ScoreName): Horizons => ({ now: replies[name], long: replies[`${name}Long`], trend: replies[`${name}Trend`],
    ...replies[`${name}Before`].question.to ? { before: replies[`${name}Before`] } : {} })
  return <div class={s.grid}>
    {scores.map(name => <Score key={name} of={horizons(name)} aims={aims} />)}
    <div class={s.trend}><NpsTrend asked={replies.npsTrend} parts={replies.nps} target={goalOf(aims.goals, 'nps')?.value} /></div>
    <Health weakest={replies.weakest} drops={replies.drops} />
    <div class={s.stack}><Voices topics={replies.topics} /><Alerts /></div>
    <div class={s.slim}><Tile asked={replies.response} /></div>
    <EmptySlot id="cltv" /><EmptySlot id="churn" /><EmptySlot id="loyalty" />
  </div>
}

function NpsTrend({ asked, parts, target }: { asked: Asked; parts: Asked; target: number | undefined }) {
  const title = t('nps.trend')
  if (!isAnswer(asked.reply)) return <Note title={title}><TroubleInside problem={asked.reply.error} /></Note>
  const points = seriesOf(asked.reply, asked.question)
  if (points.length === 0) return <Note title={title}><p>{why(asked.reply.none)}</p></Note>
  return <Frame id="nps-trend" title={title} asOf={asked.reply.as_of} href={keep(measureHref('nps') + '?over=month&period=24m')}
    values={rawValues(asked.reply)}
    table={<AnswerTable answer={asked.reply} question={asked.question} title={title} />}>
    <LineChart id="nps-trend" lines={[{ name: 'NPS', points }]} unit="points" title={title} height={132} target={target} />
    <Parts asked={parts} />
  </Frame>
}

/** Who stands behind the score. */
function Parts({ asked: { question, reply } }: { asked: Asked }) {
  const row = isAnswer(reply) ? reply.rows[0] : undefined
  if (!isAnswer(reply) || !row) return null
  const part = (tone: 'good' | 'flat' | 'bad', column: 'promoters' | 'passives' | 'detractors') => ({
    tone, name: t(`nps.${column}`), count: Number(row[column] ?? 0), href: peopleHref(question, { keys: keysOf(reply.columns, row), column }) })
  return <div class={s.parts}><SplitBar id="nps" parts={[part('bad', 'detractors'), part('flat', 'passives'), part('good', 'promoters')]} /></div>
}

const quietFor = 1200  // Ms; the page comes first.

/** Offers a tour, once. */
function FirstVisit() {
  const [Tour, show] = useState<ComponentType | null>(null)
  const asked = query.value.get('tour') === '1'
  useEffect(() => {
    if (Tour || query.value.get('kiosk') || !asked && !wanted()) return
    const timer = setTimeout(() => void import('./tour/tour').then(async tour => {
      const component = await tour.opened()
      show(() => component)
    }, () => { /* nobody misses it */ }), asked ? 0 : quietFor)
    return () => clearTimeout(timer)
  }, [asked])
  return Tour ? <Tour key={String(asked)} /> : null
}

/** Who scrolls, or presses its words, wants what is below; a glance at the first screen does not pay for it. */
function WhenWanted() {
  const [wanted, setWanted] = useState(false)
  useEffect(() => {
    const want = () => setWanted(true)
    const signs = ['scroll', 'wheel', 'touchmove'] as const
    for (const sign of signs) window.addEventListener(sign, want, { passive: true, once: true })
    return () => { for (const sign of signs) window.removeEventListener(sign, want) }
  }, [])
  if (query.value.get('kiosk') === '1') return null
  return wanted ? <More /> : <div class={s.below}><button type="button" class="quiet" onClick={() => setWanted(true)}>{t('overview.more')}</button></div>
}
