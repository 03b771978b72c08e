// Upright bars over time: amounts and counts. Each bar leads to its people; the running period is hatched.
import { useSignal } from '../signal'
import { compact, withUnit } from '../format'
import { linkTo } from '../router'
import { useWidth } from '../ui/width'
import { linear, nice, thinned, ticks } from './scale'
import { Scrub, tickTexts } from './scrub'
import type { Point } from './series'
import s from './columns.module.css'

const margin = { left: 52, right: 4, top: 8, bottom: 22 }

export function Columns({ id, points, unit, title, currency = '', height = 190 }: {
  id: string; points: Point[]; unit: string; title: string; currency?: string; height?: number }) {
  const [frame, measured] = useWidth()
  const width = Math.max(measured, 240)
  const at = useSignal<number | null>(null)
  const current = Math.min(at.value ?? points.length - 1, points.length - 1)
  const values = points.map(point => point.value ?? 0)
  const [low, high] = nice(Math.min(0, ...values), Math.max(0, ...values, 1e-9), 4)
  const y = linear(low, high, height - margin.bottom, margin.top)
  const slot = (width - margin.left - margin.right) / Math.max(1, points.length)
  const bar = Math.max(1, Math.min(44, slot * 0.72))
  const middle = (i: number) => margin.left + slot * (i + 0.5)
  const text = (value: number) => withUnit(value, unit, currency)
  const places = thinned(points.length, Math.floor(width / 72))
  const names = tickTexts(points.map(point => point.start), places)
  return <div class={s.plot} ref={frame}>
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="group" aria-label={title}>
      <defs><pattern id={id + '-hatch'} width="5" height="5" patternUnits="userSpaceOnUse"
        patternTransform="rotate(45)">
        <rect width="5" height="5" class={s.bar} /><line y2="5" class={s.hatch} /></pattern></defs>
      {ticks(low, high, 4).map(value => <g key={value}>
        <line class={value === 0 ? s.zero : s.grid} x1={margin.left} x2={width - margin.right}
          y1={y(value)} y2={y(value)} />
        <text class="tick" x={margin.left - 8} y={y(value)} dy=".32em" text-anchor="end">
          {compact(value)}</text>
      </g>)}
      {points.map((point, i) => {
        const value = point.value ?? 0
        // As tall as the whole plot, so that a small bar is as easy to hit as a large one.
        return <a key={point.start} {...linkTo(point.href)} tabindex={-1} aria-hidden="true"
          class={i === current ? s.current : undefined} onPointerEnter={() => { at.value = i }}>
          <rect class={s.reach} x={middle(i) - slot / 2} width={slot} y={margin.top}
            height={height - margin.top - margin.bottom} />
          <rect x={middle(i) - bar / 2} width={bar} rx={Math.min(3, bar / 3)}
            y={Math.min(y(value), y(0))} height={Math.max(value === 0 ? 0 : 1, Math.abs(y(value) - y(0)))}
            {...(point.whole ? { class: s.bar } : { fill: `url(#${id}-hatch)` })} />
        </a>
      })}
      {places.map((place, i) => <text class="tick" key={place} x={middle(place)} y={height - 5}
        text-anchor="middle">{names[i]}</text>)}
    </svg>
    <Scrub id={id} at={current} count={points.length} onMove={i => { at.value = i }}
      label={points[current]?.label ?? ''}
      said={[{ name: '', point: points[current], text, series: -1 }]} />
  </div>
}
