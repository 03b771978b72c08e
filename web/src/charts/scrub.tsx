// Reading a chart by key, finger and ear: a native range moves the cursor and says what stands there.
import { Fragment } from 'preact'
import { dayTick, monthTick, yearTick } from '../format'
import { t } from '../i18n'
import type { Point } from './series'
import s from './scrub.module.css'

export interface Said {
  name: string
  point: Point | undefined
  text: (value: number) => string
  series: number  // Colour of its key; -1: there is only one.
}

export function sayPoint({ name, point, text }: Said): string {
  const before = name ? name + ' ' : ''
  if (!point || point.value === null) return before + (point?.none || t('chart.nothing'))
  const interval = point.low !== null && point.high !== null
    ? ', ' + t('chart.interval', { low: text(point.low), high: text(point.high) }) : ''
  const running = point.whole ? '' : ', ' + t('chart.running')
  return before + text(point.value) + interval + running
}

export function Scrub({ id, at, count, label, said, onMove }: {
  id: string; at: number; count: number; label: string; said: Said[]; onMove: (at: number) => void }) {
  return <div class={s.scrub}>
    <input type="range" id={id + '-scrub'} min={0} max={Math.max(0, count - 1)} value={at}
      aria-label={t('chart.inspect')}
      aria-valuetext={`${label}: ${said.map(sayPoint).join('; ')}`}
      onInput={event => onMove(Number(event.currentTarget.value))} />
    <p class={s.say}><b>{label}</b>{said.map((one, i) => <Fragment key={i}>
      <span>{one.series >= 0 ? <i class={s['key' + Math.min(one.series, 3)]} /> : null}{sayPoint(one)}</span>
      {one.point?.href && one.point.n
        ? <a href={one.point.href}>{t('chart.based', { n: one.point.n })}</a> : null}
    </Fragment>)}</p>
  </div>
}

/** Short labels for the places of an axis of time: months or days, with the year where it first appears. */
export function tickTexts(starts: number[], places: number[]): string[] {
  const years = (starts.at(-1) ?? 0) - (starts[0] ?? 0) > 5 * 366 * 86_400_000
  const months = starts.every(start => new Date(start).getUTCDate() === 1)
  const year = (place: number | undefined) =>
    place === undefined ? 0 : new Date(starts[place]!).getUTCFullYear()
  return places.map((place, i) => {
    const start = starts[place]!
    if (years) return yearTick(start)
    const turned = year(place) !== year(places[i - 1])
    return months ? monthTick(start, turned) : dayTick(start, turned)
  })
}
