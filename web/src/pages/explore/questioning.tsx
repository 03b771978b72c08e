// The question on the left, its answer and its comparison in the middle, what it means and where else it can be asked on the right.
import type { Definition, Question, Status } from '../../api'
import { t } from '../../i18n'
import { defaultPeriod, isPeriod } from '../../period'
import { useCatalogue, useFields, useStatus } from '../../record'
import { query } from '../../router'
import { Note, State } from '../../ui/state'
import { NoData } from '../../ui/no_data'
import { useMeasure } from '../asked_measure'
import { useOwnPeriod } from '../boards/view'
import { fitting } from '../ways_to_ask'
import { over, periodOf, readCompared, readQuestion, setQuestion } from './address'
import { Compare } from './compare'
import { Elsewhere } from './elsewhere'
import { Form } from './form'
import { MeasureSearch } from './measure_search'
import { Result } from './result'
import s from './explore.module.css'

const firstMeasure = 'nps'

export function Questioning() {
  const status = useStatus()
  const catalogue = useCatalogue()
  return <State query={status} height={420}>{known => known.events === 0 ? <NoData />
    : <State query={catalogue} height={420}>{measures => <Chosen measures={measures} status={known} />}</State>}</State>
}

/** A period in the address is in place of the question's own dates: so the choice at the top of the page holds here, too. */
function askedOf(given: Question | null, status: Status): Question {
  const period = query.value.get('period')
  if (!given) {
    const first: Question = { measure: firstMeasure }
    for (const name of ['where', 'zone'] as const) {
      const value = query.value.get(name)
      if (value) first[name] = value
    }
    return over(isPeriod(period) ? period : defaultPeriod, first, status.data_until)
  }
  return isPeriod(period) ? over(period, given, status.data_until) : given
}

function Chosen({ measures, status }: { measures: Definition[]; status: Status }) {
  const text = query.value.get('q')
  const read = text === null ? null : readQuestion(text)
  const asked = askedOf(read?.question ?? null, status)
  const definition = measures.find(one => one.id === asked.measure)
  const ignored = [...read?.ignored ?? [], ...readCompared(query.value).ignored]
  const choose = (measure: string) => {
    const next = measures.find(one => one.id === measure)
    if (next) setQuestion(fitting({ ...asked, measure }, next), status.data_until)
  }
  const search = <MeasureSearch measures={measures} value={asked.measure} onChoose={choose} />
  return <>
    {ignored.length ? <p class={s.ignored} role="status">{t('explore.ignored', { what: ignored.join(', ') })}</p> : null}
    {definition ? <Asking key={definition.id} definition={definition} question={fitting(asked, definition)} status={status} search={search} />
      : <div class={s.page}><div class={`card ${s.form}`}>{search}</div><Note title={t('measure.unknown')}><p><code>{asked.measure}</code></p></Note></div>}
  </>
}

function Asking({ definition, question, status, search }: { definition: Definition; question: Question; status: Status; search: preact.ComponentChildren }) {
  const fields = useFields()
  const asked = useMeasure(definition, question)
  const period = periodOf(question, status.data_until)
  useOwnPeriod(period === 'own' ? 'all' : period)
  // What is drawn wide has the room beside it as well.
  return <div class={`${s.page} ${definition.shape === 'number' ? '' : s.wide}`}>
    <Form definition={definition} question={question} status={status} asked={asked} search={search}
      fields={fields.state === 'ready' ? fields.value : null} />
    <div class={s.main}>
      <Result definition={definition} question={question} asked={asked} />
      {definition.splits && definition.shape !== 'flow' ? <Compare definition={definition} question={question} status={status} /> : null}
    </div>
    <Elsewhere definition={definition} question={question} status={status} reply={asked.reply} />
  </div>
}
