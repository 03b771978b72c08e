// An answer of paths as a flow, with a warning where it does not add up, and what goes in and out of a chosen node.
import { useSignal } from '../signal'
import type { Answer, Question } from '../api'
import { Paths } from '../charts/paths'
import { pathNodes, unbalancedPaths, type PathLink, type PathNode } from '../charts/paths_layout'
import { whole } from '../format'
import { t } from '../i18n'
import { peopleHref } from '../question'
import { setQuery, type QueryPatch } from '../router'
import { AnswerTable } from './answer_table'
import { humane } from './answer_words'
import { filterText } from './journey_map'
import { narrowedTo } from './node_actions'
import s from './node_actions.module.css'

export function linksOf(answer: Answer): PathLink[] {
  return answer.rows.map(row => ({
    place: Number(row.column), from: String(row.from ?? ''), to: String(row.to ?? ''),
    count: Number(row.value ?? 0), customers: Number(row.customers ?? 0) }))
}

/** How the page's URL says from which event on, or up to which, paths are followed. */
export type Anchored = (anchor: string, direction: 'before' | null) => QueryPatch

export function PathsDrawing({ answer, question, title, anchored }: {
  answer: Answer; question: Question; title: string; anchored: Anchored }) {
  const selected = useSignal<string | null>(null)
  const links = linksOf(answer)
  const node = pathNodes(links).find(one => one.id === selected.value)
  return <>
    {unbalancedPaths(links).length ? <p class="warn" role="alert">{t('flow.unbalanced')}</p> : null}
    <Paths links={links} title={title} nameOf={humane} selected={selected.value}
      onSelect={one => { selected.value = selected.value === one.id ? null : one.id }}
      linkHref={({ place, from, to }) => peopleHref(question,
        { keys: { column: String(place), from, to }, column: 'customers' })} />
    {node ? <Selected node={node} answer={answer} question={question} anchored={anchored} /> : null}
  </>
}

function Selected({ node, answer, question, anchored }: { node: PathNode; answer: Answer; question: Question; anchored: Anchored }) {
  const rows = answer.rows.filter(row =>
    (Number(row.column) === node.place && row.from === node.name) ||
    (Number(row.column) === node.place - 1 && row.to === node.name))
  const columns = answer.columns.filter(column => ['column', 'from', 'to', 'value', 'customers', 'share'].includes(column.name))
  const condition = `${question.parameters?.node?.[0] ?? 'touchpoint'} = ${filterText(node.name)}`
  return <section class={s.selected} aria-label={humane(node.name)}>
    <h3>{t('paths.step', { n: node.place })}: {humane(node.name)} <span class="muted">{whole(node.count)}</span></h3>
    {node.name.startsWith('(') ? null : <p class={s.actions}>
      <button type="button" onClick={() => setQuery(anchored(condition, null))}>{t('paths.start_here')}</button>
      <button type="button" onClick={() => setQuery(anchored(condition, 'before'))}>{t('paths.end_here')}</button>
      <button type="button" onClick={() => setQuery({ where: narrowedTo(condition) })}>{t('paths.only_through')}</button>
    </p>}
    <AnswerTable answer={{ ...answer, columns, rows }} question={question} title={humane(node.name)} />
  </section>
}
