// What a tile asks and how it is drawn, or what it says; and where it stands, by buttons.
import { useEffect, useRef } from 'preact/hooks'
import type { Definition, Fields, Question } from '../../api'
import { label, t } from '../../i18n'
import { questionOf, questionParams } from '../../question'
import { measureTitle } from '../../record'
import { patched } from '../../router'
import { isAnswer } from '../../api'
import { FilterField } from '../../ui/filter_field'
import { columnOf } from '../../question'
import { Ask, QuestionForm } from '../question_form'
import { fitting } from '../ways_to_ask'
import { drawings, type Compare, type Drawing, type MeasureTile, type TextTile, type Tile } from './board'
import type { Direction } from './layout'
import type { Shown } from './tile'
import s from './board_editor.module.css'

const titleMost = 200
const textMost = 10_000
type Change = (how: (tile: Tile) => Tile, field?: string) => void

export function TileForm({ tile, shown, measures, fields, name, close, remove, step, change }: {
  tile: Tile; shown: Shown | undefined; measures: Definition[]; fields: Fields | null; name: string
  close: () => void; remove: () => void; step: (direction: Direction, how: 'move' | 'size') => void; change: Change }) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus({ preventScroll: true }), [])
  return <aside class={'card ' + s.panel} aria-label={t('boards.tile')}>
    <header><h2 tabIndex={-1} ref={heading}>{name}</h2>
      <button type="button" class="quiet" onClick={close}>{t('boards.close')}</button></header>
    {tile.kind === 'text' ? <TextFields tile={tile} change={change} />
      : <MeasureFields tile={tile} shown={shown} measures={measures} fields={fields} change={change} />}
    <Placing step={step} />
    <button type="button" onClick={remove}>{t('boards.remove_tile')}</button>
  </aside>
}

const Title = ({ tile, change, placeholder }: { tile: Tile; change: Change; placeholder: string }) =>
  <label><span>{t('boards.tile_title')}</span><input value={tile.title} maxLength={titleMost} placeholder={placeholder}
    onInput={event => { const title = event.currentTarget.value; change(one => ({ ...one, title }), 'title') }} /></label>

function TextFields({ tile, change }: { tile: TextTile; change: Change }) {
  return <>
    <Title tile={tile} change={change} placeholder="" />
    <label><span>{t('boards.text')}</span><textarea rows={9} value={tile.text} maxLength={textMost} aria-describedby="text-hint"
      onInput={event => { const text = event.currentTarget.value; change(one => ({ ...one, text }) as Tile, 'text') }} /></label>
    <p class="muted" id="text-hint">{t('boards.text_hint')}</p>
  </>
}

function MeasureFields({ tile, shown, measures, fields, change }: {
  tile: MeasureTile; shown: Shown | undefined; measures: Definition[]; fields: Fields | null; change: Change }) {
  const definition = measures.find(one => one.id === tile.question.measure)
  const set = (part: Partial<MeasureTile>, field?: string) => change(one => ({ ...one, ...part }) as Tile, field)
  const reply = shown?.asked?.reply
  const problem = reply && !isAnswer(reply) ? reply.error : null
  const question = (next: Question) => {
    const part: Partial<MeasureTile> = { question: next }
    // A time of its own cannot be compared with the one before the board's.
    if (next.from || next.to) part.compare = ''
    set(part)
  }
  const choose = (measure: string) => {
    const next = measures.find(one => one.id === measure)
    question(next ? fitting({ ...tile.question, measure }, next) : { measure })
  }
  const target = (text: string) => change(one => {
    const { target: _, ...rest } = one as MeasureTile
    return text === '' || Number.isNaN(Number(text)) ? rest : { ...rest, target: Number(text) }
  }, 'target')
  const timed = Boolean(tile.question.from || tile.question.to)
  return <>
    <label><span>{t('measure.choose')}</span><select value={tile.question.measure} onChange={event => choose(event.currentTarget.value)}>
      {definition ? null : <option value={tile.question.measure}>{tile.question.measure}</option>}
      {measures.map(one => <option key={one.id} value={one.id}>{measureTitle(one.id, one.title)}</option>)}</select></label>
    <Title tile={tile} change={change} placeholder={definition ? measureTitle(definition.id, definition.title) : ''} />
    <label><span>{t('boards.drawing')}</span><select value={tile.drawing} onChange={event => set({ drawing: event.currentTarget.value as Drawing })}>
      {drawings.map(one => <option key={one} value={one}>{label('boards.drawing', one)}</option>)}</select></label>
    {definition?.splits ? <FilterField name={t('filter.name')} value={tile.question.where ?? ''}
      problem={problem && (columnOf(problem.where) || problem.where === 'where') ? problem : null}
      onCommit={where => { const { where: _, ...rest } = tile.question; question(where ? { ...rest, where } : rest) }} /> : null}
    {definition ? <Ask.Provider value={patch => question(questionOf(patched(questionParams(tile.question), patch), definition.id))}>
      <QuestionForm key={definition.id} definition={definition} question={tile.question} fields={fields} problem={problem} /></Ask.Provider> : null}
    <label><span>{t('boards.compare')}</span><select value={tile.compare} disabled={timed}
      onChange={event => set({ compare: event.currentTarget.value as Compare })}>
      <option value="">{t('boards.compare.none')}</option>
      <option value="before">{t('boards.compare.before')}</option>
      <option value="year">{t('boards.compare.year')}</option></select></label>
    <label><span>{t('boards.target')}</span><input type="number" step="any" value={tile.target ?? ''}
      onChange={event => target(event.currentTarget.value.trim())} /></label>
  </>
}

const directions: Direction[] = ['left', 'right', 'up', 'down']
const arrows: Record<Direction, string> = { left: '←', right: '→', up: '↑', down: '↓' }

/** Whatever can be dragged can also be clicked. */
function Placing({ step }: { step: (direction: Direction, how: 'move' | 'size') => void }) {
  return <>{(['move', 'size'] as const).map(how => <fieldset key={how} class={s.placing}>
    <legend>{t(`boards.${how}`)}</legend>
    {directions.map(direction => <button key={direction} type="button" aria-label={t(`boards.${how}.${direction}`)} title={t(`boards.${how}.${direction}`)}
      onClick={() => step(direction, how)}><span aria-hidden="true">{arrows[direction]}</span></button>)}
  </fieldset>)}</>
}
