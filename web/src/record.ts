// What every page needs to know of the record: how new it is, which measures and fields there are.
import type { Definition, Fields, Question, Status } from './api'
import { call } from './api'
import { label } from './i18n'
import { defaultPeriod, fromOf, isPeriod, stepOf, type PeriodName } from './period'
import { useQuery, type Query } from './query'
import { query } from './router'
import { signal } from './signal'

export const useStatus = (): Query<Status> =>
  useQuery('status', signal => call<Status>('GET', '/v1/status', undefined, signal))

export const useCatalogue = (): Query<Definition[]> =>
  useQuery('measures', async signal =>
    (await call<{ measures: Definition[] }>('GET', '/v1/measures', undefined, signal)).measures)

export const useFields = (): Query<Fields> =>
  useQuery('fields', signal => call<Fields>('GET', '/v1/fields', undefined, signal))

/** The period of a page whose address names none: a board has one of its own. */
export const ownPeriod = signal<PeriodName>(defaultPeriod)

export function periodNow(): PeriodName {
  const chosen = query.value.get('period')
  return isPeriod(chosen) ? chosen : ownPeriod.value
}

/** The range and filter in force, as the beginning of every question of a board. */
export interface Base { range: Partial<Question>; over: string }

export function baseOf(status: Status): Base {
  const range: Partial<Question> = {}
  const from = fromOf(periodNow(), status.data_until)
  if (from) range.from = from
  const where = query.value.get('where')
  if (where) range.where = where
  const zone = query.value.get('zone')
  if (zone) range.zone = zone
  return { range, over: stepOf(periodNow()) }
}

export const measureTitle = (id: string, fallback = id): string => label('measure', id + '.title', fallback)
export const measureHref = (id: string): string => '/measure/' + id
