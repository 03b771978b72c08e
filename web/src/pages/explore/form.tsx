// The left side: which measure, over which time, of whom, split by what, drawn how.
import type { ComponentChildren } from 'preact'
import type { Definition, Fields, Question, Status } from '../../api'
import { label, t } from '../../i18n'
import { isPeriod, periods } from '../../period'
import { questionOf, questionParams } from '../../question'
import { patched, query, setQuery } from '../../router'
import { FilterField } from '../../ui/filter_field'
import type { AskedMeasure } from '../asked_measure'
import { Ask, QuestionForm } from '../question_form'
import { drawings, over, periodOf, readDrawing, setQuestion } from './address'
import s from './explore.module.css'

// Where the form would push the answer off the screen, it starts folded.
const narrow = 1000

export function Form({ definition, question, status, asked, search, fields }: {
  definition: Definition; question: Question; status: Status; asked: AskedMeasure; search: ComponentChildren; fields: Fields | null }) {
  const filter = (text: string) => {
    const { where: _, ...rest } = question
    setQuestion(text ? { ...rest, where: text } : rest, status.data_until)
  }
  return <details class="card" open={window.innerWidth > narrow}>
    <summary class={s.summary}>{t('measure.form')}</summary>
    <div class={s.form}>
      {search}
      {definition.splits ? <>
        <Range question={question} until={status.data_until} />
        <FilterField name={t('filter.name')} value={question.where ?? ''} problem={asked.filterProblem} onCommit={filter} />
      </> : null}
      <Ask.Provider value={patch => setQuestion(questionOf(patched(questionParams(question), patch), definition.id), status.data_until)}>
        <QuestionForm definition={definition} question={question} fields={fields} problem={asked.named} /></Ask.Provider>
      <label class={s.field}><span>{t('boards.drawing')}</span>
        <select name="draw" value={readDrawing(query.value)} onChange={event => {
          const draw = event.currentTarget.value
          setQuery({ draw: draw === 'auto' ? null : draw, view: null })
        }}>{drawings.map(one => <option key={one} value={one}>{label('boards.drawing', one)}</option>)}</select></label>
    </div>
  </details>
}

function Range({ question, until }: { question: Question; until: string | null }) {
  const now = periodOf(question, until)
  const choose = (period: string) => {
    if (isPeriod(period)) setQuestion(over(period, question, until), until)
  }
  return <label class={s.field}><span>{t('period.name')}</span>
    <select name="range" value={now} onChange={event => choose(event.currentTarget.value)}>
      {now === 'own' ? <option value="own">{t('explore.own_dates')}</option> : null}
      {periods.map(period => <option key={period} value={period}>{t(`period.${period}`)}</option>)}
    </select></label>
}
