// The feedback inbox: what customers answered and wrote, to be read, sorted and answered, by mouse or by keys alone.
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { here, may } from '../../me'
import { t } from '../../i18n'
import { go, keep, path, query, setQuery } from '../../router'
import { Heading } from '../../ui/heading'
import { lazily } from '../../ui/lazy'
import { Note, Trouble, Waiting } from '../../ui/state'
import { usePageKeys } from '../../ui/page_keys'
import { useQuery } from '../../query'
import { Bulk } from './bulk'
import { neighbour } from './book'
import { countWords, Filters, ofFilter, States } from './filters'
import { ItemView } from './item'
import { keysOf, type Actions } from './keys'
import { List, rowId } from './list'
import { hrefOf } from './name'
import { filterNames, filterOf, one, settings, tags as tagsOf, type Change, type Item } from './requests'
import { useInbox, type Inbox, type Told } from './use_inbox'
import s from './inbox.module.css'

const Cases = lazily(async () => (await import('./cases')).default)

export default function InboxPage() {
  return path.value.split('/')[2] === 'cases' ? <Cases /> : <Reading />
}

const wide = () => matchMedia('(min-width: 861px)').matches
const openItem = (id: number | null) => setQuery({ item: id === null ? null : String(id) }, true)
const focusSoon = (id: string) => requestAnimationFrame(() => requestAnimationFrame(() => document.getElementById(id)?.focus({ preventScroll: true })))

/** Who may be given something to do; where there are no accounts, nobody is known. */
function usePeople(): string[] {
  const known = useQuery('case settings', settings)
  return known.state === 'ready' ? known.value.assignees : []
}

/** The item of the address: of the list, or fetched by itself for who followed a link to it. */
function useCurrent(inbox: Inbox): Item | null {
  const asked = Number(query.value.get('item')) || null
  const known = inbox.book?.items.find(item => item.id === asked) ?? null
  const lone = useQuery(asked && inbox.book && !known ? 'feedback ' + asked : null, signal => one(asked!, signal))
  useEffect(() => {
    if (lone.state !== 'ready' || lone.stale) return
    // A link may name any event of an item.
    if (lone.value.id === asked) inbox.adopt(lone.value)
    else openItem(lone.value.id)
  }, [lone])
  // Beside the list there is room for the first one; alone on a phone it would hide the list.
  const first = inbox.shown[0]
  useEffect(() => {
    if (first && wide() && (!asked || lone.state === 'error')) openItem(first.id)
  }, [first?.id, asked, lone.state])
  return known
}

/** What the keys and the buttons do, to the chosen ones or to the one that is open. */
function useActions(inbox: Inbox, current: Item | null) {
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set())
  const { shown } = inbox
  const ids = () => chosen.size ? [...chosen] : current ? [current.id] : []
  const step = (by: number) => {
    const at = shown.findIndex(item => item.id === current?.id)
    const next = shown[at < 0 ? 0 : Math.min(shown.length - 1, Math.max(0, at + by))]
    if (!next) return
    openItem(next.id)
    focusSoon(rowId(next.id))
  }
  const change = (of: number[], to: Change) => {
    if (of.length === 0) return
    const state = filterOf(query.value).get('state')
    const leaves = to.state && state !== 'all' && to.state !== state
    if (leaves && current && of.includes(current.id)) {
      const next = wide() ? neighbour(shown, of, current.id) : null
      openItem(next)
      if (next !== null) focusSoon(rowId(next))
    }
    if (leaves) setChosen(new Set())
    inbox.change(of, to)
  }
  const choose = (id: number) => setChosen(now => {
    const next = new Set(now)
    if (!next.delete(id)) next.add(id)
    return next
  })
  const actions: Actions = {
    step,
    set: to => change(ids(), to),
    take: () => { if (here.value?.account) change(ids(), { assignee: here.value.account }) },
    focus: (id: string) => document.getElementById(id)?.focus(),
    tag: () => document.getElementById(chosen.size ? 'inbox-bulk-tag' : 'inbox-tag')?.focus(),
    customer: () => { if (current && hrefOf(current)) go(hrefOf(current)) },
    choose: () => { if (current) choose(current.id) },
    undo: () => inbox.told?.undo?.(),
  }
  return { chosen, setChosen, choose, change, actions }
}

/** On a phone the response takes the place of the list: it begins at its top, and the list comes back where it was. */
function useOwnPlace(open: number | null) {
  const place = useRef(0)
  useLayoutEffect(() => {
    if (wide()) return
    if (open === null) return scrollTo(0, place.current)
    const remember = place.current
    scrollTo(0, 0)
    document.getElementById('inbox-item')?.focus({ preventScroll: true })
    return () => { place.current = remember }
  }, [open])
  useEffect(() => {
    const keep = () => { if (!query.value.get('item')) place.current = scrollY }
    addEventListener('scroll', keep, { passive: true })
    return () => removeEventListener('scroll', keep)
  }, [])
}

