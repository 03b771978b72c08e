// A board: a heading, a filter, and tiles that share one request.
import type { ComponentChildren } from 'preact'
import { ask, isAnswer, type Problem, type Question, type Reply, type Status } from '../api'
import { t } from '../i18n'
import { columnOf } from '../question'
import { useQuery } from '../query'
import { baseOf, useStatus, type Base } from '../record'
import { query, setQuery } from '../router'
import { FilterField } from './filter_field'
import { lazily } from './lazy'
import { State } from './state'
import { Heading } from './heading'
import s from './board.module.css'

const NoData = lazily(async () => {
  const [{ NoData }, { openFurther }] = await Promise.all([import('./no_data'), import('../further')])
  await openFurther()
  return NoData
})

export interface Asked { question: Question; reply: Reply }
export type Questions<Name extends string> = Record<Name, Question>
export type Replies<Name extends string> = Record<Name, Asked>

/** The trouble with the filter itself, which every reply of the board then repeats. */
function filterProblem(replies: Reply[]): Problem | null {
  const refused = replies.flatMap(reply => isAnswer(reply) ? [] : [reply.error])
  return refused.find(problem => columnOf(problem.where) !== null || problem.where === 'where') ?? null
}

export function Board<Name extends string>(board: {
  title: string
  sentence: string
  aside?: ComponentChildren
  below?: ComponentChildren  // Between the heading and the tiles, whatever the answers are: tabs.
  questions: (base: Base) => Questions<Name>
  children: (replies: Replies<Name>) => ComponentChildren
}) {
  const status = useStatus()
  return status.state === 'ready' && status.value.events > 0
    ? <Asking status={status.value} {...board} />
    : <><Heading title={board.title} sentence={board.sentence} />
      <State query={status} height={420}>{() => <NoData />}</State></>
}

function Asking<Name extends string>({ status, title, sentence, aside, below, questions, children }: {
  status: Status
  title: string
  sentence: string
  aside?: ComponentChildren
  below?: ComponentChildren
  questions: (base: Base) => Questions<Name>
  children: (replies: Replies<Name>) => ComponentChildren
}) {
  const asked = questions(baseOf(status))
  const names = Object.keys(asked) as Name[]
  const list = names.map(name => asked[name])
  const replies = useQuery('ask ' + JSON.stringify(list), signal => ask(list, signal))
  const where = query.value.get('where') ?? ''
  const problem = replies.state === 'ready' && where ? filterProblem(replies.value)
    : replies.state === 'error' && columnOf(replies.problem.where) ? replies.problem : null
  const refused = replies.state === 'ready' && problem !== null &&
    replies.value.every(reply => !isAnswer(reply))
  return <>
    <Heading title={title} sentence={sentence}>
      <div class={s.narrow}>{aside}<FilterField name={t('filter.name')} value={where} problem={problem}
        onCommit={text => setQuery({ where: text || null })} /></div>
    </Heading>
    {below}
    {refused ? null : <State query={replies} height={640}>{values =>
      children(Object.fromEntries(names.map((name, i) =>
        [name, { question: asked[name], reply: values[i]! }])) as Replies<Name>)}</State>}
  </>
}
