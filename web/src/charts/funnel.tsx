// A funnel as bars from a common left edge: the step before as a ghost, what was lost in words.
// The whole filter of a step stands in its title.
import { linkTo } from '../router'
import { shortFilter } from '../question'
import { linear } from './scale'
import s from './funnel.module.css'

export interface FunnelStep {
  name: string
  share: number          // Of the first step, 0..100.
  shareText: string
  count: string
  lost: string           // "−1,204 (27 %)"; "" for the first step.
  wait: string           // Median time from the step before.
  href: string
  lostHref: string
}

export function Funnel({ steps, label }: { steps: FunnelStep[]; label: string }) {
  const x = linear(0, 100, 0, 100)
  return <ol class={s.funnel} aria-label={label}>{steps.map((step, i) => {
    const ghost = steps[i - 1]?.share ?? 100
    return <li key={i}>
      <span class={s.name} title={step.name}><span class={s.rank}>{i + 1}</span>{shortFilter(step.name)}</span>
      <svg width="100%" height="26" aria-hidden="true">
        <rect class={s.ghost} rx="4" height="26" width={x(ghost) + '%'} />
        <rect class={s.bar} rx="4" height="26" width={Math.max(0.3, x(step.share)) + '%'} /></svg>
      <span class={s.figures}><a {...linkTo(step.href)}>{step.count}</a> <b>{step.shareText}</b></span>
      <span class={s.loss}>{step.lost
        ? <>{step.lostHref ? <a href={step.lostHref}>{step.lost}</a> : step.lost} <span>{step.wait}</span></>
        : null}</span>
    </li>
  })}</ol>
}
