// Decisions with their day, and what the figure was before and after; the verdict says no more than the intervals bear.
import { useState } from 'preact/hooks'
import { call, type Definition } from '../../api'
import { linear } from '../../charts/scale'
import { dayText, withUnit } from '../../format'
import { plural, t } from '../../i18n'
import { may } from '../../me'
import type { Query } from '../../query'
import { startOf } from '../../period'
import { measureHref, useCatalogue } from '../../record'
import { keep } from '../../router'
import { Note, State, Trouble } from '../../ui/state'
import { told } from '../../ui/told'
import { useWidth } from '../../ui/width'
import { Confirm } from '../boards/dialog'
import { Menu } from '../boards/menu'
import { useSending } from '../surveys/use_sending'
import { DecisionForm } from './decision_form'
import { titleOf } from './goals'
import { AskedOf, focusBack } from './parts'
import { pathOf, questionOf, useDecisions, type Decision, type DecisionDefinition, type Span } from './requests'
import s from './targets.module.css'

const idOf = (name: string) => 'decision-' + name
const blank = (): DecisionDefinition => ({ name: '', title: '', at: '', zone: Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC', measure: 'nps', parameters: {}, where: '', days: 30 })

export function Decisions() {
  const decisions = useDecisions()
  const catalogue = useCatalogue()
  const [open, setOpen] = useState<DecisionDefinition | null>(null)
  const close = (name = '') => { setOpen(null); focusBack(name ? idOf(name) : 'new-decision') }
  return <>
    {may('boards') ? <p><button type="button" class="primary" id="new-decision" onClick={() => setOpen(blank())}>{t('targets.decisions.new')}</button></p> : null}
    <State query={catalogue.state === 'ready' ? decisions as Query<unknown> : catalogue as Query<unknown>} height={300}>{() => {
      if (decisions.state !== 'ready' || catalogue.state !== 'ready') return null
      const list = [...decisions.value].sort((a, b) => a.at < b.at ? 1 : -1)
      return <>
        {list.length === 0 ? <Note title={t('targets.decisions.none')}><p>{t('targets.decisions.none_text')}</p></Note>
          : <div class={s.cards}>{list.map(one => <Card key={one.name} decision={one} measures={catalogue.value} edit={() => setOpen(one)} />)}</div>}
        {open ? <DecisionForm key={open.name} decision={open} measures={catalogue.value} taken={list.map(one => one.name)} onClose={close} /> : null}
      </>
    }}</State>
  </>
}

function Card({ decision, measures, edit }: { decision: Decision; measures: Definition[]; edit: () => void }) {
  const definition = measures.find(one => one.id === decision.measure)
  const unit = decision.unit ?? definition?.unit ?? ''
  const title = titleOf(decision)
  return <section class={'card ' + s.card + ' ' + s.decision} aria-label={title}>
    <header><div><h2><a href={keep(measureHref(decision.measure))}>{title}</a></h2>
      <p class="muted"><time dateTime={decision.at}>{dayText(startOf(decision.at.slice(0, 10)))}</time> · <AskedOf question={questionOf(decision)} measures={measures} /> · {plural('targets.days', decision.days)}</p></div>
      {may('boards') ? <Actions decision={decision} edit={edit} /> : null}</header>
    {decision.error ? <Trouble problem={decision.error} /> : <>
      <p class={s.finding}>{verdictOf(decision, unit, definition?.better ?? 'none')}</p>
      {decision.reason && decision.verdict !== 'too few' ? <p class="muted">{told(decision.reason)}</p> : null}
      <BeforeAfter decision={decision} unit={unit} /></>}
  </section>
}

const signed = (value: number, text: (value: number) => string) => (value > 0 ? '+' : '') + text(value).replace(/^\+/, '')

/** The verdict in a sentence, with what it rests on. */
export function verdictOf(decision: Decision, unit: string, better: Definition['better']): string {
  const text = (value: number) => withUnit(value, unit)
  const { verdict, difference, difference_low: low, difference_high: high } = decision
  if (verdict === 'too early') return plural('targets.verdict.early', decision.days)
  if (verdict === 'too few') return t('targets.verdict.few', { before: decision.before?.n ?? 0, after: decision.after?.n ?? 0 })
  if (difference === null || difference === undefined) return t('targets.goals.no_value')
  const values = { by: signed(difference, text), low: low == null ? '–' : signed(low, text), high: high == null ? '–' : signed(high, text) }
  if (verdict !== 'proven') return t('targets.verdict.unproven', values)
  const good = better === 'none' ? null : (difference > 0) === (better === 'up')
  return t(good === null ? 'targets.verdict.changed' : good ? 'targets.verdict.better' : 'targets.verdict.worse', values)
}

const line = 34
const margin = { left: 84, right: 96 }

/** Two figures with their intervals on one scale; each says its number. */
function BeforeAfter({ decision, unit }: { decision: Decision; unit: string }) {
  const [frame, measured] = useWidth()
  const width = Math.max(measured, 260)
  const text = (value: number) => withUnit(value, unit)
  const spans = ([['before', decision.before], ['after', decision.after]] as const).filter((one): one is [typeof one[0], Span] => one[1]?.value != null)
  if (spans.length === 0) return null
  const ends = spans.flatMap(([, one]) => [one.value, one.low, one.high]).filter(value => value !== null)
  const [least, most] = [Math.min(...ends), Math.max(...ends)]
  const x = linear(least, most === least ? least + 1 : most, margin.left, width - margin.right)
  const words = (span: Span) => span.low !== null && span.high !== null ? t('targets.interval_n', { value: text(span.value!), low: text(span.low), high: text(span.high), n: span.n ?? 0 })
    : text(span.value!)
  return <div ref={frame} class={s.whiskers}>
    <svg width={width} height={line * spans.length} role="img" aria-label={spans.map(([name, span]) => `${t(`targets.${name}`)}: ${words(span)}`).join('; ')}>
      {spans.map(([name, span], i) => <g key={name} transform={`translate(0 ${line * i + line / 2})`}>
        <text x={0} dy=".32em" class={s.label}>{t(`targets.${name}`)}</text>
        {span.low !== null && span.high !== null ? <path class={s.whisker} d={`M${x(span.low)} 0H${x(span.high)}M${x(span.low)} -5v10M${x(span.high)} -5v10`} /> : null}
        <circle class={name === 'after' ? s.after : s.before} r={5.5} cx={x(span.value!)} />
        <text x={width} dy=".32em" text-anchor="end" class={s.value}>{text(span.value!)}</text></g>)}
    </svg>
    <dl class={s.facts}>{spans.map(([name, span]) => <div key={name}><dt>{t(`targets.${name}`)}</dt><dd>{words(span)}</dd></div>)}</dl>
  </div>
}

function Actions({ decision, edit }: { decision: Decision; edit: () => void }) {
  const title = titleOf(decision)
  const [removing, setRemoving] = useState(false)
  const { problem, busy, send } = useSending()
  const gone = () => void send(async () => { await call('DELETE', pathOf('decisions', decision.name)) }).then(done => { if (done) { setRemoving(false); focusBack('new-decision') } })
  return <span id={idOf(decision.name)} tabIndex={-1}><Menu name={t('targets.menu', { title })}>{close => <>
    <li><button type="button" onClick={() => { close(); edit() }}>{t('targets.edit')}</button></li>
    <li><button type="button" onClick={() => { close(); setRemoving(true) }}>{t('targets.remove')}</button></li>
  </>}</Menu>
  {removing ? <Confirm title={t('targets.remove_title', { title })} text={problem ? problem.detail ?? problem.title : t('targets.decisions.remove_text')} action={t('targets.remove')} busy={busy}
    onYes={gone} onClose={() => { setRemoving(false); focusBack(idOf(decision.name)) }} /> : null}</span>
}
