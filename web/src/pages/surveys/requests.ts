// What the pages of surveys ask the server.
import { call } from '../../api'
import { useQuery, type Query } from '../../query'
import type { Survey } from './survey'

export interface Use {
  answers: number
  by_medium: Record<string, number>
  sent: number
  answered: number
  response_rate: number | null
}
export interface Brief {
  name: string
  title: string
  languages: string[]
  open: boolean
  questions: number
  path: string
  rules: string[]
  last_30_days: Use
}
export interface Surveys { surveys: Brief[]; templates: string[] }
export interface Draft { survey: Survey; toml: string; path: string }
export interface SurveyLink { path: string; scores: { score: number; path: string }[] }

export const surveyPath = (name: string): string => '/v1/surveys/' + encodeURIComponent(name)
export const pageOf = (name: string): string => '/surveys/' + encodeURIComponent(name)

export const useSurveys = (): Query<Surveys> =>
  useQuery('surveys', signal => call<Surveys>('GET', '/v1/surveys', undefined, signal))

/** Checked, written as TOML, and with an address at which its page can be seen; nothing is stored. */
export const draftOf = (wish: { survey: Survey } | { toml: string } | { template: string }, signal?: AbortSignal): Promise<Draft> =>
  call<Draft>('POST', '/v1/survey-drafts', wish, signal)

/** Under which customers reach this server: as it is set for invitations, else as this page was reached. */
export const useBase = (): string => {
  const mail = useQuery('mail', signal => call<{ base_url: string }>('GET', '/v1/mail', undefined, signal))
  const told = mail.state === 'ready' ? mail.value.base_url : ''
  return (told || location.origin).replace(/\/+$/, '')
}
