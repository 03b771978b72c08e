// The journey, part by part: each part is a board of its own and is loaded when it is opened.
import type { ComponentType } from 'preact'
import { useSignal, useSignalEffect } from '../../signal'
import { t, type TextKey } from '../../i18n'
import { query } from '../../router'
import { Missing } from '../../ui/lazy'
import { Tabs } from '../../ui/tabs'

const parts = {
  map: () => import('./map'),
  paths: () => import('./paths'),
  funnel: () => import('./funnel'),
  stages: () => import('./stages'),
  cohorts: () => import('./cohorts'),
  attribution: () => import('./attribution'),
  drops: () => import('./drop_outs'),
  moments: () => import('./moments'),
} satisfies Record<string, () => Promise<{ default: ComponentType }>>
type Part = keyof typeof parts
const names = Object.keys(parts) as Part[]

export const partNow = (): Part => names.find(name => name === query.value.get('view')) ?? 'map'

export default function JourneyPage() {
  const shown = useSignal<{ part: Part; component: ComponentType } | null>(null)
  useSignalEffect(() => {
    const part = partNow()
    let wanted = true
    const show = (component: ComponentType) => { if (wanted) shown.value = { part, component } }
    parts[part]().then(module => show(module.default), () => show(Missing))
    return () => { wanted = false }
  })
  const Shown = shown.value?.part === partNow() ? shown.value.component : null
  return Shown ? <Shown /> : null
}

export const JourneyTabs = () => <Tabs open={partNow()} label={t('journey.parts')}
  tabs={names.map(name => ({ name, title: t(`part.${name}` as TextKey) }))} />
