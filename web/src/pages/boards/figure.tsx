// A tile with one figure: value, interval, n, what it is called, how it stands against the time before and its target.
import type { Answer, Definition, Row } from '../../api'
import { seriesOf } from '../../charts/series'
import { withUnit } from '../../format'
import { t } from '../../i18n'
import { fewest, Figure } from '../../ui/tile'
import type { Compare, MeasureTile } from './board'
import { changeOf, distanceOf, figureOf, npsBand, type Change } from './standing'
import type { Asked } from '../../ui/board'
import s from './board_tile.module.css'

/** Nothing is claimed of so few. */
const isFew = (row: Row) => typeof row.n === 'number' && row.n < fewest

type Unit = Pick<Answer, 'columns' | 'unit'>

const unitOf = (answer: Unit, row: Row) => {
  const unit = answer.columns.find(column => column.role === 'value')?.unit || answer.unit
  return (value: number) => withUnit(value, unit, String(row.currency ?? ''))
}

export function FigureBody({ asked, answer, compared, definition, tile }: {
  asked: Asked; answer: Answer; compared: Answer | undefined; definition: Definition; tile: MeasureTile }) {
  const row = figureOf(answer)
  return <div class={s.figure}>
    <Figure asked={asked} answer={answer} />
    {row && definition.id === 'nps' && !isFew(row) ? <p class={s.band}>{t(`boards.nps.${npsBand(Number(row.value))}`)}</p> : null}
    {row && tile.compare ? <Compared row={row} answer={answer} before={figureOf(compared)} compare={tile.compare} /> : null}
    {row ? <Target tile={tile} value={Number(row.value)} answer={answer} row={row} better={definition.better} /> : null}
  </div>
}

const arrows = { up: '▲ ', down: '▼ ', unclear: '', unknown: '' } as const

/** Of a line: its last whole period, for a running one may still get there. */
export function TargetOfLine({ tile, asked, answer, better }: { tile: MeasureTile; asked: Asked; answer: Answer; better: Definition['better'] }) {
  const last = seriesOf(answer, asked.question).filter(point => point.whole && point.value !== null).at(-1)
  return last ? <Target tile={tile} value={last.value!} answer={answer} row={{ n: last.n }} better={better} when={last.label} /> : null
}

export function Compared({ row, answer, before, compare }: { row: Row; answer: Unit; before: Row | null; compare: Compare }) {
  const change: Change | null = before && changeOf(row, before)
  const when = t(compare === 'year' ? 'boards.than_year' : 'boards.than_before')
  if (!change) return <p class={s.beside}>{t('boards.no_before', { when })}</p>
  const text = unitOf(answer, row)
  const by = (change.by > 0 ? '+' : '') + text(change.by).replace(/^\+/, '')
  return <p class={s.beside}>{change.sign === 'unclear'
    ? t('boards.unclear', { when, from: text(change.from) })
    : <><b><span aria-hidden="true">{arrows[change.sign]}</span>{by}</b> {t('boards.than', { when, from: text(change.from) })}</>}</p>
}

/** `when`: the period that is held against it, where there are several. */
export function Target({ tile, value, answer, row, better, when = '' }: {
  tile: Pick<MeasureTile, 'target'>; value: number; answer: Unit; row: Row; better: Definition['better']; when?: string }) {
  if (tile.target === undefined) return null
  const text = unitOf(answer, row)
  const { by, met } = distanceOf(value, tile.target, isFew(row) ? 'none' : better)
  const far = { target: text(tile.target), by: text(Math.abs(by)).replace(/^\+/, '') }
  return <p class={`${s.beside} ${met === false ? s.missed : ''}`}>
    {met === true ? <span aria-hidden="true">✓ </span> : null}
    {by === 0 ? t('boards.target_at', { target: far.target }) : t(by > 0 ? 'boards.target_above' : 'boards.target_below', far)}{when ? ` (${when})` : ''}</p>
}
