// The comments behind a choice, newest first, each with its evidence; a phrase that is judged wrongly is corrected where it stands.
import type { ComponentChildren } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { dayText } from '../../format'
import { label, plural, t } from '../../i18n'
import { may } from '../../me'
import { problemOf, useQuery } from '../../query'
import { keep, linkTo, patched, path, query, setQuery } from '../../router'
import { humane } from '../../ui/answer_words'
import { problemText, State } from '../../ui/state'
import { list } from '../inbox/requests'
import { Correct, type Wish } from './correct'
import { loudest } from './evidence'
import { Legend, Marked, Why } from './marked'
import { languageName, Mood } from './mood'
import { comments, evidenceOf, sentiments, type Comment, type Comments as Page, type Wanted } from './requests'
import s from './comments.module.css'

/** An event has a number, and whoever may not know it a name. */
export const keyOf = ({ event, event_id }: Comment): string => String(event ?? event_id)
export const commentId = (key: string): string => 'comment-' + key

/** `way`: back to all, where some are chosen. */
export function Comments({ title, way, wanted }: { title: string; way?: ComponentChildren; wanted: Wanted }) {
  const heading = useRef<HTMLHeadingElement>(null)
  const before = useRef(title)
  // Below the table on a narrow screen: what was chosen there is brought into sight.
  useEffect(() => {
    if (before.current !== title && matchMedia('(max-width: 1100px)').matches) heading.current?.scrollIntoView({ block: 'start' })
    before.current = title
  }, [title])
  return <section class={'card ' + s.pane} aria-labelledby="voice-comments">
    <header class={s.head}><div class={s.title}><h2 id="voice-comments" ref={heading}>{title}</h2>{way}</div>{may('people') ? <Moods /> : null}</header>
    {may('people') ? <Pages key={JSON.stringify(wanted)} wanted={wanted} /> : <p class="muted">{t('overview.voices_hidden')}</p>}</section>
}

/** All, or those of one sentiment. */
function Moods() {
  const now = query.value.get('sentiment')
  const choose = (to: string | null) => setQuery({ sentiment: to, sel: null }, true)
  return <div role="group" aria-label={t('voice.sentiment')} class={s.moods}>
    <button type="button" aria-pressed={!now} onClick={() => choose(null)}>{t('voice.all')}</button>
    {sentiments.map(one => <button key={one} type="button" aria-pressed={now === one} onClick={() => choose(now === one ? null : one)}>{label('sentiment', one)}</button>)}</div>
}

function Pages({ wanted }: { wanted: Wanted }) {
  const first = useQuery('comments ' + JSON.stringify(wanted), stop => comments(wanted, null, stop))
  const asked = query.value.get('sel')
  const [more, setMore] = useState<Page[]>([])
  const [problem, setProblem] = useState('')
  const [wish, setWish] = useState<Wish | null>(null)
  const pages = first.state === 'ready' ? [first.value, ...more] : []
  const next = pages.at(-1)?.next ?? null
  const known = pages.flatMap(page => page.comments).filter((one, i, all) => all.findIndex(other => keyOf(other) === keyOf(one)) === i)
  // One that a link names may be older than what is here.
  const missing = asked !== null && pages.length > 0 && !known.some(one => keyOf(one) === asked)
  const lone = useQuery(missing ? `comment ${asked} ${JSON.stringify(wanted)}` : null, stop => comments(wanted, null, stop, asked ?? ''))
  const shown = missing && lone.state === 'ready' ? [...lone.value.comments, ...known] : known
  const found = asked !== null && shown.some(one => keyOf(one) === asked)
  const [fetching, setFetching] = useState<AbortController | null>(null)
  useEffect(() => () => fetching?.abort(), [fetching])
  const fetchMore = () => {
    const stop = new AbortController()
    setFetching(stop)
    setProblem('')
    comments(wanted, next, stop.signal).then(page => setMore(known => [...known, page]), error => {
      if (!stop.signal.aborted) setProblem(problemText(problemOf(error)))
    }).finally(() => { if (!stop.signal.aborted) setFetching(null) })
  }
  useEffect(() => { if (found) document.getElementById(commentId(asked))?.scrollIntoView({ block: 'nearest' }) }, [asked, found])
  const closed = () => {
    if (wish) document.getElementById('correct-' + wish.key)?.focus()
    setWish(null)
  }
  return <State query={first} height={320}>{page => <>
    {shown.length === 0 ? <p class="muted" data-none>{t('voice.no_fit')}</p> : <>
      <div class={s.above}><span class="muted" data-total={page.total}>{plural('voice.comments', page.total)}</span>
        <details class={s.legend}><summary>{t('voice.legend')}</summary><Legend /></details></div>
      <ul class={s.list}>{shown.map(one => <li key={keyOf(one)}><Said comment={one} open={keyOf(one) === asked} correct={setWish} /></li>)}</ul></>}
    {problem ? <p class="warn" role="alert">{problem}</p> : null}
    {next === null ? null : <button type="button" class={'quiet ' + s.more} disabled={fetching !== null} aria-busy={fetching !== null} onClick={fetchMore}>{t('inbox.more')}</button>}
    {wish ? <Correct wish={wish} onClose={closed} /> : null}
  </>}</State>
}

