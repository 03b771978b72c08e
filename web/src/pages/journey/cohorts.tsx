// Who comes back: cohorts by the time they began, interval by interval, and the curve over all complete ones.
import { t } from '../../i18n'
import { query, setQuery } from '../../router'
import { AnswerFrame } from '../../ui/answer_frame'
import type { Asked } from '../../ui/board'
import { Choose, chosen } from '../../ui/choices'
import { CohortDrawing } from '../../ui/cohort_drawing'
import { CurveDrawing } from '../../ui/curve_drawing'
import { FilterField } from '../../ui/filter_field'
import { MeasuredBars } from '../../ui/measured_bars'
import { Part, Two } from './part'

const everies = ['month', 'week', 'day', 'quarter'] as const
const clocks = ['calendar', 'rolling'] as const
const counts = ['on', 'on_or_after'] as const
const cohorts = ['first_ever', 'recurring'] as const

function parametersNow(show: string): Record<string, string[]> {
  const own = (name: string) => { const value = query.value.get(name); return value ? { [name]: [value] } : {} }
  return { show: [show], every: [chosen('every', everies)], clock: [chosen('clock', clocks)], count: [chosen('count', counts)],
    cohort: [chosen('cohort', cohorts)], ...own('start'), ...own('return') }
}

export default function CohortsPart() {
  return <Part sentence={t('cohorts.sentence')}
    settings={<>
      <Choose name="every" title={t('cohorts.every')} choices={everies.map(value => ({ value, title: t(`over.${value}`) }))} />
      <Choose name="clock" title={t('cohorts.clock')} choices={clocks.map(value => ({ value, title: t(`clock.${value}`) }))} />
      <Choose name="count" title={t('cohorts.count')} choices={counts.map(value => ({ value, title: t(`count.${value}`) }))} />
      <Choose name="cohort" title={t('cohorts.cohort')} choices={cohorts.map(value => ({ value, title: t(`cohort.${value}`) }))} />
      <FilterField name={t('cohorts.start')} value={query.value.get('start') ?? ''} placeholder={'touchpoint = "purchase"'}
        onCommit={text => setQuery({ start: text || null })} />
      <FilterField name={t('cohorts.return')} value={query.value.get('return') ?? ''} placeholder={'touchpoint = "purchase"'}
        onCommit={text => setQuery({ return: text || null })} />
    </>}
    questions={({ range: { from, ...always }, range }) => ({
      cohorts: { measure: 'retention', ...range, parameters: parametersNow('cohorts') },
      curve: { measure: 'retention', ...range, parameters: parametersNow('curve') },
      lifecycle: { measure: 'lifecycle', ...range, parameters: { every: [chosen('every', everies)] } },
      // Its own window, the last 28 days: on how many days of a year is another question.
      stickiness: { measure: 'stickiness', ...always },
    })}>
    {replies => <>
      <AnswerFrame asked={replies.cohorts} id="cohorts" title={t('cohorts.title')} sentence={t('cohorts.title_text')}
        foot={<p>{t('cohorts.reading')}</p>}>{answer => <CohortDrawing answer={answer} question={replies.cohorts.question} />}</AnswerFrame>
      <AnswerFrame asked={replies.curve} id="retention-curve" title={t('cohorts.curve')} sentence={t('cohorts.curve_text')}>{answer =>
        <CurveDrawing answer={answer} question={replies.curve.question} title={t('cohorts.curve')} along="interval" nameOf={() => ''} />}</AnswerFrame>
      <Two>
        <Lifecycle asked={replies.lifecycle} />
        <AnswerFrame asked={replies.stickiness} sentence={t('stickiness.sentence')}>{answer =>
          <MeasuredBars question={replies.stickiness.question} answer={answer} column="customers" most={16} />}</AnswerFrame>
      </Two>
    </>}
  </Part>
}

/** New, returning and resurrected of the last periods, and who fell dormant. */
function Lifecycle({ asked }: { asked: Asked }) {
  return <AnswerFrame asked={asked} sentence={t('lifecycle.sentence')}>{answer => {
    const last = answer.rows.slice(-16)
    return <MeasuredBars question={asked.question} answer={{ ...answer, rows: last }} column="customers" value="customers" most={16}
      />
  }}</AnswerFrame>
}
