// The answer: drawn as wished or as fits, as a table with n and interval, and as files.
import { useRef, useState } from 'preact/hooks'
import { isAnswer, type Answer, type Definition, type Question } from '../../api'
import { label, t } from '../../i18n'
import { problemOf } from '../../query'
import { measureTitle } from '../../record'
import { query, setQuery } from '../../router'
import { AnswerTable } from '../../ui/answer_table'
import { rawValues } from '../../ui/answer_words'
import { Frame } from '../../ui/frame'
import { Note, problemText, State, Trouble } from '../../ui/state'
import { told } from '../../ui/told'
import type { AskedMeasure } from '../asked_measure'
import { download, pictureOf } from '../boards/picture'
import { workbook } from '../boards/requests'
import { wished, type DrawingKind } from '../drawing_of'
import { Drawing } from '../measure_drawing'
import { readDrawing, type Drawing as Wish } from './address'
import s from './explore.module.css'

const kinds: Partial<Record<Wish, DrawingKind>> = { figure: 'figure', line: 'time', bars: 'bars' }

/** The measure, and what it is cut by. */
export const titleOf = (definition: Definition, { by = [], over }: Question): string =>
  [measureTitle(definition.id, definition.title), ...by.map(name => label('column', name)), ...over ? [label('over', over)] : []].join(' · ')

export function Result({ definition, question, asked }: { definition: Definition; question: Question; asked: AskedMeasure }) {
  if (!asked.ready) return <Note title={t('measure.steps')}><p>{t('measure.steps_text')}</p></Note>
  if (asked.filterProblem || asked.named) return <Note title={t('state.error')}><p>{problemText((asked.filterProblem ?? asked.named)!)}</p></Note>
  return <State query={asked.replies} height={360}>{values => {
    const [main, staged] = values
    if (!isAnswer(main)) return <Trouble problem={main?.error ?? { title: t('state.nothing') }} />
    return <Answered definition={definition} question={question} answer={main}
      {...staged ? { staged: { question: asked.list[1]!, reply: staged } } : {}} />
  }}</State>
}

type Staged = NonNullable<Parameters<typeof Drawing>[0]['staged']>

function Answered({ definition, question, answer, staged }: { definition: Definition; question: Question; answer: Answer; staged?: Staged }) {
  const [trouble, setTrouble] = useState('')
  const place = useRef<HTMLDivElement>(null)
  const title = titleOf(definition, question)
  const wish = readDrawing(query.value)
  const drawn = answer.rows.length > 0
  const fits = !drawn || !kinds[wish] || wished(wish, answer.columns, definition.shape) === kinds[wish]
  const attempt = (work: () => Promise<void>, words?: string) => {
    setTrouble('')
    void work().catch((error: unknown) => setTrouble(words ?? problemText(problemOf(error))))
  }
  const files = <span class={s.files} data-tool>
    <button type="button" class="quiet" aria-label={`XLSX: ${title}`}
      onClick={() => attempt(async () => download(definition.id + '.xlsx', await workbook(question)))}>XLSX</button>
    <button type="button" class="quiet" aria-label={`PNG: ${title}`} onClick={() => attempt(async () =>
      download(definition.id + '.png', await pictureOf(place.current!.firstElementChild as HTMLElement)), t('boards.no_picture'))}>PNG</button>
  </span>
  return <>
    {trouble ? <p class="warn" role="alert">{trouble}</p> : null}
    <div ref={place}><Frame id={definition.id} title={title} asOf={answer.as_of} values={rawValues(answer)} aside={drawn ? files : null}
      view={wish === 'table' || query.value.get('view') === 'table' || !drawn ? 'table' : 'chart'}
      onView={view => setQuery({ view: view === 'table' ? view : null, ...wish === 'table' ? { draw: null } : {} })}
      sentence={drawn ? fits ? undefined : t('explore.does_not_fit', { drawing: label('boards.drawing', wish) }) : answer.none && told(answer.none)}
      table={<AnswerTable answer={answer} question={question} title={title} />}
      foot={answer.notes?.length ? <ul class={s.notes}>{answer.notes.map(note => <li key={note}>{told(note)}</li>)}</ul> : null}>
      <Drawing definition={definition} question={question} answer={answer} wish={wish} {...staged ? { staged } : {}} />
    </Frame></div>
  </>
}
