// Rules of invitations and what became of them, as the server tells them.
import { call } from '../../api'
import { useQuery, type Query } from '../../query'
import type { LocalText } from '../surveys/survey'

export const ways = ['email', 'sms', 'webhook'] as const
export type Way = typeof ways[number]

export interface Rule {
  name: string
  enabled: boolean
  on: string
  wait: string
  survey: string
  by: Way
  subject?: LocalText
  text?: LocalText
  sample: number
  cool_down: string
  quiet?: { from: string; to: string }
  zone: string
  max_age: string
  per_day: number
  answer_within: string
}
export interface KnownRule extends Rule {
  counts: { causes: number; planned: number; skipped: number; sampled_out: number; nobody: number }
}
export interface Trial {
  from: string
  causes: number
  customers: number
  invitations: number
  invited_customers: number
  others: Record<string, number>
}

export const states = ['planned', 'due', 'sending', 'sent', 'answered', 'failed', 'skipped'] as const
export type State = typeof states[number]
export interface Invitation {
  id: string
  rule: string
  survey: string
  by: Way
  customer: string
  about: string
  cause_time: string | null
  state: State
  reason: string
  due: string | null
  sent: string | null
  answered: string | null
  tries: number
  to: string
  language: string
}
export interface Queue { total: number; counts: Record<string, number>; trouble: string; invitations: Invitation[] }

export type Settings = Record<string, string | number | boolean>
export interface Unsubscribed { who: string; at: string | null; by: 'link' | 'owner' }

export const rulePath = (name: string): string => '/v1/rules/' + encodeURIComponent(name)

export const useRules = (): Query<KnownRule[]> => useQuery('rules', async signal =>
  (await call<{ rules: KnownRule[] }>('GET', '/v1/rules', undefined, signal)).rules)

/** As it is now: what a list remembers may be old. */
export const readRule = (name: string, signal?: AbortSignal): Promise<KnownRule> => call<KnownRule>('GET', rulePath(name), undefined, signal)

/** A rule as it is sent: without what only the server tells. */
export function definitionOf(rule: Rule | KnownRule): Rule {
  const { counts: _, ...definition } = rule as KnownRule
  return definition
}
