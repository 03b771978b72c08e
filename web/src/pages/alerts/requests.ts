// Alerts, how they stand, how they stood, and how they would have.
import { call, type Question } from '../../api'
import { useQuery, type Query } from '../../query'
import { listed } from '../boards/board'

export const whens = ['below', 'above', 'falls', 'rises'] as const
export type When = typeof whens[number]
export const states = ['firing', 'trouble', 'no_data', 'quiet', 'snoozed', 'off', 'unknown'] as const
export type State = typeof states[number]

export interface AlertDefinition {
  name: string
  title: string
  enabled: boolean
  question: Question
  period: string
  when: When
  value: number | null   // The threshold, of below and above.
  by: number             // The least change, of falls and rises.
  least_n: number
  mail: string[]
  webhook: boolean
}
export interface Figure { value: number | null; low: number | null; high: number | null; n: number | null }
export interface Alert extends AlertDefinition {
  owner: string
  state: State
  since: string | null
  now?: Figure | null
  reason: string
  snoozed_until: string | null
}
export interface TrialPoint extends Figure { from: string; to: string; fires: boolean; reason?: string }
export interface Trial { fired: number; unit?: string; series: TrialPoint[] }
export interface Entry { at: string; state: State; value: number | null; n: number | null; told: string[]; outcome: string; reason?: string }

export const alertPath = (name: string): string => '/v1/alerts/' + encodeURIComponent(name)

const read = <T extends AlertDefinition>(alert: T): T => ({ ...alert, question: listed(alert.question) })

/** As they are sent: without what only the server tells. */
export function definitionOf({ title, enabled, question, period, when, value, by, least_n, mail, webhook }: AlertDefinition): Omit<AlertDefinition, 'name'> {
  return { title, enabled, question, period, when, value, by, least_n, mail, webhook }
}

/** Those that fire first, then those that nobody can judge. */
export const inOrder = (alerts: Alert[]): Alert[] =>
  [...alerts].sort((a, b) => states.indexOf(a.state) - states.indexOf(b.state) || (a.title || a.name).localeCompare(b.title || b.name))

export const useAlerts = (): Query<Alert[]> => useQuery('alerts', async signal =>
  inOrder((await call<{ alerts: Alert[] }>('GET', '/v1/alerts', undefined, signal)).alerts.map(read)))

export const useHistory = (name: string): Query<Entry[]> => useQuery('alert history ' + name, async signal =>
  (await call<{ entries: Entry[] }>('GET', alertPath(name) + '/history', undefined, signal)).entries)

export const tryAlert = (alert: AlertDefinition, signal: AbortSignal): Promise<Trial> => call<Trial>('POST', '/v1/alerts/try', alert, signal)
export const snooze = (name: string, until: string | null): Promise<unknown> => call('POST', alertPath(name) + '/snooze', { until })

/** What a link asks to be watched: a question without its split and its time; null when it is none. */
export function questionIn(text: string): Question | null {
  try {
    const { measure, parameters, where, zone } = JSON.parse(text) as Question
    if (typeof measure !== 'string') return null
    return listed({ measure, ...(parameters ? { parameters } : {}), ...(where ? { where } : {}), ...(zone ? { zone } : {}) })
  } catch { return null }
}

/** "30d" as a number of days. */
export const daysOf = (period: string): number => parseInt(period, 10) || 0
export const addressesIn = (text: string): string[] => text.split(/[\s,;]+/).filter(Boolean)
