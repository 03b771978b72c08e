// What led to conversions: the credit of every touch under each model, by stage, and against what was spent.
import type { Answer, Question, Row } from '../../api'
import { Bars, type Bar } from '../../charts/bars'
import { whole, withUnit } from '../../format'
import { label, t } from '../../i18n'
import { keysOf, peopleHref } from '../../question'
import { query, setQuery } from '../../router'
import { AnswerFrame } from '../../ui/answer_frame'
import { humane } from '../../ui/answer_words'
import { Choose, chosen } from '../../ui/choices'
import { FilterField } from '../../ui/filter_field'
import { Part } from './part'
import s from './attribution_part.module.css'

const models = ['linear', 'first', 'last', 'time_decay', 'position', 'markov', 'shapley'] as const
const nodes = ['channel', 'campaign', 'touchpoint', 'department'] as const
const lookBacks = ['30d', '7d', '90d', '365d'] as const
const directs = ['keep', 'ignore_if_other'] as const

function parametersNow(more: Record<string, string[]> = {}): Record<string, string[]> {
  const conversion = query.value.get('conversion')
  return { node: [chosen('node', nodes)], look_back: [chosen('look_back', lookBacks)], direct: [chosen('direct', directs)],
    ...(conversion ? { conversion: [conversion] } : {}), ...more }
}

export default function AttributionPart() {
  return <Part sentence={t('attribution.sentence')}
    settings={<>
      <Choose name="model" title={t('attribution.model')} choices={models.map(value => ({ value, title: t(`model.${value}`) }))} />
      <Choose name="node" title={t('journey.node')} choices={nodes.map(value => ({ value, title: t(`nodes.${value}`) }))} />
      <Choose name="look_back" title={t('attribution.look_back')} choices={lookBacks.map(value => ({ value, title: withUnit(Number(value.slice(0, -1)) * 86_400, 's') }))} />
      <Choose name="direct" title={t('attribution.direct')} choices={directs.map(value => ({ value, title: label('direct', value) }))} />
      <FilterField name={t('attribution.conversion')} value={query.value.get('conversion') ?? ''} placeholder={'touchpoint = "purchase"'}
        onCommit={text => setQuery({ conversion: text || null })} />
    </>}
    questions={({ range }) => ({
      credits: { measure: 'attribution', ...range, parameters: parametersNow({ model: ['all'] }) },
      stages: { measure: 'attribution', ...range, parameters: parametersNow({ show: ['stages'], model: [chosen('model', models)] }) },
      effort: { measure: 'attribution', ...range, parameters: parametersNow({ show: ['effort'], model: [chosen('model', models)] }) },
      closer: { measure: 'attribution', ...range, parameters: parametersNow({ show: ['closer'] }) },
    })}>
    {replies => <>
      <AnswerFrame asked={replies.credits} sentence={t('attribution.credits_text', { model: t(`model.${chosen('model', models) as 'linear'}`) })}
        foot={<p>{t('attribution.reading')}</p>}>{answer => <Credits answer={answer} question={replies.credits.question} />}</AnswerFrame>
      <AnswerFrame asked={replies.stages} id="attribution-stages" title={t('attribution.stages')} sentence={t('attribution.stages_text')}>{answer =>
        <ByStage answer={answer} question={replies.stages.question} />}</AnswerFrame>
      <AnswerFrame asked={replies.effort} id="attribution-effort" title={t('attribution.effort')} sentence={t('attribution.effort_text')}>{answer =>
        <Effort answer={answer} />}</AnswerFrame>
      <AnswerFrame asked={replies.closer} id="attribution-closer" title={t('attribution.closer')} sentence={t('attribution.closer_text')}>{answer =>
        <ShareBars answer={answer} question={replies.closer.question} />}</AnswerFrame>
    </>}
  </Part>
}

