// A goal while it is written: which measure, over what time, which value, and by when; with the value as it is now.
import { useState } from 'preact/hooks'
import { ask, call, isAnswer, type Definition, type Problem, type Question } from '../../api'
import { withUnit } from '../../format'
import { t } from '../../i18n'
import { fromOf, periods, type PeriodName } from '../../period'
import { useQuery } from '../../query'
import { measureTitle, useFields, useStatus } from '../../record'
import { freeName, nameOf } from '../boards/board'
import { figureOf } from '../boards/standing'
import { useSending } from '../surveys/use_sending'
import { FormDialog, isOf, Line, MeasureFields } from './parts'
import { pathOf, questionOf, type GoalDefinition } from './requests'
import s from './targets.module.css'

const titleMost = 200

export function GoalForm({ goal, measures, taken, onClose }: {
  goal: GoalDefinition; measures: Definition[]; taken: string[]; onClose: (name?: string) => void }) {
  const stored = goal.name !== ''
  const [title, setTitle] = useState(goal.title)
  const [question, setQuestion] = useState<Question>(questionOf(goal))
  const [period, setPeriod] = useState<PeriodName>(goal.period)
  const [value, setValue] = useState(String(goal.value))
  const [by, setBy] = useState(goal.by)
  const [better, setBetter] = useState(goal.better)
  const fields = useFields()
  const { problem, busy, send, setProblem } = useSending()
  const definition = measures.find(one => one.id === question.measure)
  const named = title || (definition ? measureTitle(definition.id, definition.title) : question.measure)
  const change = (next: Question) => {
    const to = measures.find(one => one.id === next.measure)
    if (next.measure !== question.measure && to) setBetter(to.better === 'down' ? 'down' : 'up')
    setQuestion(next)
    setProblem(null)
  }
  const { now, trouble } = useNow(question, period)
  const fault: Problem | null = problem ?? trouble
  const save = () => {
    if (value.trim() === '' || Number.isNaN(Number(value))) return setProblem({ title: t('targets.number_needed'), where: 'value' })
    const name = goal.name || freeName(nameOf(named, 'goal'), taken)
    const { measure, parameters = {}, where = '' } = question
    void send(async () => {
      await call('PUT', pathOf('goals', name), { title: named, measure, parameters, where, period, value: Number(value), by, better })
    }).then(done => { if (done) onClose(name) })
  }
  return <FormDialog title={stored ? t('targets.edit_of', { title: goal.title || goal.name }) : t('targets.goals.new')} problem={isOf(problem, 'where') ? null : problem} busy={busy}
    onSave={save} onClose={() => onClose(goal.name)}>{form => <>
      <MeasureFields question={question} measures={measures} fields={fields.state === 'ready' ? fields.value : null} problem={fault} onChange={change} />
      <label><span>{t('period.name')}</span><select value={period} onChange={event => setPeriod(event.currentTarget.value as PeriodName)}>
        {periods.map(one => <option key={one} value={one}>{t(`period.${one}`)}</option>)}</select></label>
      <label><span>{t('targets.better')}</span><select value={better} onChange={event => setBetter(event.currentTarget.value as 'up' | 'down')}>
        <option value="up">{t('targets.better.up')}</option><option value="down">{t('targets.better.down')}</option></select></label>
      <Line narrow title={t('targets.goals.value')} at="value" form={form} type="number" step="any" required value={value} onText={setValue} />
      <Line narrow title={t('targets.goals.by_day')} at="by" form={form} type="date" value={by} onText={setBy} />
      <Line title={t('targets.goals.title')} at="title" form={form} maxLength={titleMost} placeholder={named} value={title} onText={setTitle} />
      <p role="status" class={'muted ' + s.wide}>{now}</p>
    </>}</FormDialog>
}

/** Its value as it is now, in words, or what is wrong with the question. */
export function useNow(question: Question, period: PeriodName): { now: string; trouble: Problem | null } {
  const status = useStatus()
  const from = status.state === 'ready' ? fromOf(period, status.value.data_until) : undefined
  const asked: Question = { ...question, ...(from ? { from } : {}) }
  const reply = useQuery(status.state === 'ready' ? 'ask ' + JSON.stringify([asked]) : null, signal => ask([asked], signal))
  if (reply.state !== 'ready') return { now: '', trouble: null }
  const answer = reply.value[0]
  if (!isAnswer(answer)) return { now: '', trouble: answer?.error ?? null }
  const row = figureOf(answer) ?? answer.rows.find(one => typeof one.value === 'number')
  if (!row) return { now: t('targets.goals.no_value'), trouble: null }
  return { now: t('targets.goals.now', { value: withUnit(Number(row.value), answer.unit, String(row.currency ?? '')) }), trouble: null }
}
