// A funnel of one's own: the steps stand in the URL; every loss leads to the people lost and to what they did instead.
import { useEffect, useState } from 'preact/hooks'
import { isAnswer, type Answer, type Question, type Row } from '../../api'
import { Bars } from '../../charts/bars'
import { duration, whole, withUnit } from '../../format'
import { t } from '../../i18n'
import { keysOf, peopleHref } from '../../question'
import type { Base } from '../../record'
import { query, setQuery } from '../../router'
import { AnswerFrame } from '../../ui/answer_frame'
import { humane } from '../../ui/answer_words'
import type { Asked, Questions } from '../../ui/board'
import { Choose, chosen } from '../../ui/choices'
import { FunnelDrawing } from '../../ui/funnel_drawing'
import { filterText } from '../../ui/journey_map'
import { Part, Two } from './part'
import s from './funnel_part.module.css'

const orders = ['ordered', 'strict', 'any'] as const
const attempts = ['best', 'first'] as const
const countings = ['customers', 'attempts', 'sessions'] as const
const windows = ['30d', '1d', '7d', '90d', '365d'] as const

const stepsNow = (): string[] => query.value.getAll('step').filter(Boolean)

function funnel(range: Base['range'], show?: string): Question {
  return { measure: 'funnel', ...range, parameters: {
    step: stepsNow(), within: [chosen('within', windows)], order: [chosen('order', orders)],
    attempt: [chosen('attempt', attempts)], counting: [chosen('counting', countings)],
    ...(show ? { show: [show] } : {}) } }
}

type Name = 'touchpoints' | 'steps' | 'times' | 'after' | 'between'

function questions({ range }: Base): Questions<Name> {
  const touchpoints: Question = { measure: 'volume', ...range, by: ['touchpoint'] }
  // Without two steps there is nothing to ask: the places to choose from stand in for every part.
  if (stepsNow().length < 2) return { touchpoints, steps: touchpoints, times: touchpoints, after: touchpoints, between: touchpoints }
  return { touchpoints, steps: funnel(range), times: funnel(range, 'times'), after: funnel(range, 'after'), between: funnel(range, 'between') }
}

const choices = (name: string, values: readonly string[]) =>
  values.map(value => ({ value, title: t(`${name}.${value}` as 'order.any') }))

export default function FunnelPart() {
  return <Part<Name> sentence={t('funnel.sentence')} questions={questions}
    settings={<>
      <Choose name="within" title={t('funnel.within')} choices={windows.map(value => ({ value, title: daysText(value) }))} />
      <Choose name="order" title={t('funnel.order')} choices={choices('order', orders)} />
      <Choose name="attempt" title={t('funnel.attempt')} choices={choices('attempt', attempts)} />
      <Choose name="counting" title={t('funnel.counting')} choices={choices('counting', countings)} />
    </>}>
    {replies => <>
      <Steps touchpoints={namesOf(replies.touchpoints)} />
      {stepsNow().length < 2 ? null : <>
        <AnswerFrame asked={replies.steps} sentence={lossSentence}>{answer =>
          <FunnelDrawing question={replies.steps.question} answer={answer} />}</AnswerFrame>
        <Two>
          <Instead asked={replies.after} />
          <Times asked={replies.times} />
        </Two>
        <Between asked={replies.between} />
      </>}
    </>}
  </Part>
}

const daysText = (text: string) => duration(Number(text.slice(0, -1)) * 86_400)

function namesOf(asked: Asked): string[] {
  if (!isAnswer(asked.reply)) return []
  return [...asked.reply.rows].sort((a, b) => Number(b.value) - Number(a.value))
    .flatMap(row => typeof row.touchpoint === 'string' ? [row.touchpoint] : [])
}

