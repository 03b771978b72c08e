// Bars from one common left edge, with their interval as a whisker. Each row leads to its people.
import { linkTo } from '../router'
import { linear } from './scale'
import s from './bars.module.css'

export interface Bar {
  name: string
  value: number | null
  low: number | null
  high: number | null
  text: string    // The value as written.
  note: string    // "n = 12", or why there is no value.
  href: string
  faint: boolean  // Too few to be compared.
}

// Longer names than fit beside a bar stand above it; there is less room beside it in a narrow place.
const longName = 28
const middling = 17

/** `others`: further bars that share the scale, so that one group can be compared with the next. */
export function Bars({ bars, label, others = [] }: { bars: Bar[]; label: string; others?: Bar[] }) {
  const ends = [...bars, ...others].flatMap(bar => [bar.value ?? 0, bar.low ?? 0, bar.high ?? 0])
  const low = Math.min(0, ...ends)
  const high = Math.max(0, ...ends)
  const x = linear(low, high === low ? low + 1 : high, 0, 100)
  const percent = (value: number) => x(value).toFixed(2) + '%'
  const noted = bars.some(bar => bar.note)
  const longest = Math.max(...bars.map(bar => bar.name.length))
  const length = longest > longName ? s.long : longest > middling ? s.middling : ''
  return <ul class={`${s.bars} ${noted ? s.noted : ''} ${length}`} aria-label={label}>{bars.map(bar => <li key={bar.name}>
    <a {...linkTo(bar.href)} class={bar.faint ? s.faint : undefined}>
      <span class={s.name} title={bar.name}>{bar.name}</span>
      <svg width="100%" height="18" aria-hidden="true">
        {bar.value === null ? null : <rect class={s.bar} rx="3" height="12" y="3"
          x={percent(Math.min(0, bar.value))}
          width={Math.max(0.4, Math.abs(x(bar.value) - x(0))).toFixed(2) + '%'} />}
        {bar.low === null || bar.high === null || bar.value === null ? null : <g class={s.whisker}>
          <line class={s.halo} x1={percent(bar.low)} x2={percent(bar.high)} y1="9" y2="9" />
          <line x1={percent(bar.low)} x2={percent(bar.high)} y1="9" y2="9" />
          <line x1={percent(bar.low)} x2={percent(bar.low)} y1="5" y2="13" />
          <line x1={percent(bar.high)} x2={percent(bar.high)} y1="5" y2="13" /></g>}
        {low < 0 ? <line class={s.zero} x1={percent(0)} x2={percent(0)} y1="0" y2="18" /> : null}
      </svg>
      <b>{bar.text}</b><span class={s.note}>{bar.note}</span>
    </a></li>)}</ul>
}
