// What the forms of these pages share: a dialog that saves, a measure with its parameters and its filter.
import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'
import type { Definition, Fields, Problem, Question } from '../../api'
import { t } from '../../i18n'
import { columnOf, questionOf, questionParams } from '../../question'
import { measureTitle } from '../../record'
import { patched } from '../../router'
import { FilterField } from '../../ui/filter_field'
import { Trouble } from '../../ui/state'
import { Dialog } from '../boards/dialog'
import d from '../boards/board_dialog.module.css'
import { Ask, QuestionForm } from '../question_form'
import { Faults, Field, useFault } from '../surveys/fault'
import { focusSoon } from '../surveys/focus'
import { fitting } from '../ways_to_ask'
import s from './targets.module.css'

/** Filters are forms of their own: the fields stand beside the form that saves, and name it. */
export function FormDialog({ title, problem, busy, onSave, onClose, children }: {
  title: string; problem: Problem | null; busy: boolean; onSave: () => void; onClose: () => void
  children: (form: string) => ComponentChildren }) {
  const id = useId()
  return <Dialog title={title} wide onClose={onClose}><Faults.Provider value={problem}>
    <div class={s.fields}>{children(id)}</div>
    {problem ? <Trouble problem={problem} /> : null}
    <form id={id} onSubmit={event => { event.preventDefault(); onSave() }}>
      <div class={d.actions}><button type="submit" class="primary" disabled={busy}>{t('targets.save')}</button></div></form>
  </Faults.Provider></Dialog>
}

/** One line of a form, with what is wrong with it. */
export function Line({ title, at, value, onText, narrow = false, type = 'text', ...own }: {
  title: string; at: string; value: string | number; onText: (text: string) => void; narrow?: boolean; type?: 'text' | 'number' | 'date'
  form?: string; required?: boolean; autofocus?: boolean; maxLength?: number; pattern?: string; placeholder?: string; spellcheck?: boolean
  min?: number; max?: number; step?: number | 'any' }) {
  // Which of these an input knows, its type says; the browser passes over the others.
  return <div class={narrow ? undefined : s.wide}><Field title={title} at={at} wide><input type={type as 'number'} autoComplete="off" name={at} value={value} {...own} {...useFault(at)}
    onInput={event => onText(event.currentTarget.value)} /></Field></div>
}

/** The focus goes back to what has that id, or to the heading of the page. */
export const focusBack = (id: string): void => focusSoon(() => document.getElementById(id), () => document.querySelector('main h1'))

/** Measures that are one figure and can be filtered, and the one that is chosen already. */
export const figures = (measures: Definition[], chosen: string): Definition[] =>
  measures.filter(one => one.shape === 'number' && one.splits || one.id === chosen)

export const isOf = (problem: Problem | null, at: string): boolean => Boolean(problem?.where && (problem.where === at || problem.where.startsWith(at + ':') || problem.where.startsWith(at + ',')
  || problem.where.startsWith(at + '.')))

export function MeasureFields({ question, measures, fields, problem, onChange }: {
  question: Question; measures: Definition[]; fields: Fields | null; problem: Problem | null; onChange: (question: Question) => void }) {
  const definition = measures.find(one => one.id === question.measure)
  const choose = (measure: string) => {
    const next = measures.find(one => one.id === measure)
    onChange(next ? fitting({ ...question, measure }, next) : { measure })
  }
  const { where: _, ...rest } = question
  return <>
    <label class={s.wide}><span>{t('measure.choose')}</span><select value={question.measure} onChange={event => choose(event.currentTarget.value)}>
      {definition ? null : <option value={question.measure}>{question.measure}</option>}
      {figures(measures, question.measure).map(one => <option key={one.id} value={one.id}>{measureTitle(one.id, one.title)}</option>)}</select></label>
    {definition?.parameters.length ? <div class={s.wide}><Ask.Provider value={patch => onChange(questionOf(patched(questionParams(question), patch), definition.id))}>
      <QuestionForm key={definition.id} definition={{ ...definition, splits: false }} question={question} fields={fields} problem={problem} /></Ask.Provider></div> : null}
    {definition?.splits === false ? null : <div class={s.wide}><FilterField name={t('filter.name')} value={question.where ?? ''}
      problem={problem && (columnOf(problem.where) || isOf(problem, 'where')) ? problem : null}
      onCommit={where => onChange(where ? { ...rest, where } : rest)} /></div>}
  </>
}

/** "NPS, channel = …": what is asked, in a line. */
export function AskedOf({ question, measures }: { question: Question; measures: Definition[] }) {
  const title = measureTitle(question.measure, measures.find(one => one.id === question.measure)?.title)
  const parameters = Object.entries(question.parameters ?? {}).map(([name, values]) => `${name}=${values.join(', ')}`)
  return <>{title}{parameters.map(one => <span key={one}> <code>{one}</code></span>)}{question.where ? <> <code>{question.where}</code></> : null}</>
}
