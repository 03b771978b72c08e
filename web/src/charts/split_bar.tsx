// Three parts of a whole: against, neither, for. Shares stand in words beside it; against is hatched as well.
import { whole, withUnit } from '../format'
import s from './split_bar.module.css'

export interface Part { tone: 'bad' | 'flat' | 'good'; name: string; count: number; href: string }

export function SplitBar({ id, parts }: { id: string; parts: Part[] }) {
  const total = parts.reduce((sum, part) => sum + part.count, 0)
  if (total === 0) return null
  const percent = (count: number) => 100 * count / total
  let before = 0
  return <div class={s.split}>
    <svg width="100%" height="22" aria-hidden="true">
      <defs>
        <pattern id={id + '-hatch'} width="6" height="6" patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"><rect width="6" height="6" class={s.bad} />
          <line y2="6" class={s.hatch} /></pattern>
        <clipPath id={id + '-round'}><rect width="100%" height="22" rx="5" /></clipPath>
      </defs>
      <g clip-path={`url(#${id}-round)`}>{parts.map(part => {
        const x = percent(before)
        before += part.count
        return <rect key={part.tone} height="22" x={x.toFixed(3) + '%'}
          width={percent(part.count).toFixed(3) + '%'}
          {...(part.tone === 'bad' ? { fill: `url(#${id}-hatch)` } : { class: s[part.tone] })} />
      })}</g>
    </svg>
    <ul>{parts.map(part => <li key={part.tone}><a href={part.href}>
      <i class={s[part.tone]} /><span>{part.name}</span><em>{whole(part.count)}</em>
      <b>{withUnit(percent(part.count), '%')}</b></a></li>)}</ul>
  </div>
}
