// A form made from the catalogue: a new measure with new parameters appears here without any work.
import { createContext } from 'preact'
import { useContext, useEffect, useId, useState } from 'preact/hooks'
import type { Definition, Fields, Parameter, Problem, Question } from '../api'
import { label, t } from '../i18n'
import { setQuery, type QueryPatch } from '../router'
import { FilterField } from '../ui/filter_field'
import { said } from './said'
import s from './question_form.module.css'

const overs = ['hour', 'day', 'week', 'month', 'quarter', 'year'] as const

/** Where what is chosen goes: into the address, unless a page keeps its question elsewhere. */
export const Ask = createContext<(patch: QueryPatch) => void>(setQuery)

export function QuestionForm({ definition, question, fields, problem }: {
  definition: Definition; question: Question; fields: Fields | null; problem: Problem | null }) {
  return <div class={s.form}>
    {definition.splits ? <SplitFields question={question} fields={fields} /> : null}
    {definition.splits ? <>
      <DateField name="from" value={question.from ?? ''} />
      <DateField name="to" value={question.to ?? ''} />
    </> : null}
    <Parameters parameters={definition.parameters} question={question} fields={fields} problem={problem} />
  </div>
}

const aboutOf = ({ name, about }: Parameter) => about && said({ of: 'about', field: name, text: about })

const oftenAsked = ['show', 'node']
const fewEnough = 4

/** The parameters to see at once: all of a few; else the required ones, which table, which nodes, and those in use. */
export function foremost(parameters: Parameter[], used: string[]): Set<string> {
  if (parameters.length <= fewEnough) return new Set(parameters.map(one => one.name))
  return new Set(parameters.filter(one => one.required || oftenAsked.includes(one.name) || used.includes(one.name)).map(one => one.name))
}

function Parameters({ parameters, question, fields, problem }: {
  parameters: Parameter[]; question: Question; fields: Fields | null; problem: Problem | null }) {
  // What was in use when the page opened: a field does not jump away while it is being filled in.
  const [shown] = useState(() => foremost(parameters, Object.keys(question.parameters ?? {})))
  const wrong = (parameter: Parameter) => problem && problem.where?.includes(parameter.name) ? problem : null
  const fieldOf = (parameter: Parameter) => <ParameterField key={parameter.name} parameter={parameter} fields={fields}
    values={question.parameters?.[parameter.name] ?? []} problem={wrong(parameter)} />
  const rest = parameters.filter(one => !shown.has(one.name))
  return <>
    {parameters.filter(one => shown.has(one.name)).map(fieldOf)}
    {rest.length ? <details class={s.more} open={rest.some(wrong) || undefined}>
      <summary>{t('form.more')}</summary>
      <div class={s.form}>{rest.map(fieldOf)}</div>
    </details> : null}
  </>
}

function SplitFields({ question, fields }: { question: Question; fields: Fields | null }) {
  const ask = useContext(Ask)
  const by = question.by ?? []
  const names = splitNames(fields)
  const choose = (position: number, name: string) => {
    const next = [...by.slice(0, position), ...(name ? [name] : []), ...(name ? by.slice(position + 1) : [])]
    ask({ by: next.length ? next.join(',') : null, view: null })
  }
  return <>
    {[...by.slice(0, 2), ''].slice(0, 2).map((chosen, i) => i > 0 && !by[0] ? null :
      <label key={i} class={s.field}><span>{t(i ? 'form.then_by' : 'form.by')}</span>
        <select name={'by' + i} value={chosen} onChange={event => choose(i, event.currentTarget.value)}>
          <option value="">{t('form.unsplit')}</option>
          {[...new Set([...(chosen ? [chosen] : []), ...names])].map(name =>
            <option key={name} value={name}>{name}</option>)}
        </select></label>)}
    <label class={s.field}><span>{t('form.over')}</span>
      <select name="over" value={question.over ?? ''}
        onChange={event => ask({ over: event.currentTarget.value || null })}>
        <option value="">{t('form.whole')}</option>
        {overs.map(over => <option key={over} value={over}>{t(`over.${over}`)}</option>)}
      </select></label>
  </>
}

/** Only fields with few values can be split by: not free text, not order numbers. */
function splitNames(fields: Fields | null): string[] {
  const splittable = (fields?.fields ?? []).filter(field => ['term', 'bool'].includes(field.type))
  return [...splittable.map(field => field.name), ...fields?.properties ?? []]
}

function DateField({ name, value }: { name: 'from' | 'to'; value: string }) {
  const ask = useContext(Ask)
  return <label class={s.field}><span>{t(`form.${name}`)}</span>
    <input type="date" name={name} value={value.slice(0, 10)}
      onChange={event => ask({ [name]: event.currentTarget.value || null })} /></label>
}

