// The journey of an answer of process_map: stages as columns where the events carry stages.
import type { ComponentChildren } from 'preact'
import { isAnswer, type Answer, type Question, type Row } from '../api'
import { Flow } from '../charts/flow'
import {
  columnsByPosition, endNode, flowGraph, isOther, startNode, unbalanced,
  type FlowGraph, type FlowNode, type Transition,
} from '../charts/flow_graph'
import { whole } from '../format'
import { label, plural, t, why } from '../i18n'
import { peopleHref } from '../question'
import { measureHref, measureTitle } from '../record'
import { keep } from '../router'
import type { Asked } from './board'
import { humane, rawValues, stageOrder } from './answer_words'
import { Frame } from './frame'
import { Note, problemText } from './state'
import { AnswerTable } from './tables'

export function transitionsOf(answer: Answer): Transition[] {
  return answer.rows.flatMap(row => typeof row.from === 'string' && typeof row.to === 'string'
    ? [{ from: row.from, to: row.to, count: Number(row.value ?? 0), customers: Number(row.customers ?? 0) }]
    : [])
}

interface Staged { columns: Map<string, number>; placed: number }

/**
 * The stage in which most events of each touchpoint lie, as a column; null when too few events have one.
 * A touchpoint without a stage is placed with the one that most customers came from.
 */
export function columnsByStage(rows: Row[], transitions: Transition[]): Staged | null {
  const best = new Map<string, { column: number; count: number }>()
  let all = 0
  let staged = 0
  for (const row of rows) {
    if (typeof row.touchpoint !== 'string') continue
    const count = Number(row.n ?? row.value ?? 0)
    const column = stageOrder.indexOf(String(row.stage ?? ''))
    all += count
    if (column < 0) continue
    staged += count
    if (count > (best.get(row.touchpoint)?.count ?? 0)) best.set(row.touchpoint, { column, count })
  }
  if (all === 0 || staged < 0.5 * all) return null
  const columns = new Map([...best].map(([name, { column }]) => [name, column]))
  const heaviest = [...transitions].sort((a, b) => b.count - a.count)
  let placed = 0
  // Along chains of them, too: each round places what the one before made possible.
  for (let found = true; found;) {
    found = false
    for (const { from, to } of heaviest) {
      const column = columns.get(from)
      if (column === undefined || columns.has(to) || to === endNode) continue
      columns.set(to, column)
      placed++
      found = true
    }
  }
  for (const { from } of heaviest) if (from !== startNode && !columns.has(from)) columns.set(from, stageOrder.length)
  return { columns, placed }
}

const nodesMost = 14

export interface Journey { graph: FlowGraph; headings: string[]; placed: number }

export function journeyOf(transitions: Transition[], stageRows: Row[], columnsMost: number): Journey {
  const byStage = columnsByStage(stageRows, transitions)
  const names = [...new Set(transitions.flatMap(({ from, to }) => [from, to]))]
    .filter(name => name !== startNode && name !== endNode)
  const columnOf = byStage?.columns ?? columnsByPosition(names, transitions)
  const graph = flowGraph(transitions, columnOf, nodesMost, columnsMost)
  if (!byStage) return { graph, headings: [], placed: 0 }
  const headings = graph.bands.map((band, i) => band === graph.bands[i - 1] ? ''
    : band < stageOrder.length ? label('stage', stageOrder[band]!) : t('flow.unstaged'))
  return { graph, headings, placed: byStage.placed }
}

