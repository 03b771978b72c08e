// One measure: its question, its answer drawn or as a table, its definition, and the same in the terminal.
import { isAnswer, type Definition, type Question, type Status } from '../api'
import { t } from '../i18n'
import { questionOf } from '../question'
import { baseOf, measureHref, measureTitle, useCatalogue, useFields, useStatus } from '../record'
import { go, keep, path, query, setQuery } from '../router'
import { AnswerTable } from '../ui/answer_table'
import { rawValues } from '../ui/answer_words'
import { useMeasure } from './asked_measure'
import { Copy } from './copy'
import { DefinitionCard } from './definition_card'
import { exploreHref } from './explore/address'
import { FilterField } from '../ui/filter_field'
import { Frame } from '../ui/frame'
import { Heading } from '../ui/heading'
import { QuestionForm } from './question_form'
import { NoData } from '../ui/no_data'
import { Note, State, Trouble } from '../ui/state'
import { told } from '../ui/told'
import { Drawing } from './measure_drawing'
import { said } from './said'
import { commandOf, curlOf, fitting } from './ways_to_ask'
import s from './measure.module.css'

export default function Measure() {
  const status = useStatus()
  const catalogue = useCatalogue()
  const id = decodeURIComponent(path.value.split('/')[2] ?? 'nps')
  return <State query={catalogue} height={420}>{measures => {
    const definition = measures.find(one => one.id === id)
    return <>
      <Heading title={measureTitle(id, definition?.title)} sentence={definition && said({ of: id, field: 'question', text: definition.question })}>
        <label class={s.choose}><span>{t('measure.choose')}</span>
          <select value={id} onChange={event => go(keep(measureHref(event.currentTarget.value)))}>
            {definition ? null : <option value={id}>{id}</option>}
            {measures.map(one => <option key={one.id} value={one.id}>{measureTitle(one.id, one.title)}</option>)}
          </select></label>
      </Heading>
      {definition
        ? <State query={status} height={420}>{known => known.events === 0 ? <NoData />
          : <Asking key={id} definition={definition} status={known} />}</State>
        : <Note title={t('measure.unknown')} />}
    </>
  }}</State>
}

/** The question of this page: the URL's own, with the period where it names no dates. */
export function questionHere(definition: Definition, status: Status): Question {
  const own = questionOf(query.value, definition.id)
  const range = own.from || own.to ? {} : baseOf(status).range
  return fitting({ ...range, ...own }, definition)
}

// Where the form would push the answer off the screen, it starts folded.
const narrow = 1000

function Asking({ definition, status }: { definition: Definition; status: Status }) {
  const question = questionHere(definition, status)
  const fields = useFields()
  const { ready, list, replies, reply, named, filterProblem } = useMeasure(definition, question)
  const title = measureTitle(definition.id, definition.title)
  const formless = !definition.splits && definition.parameters.length === 0
  return <div class={formless ? undefined : s.page}>
    {formless ? null : <details class="card" open={window.innerWidth > narrow}>
      <summary class={s.summary}>{t('measure.form')}</summary>
      <QuestionForm definition={definition} question={question} problem={named}
        fields={fields.state === 'ready' ? fields.value : null} />
    </details>}
    <div class={s.main}>
      {definition.splits ? <FilterField name={t('filter.name')} value={question.where ?? ''}
        problem={filterProblem} onCommit={text => setQuery({ where: text || null })} /> : null}
      {!ready ? <Note title={t('measure.steps')}><p>{t('measure.steps_text')}</p></Note>
        : filterProblem || named ? null
        : <State query={replies} height={360}>{values => {
          const [main, staged] = values
          if (!isAnswer(main)) return <Trouble problem={main?.error ?? { title: t('state.nothing') }} />
          const drawn = main.rows.length > 0
          return <Frame id={definition.id} title={title} asOf={main.as_of} values={rawValues(main)}
            view={query.value.get('view') === 'table' || !drawn ? 'table' : 'chart'}
            onView={view => setQuery({ view: view === 'table' ? view : null })}
            sentence={main.rows.length ? undefined : main.none && told(main.none)}
            table={<AnswerTable answer={main} question={question} title={title} />}
            foot={main.notes?.length ? <ul class={s.notes}>{main.notes.map(note => <li key={note}>{told(note)}</li>)}</ul> : null}>
            <Drawing definition={definition} question={question} answer={main}
              {...(staged ? { staged: { question: list[1]!, reply: staged } } : {})} />
          </Frame>
        }}</State>}
      <DefinitionCard definition={definition} reply={reply}>
        <p><a href={exploreHref(question)}>{t('nav.explore')}</a></p>
        <Copy name={t('copy.cli')} text={commandOf(question)} />
        <Copy name={t('copy.curl')} text={curlOf(question, window.location.origin)} />
      </DefinitionCard>
    </div>
  </div>
}
