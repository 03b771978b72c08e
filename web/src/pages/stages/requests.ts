// The rules of stages, and what others would change.
import { call } from '../../api'
import type { Rule } from './rules'

export interface TriedTouchpoint {
  touchpoint: string
  events: number
  customers: number
  own: { stage: string; events: number }[]  // Events that name their stage themselves.
  before: string | null
  after: string | null
  changed: number
}
export interface Trial {
  touchpoints: TriedTouchpoint[]
  left_out: number
  changed: number
  stages: { stage: string | null; before: number; after: number }[]
}
export interface Saved { stages: string[]; rules: Rule[] }

export const readStages = (signal?: AbortSignal): Promise<Saved> => call('GET', '/v1/stages', undefined, signal)
export const saveStages = (rules: Rule[]): Promise<Saved> => call('PUT', '/v1/stages', { rules })
export const tryStages = (rules: Rule[], signal?: AbortSignal): Promise<Trial> => call('POST', '/v1/stages/try', { rules }, signal)
