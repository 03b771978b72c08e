// One tile: a measure's answer in the drawing that was asked for, or a text.
import type { ComponentChildren } from 'preact'
import { useRef, useState } from 'preact/hooks'
import { isAnswer, type Answer, type Definition, type Question } from '../../api'
import { label, spelled, t } from '../../i18n'
import { may } from '../../me'
import { peopleHidden } from '../../question'
import { measureTitle } from '../../record'
import { linkTo } from '../../router'
import { Age } from '../../ui/age'
import type { Asked } from '../../ui/board'
import { TroubleInside } from '../../ui/state'
import { AnswerTable } from '../../ui/answer_table'
import { told } from '../../ui/told'
import { drawingOf, wished } from '../drawing_of'
import { Drawing } from '../measure_drawing'
import type { MeasureTile, TextTile, Tile } from './board'
import { FigureBody, TargetOfLine } from './figure'
import { FittingTable } from './fitting_table'
import type { Place } from './layout'
import { useOverflow } from './overflow'
import { Text } from './text_tile'
import { measurePage, TileMenu } from './tile_menu'
import s from './board_tile.module.css'

/** What the tile asked, and what came; null while it is on its way. */
export interface Shown { asked: Asked | null; compared?: Answer | undefined; definition: Definition | undefined }

export interface Around {
  open: boolean                        // May more be asked than what is shown?
  editHref: (tile: Tile) => string     // "" : not to be edited here.
  tools?: (tile: Tile) => ComponentChildren
}

/** "customer.agent" is the agent, as everywhere. */
const fieldName = (name: string) => label('column', name, label('column', name.replace(/^(customer|properties)\./, '')))

/** Its own title, or that of its measure with what it is cut by. */
export function titleOf(tile: Tile, definition?: Definition, { by = [], over }: Partial<Question> = tile.kind === 'text' ? {} : tile.question): string {
  if (tile.title) return tile.title
  if (tile.kind === 'text') return t('boards.text')
  const { measure } = tile.question
  const title = measureTitle(measure, definition?.title ?? spelled(measure))
  return [title, ...by.map(fieldName), ...over ? [label('over', over)] : []].join(' · ')
}

/** Where a tile stands, for the style sheet: on a narrow screen it is not asked. */
export const placeStyle = ({ x, y, w, h }: Place) => ({ '--x': x + 1, '--y': y + 1, '--w': w, '--h': h }) as Record<string, number>

export function TileCard({ tile, place = tile, shown, around, marked = false }: {
  tile: Tile; place?: Place; shown?: Shown | undefined; around: Around; marked?: boolean }) {
  return tile.kind === 'text' ? <TextCard tile={tile} place={place} around={around} marked={marked} />
    : <MeasureCard tile={tile} place={place} shown={shown ?? { asked: null, definition: undefined }} around={around} marked={marked} />
}

function TextCard({ tile, place, around, marked }: { tile: TextTile; place: Place; around: Around; marked: boolean }) {
  const [body, over] = useOverflow()
  const title = titleOf(tile)
  return <section class={`card ${s.tile}`} aria-label={title} style={placeStyle(place)} id={'tile-' + tile.id} data-marked={marked || undefined}>
    {tile.title || around.tools ? <header class={s.head}>
      {tile.title ? <h2>{tile.title}</h2> : <span class={s.untitled} />}{around.tools?.(tile)}</header> : null}
    <div class={s.body} ref={body} data-scrolls {...over ? { tabIndex: 0, role: 'group', 'aria-label': title } : {}}>
      <Text text={tile.text} titled={Boolean(tile.title)} /></div>
  </section>
}

