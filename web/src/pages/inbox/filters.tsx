// What narrows the list, all of it in the address.
import { useEffect, useRef, useState } from 'preact/hooks'
import { label, plural, t } from '../../i18n'
import { columnOf } from '../../question'
import { here } from '../../me'
import type { Problem } from '../../api'
import { patched, path, query, setQuery } from '../../router'
import { whole } from '../../format'
import { FilterField } from '../../ui/filter_field'
import { sentiments, useTopics } from '../voice/requests'
import { filterNames, states, type Counts } from './requests'
import s from './inbox_filters.module.css'

/** Another list has another item open. */
const to = (patch: Record<string, string | null>) => setQuery({ ...patch, item: null })
const patience = 300

export function States({ counts, open }: { counts: Counts | null; open: string }) {
  const hrefOf = (state: string) => {
    const text = patched(query.value, { state: state === 'open' ? null : state, item: null }).toString()
    return path.value + (text ? '?' + text : '')
  }
  return <nav class={s.states} aria-label={t('inbox.states')}><ul>{([...states, 'all'] as const).map(state =>
    <li key={state}><a href={hrefOf(state)} aria-current={state === open ? 'page' : undefined}>{t(`inbox.state.${state}`)}
      {counts && state !== 'all' ? <span>{whole(counts[state])}</span> : null}</a></li>)}</ul></nav>
}

export function Filters({ counts, tags, people, problem }: {
  counts: Counts | null; tags: readonly string[]; people: readonly string[]; problem: Problem | null }) {
  const params = query.value
  const at = (name: string) => params.get(name) ?? ''
  // Once open it stays so: closing over a field with the focus would send what stands in it.
  const opened = useRef(false)
  opened.current ||= at('where') !== ''
  const me = here.value?.account
  const others = people.filter(one => one !== me)
  const options = at('tag') && !tags.includes(at('tag')) ? [at('tag'), ...tags] : tags
  const count = (n: number | undefined) => n ? ` (${whole(n)})` : ''
  const own = new Set([...others, me, 'none', ''])
  return <div class={s.filters}>
    <Search value={at('q')} />
    {options.length ? <label><span class="hidden">{t('inbox.tag')}</span>
      <select name="tag" value={at('tag')} onChange={event => to({ tag: event.currentTarget.value || null })}>
        <option value="">{t('inbox.any_tag')}</option>{options.map(tag => <option key={tag} value={tag}>{tag}</option>)}</select></label> : null}
    <label><span class="hidden">{t('inbox.whose')}</span>
      <select name="assignee" value={at('assignee')} onChange={event => to({ assignee: event.currentTarget.value || null })}>
        <option value="">{t('inbox.anybody')}</option>
        {me ? <option value={me}>{t('inbox.me') + count(counts?.mine)}</option> : null}
        <option value="none">{t('inbox.nobody')}</option>
        {others.map(one => <option key={one} value={one}>{one}</option>)}
        {own.has(at('assignee')) ? null : <option value={at('assignee')}>{at('assignee')}</option>}</select></label>
    <label><span class="hidden">{t('inbox.cases')}</span>
      <select name="case" value={at('case')} onChange={event => to({ case: event.currentTarget.value || null })}>
        <option value="">{t('inbox.case.any')}</option><option value="open">{t('inbox.case.open') + count(counts?.cases)}</option>
        <option value="overdue">{t('inbox.case.overdue') + count(counts?.overdue)}</option>
        <option value="escalated">{t('inbox.case.escalated') + count(counts?.escalated)}</option></select></label>
    <VoiceChips at={at} />
    {at('customer') ? <span class={s.chip}>{t('inbox.of_customer', { customer: at('customer') })}
      <button type="button" class="quiet" aria-label={t('filter.clear')} onClick={() => to({ customer: null })}>×</button></span> : null}
    <details open={opened.current}><summary>{t('inbox.more_filters')}</summary>
      <FilterField name={t('filter.name')} value={at('where')} problem={problem && ofFilter(problem) ? problem : null}
        onCommit={text => to({ where: text || null })} placeholder={'channel = "web" and answer <= 6'} /></details>
    {filterNames.some(name => name !== 'state' && at(name)) ? <button type="button" class="quiet"
      onClick={() => setQuery(Object.fromEntries([...filterNames.filter(name => name !== 'state'), 'item'].map(name => [name, null])))}>
      {t('inbox.clear_filters')}</button> : null}
  </div>
}

/** By what the texts say: a chip for each sentiment, and the themes by name. */
function VoiceChips({ at }: { at: (name: string) => string }) {
  const topics = useTopics()
  const known = topics.state === 'ready' ? topics.value.map(one => one.name) : []
  const names = at('topic') && !known.includes(at('topic')) ? [at('topic'), ...known] : known
  return <><span role="group" aria-label={t('inbox.sentiment')} class={s.moods}>{sentiments.slice(0, 3).map(one =>
    <button key={one} type="button" aria-pressed={at('sentiment') === one} onClick={() => to({ sentiment: at('sentiment') === one ? null : one })}>{label('sentiment', one)}</button>)}</span>
    {names.length ? <label><span class="hidden">{t('inbox.topic')}</span><select name="topic" value={at('topic')} onChange={event => to({ topic: event.currentTarget.value || null })}>
      <option value="">{t('inbox.any_topic')}</option>{names.map(one => <option key={one} value={one}>{one}</option>)}</select></label> : null}</>
}

/** Typing narrows, a little after the last letter; it replaces, so that Back leaves the page and not a letter. */
function Search({ value }: { value: string }) {
  const [text, setText] = useState(value)
  useEffect(() => setText(value), [value])
  useEffect(() => {
    if (text.trim() === value) return
    const timer = setTimeout(() => setQuery({ q: text.trim() || null, item: null }, true), patience)
    return () => clearTimeout(timer)
  }, [text])
  return <input type="search" name="q" aria-label={t('inbox.search')} placeholder={t('inbox.search')} value={text}
    onInput={event => setText(event.currentTarget.value)} />
}

/** What the field of the filter says at its place. */
export const ofFilter = (problem: Problem): boolean => problem.where === 'where' || columnOf(problem.where) !== null

export const countWords = (n: number, more: boolean): string =>
  more ? t('inbox.at_least', { n }) : plural('inbox.items', n)
