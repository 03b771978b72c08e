// Lines over time with their interval as a band. Periods that are not whole are dashed; gaps stay gaps.
import { useSignal } from '../signal'
import { withUnit } from '../format'
import { useWidth } from '../ui/width'
import { linear, nice, thinned, ticks } from './scale'
import { Scrub, tickTexts } from './scrub'
import { runs, type Point } from './series'
import s from './line.module.css'

export interface Line { name: string; points: Point[] }

const margin = { left: 48, right: 14, top: 12, bottom: 24 }

export function bounds(lines: Line[], unit: string, target?: number): [number, number] {
  const values = lines.flatMap(line => line.points.flatMap(point =>
    [point.value, point.low, point.high].filter(value => value !== null)))
  if (values.length === 0) return [0, 1]
  // Shares may live far from zero; a score that crosses zero must show where zero is.
  const origin = [...unit === '%' ? [] : [0], ...target === undefined ? [] : [target]]
  const [low, high] = nice(Math.min(...values, ...origin), Math.max(...values, ...origin))
  return unit === '%' ? [Math.max(0, low), Math.min(100, high)] : [low, high]
}

type XY = readonly [number, number]
const path = (points: XY[]) =>
  points.map(([x, y], i) => `${i ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}`).join('')

export function LineChart({ id, lines, unit, title, currency = '', height = 236, target }:
    { id: string; lines: Line[]; unit: string; title: string; currency?: string; height?: number; target?: number | undefined }) {
  const [frame, measured] = useWidth()
  const width = Math.max(measured, 240)
  const longest = lines.reduce((a, b) => b.points.length > a.points.length ? b : a, lines[0]!)
  const starts = [...new Set(lines.flatMap(line => line.points.map(point => point.start)))]
    .sort((a, b) => a - b)
  const at = useSignal<number | null>(null)
  const current = Math.min(at.value ?? starts.length - 1, starts.length - 1)
  const x = linear(starts[0] ?? 0, starts.at(-1) ?? 1, margin.left, width - margin.right)
  const [low, high] = bounds(lines, unit, target)
  const y = linear(low, high, height - margin.bottom, margin.top)
  const text = (value: number) => withUnit(value, unit, currency)
  const move = (event: PointerEvent) => {
    const box = (event.currentTarget as Element).getBoundingClientRect()
    const time = x.invert(event.clientX - box.left)
    at.value = starts.reduce((best, start, i) =>
      Math.abs(start - time) < Math.abs(starts[best]! - time) ? i : best, 0)
  }
  const places = thinned(starts.length, Math.floor(width / 84))
  const names = tickTexts(starts, places)
  const shown = lines.map(line => line.points.find(point => point.start === starts[current]))
  return <div class={s.plot} ref={frame}>
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={title} onPointerMove={move}>
      {target === undefined ? null
        : <line class={s.target} x1={margin.left} x2={width - margin.right} y1={y(target)} y2={y(target)} />}
      {ticks(low, high, height < 200 ? 3 : 5).map(value => <g key={value}>
        <line class={value === 0 ? s.zero : s.grid} x1={margin.left} x2={width - margin.right}
          y1={y(value)} y2={y(value)} />
        <text class="tick" x={margin.left - 8} y={y(value)} dy=".32em" text-anchor="end">
          {axisText(value, unit)}</text>
      </g>)}
      {places.map((place, i) => <text class="tick" key={place} x={x(starts[place]!)} y={height - 6}
        text-anchor={place === starts.length - 1 ? 'end' : 'middle'}>{names[i]}</text>)}
      {lines.map((line, order) => <g key={line.name} class={s['series' + Math.min(order, 3)]}>
        {runs(line.points).map((run, i) => {
          const place = (value: (point: Point) => number | null) =>
            run.map(({ point }) => [x(point.start), y(value(point)!)] as const)
          const banded = run.every(({ point }) => point.low !== null && point.high !== null)
          return <g key={i}>
            {banded && lines.length === 1
              ? <path class={s.band} d={path([...place(p => p.low), ...place(p => p.high).reverse()]) + 'Z'} />
              : null}
            {run.slice(1).map(({ point }, j) => {
              const before = run[j]!.point
              return <path key={point.start} class={before.whole && point.whole ? s.line : s.running}
                d={path([[x(before.start), y(before.value!)], [x(point.start), y(point.value!)]])} />
            })}
            {run.map(({ point }) => run.length === 1 || starts.length <= 30
              ? <circle key={point.start} class={point.whole ? s.mark : s.hollow} r={2.5}
                  cx={x(point.start)} cy={y(point.value!)} /> : null)}
          </g>
        })}
      </g>)}
      <line class={s.cursor} x1={x(starts[current] ?? 0)} x2={x(starts[current] ?? 0)}
        y1={margin.top} y2={height - margin.bottom} />
      {shown.map((point, order) => point?.value != null
        ? <circle key={order} class={`${s.dot} ${s['series' + Math.min(order, 3)]}`} r={5}
            cx={x(point.start)} cy={y(point.value)} /> : null)}
    </svg>
    <Scrub id={id} at={current} onMove={i => { at.value = i }} count={starts.length}
      label={longest.points[current]?.label ?? ''}
      said={lines.map((line, i) => ({ name: lines.length > 1 ? line.name : '', point: shown[i], text,
        series: lines.length > 1 ? i : -1 }))} />
  </div>
}

function axisText(value: number, unit: string): string {
  if (unit === '%') return withUnit(value, '%').replace(/[.,]0/, '')
  return withUnit(value, unit === 'points' || unit === 'money' ? '' : unit)
}
