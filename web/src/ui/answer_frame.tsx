// A tile of a board: an answer drawn in its frame, with the same as a table, what it says in its notes, and a way to
// the measure's own page. An answer that is refused or empty says why in its place.
import type { ComponentChildren } from 'preact'
import { isAnswer, type Answer } from '../api'
import { t } from '../i18n'
import { questionParams } from '../question'
import { measureHref, measureTitle } from '../record'
import { rawValues } from './answer_words'
import type { Asked } from './board'
import { Frame } from './frame'
import { Note, problemText } from './state'
import { AnswerTable } from './tables'
import { told } from './told'

export interface AnswerFrameProps {
  asked: Asked
  id?: string
  title?: string
  sentence?: ComponentChildren | ((answer: Answer) => ComponentChildren)
  foot?: ComponentChildren
  aside?: ComponentChildren
  children: (answer: Answer) => ComponentChildren
}

/** The measure's page with the very question of the tile. */
function pageOf({ question }: Asked): string {
  const params = questionParams(question)
  params.delete('measure')
  return `${measureHref(question.measure)}?${params}`
}

export function AnswerFrame({ asked, id = asked.question.measure, title = measureTitle(asked.question.measure), sentence, foot, aside, children }: AnswerFrameProps) {
  const { question, reply } = asked
  if (!isAnswer(reply)) return <Note title={title}><p class="warn">{problemText(reply.error)}</p></Note>
  if (reply.rows.length === 0) return <Note title={title}><p>{reply.none ? told(reply.none) : t('state.nothing')}</p></Note>
  const notes = reply.notes ?? []
  return <Frame id={id} title={title} href={pageOf(asked)} values={rawValues(reply)} aside={aside} asOf={reply.as_of}
    sentence={typeof sentence === 'function' ? sentence(reply) : sentence}
    table={<AnswerTable answer={reply} question={question} title={title} />}
    foot={foot || notes.length ? <>{foot}{notes.map(note => <p key={note} class="muted">{told(note)}</p>)}</> : null}>
    {children(reply)}
  </Frame>
}
