// The shape of a trend in the size of a word: line, band, the last point. Words stand beside it.
import { linear } from './scale'
import { runs, type Point } from './series'
import s from './spark.module.css'

const width = 120
const height = 36

export function Spark({ points }: { points: Point[] }) {
  const drawn = points.filter(point => point.value !== null)
  if (drawn.length < 2) return null
  const lows = drawn.map(point => point.low ?? point.value!)
  const highs = drawn.map(point => point.high ?? point.value!)
  const x = linear(points[0]!.start, points.at(-1)!.start, 2, width - 4)
  // Scaled to the line, not to the band of a thin month: the band may leave the picture.
  const values = drawn.map(point => point.value!)
  const span = Math.max(...values) - Math.min(...values) || 1
  const low = Math.max(Math.min(...lows), Math.min(...values) - span)
  const high = Math.min(Math.max(...highs), Math.max(...values) + span)
  const y = linear(low, high, height - 3, 3)
  const at = (point: Point, value: number) => `${x(point.start).toFixed(1)} ${y(value).toFixed(1)}`
  const last = drawn.at(-1)!
  return <svg class={s.spark} viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true">
    {runs(points).map((run, i) => <g key={i}>
      <path class={s.band} d={'M' + [
        ...run.map(({ point }) => at(point, point.high ?? point.value!)),
        ...run.map(({ point }) => at(point, point.low ?? point.value!)).reverse()].join('L') + 'Z'} />
      <path class={s.line} d={'M' + run.map(({ point }) => at(point, point.value!)).join('L')} />
    </g>)}
    <line class={s.last} x1={x(last.start)} x2={x(last.start)} y1={y(last.value!)} y2={y(last.value!)} />
  </svg>
}
