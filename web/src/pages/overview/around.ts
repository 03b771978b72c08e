// What stands around the figures of the overview: targets, what others reach, alerts, and what detractors say.
import { call, type Row } from '../../api'
import { may } from '../../me'
import { useQuery, type Query } from '../../query'
import { query } from '../../router'

export interface Goal {
  name: string; measure: string; parameters: object; where: string; period: string; value: number; by: string; better: 'up' | 'down'
  now?: Row | null; unit?: string
}
export interface Benchmark { name: string; title?: string; source: string; date?: string; rows: { measure: string; group: string; value: number }[] }
export interface Alert { name: string; title: string; state: string; since: string | null; value: number | null; question: { measure: string } }
export interface Voice {
  id: number; time: string; customer: string; identifiers?: ({ kind: string; value: string } | string)[]; channel: string | null
  text: string; language?: string | null; score?: { value: number } | null
}

const listed = <T>(path: string, name: string): Query<T[]> =>
  useQuery(path, async signal => (await call<Record<string, T[]>>('GET', path, undefined, signal))[name] ?? [])

export const useGoals = () => listed<Goal>('/v1/goals?state=true', 'goals')
export const useBenchmarks = () => listed<Benchmark>('/v1/benchmarks', 'benchmarks')
export const useAlerts = () => listed<Alert>('/v1/alerts', 'alerts')

const said = 'kind = "nps" and answer <= 6 and exists(text)'
/** Which feedback the overview speaks of. */
export const voicesWhere = (): string => {
  const where = query.value.get('where')
  return where ? `(${where}) and ${said}` : said
}
export const useVoices = (): Query<Voice[]> => {
  const path = `/v1/feedback?state=all&limit=4&where=${encodeURIComponent(voicesWhere())}`
  return useQuery(may('people') ? path : null, async signal => (await call<{ items: Voice[] }>('GET', path, undefined, signal)).items)
}

/** The one that speaks of the measure as it is, and is due first. */
export const goalOf = (goals: Query<Goal[]>, measure: string): Goal | undefined => goals.state !== 'ready' ? undefined
  : goals.value.filter(goal => goal.measure === measure && !goal.where && Object.keys(goal.parameters).length === 0)
    .sort((a, b) => (a.by || '9999') < (b.by || '9999') ? -1 : 1)[0]

/** What the newest table has of the measure, the best two first. */
export function othersOf(tables: Query<Benchmark[]>, measure: string, better: 'up' | 'down'): { table: Benchmark; rows: Benchmark['rows'] } | undefined {
  if (tables.state !== 'ready') return undefined
  const table = tables.value.filter(one => one.rows.some(row => row.measure === measure))
    .sort((a, b) => (a.date ?? '') > (b.date ?? '') ? -1 : 1)[0]
  return table && { table, rows: table.rows.filter(row => row.measure === measure)
    .sort((a, b) => better === 'up' ? b.value - a.value : a.value - b.value).slice(0, 2) }
}

