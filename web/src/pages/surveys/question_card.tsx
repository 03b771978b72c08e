// One question: its kind, its words, its scale or choices, and when it is shown.
import { useState } from 'preact/hooks'
import { label, t } from '../../i18n'
import { Choices } from './choices_field'
import { ShowIf } from './show_if'
import { Fault, Field, useFault } from './fault'
import { changed, isScore, kinds, ofKind, renamed, scales, type Kind, type LocalText, type Question, type Survey } from './survey'
import { Texts } from './texts'
import type { Change } from './write'
import s from './question_card.module.css'

const stepsMost = 11

export function QuestionCard({ survey, at, question, change, move, remove }: {
  survey: Survey; at: number; question: Question; change: Change; move: (by: -1 | 1) => void; remove: () => void }) {
  const where = `questions[${at}]`
  const put = (how: (now: Question) => Question, field?: string) => change(now => changed(now, at, how(now.questions[at]!)), field)
  const words = (name: 'text' | 'low' | 'high') => ({
    at: `${where}.${name}`, text: question[name],
    change: (text: LocalText | undefined, field: string) => put(now => {
      const { [name]: _, ...rest } = now
      return (text === undefined && name !== 'text' ? rest : { ...rest, [name]: text ?? {} }) as Question
    }, field),
  })
  const number = at + 1
  return <li class={'card ' + s.card} tabIndex={-1} aria-label={t('editor.question', { n: number })}>
    <header class={s.head}><b class={s.number}>{number}</b>
      <KindField at={`${where}.kind`} kind={question.kind} put={kind => put(now => ofKind(now, kind))} />
      <span class={s.tools}>
        <button type="button" class="quiet" id={`up-${question.id}`} disabled={at === 0}
          aria-label={t('editor.up', { n: number })} onClick={() => move(-1)}>↑</button>
        <button type="button" class="quiet" id={`down-${question.id}`} disabled={number === survey.questions.length}
          aria-label={t('editor.down', { n: number })} onClick={() => move(1)}>↓</button>
        <button type="button" class="quiet" aria-label={`${t('editor.remove')}: ${t('editor.question', { n: number })}`}
          onClick={remove}>{t('editor.remove')}</button></span></header>
    <Texts title={t('editor.text')} tall {...words('text')} />
    {isScore(question.kind) ? <>
      <ScaleField where={where} question={question} put={put} />
      {question.kind === 'stars' ? null : <>
        <Texts title={t('editor.low')} hint={t('editor.optional')} {...words('low')} />
        <Texts title={t('editor.high')} hint={t('editor.optional')} {...words('high')} /></>}</> : null}
    {question.kind === 'choice' ? <Choices where={where} question={question} put={put} /> : null}
    <div class={s.checks}>
      <Check title={t('editor.required')} on={question.required ?? false} put={required => put(now => ({ ...now, required }))} />
      {question.kind === 'choice' ? <Check title={t('editor.several')} on={question.several ?? false}
        put={several => put(now => ({ ...now, several }))} /> : null}</div>
    <ShowIf survey={survey} at={at} put={put} />
    <details class={s.more}><summary>{t('editor.id')}: <code>{question.id}</code></summary>
      <IdField at={`${where}.id`} id={question.id} put={id => change(now => renamed(now, at, id))} /></details>
    <Fault at={`${where}.required`} />
  </li>
}

const Check = ({ title, on, put }: { title: string; on: boolean; put: (on: boolean) => void }) =>
  <label><input type="checkbox" checked={on} onChange={event => put(event.currentTarget.checked)} /> {title}</label>

function KindField({ at, kind, put }: { at: string; kind: Kind; put: (kind: Kind) => void }) {
  return <Field title={<span class="hidden">{t('editor.kind')}</span>} at={at}>
    <select value={kind} {...useFault(at)} onChange={event => put(event.currentTarget.value as Kind)}>
      {kinds.map(one => <option key={one} value={one}>{label('question_kind', one)}</option>)}</select></Field>
}

function ScaleField({ where, question, put }: { where: string; question: Question; put: (how: (now: Question) => Question, field?: string) => void }) {
  const at = `${where}.scale`
  const fault = useFault(at)
  const scale = question.scale ?? [...scales[question.kind as keyof typeof scales]]
  const end = (i: 0 | 1, title: string) => <label key={i}>{title} <input type="number" value={scale[i]} step={1} {...fault}
    onInput={event => {
      const value = event.currentTarget.valueAsNumber
      if (Number.isNaN(value)) return
      put(now => ({ ...now, scale: i === 0 ? [value, scale[1]!] : [scale[0]!, value] }), `${at}.${i}`)
    }} /></label>
  const steps = scale[1]! - scale[0]! + 1
  return <div class={s.scale}>{end(0, t('editor.from'))}{end(1, t('editor.to'))}
    {steps >= 2 && steps <= stepsMost ? <span class={s.steps} aria-hidden="true">{Array.from({ length: steps }, (_, i) =>
      <span key={i}>{scale[0]! + i}{question.kind === 'stars' ? '★' : ''}</span>)}</span> : null}
    <Fault at={at} /></div>
}

/** Kept when it is left: questions that are shown after it go along. */
function IdField({ at, id, put }: { at: string; id: string; put: (id: string) => void }) {
  const [typed, type] = useState({ of: id, text: id })
  return <Field title={t('editor.id_about')} at={at}>
    <input value={typed.of === id ? typed.text : id} maxLength={40} spellcheck={false} autoComplete="off" {...useFault(at)}
      onInput={event => type({ of: id, text: event.currentTarget.value })}
      onChange={event => {
        const text = event.currentTarget.value.trim()
        type({ of: text, text })
        put(text)
      }} /></Field>
}
