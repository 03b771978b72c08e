// Where to look at what came in.
import { t } from '../../i18n'
import { sourceOf, type Job } from './requests'
import { measureHref, measureTitle } from '../../record'
import { proposal } from './wizard'
import s from './bring_file.module.css'

const ofKind: Record<string, string> = { nps: 'nps', csat: 'csat', ces: 'ces' }

/** The measures that the columns of the file at hand speak to. */
function measuresNow(): string[] {
  const columns = proposal.value?.columns ?? []
  const answers = columns.filter(each => each.target === 'answer').map(each => ofKind[each.kind]).filter(id => id !== undefined)
  return [...new Set([...answers, ...(columns.some(each => each.target === 'amount') ? ['revenue'] : []), 'volume'])]
}

export function WhereNext({ job }: { job: Job }) {
  const stored = !job.dry_run && job.events + job.repeats + job.superseded > 0
  const refused = !job.dry_run && job.rejected > 0
  if (!stored && !refused) return null
  const source = sourceOf(job)
  const own = source ? { where: `source = ${JSON.stringify(source)}` } : {}
  const to = (path: string, words: Record<string, string>) => path + '?' + new URLSearchParams({ period: 'all', ...own, ...words })
  return <nav aria-labelledby="bring-next"><h3 id="bring-next">{t('bring.next.title')}</h3><ul class={s.links}>
    {stored ? <>
      {measuresNow().map(id => <li key={id}><a href={to(measureHref(id), {})}>{measureTitle(id)}</a></li>)}
      <li><a href={to('/people', { measure: 'volume', column: 'n' })}>{t('bring.next.people')}</a></li>
      <li><a href={to('/journey', {})}>{t('nav.journey')}</a></li></> : null}
    {refused ? <li><a href={'/sources/rejects' + (source ? '?' + new URLSearchParams({ source }) : '')}>{t('bring.next.rejects')}</a></li> : null}
  </ul></nav>
}
