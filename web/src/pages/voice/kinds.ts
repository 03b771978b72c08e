// Which kinds of score the comments come with: an effect is told on the one that most of them have, unless the address says another.
import { ask, isAnswer, type Question, type Reply } from '../../api'
import { t } from '../../i18n'
import { useQuery } from '../../query'
import { baseOf, useStatus } from '../../record'
import { query } from '../../router'
import { number } from './figures'
import { both } from './where'

/** Those whose good answers are known; the first stands where nobody can tell. */
const kinds = ['nps', 'csat', 'ces', 'stars'] as const
export type Kind = typeof kinds[number]

export const kindName = (kind: string): string => kind === 'stars' ? t('voice.stars') : kind.toUpperCase()

const countsOf = (reply: Reply | undefined): Map<unknown, number> =>
  new Map(reply && isAnswer(reply) ? reply.rows.map(row => [row.kind, number(row.n) ?? 0]) : [])

/** The kind of most comments first, then that of most answers; none that has no answer. */
export function ranked([texts, answers]: readonly Reply[]): readonly Kind[] {
  if (!answers || !isAnswer(answers)) return kinds.slice(0, 1)
  const [said, given] = [countsOf(texts), countsOf(answers)]
  const of = (counts: Map<unknown, number>, kind: Kind) => counts.get(kind) ?? 0
  return kinds.filter(kind => of(given, kind) > 0).sort((a, b) => of(said, b) - of(said, a) || of(given, b) - of(given, a))
}

/** Null as long as nothing is known. What the address names is among them. */
export function useKinds(): readonly Kind[] | null {
  const status = useStatus()
  const asked = kinds.find(kind => kind === query.value.get('kind'))
  const list: Question[] | null = status.state === 'ready' && status.value.events > 0 ? (({ range }) => [
    { measure: 'sentiment', ...range, by: ['kind'] }, { measure: 'volume', ...range, where: both(range.where, 'exists(answer)'), by: ['kind'] }])(baseOf(status.value)) : null
  const replies = useQuery(list && 'voice kinds ' + JSON.stringify(list), stop => ask(list!, stop))
  const found = replies.state === 'ready' ? ranked(replies.value) : replies.state === 'error' ? kinds.slice(0, 1) : null
  if (!asked || found?.includes(asked)) return found
  return [...found ?? [], asked]
}