const number = (value: Row[string]) => typeof value === 'number' ? value : null
const touchOf = (row: Row) => label('touch', String(row.touch ?? ''), humane(String(row.touch ?? '')))
/** An answer has a row for each currency too; conversions are said once. */
const once = (rows: Row[], model?: string) => {
  const seen = new Set<string>()
  return rows.filter(row => {
    const key = JSON.stringify([row.touch, row.stage, row.model])
    if ((model && row.model !== model) || seen.has(key)) return false
    seen.add(key)
    return true
  })
}

/** A line a touch: the chosen model as a bar, what the others say as marks beside it. */
function Credits({ answer, question }: { answer: Answer; question: Question }) {
  const model = chosen('model', models)
  const rows = once(answer.rows, model).sort((a, b) => Number(b.value) - Number(a.value)).slice(0, 15)
  const spread = (touch: unknown) => {
    const values = once(answer.rows).filter(row => row.touch === touch).map(row => Number(row.value))
    return [Math.min(...values), Math.max(...values)] as const
  }
  return <Bars label={t('attribution.model')} bars={rows.map(row => {
    const [low, high] = spread(row.touch)
    return { name: touchOf(row), value: number(row.value), low, high,
      text: withUnit(Number(row.value), 'conversions'), note: typeof row.share === 'number' ? withUnit(row.share, '%') : '', faint: false,
      href: peopleHref(question, { keys: keysOf(answer.columns, row), column: 'customers' }) }
  })} />
}

/** Stages side by side, the touches of each below it; all on one scale. */
function ByStage({ answer, question }: { answer: Answer; question: Question }) {
  const groups = [...Map.groupBy(once(answer.rows), row => String(row.stage ?? ''))].map(([stage, rows]) => ({
    stage, sum: rows.reduce((sum, row) => sum + Number(row.value ?? 0), 0),
    bars: [...rows].sort((a, b) => Number(b.value) - Number(a.value)).slice(0, 6).map((row): Bar => ({
      name: touchOf(row), value: number(row.value), low: null, high: null, text: withUnit(Number(row.value ?? 0), 'conversions'), note: '', faint: false,
      href: peopleHref(question, { keys: keysOf(answer.columns, row), column: 'customers' }) })) }))
  const all = groups.flatMap(group => group.bars)
  return <div class={s.stages}>{groups.map(({ stage, sum, bars }) => <section key={stage}>
    <h3>{humane(stage)} <span class="muted">{withUnit(sum, 'conversions')}</span></h3>
    <Bars label={humane(stage)} bars={bars} others={all} />
  </section>)}</div>
}

/** Two bars a stage: share of what was spent, share of the influence; in each currency on its own. */
function Effort({ answer }: { answer: Answer }) {
  const several = new Set(answer.rows.map(row => row.currency)).size > 1
  const groups = answer.rows.map(row => ({
    name: humane(String(row.stage ?? '')) + (several ? ` · ${String(row.currency ?? '')}` : ''),
    bars: [{ key: 'cost_share', name: t('attribution.spent') }, { key: 'influence_share', name: t('attribution.influence') }].map(({ key, name }): Bar => ({
      name, value: number(row[key]), low: null, high: null,
      text: typeof row[key] === 'number' ? withUnit(Number(row[key]), '%') : '–', note: '', href: '', faint: key === 'cost_share' })) }))
  const all = groups.flatMap(group => group.bars)
  return <div class={s.stages}>{groups.map(({ name, bars }) => <section key={name}>
    <h3>{name}</h3><Bars label={name} bars={bars} others={all} /></section>)}</div>
}

function ShareBars({ answer, question }: { answer: Answer; question: Question }) {
  const keys = answer.columns.filter(column => column.role === 'key')
  return <Bars label={t('attribution.closer')} bars={answer.rows.map(row => ({
    name: keys.map(column => label('led', String(row[column.name] ?? ''), humane(String(row[column.name] ?? '')))).join(' · '),
    value: number(row.value), low: number(row.low), high: number(row.high),
    text: typeof row.value === 'number' ? withUnit(row.value, '%') : '–', note: typeof row.n === 'number' ? `n = ${whole(row.n)}` : '', faint: false,
    href: peopleHref(question, { keys: keysOf(answer.columns, row), column: 'customers' }) }))} />
}
