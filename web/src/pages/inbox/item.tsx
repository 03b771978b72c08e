// One response: what was said, by whom and where, and what becomes of it.
import { useState } from 'preact/hooks'
import { label, t } from '../../i18n'
import { here, may } from '../../me'
import { keep, linkTo } from '../../router'
import { humane } from '../../ui/answer_words'
import { NoteList } from '../notes'
import { hrefOf, nameOf } from './name'
import { leaveField } from './keys'
import { languageName, MoodOf } from '../voice/mood'
import { itemNotes, languageOf, states, type Change, type Item, type Reply } from './requests'
import { CaseMark, moment, Score } from './score'
import s from './inbox_item.module.css'

export interface ItemProps {
  item: Item; tags: readonly string[]; people: readonly string[]
  change: (ids: number[], to: Change) => void; changed: (item: Item) => void
}

export function ItemView({ item, tags, people, change, changed }: ItemProps) {
  const href = hrefOf(item)
  const set = (to: Change) => change([item.id], to)
  return <article class={'card ' + s.item} aria-label={nameOf(item)}>
    <header>
      <h2 id="inbox-item" tabIndex={-1}>{href ? <a {...linkTo(href)}>{nameOf(item)}</a> : nameOf(item)}</h2>
      <p class="muted"><time dateTime={item.time}>{moment(item.time)}</time></p>
      <p class={s.marks}>{item.score ? <span class={s.big}><Score score={item.score} /></span> : null}
        {item.case ? <CaseMark of={item.case} /> : null}</p>
    </header>
    {item.text ? <blockquote lang={languageOf(item)} class={s.text}>{item.text}</blockquote>
      : <p class="muted">{t('inbox.no_comment')}</p>}
    {item.text ? <Voiced item={item} /> : null}
    <Facts item={item} />
    <Answers item={item} />
    <div class={s.work}>
      <div role="group" aria-label={t('inbox.states')} class={s.states}>{states.map(state =>
        <button key={state} type="button" aria-pressed={item.state === state} onClick={() => set({ state })}>{t(`inbox.state.${state}`)}</button>)}</div>
      <Assignee key={item.id + item.assignee} now={item.assignee} people={people} set={assignee => set({ assignee })} />
      <Tags item={item} tags={tags} set={set} />
    </div>
    <NoteList key={item.id} notes={item.notes} of={itemNotes(item)} fieldId="inbox-note" changed={notes => changed({ ...item, notes })} />
  </article>
}

/** What the text was told to be: how it sounds, its language, and its theme with all that is said of it. */
function Voiced({ item }: { item: Item }) {
  const language = languageOf(item)
  const topic = item.voice?.topic
  if (!item.voice && !language) return null
  return <p class={s.voice}><MoodOf of={item.voice?.sentiment} /><span class="muted">{languageName(language ?? 'unknown')}</span>
    {topic && topic !== 'other' ? <a class={s.topic} href={keep('/voice?theme=' + encodeURIComponent(topic))} title={t('inbox.theme_comments')}>{topic}</a> : null}</p>
}

function Facts({ item }: { item: Item }) {
  const survey = item.survey && may('setup') ? <a href={keep('/surveys/' + encodeURIComponent(item.survey))}>{item.survey}</a> : item.survey
  const facts = [['inbox.channel', item.channel && humane(item.channel)], ['inbox.touchpoint', item.touchpoint && humane(item.touchpoint)],
    ['inbox.survey', survey], ['inbox.agent', item.agent]] as const
  const known = facts.filter(([, value]) => value)
  if (known.length === 0) return null
  return <dl class={s.facts}>{known.map(([name, value]) => <div key={name}><dt>{t(name)}</dt><dd>{value}</dd></div>)}</dl>
}

const valueOf = (reply: Reply): string => [reply.answer === null ? '' : String(reply.answer), reply.choice ?? '', reply.text].filter(Boolean).join(' · ')

/** The score and the comment stand above already: a list of them alone says nothing more. */
function Answers({ item }: { item: Item }) {
  const own = item.answers.filter(one => one.answer !== null || one.choice || one.text !== item.text)
  if (own.length === 0 || (own.length === 1 && !own[0]!.question && !own[0]!.choice)) return null
  return <section aria-label={t('inbox.answers')}><h3>{t('inbox.answers')}</h3>
    <dl class={s.answers}>{own.map((one, i) => <div key={i}>
      <dt>{one.question || (one.kind ? label('measure', one.kind + '.title', one.kind.toUpperCase()) : t('inbox.comment'))}</dt>
      <dd>{valueOf(one) || <span class="muted">{t('inbox.skipped')}</span>}
        {one.scale && one.answer !== null ? <span class="muted"> ({one.scale.min}–{one.scale.max})</span> : null}</dd></div>)}</dl></section>
}

/** Among the accounts; where there are none, whoever is written there. */
function Assignee({ now, people, set }: { now: string; people: readonly string[]; set: (assignee: string) => void }) {
  const [text, setText] = useState(now)
  const me = here.value?.account
  const known = now && !people.includes(now) ? [now, ...people] : people
  return <form class={s.assignee} onSubmit={event => { event.preventDefault(); if (text.trim() !== now) set(text.trim()) }}>
    <label><span>{t('inbox.assignee')}</span>{people.length ? <select name="assignee" value={now} onChange={event => set(event.currentTarget.value)}>
      <option value="">{t('inbox.unassigned')}</option>{known.map(one => <option key={one} value={one}>{one}</option>)}</select>
      : <input name="assignee" value={text} placeholder={t('inbox.unassigned')} autocomplete="off" spellcheck={false}
        onInput={event => setText(event.currentTarget.value)} />}</label>
    {text.trim() !== now && !people.length ? <button>{t('inbox.assign')}</button> : null}
    {me && now !== me ? <button type="button" class="quiet" onClick={() => set(me)}>{t('inbox.take')}</button> : null}
  </form>
}

function Tags({ item, tags, set }: { item: Item; tags: readonly string[]; set: (to: Change) => void }) {
  const [text, setText] = useState('')
  return <div class={s.tags}>
    {item.tags.length ? <ul aria-label={t('inbox.tags')}>{item.tags.map(tag => <li key={tag}>{tag}
      <button type="button" class="quiet" aria-label={t('inbox.remove_tag', { tag })} title={t('inbox.remove_tag', { tag })}
        onClick={() => { set({ remove_tags: [tag] }); document.getElementById('inbox-tag')?.focus() }}>×</button></li>)}</ul> : null}
    <form onSubmit={event => {
      event.preventDefault()
      if (text.trim()) set({ add_tags: [text.trim()] })
      setText('')
    }}><label><span>{t('inbox.add_tag')}</span><input id="inbox-tag" list="inbox-tags" value={text} maxLength={60} autocomplete="off"
        onInput={event => setText(event.currentTarget.value)} onKeyDown={leaveField} /></label>
      <datalist id="inbox-tags">{tags.filter(tag => !item.tags.includes(tag)).map(tag => <option key={tag} value={tag} />)}</datalist>
      {text.trim() ? <button>{t('inbox.add')}</button> : null}</form>
  </div>
}