function Reading() {
  const params = query.value
  const filter = filterOf(params)
  const inbox = useInbox(filter)
  const { book, shown, problem } = inbox
  const tags = useQuery('feedback tags', tagsOf)
  const known = tags.state === 'ready' ? tags.value : []
  const people = usePeople()
  const current = useCurrent(inbox)
  const { chosen, setChosen, choose, change, actions } = useActions(inbox, current)
  const keys = useRef(keysOf(actions))
  keys.current = keysOf(actions)
  usePageKeys(keys)
  useEffect(() => setChosen(new Set()), [filter.toString()])
  useOwnPlace(current?.id ?? null)
  const narrowed = filterNames.some(name => name !== 'state' && params.get(name))
  return <div class={current ? s.reading : undefined}>
    <Heading title={t('nav.inbox')} sentence={t('inbox.sentence')}>
      {may('setup') ? <a class="quiet" href={keep('/inbox/cases')}>{t('cases.link')}</a> : null}</Heading>
    <div class={s.narrowing}><States counts={book?.counts ?? null} open={filter.get('state')!} />
      <Filters counts={book?.counts ?? null} tags={known} people={people} problem={problem} /></div>
    {problem && ofFilter(problem) ? null : problem ? <Trouble problem={problem} retry={inbox.retry} /> : !book ? <Waiting height={420} />
      : shown.length === 0 && !book.fresh.length && book.next === null ? <Nothing narrowed={narrowed} book={book.counts} />
      : <div class={s.panes}>
        <div class={s.left}>
          {narrowed ? <p class={'muted ' + s.count} role="status">{countWords(shown.length, book.next !== null)}</p> : null}
          <List items={shown} fresh={book.fresh.length} more={book.next !== null} open={current?.id ?? null} chosen={chosen} choose={choose}
            showFresh={inbox.unfold} needMore={inbox.more} /></div>
        <div class={s.right}>{current ? <><Steps shown={shown} current={current} />
          <ItemView key={current.id} item={current} tags={known} people={people} change={change} changed={inbox.replace} /></>
          : <p class={'muted ' + s.pick}>{t('inbox.pick')}</p>}</div>
      </div>}
    <div class={s.floor}>
      <Bulk chosen={chosen} tags={known} change={to => change([...chosen], to)} clear={() => setChosen(new Set())} />
      <Toast told={inbox.told} dismiss={inbox.dismiss} /></div>
  </div>
}

function Steps({ shown, current }: { shown: readonly Item[]; current: Item }) {
  const at = shown.findIndex(item => item.id === current.id)
  const step = (item: Item | undefined, words: string) =>
    <button type="button" disabled={!item} onClick={() => item && openItem(item.id)}>{words}</button>
  return <div class={s.steps}>
    <button type="button" class={'quiet ' + s.back} onClick={() => {
      openItem(null)
      focusSoon(rowId(current.id))
    }}><span aria-hidden="true">←&nbsp;</span>{t('inbox.back')}</button>
    {step(shown[at - 1], t('inbox.previous'))}{step(shown[at + 1], t('inbox.next'))}
  </div>
}

function Nothing({ narrowed, book }: { narrowed: boolean; book: { open: number; doing: number; done: number } }) {
  if (narrowed) return <Note title={t('inbox.filtered')}><p><button type="button" onClick={() => setQuery(
    Object.fromEntries([...filterNames.filter(name => name !== 'state'), 'item'].map(name => [name, null])))}>{t('inbox.clear_filters')}</button></p></Note>
  if (book.open + book.doing + book.done > 0) return <Note title={book.open === 0 ? t('inbox.all_done') : t('inbox.filtered')}>
    {book.open === 0 ? <p>{t('inbox.all_done_text')}</p> : null}</Note>
  return <Note title={t('inbox.none')}><p>{t('inbox.none_text')}</p>
    {may('setup') ? <p><a href={keep('/surveys')}>{t('inbox.none_surveys')}</a> · <a href={keep('/sources')}>{t('inbox.none_sources')}</a></p> : null}</Note>
}

/** Stays until something else is done: nobody has to be quick. */
function Toast({ told, dismiss }: { told: Told | null; dismiss: () => void }) {
  return <div role="status">{told ? <div class={`${s.toast} ${told.trouble ? 'warn' : ''}`}>
    <span>{told.text}</span>
    {told.undo ? <button type="button" onClick={told.undo}>{t('inbox.undo')} <kbd aria-hidden="true">z</kbd></button> : null}
    <button type="button" class="quiet" aria-label={t('inbox.dismiss')} onClick={dismiss}>×</button></div> : null}</div>
}
