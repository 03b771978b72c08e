// One measure's question on its way: what is asked, what came, and which field a refusal is about.
import { ask, isAnswer, type Definition, type Problem, type Question, type Reply } from '../api'
import { columnOf } from '../question'
import { useQuery, type Query } from '../query'

/** A parameter that the measure needs and nobody has given. */
export const isReady = (definition: Definition, question: Question): boolean => !definition.parameters.some(
  parameter => parameter.required && !parameter.default && !question.parameters?.[parameter.name]?.length)

export interface AskedMeasure {
  ready: boolean
  list: Question[]               // The question; of a flow also the stages that it is drawn in.
  replies: Query<Reply[]>
  reply: Reply | undefined
  named: Problem | null          // About a parameter.
  filterProblem: Problem | null
}

export function useMeasure(definition: Definition, question: Question): AskedMeasure {
  const ready = isReady(definition, question)
  // A flow is drawn with stages as columns: one question more, in the same request.
  const list: Question[] = [question]
  if (definition.shape === 'flow') {
    const { parameters: _, by: __, over: ___, ...range } = question
    list.push({ ...range, measure: 'volume', by: ['touchpoint', 'stage'] })
  }
  const replies = useQuery(ready ? 'ask ' + JSON.stringify(list) : null, signal => ask(list, signal))
  const reply = replies.state === 'ready' ? replies.value[0] : undefined
  const problem = reply && !isAnswer(reply) ? reply.error : replies.state === 'error' ? replies.problem : null
  const named = definition.parameters.some(parameter => problem?.where?.includes(parameter.name)) ? problem : null
  const filterProblem = problem && !named && (columnOf(problem.where) || problem.where === 'where') ? problem : null
  return { ready, list, replies, reply, named, filterProblem }
}