/** A text as the filter language writes it. */
export const filterText = (text: string): string => '"' + text.replace(/["\\]/g, '\\$&') + '"'

export function narrowed(question: Question, condition: string): Question {
  const { parameters: _, by: __, over: ___, ...rest } = question
  return { ...rest, measure: 'volume', where: question.where ? `(${question.where}) and ${condition}` : condition }
}

/** Where nodes are chosen rather than opened: which one is, the address of choosing another, and what is said of it. */
export interface Selection {
  selected: string | null
  hrefOf: (id: string) => string
  said: (node: { name: string; condition: string; people: string; ended: string }) => ComponentChildren
}

interface Drawn { asked: Asked; answer: Answer; staged?: Asked; field: string; columnsMost?: number; selection?: Selection }

function journeyGraph({ answer, staged, field, columnsMost = 8 }: Drawn): Journey {
  const transitions = transitionsOf(answer)
  if (field === 'stage') {
    return { graph: flowGraph(transitions, new Map(stageOrder.map((name, i) => [name, i]))), headings: [], placed: 0 }
  }
  // Only touchpoints have a stage of their own; channels and products are ordered by position.
  const stageRows = field === 'touchpoint' && staged && isAnswer(staged.reply) ? staged.reply.rows : []
  return journeyOf(transitions, stageRows, columnsMost)
}

const nameOf = (node: FlowNode): string =>
  isOther(node) ? plural('flow.other', node.members.length) : humane(node.id)

export function JourneyDrawing({ title, ...drawn }: Drawn & { title: string }) {
  const { question } = drawn.asked
  const { graph, headings } = journeyGraph(drawn)
  if (graph.nodes.length === 0) return <p class="muted">{why(drawn.answer.none)}</p>
  const { field, selection } = drawn
  const condition = (node: FlowNode) => node.members.length === 1
    ? `${field} = ${filterText(node.members[0]!)}`
    : `${field} in (${node.members.map(filterText).join(', ')})`
  const transition = (from: string, to: string) =>
    peopleHref(question, { keys: { from, to }, column: 'customers' })
  const people = (node: FlowNode) => peopleHref(narrowed(question, condition(node)), { keys: {}, column: 'customers' })
  const ended = (node: FlowNode) => isOther(node) || node.ended === 0 ? '' : transition(node.id, endNode)
  const selected = graph.nodes.find(node => node.id === selection?.selected)
  const drawing = <Flow graph={graph} headings={headings} title={title} nameOf={nameOf} selected={selected?.id ?? null}
    nodeHref={node => selection ? selection.hrefOf(node.id) : people(node)} endHref={ended}
    linkHref={link => [link.source, link.target].some(id => id.startsWith('(other)')) ? ''
      : transition(link.source, link.target)} />
  return <>
    {unbalanced(graph).length ? <p class="warn" role="alert">{t('flow.unbalanced')}</p> : null}
    {drawing}
    {selected && selection ? selection.said({
      name: nameOf(selected), condition: condition(selected), people: people(selected), ended: ended(selected) }) : null}
  </>
}

export function JourneyMap({ asked, staged, field = 'touchpoint', selection }: {
  asked: Asked; staged?: Asked; field?: string; selection?: Selection }) {
  const title = t('journey.title')
  if (!isAnswer(asked.reply)) return <Note title={title}><p class="warn">{problemText(asked.reply.error)}</p></Note>
  const answer = asked.reply
  if (answer.rows.length === 0) return <Note title={title}><p>{why(answer.none)}</p></Note>
  const drawn: Drawn = { asked, answer, field, columnsMost: 9, ...(staged ? { staged } : {}), ...(selection ? { selection } : {}) }
  const { graph, placed } = journeyGraph(drawn)
  return <Frame id="journey" title={title} asOf={answer.as_of} href={keep(measureHref('process_map'))}
    sentence={journeySentence(graph)} values={rawValues(answer)}
    table={<AnswerTable answer={answer} question={asked.question} title={measureTitle('process_map')} />}
    foot={t('flow.reading') + (placed > 0 ? ' ' + t('flow.placed') : '')}>
    <JourneyDrawing title={title} {...drawn} />
  </Frame>
}

function journeySentence(graph: FlowGraph): string {
  const nodes = new Map(graph.nodes.map(node => [node.id, node]))
  const back = graph.links.filter(link =>
    nodes.get(link.target)!.column < nodes.get(link.source)!.column)
  const largest = [...back].sort((a, b) => b.value - a.value)[0]
  const last = [...graph.nodes].sort((a, b) => b.ended - a.ended)[0]
  const sentences: string[] = []
  if (largest) {
    sentences.push(t('journey.back', {
      n: back.reduce((sum, link) => sum + link.value, 0), count: whole(largest.value),
      from: nameOf(nodes.get(largest.source)!), to: nameOf(nodes.get(largest.target)!) }))
  }
  if (last) sentences.push(t('journey.ended', { place: nameOf(last), n: last.ended }))
  return sentences.join(' ')
}