/** A choice has words of its own for its parameter, or the same ones wherever it stands; periods have theirs. */
const choiceName = (parameter: string, choice: string) =>
  label(parameter, choice, label('choice', choice, label('over', choice)))

function ParameterField({ parameter, values, fields, problem }: {
  parameter: Parameter; values: string[]; fields: Fields | null; problem: Problem | null }) {
  const { name, type } = parameter
  const ask = useContext(Ask)
  const title = label('parameter', name)
  const key = 'p.' + name
  if (parameter.repeated) return <Repeated parameter={parameter} values={values} fields={fields} problem={problem} />
  if (type === 'filter') {
    return <FilterField name={title} value={values[0] ?? ''} problem={problem}
      placeholder={parameter.default || 'touchpoint = "purchase"'}
      onCommit={text => ask({ [key]: text || null })} />
  }
  const plain = (text: string) => type === 'bool' ? String(['true', 'yes', '1'].includes(text)) : text
  const commit = (text: string) => ask({ [key]: text === plain(parameter.default ?? '') ? null : text || null })
  const value = plain(values[0] ?? parameter.default ?? '')
  return <label class={s.field} title={aboutOf(parameter)}><span>{title}</span>
    {type === 'choice' || type === 'bool'
      ? <select name={key} value={value} onChange={event => commit(event.currentTarget.value)}>
        {(type === 'bool' ? ['false', 'true'] : parameter.choices ?? []).map(choice =>
          <option key={choice} value={choice}>{choiceName(name, choice)}</option>)}</select>
      : type === 'field'
        ? <select name={key} value={value} onChange={event => commit(event.currentTarget.value)}>
          {[...new Set([...(value ? [value] : []), ...splitNames(fields)])].map(field =>
            <option key={field} value={field}>{field}</option>)}</select>
        : type === 'number' || type === 'integer'
          ? <input name={key} type="number" value={value} aria-invalid={problem ? true : undefined}
            step={type === 'integer' ? 1 : 'any'} min={parameter.min ?? undefined} max={parameter.max ?? undefined}
            onChange={event => commit(event.currentTarget.value.trim())} />
          : <input name={key} type="text" value={value} placeholder={type === 'duration' ? '30d' : ''}
            aria-invalid={problem ? true : undefined}
            onChange={event => commit(event.currentTarget.value.trim())} />}
    {problem ? <em class="warn" role="alert">{problem.detail ?? problem.title}</em> : null}
  </label>
}

const example = ['channel = "web"', 'touchpoint = "purchase"']

/** As many lines as there are values, and one more. Steps start with two. */
function Repeated({ parameter, values, fields, problem }: {
  parameter: Parameter; values: string[]; fields: Fields | null; problem: Problem | null }) {
  const key = 'p.' + parameter.name
  const ask = useContext(Ask)
  const list = useId()
  const title = label('parameter', parameter.name)
  const [lines, setLines] = useState(values)
  useEffect(() => setLines(values), [values.join('\n')])
  const least = parameter.required ? 2 : 1
  const shown = [...lines, ...(lines.length < least ? Array<string>(least - lines.length).fill('') : [''])]
  const hint = (i: number) => (parameter.required ? example[i] : undefined) ??
    (parameter.type === 'duration' && i === 0 ? '7d' : t('form.another'))
  const commit = (next: string[]) => ask({ [key]: next.map(line => line.trim()).filter(Boolean) })
  return <fieldset class={s.steps} title={aboutOf(parameter)}><legend>{title}</legend>
    {shown.map((line, i) => <span key={i} class={s.step}>
      <input type="text" name={key} value={line} spellcheck={false} autocomplete="off"
        list={parameter.type === 'field' ? list : undefined}
        aria-label={`${title} ${i + 1}`} placeholder={hint(i)}
        onInput={event => { const next = [...shown]; next[i] = event.currentTarget.value; setLines(next) }}
        onChange={() => commit(lines)} />
      {line ? <button type="button" class="quiet" aria-label={`${t('form.remove')}: ${title} ${i + 1}`}
        onClick={() => { const next = lines.filter((_, j) => j !== i); setLines(next); commit(next) }}>×</button> : null}
    </span>)}
    {parameter.type === 'field' ? <datalist id={list}>{splitNames(fields).map(name => <option key={name} value={name} />)}</datalist> : null}
    {problem ? <p class="warn" role="alert">{problem.where}: {problem.detail ?? problem.title}</p> : null}
  </fieldset>
}
