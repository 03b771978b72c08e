// A decision while it is written: what was decided, on which day, and on which figure it should show.
import { useState } from 'preact/hooks'
import { call, type Definition, type Question } from '../../api'
import { t } from '../../i18n'
import { useFields } from '../../record'
import { freeName, nameOf } from '../boards/board'
import { useSending } from '../surveys/use_sending'
import { useNow } from './goal_form'
import { FormDialog, isOf, Line, MeasureFields } from './parts'
import { pathOf, questionOf, type DecisionDefinition } from './requests'

const titleMost = 200
const daysMost = 366

export function DecisionForm({ decision, measures, taken, onClose }: {
  decision: DecisionDefinition; measures: Definition[]; taken: string[]; onClose: (name?: string) => void }) {
  const stored = decision.name !== ''
  const [title, setTitle] = useState(decision.title)
  const [at, setAt] = useState(decision.at.slice(0, 10))
  const [question, setQuestion] = useState<Question>(questionOf(decision))
  const [days, setDays] = useState(String(decision.days))
  const fields = useFields()
  const { trouble } = useNow(question, 'all')
  const { problem, busy, send, setProblem } = useSending()
  const save = () => {
    const name = decision.name || freeName(nameOf(title, 'decision'), taken)
    const { measure, parameters = {}, where = '' } = question
    void send(async () => { await call('PUT', pathOf('decisions', name), { title, at, zone: decision.zone, measure, parameters, where, days: Number(days) }) })
      .then(done => { if (done) onClose(name) })
  }
  return <FormDialog title={stored ? t('targets.edit_of', { title: decision.title || decision.name }) : t('targets.decisions.new')} problem={isOf(problem, 'where') ? null : problem} busy={busy}
    onSave={save} onClose={() => onClose(decision.name)}>{form => <>
      <Line title={t('targets.decisions.title')} at="title" form={form} required autofocus maxLength={titleMost} value={title} onText={setTitle} />
      <Line narrow title={t('targets.decisions.at')} at="at" form={form} type="date" required value={at} onText={setAt} />
      <Line narrow title={t('targets.decisions.days')} at="days" form={form} type="number" required min={1} max={daysMost} step={1} value={days} onText={setDays} />
      <MeasureFields question={question} measures={measures} fields={fields.state === 'ready' ? fields.value : null} problem={problem ?? trouble}
        onChange={next => { setQuestion(next); setProblem(null) }} />
    </>}</FormDialog>
}
