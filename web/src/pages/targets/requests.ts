// Segments, goals, benchmarks and decisions, as the server tells them and takes them.
import { ask, call, isAnswer, Refused, type Answer, type Definition, type Problem, type Question, type Row } from '../../api'
import { fromOf, type PeriodName } from '../../period'
import { problemOf, useQuery, type Query } from '../../query'
import { listed } from '../boards/board'

type Parameters = Record<string, string[]>

export interface Segment { name: string; title: string; about: string; where: string; owner: string; used_by: string[] }

/** Where a goal is going, by its months. */
export interface Course { slope_a_month: number | null; slope_low?: number | null; slope_high?: number | null; on_course_at: string | null; in_time?: boolean | null; reason: string | null }
export interface GoalDefinition {
  name: string
  title: string
  measure: string
  parameters: Parameters
  where: string
  period: PeriodName
  value: number
  by: string
  better: 'up' | 'down'
}
export interface Goal extends GoalDefinition {
  now?: Row | null
  unit?: string
  as_of?: string
  distance?: number | null
  met?: boolean | null
  course?: Course
  error?: Problem
}

export interface BenchmarkRow { measure: string; group: string; value: number; n?: number }
export interface Benchmark { name: string; title: string; source: string; date: string; rows: BenchmarkRow[] }
export interface Standing {
  measure: string
  unit: string
  better: 'up' | 'down'
  rank: number | null
  of: number
  rows: { group: string; own: boolean; value: number; rank: number; n: number | null; source: string; date: string }[]
}

export type Verdict = 'proven' | 'not proven' | 'too early' | 'too few'
export interface Span { value: number | null; low: number | null; high: number | null; n: number | null }
export interface DecisionDefinition {
  name: string
  title: string
  at: string
  zone: string
  measure: string
  parameters: Parameters
  where: string
  days: number
}
export interface Decision extends DecisionDefinition {
  before?: Span | null
  after?: Span | null
  difference?: number | null
  difference_low?: number | null
  difference_high?: number | null
  unit?: string
  verdict?: Verdict
  reason?: string | null
  error?: Problem
}

export const pathOf = (kind: 'segments' | 'goals' | 'benchmarks' | 'decisions', name: string): string =>
  `/v1/${kind}/${encodeURIComponent(name)}`

/** A parameter with one value is written as a text. */
const read = <T extends { measure: string; parameters: Parameters }>(one: T): T => ({ ...one, parameters: listed(one).parameters ?? {} })

export const useSegments = (): Query<Segment[]> => useQuery('segments', async signal =>
  (await call<{ segments: Segment[] }>('GET', '/v1/segments', undefined, signal)).segments)
export const useGoals = (): Query<Goal[]> => useQuery('goals', async signal =>
  (await call<{ goals: Goal[] }>('GET', '/v1/goals?state=true', undefined, signal)).goals.map(read))
export const useBenchmarks = (): Query<Benchmark[]> => useQuery('benchmarks', async signal =>
  (await call<{ benchmarks: Benchmark[] }>('GET', '/v1/benchmarks', undefined, signal)).benchmarks)
export const useDecisions = (): Query<Decision[]> => useQuery('decisions', async signal =>
  (await call<{ decisions: Decision[] }>('GET', '/v1/decisions?state=true', undefined, signal)).decisions.map(read))

export const useStanding = (name: string, measure: string, period: string): Query<Standing> =>
  useQuery(`standing ${name} ${measure} ${period}`, signal =>
    call<Standing>('GET', `${pathOf('benchmarks', name)}/standing?${new URLSearchParams({ measure, period })}`, undefined, signal))

/** The rows as they are pasted; the rest stands in the address. */
export async function putTable(table: Omit<Benchmark, 'rows'>, csv: string): Promise<void> {
  const { name, title, source, date } = table
  let reply: Response
  try {
    reply = await fetch(`${pathOf('benchmarks', name)}?${new URLSearchParams({ title, source, date })}`,
      { method: 'PUT', headers: { 'content-type': 'text/csv' }, body: csv })
  } catch { throw new Refused({ title: 'offline', code: 'offline' }) }
  if (!reply.ok) throw new Refused(await reply.json().catch(() => ({ title: 'HTTP ' + reply.status })) as Problem)
}

/** The question that a goal, a decision or an alert is about, without its time. */
export function questionOf({ measure, parameters, where }: { measure: string; parameters?: Parameters; where?: string }): Question {
  const question: Question = { measure }
  if (parameters && Object.keys(parameters).length) question.parameters = parameters
  if (where) question.where = where
  return question
}

export const everySize = 'customers'
const questionsMost = 64

/** How many customers each filter finds, and how many there are: a request for many at a time. Null: it cannot be told. */
export async function sizesOf(filters: string[], signal: AbortSignal): Promise<{ of: number | null; each: (number | null)[] }> {
  const questions: Question[] = [{ measure: everySize }, ...filters.map(where => ({ measure: everySize, where }))]
  const counts: (number | null)[] = []
  for (let i = 0; i < questions.length; i += questionsMost) {
    for (const reply of await ask(questions.slice(i, i + questionsMost), signal)) counts.push(isAnswer(reply) ? countIn(reply) : null)
  }
  return { of: counts[0]!, each: counts.slice(1) }
}
const countIn = (answer: Answer): number => Number(answer.rows[0]?.n ?? 0)

export interface Counted { n: number; of: number }
/** One filter while it is written: its count, or what is wrong with it. */
export const useCount = (where: string): Query<Counted | { problem: Problem }> =>
  useQuery(where ? 'count ' + where : null, async signal => {
    try {
      const replies = await ask([{ measure: everySize, where }, { measure: everySize }], signal)
      const [inside, all] = replies
      if (isAnswer(inside) && isAnswer(all)) return { n: countIn(inside), of: countIn(all) }
      return { problem: inside && !isAnswer(inside) ? inside.error : { title: '' } }
    } catch (error) {
      if (signal.aborted) throw error
      return { problem: problemOf(error) }
    }
  })

/** Goals that can be cut by month, each with its last twelve months. */
export const useCourses = (goals: Goal[], measures: Definition[], until: string | null): Query<Map<string, { question: Question; answer: Answer }>> => {
  const asked = goals.filter(goal => measures.find(one => one.id === goal.measure)?.splits).map(goal => {
    const question: Question = { ...questionOf(goal), over: 'month' }
    const from = fromOf('12m', until)
    if (from) question.from = from
    return { name: goal.name, question }
  })
  return useQuery('courses ' + JSON.stringify(asked), async signal => {
    const found = new Map<string, { question: Question; answer: Answer }>()
    for (let i = 0; i < asked.length; i += questionsMost) {
      const part = asked.slice(i, i + questionsMost)
      const replies = await ask(part.map(one => one.question), signal)
      replies.forEach((answer, k) => { if (isAnswer(answer)) found.set(part[k]!.name, { question: part[k]!.question, answer }) })
    }
    return found
  })
}
