// When a question is shown: always, or only while an earlier answer compares.
import { label, t } from '../../i18n'
import { Fault, useFault } from './fault'
import { comparisonsOf, conditionOn, isScore, said, scales, type Comparison, type Condition, type Question, type Survey } from './survey'
import s from './show_if.module.css'

type Put = (how: (now: Question) => Question, field?: string) => void

export function ShowIf({ survey, at, put }: { survey: Survey; at: number; put: Put }) {
  const where = `questions[${at}].when`
  const { when } = survey.questions[at]!
  const earlier = survey.questions.slice(0, at)
  const fault = useFault(where)
  if (earlier.length === 0 && !when) return null
  const other = earlier.find(one => one.id === when?.question)
  const set = (next: Condition | null, field?: string) => put(now => {
    const { when: _, ...rest } = now
    return next ? { ...rest, when: next } : rest
  }, field)
  return <div class={s.when} role="group" aria-label={t('editor.show_if')}><span>{t('editor.show_if')}</span>
    <select value={when?.question ?? ''} aria-label={t('editor.when_question')} {...fault} onChange={event => {
      const chosen = earlier.find(one => one.id === event.currentTarget.value)
      set(chosen ? conditionOn(chosen) : null)
    }}>
      <option value="">{t('editor.always')}</option>
      {earlier.map((one, i) => <option key={one.id} value={one.id}>{i + 1}. {said(one.text, survey.languages[0] ?? '') || one.id}</option>)}
      {when && !other ? <option value={when.question}>{when.question}</option> : null}
    </select>
    {when && other ? <Compared other={other} when={when} set={set} where={where} language={survey.languages[0] ?? ''} /> : null}
    <Fault at={where} /></div>
}

function Compared({ other, when, set, where, language }: {
  other: Question; when: Condition; set: (next: Condition, field?: string) => void; where: string; language: string }) {
  const fault = useFault(where)
  const names = (comparison: Comparison) =>
    label('comparison', other.several && (comparison === '=' || comparison === '!=') ? comparison + 'several' : comparison)
  return <>
    <select value={when.comparison} aria-label={t('editor.comparison')} {...fault} onChange={event => {
      const comparison = event.currentTarget.value as Comparison
      const { value: old, ...rest } = { ...conditionOn(other), ...when, comparison }
      const value = old ?? conditionOn(other).value
      set(comparison === 'answered' || value === undefined ? rest : { ...rest, value })
    }}>{comparisonsOf(other).map(one => <option key={one} value={one}>{names(one)}</option>)}</select>
    {when.comparison === 'answered' ? null : isScore(other.kind)
      ? <input type="number" step={1} value={when.value} min={(other.scale ?? scales[other.kind])[0]} max={(other.scale ?? scales[other.kind])[1]}
        aria-label={t('editor.value')} {...fault} onInput={event => {
          const value = event.currentTarget.valueAsNumber
          if (!Number.isNaN(value)) set({ ...when, value }, where + '.value')
        }} />
      : <select value={when.value} aria-label={t('editor.value')} {...fault} onChange={event => set({ ...when, value: event.currentTarget.value })}>
        {(other.choices ?? []).map(one => <option key={one.id} value={one.id}>{said(one.text, language) || one.id}</option>)}</select>}
  </>
}
