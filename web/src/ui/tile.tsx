// One figure: value, interval, n, its trend. The number leads to the people behind it.
import type { ComponentChildren } from 'preact'
import { isAnswer, type Answer, type Row } from '../api'
import { Spark } from '../charts/spark'
import { seriesOf } from '../charts/series'
import { money, withUnit } from '../format'
import { label, plural, t, why } from '../i18n'
import { keysOf, peopleColumn, peopleHref } from '../question'
import { measureHref, measureTitle } from '../record'
import { keep, linkTo } from '../router'
import { Age } from './age'
import type { Asked } from './board'
import { TroubleInside } from './state'
import s from './tile.module.css'

/** Below this many the value is shown in muted ink: no claim rests on it. */
export const fewest = 30

export function Tile({ asked, trend, children, big = false }: {
  asked: Asked; trend?: Asked; children?: (row: Row, answer: Answer) => ComponentChildren; big?: boolean }) {
  const { question, reply } = asked
  const title = measureTitle(question.measure)
  return <section class={`card ${s.tile} ${big ? s.big : ''}`} aria-label={title}>
    <h2><a href={keep(measureHref(question.measure))}>{title}</a></h2>
    {isAnswer(reply) ? <Figure asked={asked} answer={reply} /> :
      <TroubleInside problem={reply.error} />}
    {isAnswer(reply) && reply.rows[0] ? children?.(reply.rows[0], reply) : null}
    {trend && isAnswer(trend.reply)
      ? <div class={s.trend}><Spark points={seriesOf(trend.reply, trend.question)} /></div> : null}
    {isAnswer(reply) ? <Age at={reply.as_of} /> : null}
  </section>
}

/** The number of an answer with one row, its interval and n in words. */
export function Figure({ asked, answer, short = false }: { asked: Asked; answer: Answer; short?: boolean }) {
  const row = answer.rows[0]
  const value = row?.value
  if (!row || typeof value !== 'number') {
    return <><strong class={`${s.figure} ${s.none}`}>–</strong>
      <p class="muted">{why((row?.none ?? answer.none) as string | undefined)}</p></>
  }
  const column = answer.columns.find(one => one.role === 'value')
  const unit = column?.unit || answer.unit
  const currency = String(row.currency ?? '')
  const text = (amount: number) => short && unit === 'money' ? money(amount, currency, true) : withUnit(amount, unit, currency)
  const n = typeof row.n === 'number' ? row.n : null
  const few = n !== null && n < fewest
  const href = peopleHref(asked.question,
    { keys: keysOf(answer.columns, row), column: peopleColumn(answer.columns) })
  return <>
    <strong class={`${s.figure} ${few ? s.few : ''}`}><a {...linkTo(href)} data-value={value}>{text(value)}</a></strong>
    <p class={s.beside}>
      {typeof row.low === 'number' && typeof row.high === 'number'
        ? <span title={t('tile.interval')}>{t('tile.range', {
          low: text(row.low), high: text(row.high) })}</span> : null}
      {n !== null && answer.columns.some(one => one.name === 'low')
        ? <a {...linkTo(href)}>{plural('n.' + countWord(asked.question.measure) as 'n.answers', n)}</a> : null}
      {few ? <span class="warn">{t('tile.few')}</span> : null}
    </p>
  </>
}

/** What n counts, so that the number can be said in words. */
function countWord(measure: string): string {
  if (measure === 'response_rate') return 'invitations'
  return ['nps', 'csat', 'ces'].includes(measure) ? 'answers' : 'customers'
}

/** A place kept for a figure that nothing computes yet, so that its absence is seen. */
export function EmptySlot({ id }: { id: string }) {
  return <section class={'card ' + s.slot} aria-label={label('slot', id)}>
    <h2>{label('slot', id)}</h2>
    <p class="muted">{t('slot.text')}</p>
  </section>
}
