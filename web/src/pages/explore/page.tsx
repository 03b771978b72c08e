// Explore: one place to ask anything. A question with its answer, its comparison and its twins elsewhere; or SQL.
import { t } from '../../i18n'
import { may } from '../../me'
import { query } from '../../router'
import { Heading } from '../../ui/heading'
import { lazily } from '../../ui/lazy'
import { Tabs } from '../../ui/tabs'
import { Questioning } from './questioning'

const Sql = lazily(() => import('./sql').then(module => module.Sql))
/** Both parts keep what the other one shows. */
const kept = ['period', 'where', 'zone', 'q', 'draw', 'view', 'vs', 'base', 'sql']

export default function Explore() {
  const sql = may('record')
  const open = sql && query.value.get('tab') === 'sql' ? 'sql' : 'question'
  return <>
    <Heading title={t('nav.explore')} sentence={t(open === 'sql' ? 'explore.sql.sentence' : 'explore.sentence')} />
    {sql ? <Tabs label={t('explore.parts')} parameter="tab" open={open} kept={kept}
      tabs={[{ name: 'question', title: t('explore.question') }, { name: 'sql', title: 'SQL' }]} /> : null}
    {open === 'sql' ? <Sql /> : <Questioning />}
  </>
}
