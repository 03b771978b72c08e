// A line with its interval held against a level: what a goal is to reach, or what an alert watches. Days on which it fires are marked by
// shape and by a bar at the foot, not by colour alone; where it is going is drawn thin.
import { bounds } from '../../charts/line'
import { linear, thinned, ticks } from '../../charts/scale'
import { Scrub, tickTexts } from '../../charts/scrub'
import { runs, type Point } from '../../charts/series'
import { monthTick, withUnit } from '../../format'
import { useSignal } from '../../signal'
import { useWidth } from '../../ui/width'
import s from './level_chart.module.css'

const margin = { left: 48, right: 14, top: 16, bottom: 24 }
const foot = 6
type XY = readonly [number, number]
const path = (points: XY[]) => points.map(([x, y], i) => `${i ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}`).join('')

export interface Level { value: number; name: string }
export interface Ahead { start: number; value: number }

export function LevelChart({ id, points, unit, title, level, fires, ahead, currency = '', height = 220 }: {
  id: string; points: Point[]; unit: string; title: string; currency?: string; height?: number
  level?: Level | undefined
  fires?: (point: Point) => boolean
  ahead?: Ahead | undefined         // Where the last point is going.
}) {
  const [frame, measured] = useWidth()
  const width = Math.max(measured, 240)
  const at = useSignal<number | null>(null)
  const current = Math.min(at.value ?? points.length - 1, points.length - 1)
  const starts = points.map(point => point.start)
  const last = points.filter(point => point.value !== null).at(-1)
  const end = Math.max(starts.at(-1) ?? 1, ahead?.start ?? -Infinity)
  const x = linear(starts[0] ?? 0, end, margin.left, width - margin.right)
  const heights = [level?.value, ahead?.value].filter(value => value !== undefined)
    .map(value => ({ start: 0, label: '', value, low: null, high: null, n: null, none: '', whole: true, href: '' }))
  const [low, high] = bounds([{ name: '', points: [...points, ...heights] }], unit)
  const y = linear(low, high, height - margin.bottom - (fires ? foot : 0), margin.top)
  const text = (value: number) => withUnit(value, unit, currency)
  const move = (event: PointerEvent) => {
    const time = x.invert(event.clientX - (event.currentTarget as Element).getBoundingClientRect().left)
    at.value = starts.reduce((best, start, i) => Math.abs(start - time) < Math.abs(starts[best]! - time) ? i : best, 0)
  }
  const places = thinned(starts.length, Math.floor((x(starts.at(-1) ?? 0) - margin.left) / 84))
  const names = tickTexts(starts, places)
  const point = points[current]
  // The slider reaches as far as there is something to read.
  const reach = { '--reach': x(starts.at(-1) ?? 0) - margin.left + 'px' }
  return <div class={s.plot} ref={frame} style={reach}>
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={title} onPointerMove={move}>
      {ticks(low, high, 5).map(value => <g key={value}>
        <line class={value === 0 ? s.zero : s.grid} x1={margin.left} x2={width - margin.right} y1={y(value)} y2={y(value)} />
        <text class="tick" x={margin.left - 8} y={y(value)} dy=".32em" text-anchor="end">{axisText(value, unit)}</text></g>)}
      {places.map((place, i) => <text class="tick" key={place} x={x(starts[place]!)} y={height - 6}
        text-anchor={place === starts.length - 1 && !ahead ? 'end' : 'middle'}>{names[i]}</text>)}
      {ahead ? <text class="tick" x={width - margin.right} y={height - 6} text-anchor="end">{monthTick(ahead.start, true)}</text> : null}
      {runs(points).map((run, i) => <Run key={i} points={run.map(one => one.point)} x={x} y={y} />)}
      {ahead && last ? <path class={s.ahead} d={path([[x(last.start), y(last.value!)], [x(ahead.start), y(ahead.value)]])} /> : null}
      {level ? <><line class={s.level} x1={margin.left} x2={width - margin.right} y1={y(level.value)} y2={y(level.value)} />
        <text class={s.levelName} x={ahead ? width - margin.right : margin.left + 4} y={y(level.value) - 5} text-anchor={ahead ? 'end' : 'start'}>{level.name}</text></> : null}
      {fires ? <Fires points={points} fires={fires} x={x} y={y} top={height - margin.bottom - 3} /> : null}
      {point ? <line class={s.cursor} x1={x(point.start)} x2={x(point.start)} y1={margin.top} y2={height - margin.bottom} /> : null}
      {point?.value != null ? <circle class={s.dot} r={5} cx={x(point.start)} cy={y(point.value)} /> : null}
    </svg>
    <Scrub id={id} at={current} count={points.length} onMove={i => { at.value = i }} label={point?.label ?? ''} said={[{ name: '', point, text, series: -1 }]} />
  </div>
}

type Place = (value: number) => number

function Run({ points, x, y }: { points: Point[]; x: Place; y: Place }) {
  const banded = points.filter(point => point.low !== null && point.high !== null)
  const edge = (value: (point: Point) => number | null) => banded.map(point => [x(point.start), y(value(point)!)] as const)
  return <g>
    {banded.length > 1 ? <path class={s.band} d={path([...edge(point => point.low), ...edge(point => point.high).reverse()]) + 'Z'} /> : null}
    {points.slice(1).map((point, i) => {
      const before = points[i]!
      return <path key={point.start} class={before.whole && point.whole ? s.line : s.running}
        d={path([[x(before.start), y(before.value!)], [x(point.start), y(point.value!)]])} />
    })}
    {points.length === 1 ? <circle class={s.mark} r={2.5} cx={x(points[0]!.start)} cy={y(points[0]!.value!)} /> : null}
  </g>
}

/** A diamond where it begins to fire, a bar at the foot for as long as it does. */
function Fires({ points, fires, x, y, top }: { points: Point[]; fires: (point: Point) => boolean; x: Place; y: Place; top: number }) {
  const firing = points.map(fires)
  const half = points.length > 1 ? (x(points[1]!.start) - x(points[0]!.start)) / 2 : 3
  return <>{points.map((point, i) => !firing[i] ? null : <g key={point.start}>
    <rect class={s.firing} x={x(point.start) - half} width={2 * half + .5} y={top} height={3} />
    {firing[i - 1] || point.value === null ? null
      : <path class={s.began} d={`M${x(point.start)} ${y(point.value) - 7}l7 7l-7 7l-7 -7Z`} data-began />}</g>)}</>
}

const axisText = (value: number, unit: string): string => unit === '%' ? withUnit(value, '%').replace(/[.,]0/, '')
  : withUnit(value, unit === 'points' || unit === 'money' ? '' : unit)
