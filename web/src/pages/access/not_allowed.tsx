// A page that one's role does not open, and who can open it.
import { label, language, t } from '../../i18n'
import type { Me } from '../../me'
import { Heading } from '../../ui/heading'
import './words'

export function NotAllowed({ me, needs }: { me: Me; needs: readonly string[] }) {
  const what = new Intl.ListFormat(language.value, { type: 'disjunction' }).format(needs.map(one => label('permission', one)))
  const names = (me.granters ?? []).slice(0, 5).join(', ')
  return <section class="card" aria-label={t('not_allowed.title')}>
    <p>{t('not_allowed.needs', { what, role: label('role', me.role) })}</p>
    {names ? <p>{t('not_allowed.ask', { names })}</p> : null}
    {me.permissions.includes('people') && !me.permissions.includes('ask') ? <p>{t('not_allowed.search')}</p> : null}
  </section>
}

/** In place of a whole page. */
export const refusal = (me: Me, needs: readonly string[]) => () => <>
  <Heading title={t('not_allowed.title')} /><NotAllowed me={me} needs={needs} /></>
