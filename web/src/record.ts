// What every page needs to know of the record: how new it is, which measures and fields there are.
import type { Definition, Fields, Question, Status } from './api'
import { call } from './api'
import { label } from './i18n'
import { beforeOf, defaultPeriod, fromOf, isPeriod, stepOf, type PeriodName } from './period'
import { useQuery, type Query } from './query'
import { path, query } from './router'
import { signal } from './signal'

export const useStatus = (): Query<Status> =>
  useQuery('status', signal => call<Status>('GET', '/v1/status', undefined, signal))

export const useCatalogue = (): Query<Definition[]> =>
  useQuery('measures', async signal =>
    (await call<{ measures: Definition[] }>('GET', '/v1/measures', undefined, signal)).measures)

export const useFields = (): Query<Fields> =>
  useQuery('fields', signal => call<Fields>('GET', '/v1/fields', undefined, signal))

/** The period of a page whose address names none: a board has one of its own; null: that of the page. */
export const ownPeriod = signal<PeriodName | null>(null)

export function periodNow(): PeriodName {
  const chosen = query.value.get('period')
  return isPeriod(chosen) ? chosen : ownPeriod.value ?? (path.value === '/' ? '30d' : defaultPeriod)
}

/** The range and filter in force, as the beginning of every question of a board. */
export interface Base {
  range: Partial<Question>
  over: string
  long: Partial<Question>            // The same filter over 24 months.
  before: Partial<Question> | null   // And over the time right before the range; null: there is none.
}

export function baseOf(status: Status): Base {
  const asked: Partial<Question> = {}
  const where = query.value.get('where')
  if (where) asked.where = where
  const zone = query.value.get('zone')
  if (zone) asked.zone = zone
  const within = (period: PeriodName) => {
    const from = fromOf(period, status.data_until)
    return from ? { from, ...asked } : asked
  }
  const period = periodNow()
  const before = beforeOf(period, status.data_until)
  return { range: within(period), over: stepOf(period), long: within('24m'), before: before && { ...before, ...asked } }
}

export const measureTitle = (id: string, fallback = id): string => label('measure', id + '.title', fallback)
export const measureHref = (id: string): string => '/measure/' + id