function MeasureCard({ tile, place, shown, around, marked }: {
  tile: MeasureTile; place: Place; shown: Shown; around: Around; marked: boolean }) {
  const card = useRef<HTMLElement>(null)
  const [body, over] = useOverflow()
  const [asTable, setAsTable] = useState(false)
  const [trouble, setTrouble] = useState('')
  const { asked, definition } = shown
  const title = titleOf(tile, definition, asked?.question)
  const href = asked && around.open && may('ask') ? measurePage(asked.question) : ''
  // Before it is asked two tiles may be called alike: then neither is a place to go to by name.
  return <section class={`card ${s.tile}`} aria-label={asked ? title : undefined} style={placeStyle(place)} id={'tile-' + tile.id} ref={card}
    data-marked={marked || undefined}>
    <header class={s.head}>
      <h2><a {...linkTo(href)}>{title}</a></h2>
      {around.tools ? around.tools(tile) : asked ? <TileMenu tile={tile} title={title} asked={asked} definition={definition} asTable={asTable} onTable={setAsTable}
        open={around.open} editHref={around.editHref(tile)} card={() => card.current} trouble={setTrouble} /> : null}
    </header>
    {trouble ? <p class="warn" role="alert">{trouble}</p> : null}
    <div class={s.body} ref={body} data-scrolls {...over ? { tabIndex: 0, role: 'group', 'aria-label': title } : {}}>
      {asked ? <Body tile={tile} asked={asked} shown={shown} asTable={asTable} title={title} />
        : <div aria-busy="true" class={s.waiting}><span class="hidden">{t('state.waiting')}</span></div>}
    </div>
    {asked && isAnswer(asked.reply) ? <footer class={s.foot}>
      {isOneLine(tile, asked.reply, definition) ? <TargetOfLine tile={tile} asked={asked} answer={asked.reply} better={definition?.better ?? 'none'} /> : null}
      <Age at={asked.reply.as_of} /></footer> : null}
  </section>
}

/** Several lines have several ends, and a target is not told of which. */
const isOneLine = (tile: MeasureTile, { columns }: Answer, definition?: Definition): boolean =>
  wished(tile.drawing, columns, definition?.shape ?? 'table') === 'time' && columns.filter(column => ['split', 'key'].includes(column.role)).length === 1

/** Of an answer that nobody defines here: a shared board knows no catalogue. */
const guessed = (tile: MeasureTile, answer: Answer): Definition => {
  const has = (name: string) => answer.columns.some(column => column.name === name && column.role === 'key')
  return { id: tile.question.measure, title: titleOf(tile), question: '', definition: '', unit: answer.unit, range: null, better: 'none',
    shape: has('from') && has('to') && !has('column') ? 'flow' : 'table', least_n: 0, interval: '', inputs: '', source: '', since: '',
    splits: true, parameters: [] }
}

function Body({ tile, asked, shown, asTable, title }: { tile: MeasureTile; asked: Asked; shown: Shown; asTable: boolean; title: string }) {
  const { question, reply } = asked
  if (!isAnswer(reply)) return <TroubleInside problem={reply.error} />
  if (reply.rows.length === 0) return <p class="muted">{reply.none ? told(reply.none) : t('state.nothing')}</p>
  const definition = shown.definition ?? guessed(tile, reply)
  // Journeys step by step are asked on their own page: here they stand as a table.
  const steps = drawingOf(reply.columns, definition.shape) === 'paths'
  const wish = asTable || steps ? 'table' : tile.drawing
  const single = wish === 'figure' && reply.rows.length === 1
  if (single || wished(wish, reply.columns, definition.shape) === 'figure') {
    return <FigureBody asked={asked} answer={reply} compared={shown.compared} definition={definition} tile={tile} />
  }
  if (wish === 'table' && !asTable) return <FittingTable answer={reply} question={question} title={title} />
  if (wish === 'table') return <AnswerTable answer={reply} question={question} title={title} />
  return <Drawing definition={definition} question={question} answer={reply} id={'tile-' + tile.id} wish={wish} />
}

/** Nobody may see who is behind a number while this is shown. */
export const hidePeople = (): (() => void) => {
  const before = peopleHidden.value
  peopleHidden.value = true
  return () => { peopleHidden.value = before }
}
