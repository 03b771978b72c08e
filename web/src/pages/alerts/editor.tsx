// An alert while it is written: what is watched, from when on somebody is told, and who; beside it how it would have fired.
import { useEffect, useId, useRef, useState } from 'preact/hooks'
import { call, type Definition, type Problem, type Question } from '../../api'
import { plural, t } from '../../i18n'
import { measureTitle, useCatalogue, useFields } from '../../record'
import { path, query, setQuery } from '../../router'
import { Note, State, Trouble, Waiting } from '../../ui/state'
import { freeName, nameOf } from '../boards/board'
import { Faults } from '../surveys/fault'
import { useOpened } from '../surveys/opened'
import { useUnsaved } from '../surveys/unsaved'
import { useSending } from '../surveys/use_sending'
import { focusBack, isOf, Line, MeasureFields } from '../targets/parts'
import f from '../targets/targets.module.css'
import { sentenceOf } from './list'
import { addressesIn, alertPath, daysOf, definitionOf, questionIn, useAlerts, whens, type Alert, type AlertDefinition, type When } from './requests'
import { TrialPart, useTrial } from './trial'
import s from './alerts.module.css'

const titleMost = 200
const days = [7, 14, 30, 60, 90]

const blank = (question: Question, definition: Definition | undefined): AlertDefinition => ({
  name: '', title: '', enabled: true, question, period: '30d', when: definition?.better === 'down' ? 'rises' : 'falls', value: null, by: 0,
  least_n: definition?.least_n || 30, mail: [], webhook: false })

/** `asked`: the question of a link, as JSON; "" where there is none. */
export function Editor({ name, asked }: { name: string; asked: string }) {
  const catalogue = useCatalogue()
  const alerts = useAlerts()
  const opened = useOpened(alerts)
  if (catalogue.state !== 'ready') return <State query={catalogue} height={420}>{() => null}</State>
  if (!opened) return alerts.state === 'error' ? <State query={alerts}>{() => null}</State> : <Waiting height={420} />
  const known = opened.value.find(one => one.name === name)
  if (name && !known) return <Note title={t('alerts.unknown', { name })}><p><a href="/alerts">{t('alerts.all')}</a></p></Note>
  const question = asked ? questionIn(asked) : null
  const first = known ?? blank(question ?? { measure: 'nps' }, catalogue.value.find(one => one.id === (question?.measure ?? 'nps')))
  return <>{asked && !question ? <Note title={t('alerts.unreadable')} /> : null}
    <Form first={first} measures={catalogue.value} taken={opened.value} /></>
}

const isHere = (to: URL) => to.pathname === path.value && ['edit', 'new'].every(name => to.searchParams.get(name) === query.value.get(name))
/** "question.where: column 4" is about the filter. */
const atQuestion = (problem: Problem | null): Problem | null =>
  problem?.where?.startsWith('question.') ? { ...problem, where: problem.where.slice('question.'.length) } : problem