/** One line a step: a touchpoint from the list, or any filter written by hand. */
function Steps({ touchpoints }: { touchpoints: string[] }) {
  const steps = stepsNow()
  const [draft, setDraft] = useState(steps)
  useEffect(() => setDraft(steps), [steps.join('\n')])
  const rows = [...draft, ...Array<string>(Math.max(1, 2 - draft.length)).fill('')]
  const commit = (next: string[]) => setQuery({ step: next.map(step => step.trim()).filter(Boolean) })
  const put = (i: number, text: string) => {
    const next = [...rows]
    next[i] = text
    setDraft(next.filter((step, j) => step || j < i))
    return next
  }
  return <section class={'card ' + s.steps} aria-label={t('funnel.quick')}>
    <h2>{t('funnel.quick')}</h2>
    <p class="muted">{t('funnel.quick_text')}</p>
    <ol>{rows.map((step, i) => <li key={i}>
      <label><span>{t('funnel.step', { n: i + 1 })}</span>
        <select value={touchpoints.find(name => step === `touchpoint = ${filterText(name)}`) ?? ''}
          onChange={event => { const name = event.currentTarget.value; if (name) commit(put(i, `touchpoint = ${filterText(name)}`)) }}>
          <option value="">{step ? t('funnel.own_filter') : t('funnel.choose')}</option>
          {touchpoints.map(name => <option key={name} value={name}>{humane(name)}</option>)}</select></label>
      <input type="text" value={step} spellcheck={false} autocomplete="off" placeholder={'touchpoint = "purchase"'}
        aria-label={t('funnel.filter_of', { n: i + 1 })}
        onInput={event => { put(i, event.currentTarget.value) }}
        onChange={event => commit(put(i, event.currentTarget.value))} />
      {step ? <button type="button" class="quiet" aria-label={`${t('form.remove')}: ${t('funnel.step', { n: i + 1 })}`}
        onClick={() => commit(rows.filter((_, j) => j !== i))}>×</button> : <span />}
    </li>)}</ol>
  </section>
}

/** The largest loss in words. */
function lossSentence(answer: Answer): string {
  const rows = answer.rows.slice(1).filter(row => typeof row.dropped === 'number')
  const worst = [...rows].sort((a, b) => Number(b.dropped) - Number(a.dropped))[0]
  if (!worst || Number(worst.dropped) === 0) return ''
  return t('funnel.loss', { n: Number(worst.dropped), step: Number(worst.step) })
}

interface Named { row: Row; name: string; value: number; text: string }

function RowBars({ asked, answer, rows }: { asked: Asked; answer: Answer; rows: Named[] }) {
  return <Bars label={t('funnel.quick')} bars={rows.map(({ row, name, value, text }) => ({
    name, value, low: null, high: null, text, note: '', faint: false,
    href: peopleHref(asked.question, { keys: keysOf(answer.columns, row), column: 'customers' }) }))} />
}

/** What those who stopped did next, step by step. */
function Instead({ asked }: { asked: Asked }) {
  return <AnswerFrame asked={asked} id="funnel-after" title={t('funnel.after')} sentence={t('funnel.after_text')}>{answer =>
    <>{[...Map.groupBy(answer.rows, row => Number(row.step))].map(([step, rows]) => <div key={step}>
      <h3>{t('funnel.step', { n: step })}</h3>
      <RowBars asked={asked} answer={answer} rows={[...rows].sort((a, b) => Number(b.customers) - Number(a.customers)).slice(0, 5)
        .map(row => ({ row, name: humane(String(row.next ?? '')),
          value: Number(row.customers), text: whole(Number(row.customers)) }))} />
    </div>)}</>}
  </AnswerFrame>
}

/** How long those who got to the last step took. */
function Times({ asked }: { asked: Asked }) {
  return <AnswerFrame asked={asked} id="funnel-times" title={t('funnel.times')} sentence={t('funnel.times_text')}>{answer => {
    const last = Math.max(...answer.rows.map(row => Number(row.step)))
    const rows = answer.rows.filter(row => Number(row.step) === last)
    return <RowBars asked={asked} answer={answer} rows={rows.map(row => ({
      row, name: `${duration(Number(row.from_seconds))} – ${duration(Number(row.to_seconds))}`,
      value: Number(row.customers), text: whole(Number(row.customers)) }))} />
  }}</AnswerFrame>
}

/** What those who went on did on the way. */
function Between({ asked }: { asked: Asked }) {
  return <AnswerFrame asked={asked} id="funnel-between" title={t('funnel.between')} sentence={t('funnel.between_text')}>{answer =>
    <Two>{[...Map.groupBy(answer.rows, row => Number(row.step))].map(([step, rows]) => <div key={step}>
      <h3>{t('funnel.way', { a: step - 1, b: step })}</h3>
      <RowBars asked={asked} answer={answer} rows={[...rows].sort((a, b) => Number(b.customers) - Number(a.customers)).slice(0, 6)
        .map(row => ({ row, name: humane(String(row.node ?? '')), value: Number(row.customers),
          text: typeof row.share === 'number' ? withUnit(row.share, '%') : whole(Number(row.customers)) }))} />
    </div>)}</Two>}
  </AnswerFrame>
}
