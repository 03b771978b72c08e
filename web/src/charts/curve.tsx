// Curves over a length of time (days since something began), each with its band: how many are still there, how many
// came back. Steps, because such a share changes only when somebody moves.
import { useSignal } from '../signal'
import { whole } from '../format'
import { useWidth } from '../ui/width'
import { linear, ticks } from './scale'
import s from './curve.module.css'

export interface CurvePoint { at: number; value: number; low: number | null; high: number | null; n: number | null }
export interface Curve { name: string; points: CurvePoint[] }

const height = 230
const margin = { left: 44, right: 14, top: 12, bottom: 34 }

type XY = readonly [number, number]
const line = (points: XY[]) => points.map(([x, y], i) => `${i ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}`).join('')

/** Between two points the value of the first one holds. */
function stepped(points: XY[]): XY[] {
  return points.flatMap((point, i): XY[] => {
    const next = points[i + 1]
    return next ? [point, [next[0], point[1]]] : [point]
  })
}

export function CurveChart({ curves, title, axis, atText, valueText, smooth = false }: {
  curves: Curve[]; title: string; axis: string
  atText: (at: number) => string; valueText: (value: number) => string; smooth?: boolean }) {
  const [frame, measured] = useWidth()
  const width = Math.max(measured, 240)
  const pointed = useSignal<number | null>(null)
  const last = Math.max(1, ...curves.flatMap(curve => curve.points.map(point => point.at)))
  const x = linear(0, last, margin.left, width - margin.right)
  const y = linear(0, 100, height - margin.bottom, margin.top)
  const way = (points: XY[]) => line(smooth ? points : stepped(points))
  const at = pointed.value
  const said = at === null ? [] : curves.flatMap(curve => {
    const point = curve.points.filter(one => one.at <= at).at(-1)
    return point ? [{ name: curve.name, point }] : []
  })
  return <div ref={frame}>
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={title} onPointerLeave={() => { pointed.value = null }}
      onPointerMove={event => {
        const box = event.currentTarget.getBoundingClientRect()
        pointed.value = Math.max(0, Math.min(last, x.invert(event.clientX - box.left)))
      }}>
      {[0, 25, 50, 75, 100].map(value => <g key={value}>
        <line class={s.grid} x1={margin.left} x2={width - margin.right} y1={y(value)} y2={y(value)} />
        <text class="tick" x={margin.left - 8} y={y(value)} dy=".32em" text-anchor="end">{value + '%'}</text></g>)}
      {ticks(0, last, Math.max(2, Math.floor(width / 110))).map(value =>
        <text class="tick" key={value} x={x(value)} y={height - 18} text-anchor="middle">{atText(value)}</text>)}
      <text class="tick" x={width - margin.right} y={height - 3} text-anchor="end">{axis}</text>
      {curves.map((curve, i) => {
        const band = curve.points.filter(point => point.low !== null && point.high !== null)
        const high = band.map(point => [x(point.at), y(point.high!)] as const)
        const low = band.map(point => [x(point.at), y(point.low!)] as const)
        return <g key={curve.name} class={s['series' + i % 6]}>
          {curves.length <= 2 && band.length > 1
            ? <path class={s.band} d={line([...smooth ? high : stepped(high), ...(smooth ? low : stepped(low)).reverse()]) + 'Z'} /> : null}
          <path class={s.line} d={way(curve.points.map(point => [x(point.at), y(point.value)]))} />
        </g>
      })}
      {at === null ? null : <line class={s.cursor} x1={x(at)} x2={x(at)} y1={margin.top} y2={height - margin.bottom} />}
    </svg>
    <ul class={s.legend}>{curves.map((curve, i) => {
      const here = said.find(one => one.name === curve.name)?.point
      return <li key={curve.name} class={s['series' + i % 6]}>
        <svg width="16" height="8" aria-hidden="true"><line class={s.line} x1="0" x2="16" y1="4" y2="4" /></svg>
        <span>{curve.name}</span>
        {here && at !== null ? <b>{atText(Math.round(at))}: {valueText(here.value)}{here.n === null ? '' : ` (n = ${whole(here.n)})`}</b> : null}
      </li>
    })}</ul>
  </div>
}
