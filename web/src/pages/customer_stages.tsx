// The stages of one customer as a strip, first to last: where in the journey, since when, how long, and every move back.
import { useState } from 'preact/hooks'
import type { Stay } from '../api'
import { clock, dayText, duration } from '../format'
import { plural, t } from '../i18n'
import { humane, stageOrder } from '../ui/answer_words'
import s from './customer_stages.module.css'

/**
 * `backFrom`: the later stage that this stay came back from; `again`: the customer had been in this one before, which is
 * what the measure `stages` calls a loop-back. `seconds`: null where nobody knows how long the stay goes on.
 */
export interface Step {
  stage: string; entered: number; open: boolean; seconds: number | null; backFrom: string | null; again: boolean
}

const rank = (stage: string) => stageOrder.indexOf(stage)

/** The open stay has lasted until the newest event of the record, as the measure `stages` counts it. */
export function stepsOf(stays: Stay[], until: string | null): Step[] {
  const been = new Set<string>()
  return stays.map(({ stage, entered, left }, i) => {
    const start = Date.parse(entered)
    const end = Date.parse(left ?? until ?? '')
    const before = stays[i - 1]?.stage
    const again = been.has(stage)
    been.add(stage)
    return {
      stage, entered: start, open: left === null,
      seconds: Number.isNaN(end) ? null : Math.max(0, end - start) / 1000,
      backFrom: before !== undefined && rank(stage) < rank(before) ? before : null, again,
    }
  })
}

const shownAtFirst = 12

export function Stages({ stays, until }: { stays: Stay[]; until: string | null }) {
  const [all, setAll] = useState(false)
  const steps = stepsOf(stays, until)
  const now = steps.at(-1)
  const back = steps.filter(step => step.backFrom !== null).length
  const hidden = all ? 0 : Math.max(0, steps.length - shownAtFirst)
  return <section class={'card ' + s.stages} aria-label={t('customer.stages')}>
    <header><h2>{t('customer.stages')}</h2>{now ? <span class="muted">
      {[plural('stay.count', steps.length), back > 0 ? plural('stay.moves_back', back) : ''].filter(Boolean).join(' · ')}
    </span> : null}</header>
    {now ? <p>{t('stay.now', { stage: humane(now.stage), day: dayText(now.entered) })}</p>
      : <p class="muted">{t('stay.none')}</p>}
    {hidden > 0 ? <button type="button" onClick={() => setAll(true)}>{plural('stay.earlier', hidden)}</button> : null}
    {now ? <ol class={s.strip}>{steps.slice(hidden).map((step, i) => <StepItem key={hidden + i} step={step} />)}</ol> : null}
  </section>
}

function StepItem({ step }: { step: Step }) {
  const { stage, entered, open, seconds, backFrom, again } = step
  const instant = new Date(entered).toISOString()
  return <li class={backFrom === null ? undefined : s.back} aria-current={open ? 'step' : undefined}>
    <span class={s.rail} aria-hidden="true">{stageOrder.map(name =>
      <i key={name} class={name === stage ? s.here : undefined} />)}</span>
    <b>{humane(stage)}</b>
    <time dateTime={instant} title={`${dayText(entered)} ${clock(entered)} UTC`}>{t('stay.from', { day: dayText(entered) })}</time>
    {seconds === null ? null : <span>{t(open ? 'stay.so_far' : 'stay.lasted', { time: duration(seconds) })}</span>}
    {backFrom === null ? null : <span><span aria-hidden="true">↩ </span>
      {t(again ? 'stay.again_from' : 'stay.back_from', { stage: humane(backFrom) })}</span>}
  </li>
}