function Form({ first, measures, taken }: { first: AlertDefinition | Alert; measures: Definition[]; taken: Alert[] }) {
  const id = useId()
  const stored = first.name !== ''
  const [start] = useState(() => ({ name: first.name, ...definitionOf(first) }))
  const [alert, setAlert] = useState<AlertDefinition>(start)
  const [value, setValue] = useState(first.value === null ? '' : String(first.value))
  const [mail, setMail] = useState(first.mail.join(', '))
  const fields = useFields()
  const { problem, busy, send, setProblem } = useSending()
  const put = (change: Partial<AlertDefinition>) => { setAlert(old => ({ ...old, ...change })); setProblem(null) }
  const definition = measures.find(one => one.id === alert.question.measure)
  const compares = alert.when === 'falls' || alert.when === 'rises'
  const threshold = value.trim() === '' || Number.isNaN(Number(value)) ? null : Number(value)
  const whole: AlertDefinition = { ...alert, value: compares ? null : threshold, mail: addressesIn(mail) }
  const trial = useTrial(compares || threshold !== null ? whole : null)
  const leaving = useRef(false)
  useUnsaved(JSON.stringify(whole) !== JSON.stringify(start), to => leaving.current || isHere(to) ? undefined : t('alerts.leave'))
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus({ preventScroll: true }), [])
  const leave = (saved: string) => {
    leaving.current = true
    setQuery({ edit: null, new: null })
    focusBack(saved ? 'alert-' + saved : 'new-alert')
  }
  const named = alert.title || sentenceOf(whole, definition).slice(0, titleMost)
  const choose = (question: Question) => {
    const next = measures.find(one => one.id === question.measure)
    put({ question, ...(question.measure !== alert.question.measure && next ? { least_n: next.least_n || alert.least_n } : {}) })
  }
  const save = () => {
    if (!compares && threshold === null) return setProblem({ title: t('targets.number_needed'), where: 'value' })
    const name = alert.name || freeName(nameOf(alert.title || `${alert.question.measure}-${alert.when}`, 'alert'), taken.map(one => one.name))
    void send(async () => { await call('PUT', alertPath(name), { ...definitionOf(whole), title: named }) }).then(done => { if (done) leave(name) })
  }
  const fault = atQuestion(problem)
  const asked = fault ?? atQuestion(trial.problem)
  const unit = definition?.unit ?? ''
  return <Faults.Provider value={problem}><div class={s.editor}>
    <section class={'card ' + s.form} aria-labelledby={id + '-title'}>
      <h2 id={id + '-title'} tabIndex={-1} ref={heading}>{stored ? t('targets.edit_of', { title: first.title || first.name }) : t('alerts.new')}</h2>
      <div class={f.fields}>
        <MeasureFields question={alert.question} measures={measures} fields={fields.state === 'ready' ? fields.value : null} problem={asked} onChange={choose} />
        <label class={s.field}><span>{t('alerts.period')}</span><select value={daysOf(alert.period)} onChange={event => put({ period: event.currentTarget.value + 'd' })}>
          {[...new Set([...days, daysOf(alert.period)])].sort((a, b) => a - b).map(one => <option key={one} value={one}>{plural('alerts.last', one)}</option>)}</select></label>
        <label class={s.field}><span>{t('alerts.tell_when')}</span><select value={alert.when} onChange={event => put({ when: event.currentTarget.value as When })}>
          {whens.map(one => <option key={one} value={one}>{t(`alerts.when.${one}`)}</option>)}</select></label>
        {compares ? <Line narrow title={t('alerts.by', { unit: unitText(unit) })} at="by" form={id} type="number" min={0} step="any" value={alert.by} onText={text => put({ by: Number(text) || 0 })} />
          : <Line narrow title={t('alerts.value', { unit: unitText(unit) })} at="value" form={id} type="number" step="any" required value={value} onText={text => { setValue(text); setProblem(null) }} />}
        <Line narrow title={t('alerts.least_n')} at="least_n" form={id} type="number" min={1} step={1} value={alert.least_n} onText={text => put({ least_n: Math.max(1, Math.round(Number(text)) || 1) })} />
        <Line title={t('alerts.mail')} at="mail" form={id} value={mail} placeholder="care@example.com" spellcheck={false} onText={text => { setMail(text); setProblem(null) }} />
        <label class={s.check}><input type="checkbox" checked={alert.webhook} onChange={event => put({ webhook: event.currentTarget.checked })} /> <span>{t('alerts.webhook')}</span></label>
        <Line title={t('targets.title')} at="title" form={id} maxLength={titleMost} value={alert.title} placeholder={named} onText={title => put({ title })} />
      </div>
      {fault && !isOf(fault, 'where') ? <Trouble problem={fault} /> : null}
      <form id={id} class={s.actions} onSubmit={event => { event.preventDefault(); save() }}>
        <button type="submit" class="primary" disabled={busy}>{t('targets.save')}</button>
        <button type="button" class="quiet" onClick={() => leave(first.name)}>{t('alerts.back')}</button></form>
    </section>
    <TrialPart alert={whole} trial={trial} unit={unit} title={measureTitle(alert.question.measure, definition?.title)} sentence={sentenceOf(whole, definition)} />
  </div></Faults.Provider>
}

const unitText = (unit: string): string => unit && unit !== 'count' ? ` (${unit === 'points' ? t('alerts.unit.points') : unit === 'money' ? t('alerts.unit.money') : unit === 's' ? t('alerts.unit.s') : unit})` : ''
