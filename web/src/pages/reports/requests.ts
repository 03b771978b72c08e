// Reports: a board that is sent by mail, how often, to whom, and what came of the last sending.
import { call } from '../../api'
import { useQuery, type Query } from '../../query'

export const rhythms = ['day', 'week', 'month'] as const
export type Rhythm = typeof rhythms[number]
export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
export const formats = ['xlsx', 'csv'] as const

export interface ReportDefinition {
  name: string
  title: string
  board: string
  to: string[]
  every: Rhythm
  at: string
  zone: string
  weekday: string
  day: number
  format: string[]
  language: string
  enabled: boolean
}
/** What became of a sending: "sent", "waiting", "failed: why". */
export interface Sending { at: string | null; outcome: string }
export interface Report extends ReportDefinition { owner?: string; state?: 'on' | 'off' | 'trouble'; reason?: string; last?: Sending | null; next?: string | null }
export interface Sent { sent: string[]; failed: { to: string; reason: string }[] }

export const reportPath = (name: string): string => '/v1/reports/' + encodeURIComponent(name)

export function definitionOf({ title, board, to, every, at, zone, weekday, day, format, language, enabled }: ReportDefinition): Omit<ReportDefinition, 'name'> {
  return { title, board, to, every, at, zone, weekday, day, format, language, enabled }
}

export const useReports = (): Query<Report[]> => useQuery('reports', async signal =>
  (await call<{ reports: Report[] }>('GET', '/v1/reports', undefined, signal)).reports)

export const sendNow = (name: string): Promise<Sent> => call<Sent>('POST', reportPath(name) + '/send')
export const addressesIn = (text: string): string[] => text.split(/[\s,;]+/).filter(Boolean)
