// How much of the record a scope shows: customers, of all.
import { ask, isAnswer, type Reply } from '../../api'
import { plural, t } from '../../i18n'
import { useQuery } from '../../query'
import { whole } from '../../format'

const countOf = (reply: Reply | undefined): number | null => isAnswer(reply) ? Number(reply.rows[0]?.[reply.columns[0]!.name] ?? 0) : null

export function ScopeSize({ scope }: { scope: string }) {
  const sizes = useQuery(scope ? 'scope ' + scope : null, async signal =>
    (await ask([{ measure: 'customers', where: scope }, { measure: 'customers' }], signal)).map(countOf))
  if (!scope) return <p>{t('person.everything')}</p>
  if (sizes.state !== 'ready') return <p role="status" class="muted">{t('state.waiting')}</p>
  const [n, of] = sizes.value
  return n === null || n === undefined ? null
    : <p role="status">{t('person.scope_size', { n: whole(n), of: plural('n.scope_customers', of ?? 0) })}</p>
}
