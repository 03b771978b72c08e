// What figures are held against: segments of customers, goals, what others reach, and decisions with what came of them.
import { t } from '../../i18n'
import { query } from '../../router'
import { Heading } from '../../ui/heading'
import { Tabs } from '../../ui/tabs'
import { Benchmarks } from './benchmarks'
import { Decisions } from './decisions'
import { Goals } from './goals'
import { Segments } from './segments'

const tabs = ['segments', 'goals', 'benchmarks', 'decisions'] as const

export default function TargetsPage() {
  const tab = tabs.find(one => one === query.value.get('tab')) ?? 'segments'
  return <>
    <Heading title={t('nav.targets')} sentence={t(`targets.${tab}.sentence`)} />
    <Tabs tabs={tabs.map(name => ({ name, title: t(`targets.${name}`) }))} open={tab} label={t('targets.tabs')} parameter="tab" />
    {tab === 'goals' ? <Goals /> : tab === 'benchmarks' ? <Benchmarks /> : tab === 'decisions' ? <Decisions /> : <Segments />}
  </>
}
