// The scores that one customer gave, kind by kind: a line of dots, its sentence, and all of them as a table.
import type { TimelineEvent } from '../../api'
import { linear } from '../../charts/scale'
import { dayText, whole } from '../../format'
import { label, plural, t } from '../../i18n'
import { scoresOf, type Scored, type Scores as KindScores } from './life'
import s from './customer_parts.module.css'

const width = 220
const height = 44

export function Scores({ events }: { events: TimelineEvent[] }) {
  const kinds = scoresOf(events)
  return <section class="card" aria-label={t('person.scores')}>
    <h2>{t('person.scores')}</h2>
    {kinds.length === 0 ? <p class="muted">{t('person.scores_none')}</p>
      : <ul class={s.kinds}>{kinds.map(one => <Kind key={one.kind} of={one} />)}</ul>}
    {kinds.length ? <details><summary>{t('person.scores_table')}</summary><div class="scroll" tabIndex={0} role="group" aria-label={t('person.scores')}>
      <table><thead><tr><th class="text" scope="col">{t('person.when')}</th><th class="text" scope="col">{t('person.kind')}</th>
        <th scope="col">{t('person.score')}</th><th class="text" scope="col">{t('person.meaning')}</th></tr></thead>
        <tbody>{kinds.flatMap(({ kind, points }) => points.map(point => ({ kind, point }))).sort((a, b) => b.point.time - a.point.time).map(({ kind, point }, i) =>
          <tr key={i}><td class="text">{dayText(point.time)}</td><td class="text">{kind.toUpperCase()}</td><td>{point.value} / {point.high}</td>
            <td class="text">{point.mood ? t(`mood.${point.mood}`) : ''}</td></tr>)}</tbody></table></div></details> : null}
  </section>
}

function Kind({ of: { kind, points } }: { of: KindScores }) {
  const first = points[0]!
  const last = points.at(-1)!
  const sentence = t('person.score_line', { kind: kind.toUpperCase(), first: String(first.value), since: dayText(first.time),
    last: String(last.value), until: dayText(last.time) })
  return <li>
    <span class={s.kind} title={label('measure', kind + '.title', kind)}>{kind.toUpperCase()}</span>
    <span class={`${s.value} ${last.mood ? s[last.mood] : ''}`}><b>{last.value}</b><small>/{last.high}</small> {last.mood ? t(`mood.${last.mood}`) : ''}</span>
    {points.length > 1 ? <Dots points={points} sentence={sentence} /> : null}
    <span class="muted">{points.length > 1 ? plural('person.scores_count', points.length) : dayText(last.time)}</span>
  </li>
}

function Dots({ points, sentence }: { points: Scored[]; sentence: string }) {
  const x = linear(points[0]!.time, points.at(-1)!.time || 1, 6, width - 6)
  const low = Math.min(...points.map(point => point.low))
  const high = Math.max(...points.map(point => point.high))
  const y = linear(low, high, height - 6, 6)
  const same = points[0]!.time === points.at(-1)!.time
  const at = (point: Scored, i: number) => same ? 6 + i * (width - 12) / (points.length - 1) : x(point.time)
  return <svg class={s.dots} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={sentence}>
    <line x1="0" x2={width} y1={y(high)} y2={y(high)} /><line x1="0" x2={width} y1={y(low)} y2={y(low)} />
    <polyline points={points.map((point, i) => `${at(point, i).toFixed(1)},${y(point.value).toFixed(1)}`).join(' ')} />
    {points.map((point, i) => <circle key={i} class={point.mood ? s[point.mood] : undefined} cx={at(point, i).toFixed(1)} cy={y(point.value).toFixed(1)} r="4">
      <title>{`${dayText(point.time)}: ${point.value} (${whole(point.low)}–${whole(point.high)})`}</title></circle>)}
  </svg>
}