/** What is selected inside this element, as it would be corrected. */
function selectionIn(element: HTMLElement | null): string {
  const selection = window.getSelection?.()
  if (!selection || selection.isCollapsed || !element || !selection.rangeCount) return ''
  const range = selection.getRangeAt(0)
  return element.contains(range.commonAncestorContainer) ? selection.toString().replace(/\s+/g, ' ').trim() : ''
}

const phraseMost = 120
const shortly = (text: string) => text.length > 24 ? text.slice(0, 23) + '…' : text

interface SaidProps { comment: Comment; open: boolean; correct: (wish: Wish) => void }

function Said({ comment, open, correct }: SaidProps) {
  const quote = useRef<HTMLQuoteElement>(null)
  const [phrase, setPhrase] = useState('')
  const { text, sentiment } = comment
  const reasons = evidenceOf(comment)
  const language = comment.language === 'unknown' || !comment.language ? undefined : comment.language
  const look = () => setPhrase(selectionIn(quote.current).slice(0, phraseMost))
  return <article id={commentId(keyOf(comment))} class={`${s.comment} ${open ? s.open : ''}`} aria-label={`${label('sentiment', sentiment)}: ${text.slice(0, 60)}`}>
    <p class={s.marks}><Mood of={sentiment} /><Answered comment={comment} /><span class="muted">{languageName(comment.language)}</span></p>
    <blockquote ref={quote} lang={language} dir="auto" class={s.text} onMouseUp={look} onKeyUp={look} onTouchEnd={look}>
      <Marked text={text} reasons={reasons} sentiment={sentiment} /></blockquote>
    <Facts comment={comment} />
    <p class={s.tools}>
      <a href={`${path.value}?${patched(query.value, { sel: open ? null : keyOf(comment) })}`} aria-expanded={open}>{t('voice.why')}</a>
      {comment.customer ? <Customer id={comment.customer} name={comment.identifiers[0]?.value ?? comment.customer} /> : null}
      <InInbox comment={comment} open={open} />
      {may('setup') ? <button type="button" id={'correct-' + keyOf(comment)} class="quiet" onMouseDown={event => event.preventDefault()}
        onClick={() => correct({ key: keyOf(comment), phrase: phrase || loudest(text, reasons, sentiment), language, now: sentiment })}>
        {phrase ? t('voice.correct_phrase', { phrase: shortly(phrase) }) : t('voice.correct')}</button> : null}</p>
    {open ? <Why text={text} reasons={reasons} sentiment={sentiment} language={language} /> : null}
  </article>
}

/** What was answered is in the inbox. A conversation may not be: whoever opens it is told. */
function InInbox({ comment: { event, kind, answer, customer }, open }: { comment: Comment; open: boolean }) {
  const answered = kind !== null || answer !== null
  const items = useQuery(open && !answered && event !== null && customer ? 'all feedback of ' + customer : null,
    stop => list(new URLSearchParams({ state: 'all', customer: customer! }), null, stop, 200))
  return event !== null && (answered || items.state === 'ready' && items.value.items.some(item => item.id === event)) ? <a href={keep(`/inbox?state=all&item=${event}`)}>{t('voice.in_inbox')}</a> : null
}

/** By the identifier that is known best; a long one is cut, and stands whole in its title. */
const Customer = ({ id, name }: { id: string; name: string }) => <a {...linkTo(keep('/customer/' + encodeURIComponent(id)))} title={name}>{name}</a>

const Answered = ({ comment: { kind, answer, scale_max: most } }: { comment: Comment }) => answer === null ? null
  : <span class={s.score}>{kind === 'stars' ? '★' : (kind ?? '').toUpperCase()} <b>{answer}</b>{most === null ? null : <small>/{most}</small>}</span>

function Facts({ comment }: { comment: Comment }) {
  const { channel, touchpoint, time, topic } = comment
  const facts = [channel && humane(channel), touchpoint && humane(touchpoint), dayText(Date.parse(time))].filter(Boolean).join(' · ')
  const theme = topic && topic !== 'other' && query.value.get('theme') !== topic ? topic : null
  return <p class={s.facts}>{facts}{theme ? <> · <a href={keep('/voice?theme=' + encodeURIComponent(theme))}>{theme}</a></> : null}</p>
}
