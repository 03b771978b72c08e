// Parts of a page as links: the URL says which one is open, so that Back and a copied link work.
import { patched, path, query } from '../router'
import s from './tabs.module.css'

export interface Tab { name: string; title: string }

const usuallyKept = ['period', 'where', 'zone']

export function Tabs({ tabs, open, label, parameter = 'view', kept: names = usuallyKept }: {
  tabs: Tab[]; open: string; label: string; parameter?: string; kept?: readonly string[] }) {
  const first = tabs[0]?.name
  const hrefOf = (name: string) => {
    // Another part starts with its own settings; the period, the filter and the zone go along.
    const kept = new URLSearchParams([...query.value].filter(([key]) => names.includes(key)))
    const text = patched(kept, { [parameter]: name === first ? null : name }).toString()
    return path.value + (text ? '?' + text : '')
  }
  return <nav class={s.tabs} aria-label={label}><ul>{tabs.map(tab => <li key={tab.name}>
    <a href={hrefOf(tab.name)} aria-current={tab.name === open ? 'page' : undefined}>{tab.title}</a></li>)}</ul></nav>
}
