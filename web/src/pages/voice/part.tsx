// What every tab of the page is: a board with the tabs below its heading, what is turning bad just now, how much was said, and beside
// the tab's own tables the comments behind what is chosen in them.
import type { ComponentChildren } from 'preact'
import { isAnswer, type Question } from '../../api'
import { withUnit } from '../../format'
import { plural, t } from '../../i18n'
import { may } from '../../me'
import { useQuery } from '../../query'
import { keysOf, peopleHref } from '../../question'
import type { Base } from '../../record'
import { keep, linkTo, query, setQuery } from '../../router'
import { Board, type Asked, type Questions, type Replies } from '../../ui/board'
import { Choices } from '../../ui/choices'
import { Note, TroubleInside, Waiting } from '../../ui/state'
import { Tabs } from '../../ui/tabs'
import { Comments } from './comments'
import { number } from './figures'
import { Judge } from './judge'
import { FallingStrip } from './falling'
import { status } from './requests'
import { chosenNow, tabNow, tabs, unchosen, whereOf } from './where'
import s from './voice.module.css'

type All<Name extends string> = Replies<Name | 'sentiment'>

export function VoicePart<Name extends string>({ settings, waiting = false, questions, finding, heading, children }: {
  settings?: ComponentChildren
  waiting?: boolean                                    // What else to ask is not known yet.
  questions: (base: Base) => Questions<Name>
  finding: (replies: All<Name>) => ComponentChildren   // In one sentence.
  heading: string                                      // Over the comments.
  children: (replies: All<Name>) => ComponentChildren
}) {
  const tab = tabNow()
  const asked = (base: Base) => ({ sentiment: { measure: 'sentiment', ...base.range }, ...waiting ? {} : questions(base) }) as Questions<Name | 'sentiment'>
  return <Board<Name | 'sentiment'> title={t('nav.voice')} sentence={t(`voice.${tab}.sentence`)} questions={asked}
    below={<><Tabs open={tab} label={t('voice.tabs')} parameter="tab" tabs={tabs.map(name => ({ name, title: t(`voice.${name}`) }))} /><FallingStrip />
      {settings ? <div class={s.settings}><Choices>{settings}</Choices></div> : null}</>}>
    {replies => {
      const { from, to, zone, where } = replies.sentiment.question
      const range: Partial<Question> = { ...from ? { from } : {}, ...to ? { to } : {}, ...zone ? { zone } : {} }
      const none = nothingOf(replies.sentiment)
      if (none) return <><Empty kind={none} /><Judge /></>
      if (waiting) return <Waiting height={640} />
      return <>
        <div class={s.head}><p class={s.finding} data-finding>{finding(replies)}</p><Counts asked={replies.sentiment} /></div>
        <div class={s.panes}><div class={s.left}>{children(replies)}</div>
          <div class={s.right}><Comments title={heading} way={<Chosen />} wanted={{ where: whereOf(tab, chosenNow(), where), range }} /></div></div>
        <Judge />
      </>
    }}</Board>
}

type Nothing = 'none' | 'unknown'

/** No comment at all, or none in a language that is known. A sentiment that was refused stands in its place, and hides nothing. */
function nothingOf({ reply }: Asked): Nothing | null {
  if (!isAnswer(reply)) return null
  const row = reply.rows[0] ?? {}
  const judged = ['positive', 'neutral', 'negative'].reduce((sum, name) => sum + (number(row[name]) ?? 0), 0)
  const unknown = number(row.unknown) ?? 0
  return judged > 0 ? null : unknown > 0 ? 'unknown' : 'none'
}

function Empty({ kind }: { kind: Nothing }) {
  const known = useQuery('voice', status)
  const voice = known.state === 'ready' ? known.value : null
  if (kind === 'unknown') return <Note title={t('voice.none_known')}><p>{t('voice.none_known_text')}</p>
  </Note>
  const elsewhere = voice !== null && (voice.judged ?? 0) > 0
  return <Note title={t(elsewhere ? 'voice.none_here' : 'voice.none')}><p>{t(elsewhere ? 'voice.none_here_text' : 'voice.none_text')}</p>
    {elsewhere ? <p><button type="button" onClick={() => setQuery({ where: null, period: 'all' })}>{t('voice.show_all')}</button></p>
      : may('setup') ? <p><a href={keep('/surveys')}>{t('voice.to_surveys')}</a> · <a href={keep('/sources')}>{t('voice.to_sources')}</a></p> : null}</Note>
}

/** How much was said and how; what could not be judged is said, too. */
function Counts({ asked }: { asked: Asked }) {
  if (!isAnswer(asked.reply)) return <TroubleInside problem={asked.reply.error} />
  const row = asked.reply.rows[0]
  if (!row) return null
  const of = (name: string) => number(row[name]) ?? 0
  const parts = ['positive', 'neutral', 'negative', 'unknown'] as const
  const total = parts.reduce((sum, name) => sum + of(name), 0)
  const share = (name: typeof parts[number]) => withUnit(100 * of(name) / total, '%')
  const href = peopleHref(asked.question, { keys: keysOf(asked.reply.columns, row), column: 'customers' })
  const customers = number(row.customers)
  return <p class={s.counts}><span data-total={total}>{plural('voice.comments', total)}</span>
    {customers === null ? null : <> · <a {...linkTo(href)}>{plural('n.customers', customers)}</a></>}
    {' · '}{t('voice.split', { positive: share('positive'), neutral: share('neutral'), negative: share('negative') })}
    {of('unknown') > 0 ? <> · <span class={s.unknown}>{plural('voice.unknown', of('unknown'))}</span></> : null}</p>
}

/** What is chosen, and a way back to all. */
function Chosen() {
  const words = Object.entries(chosenNow()).filter(([name]) => name !== 'sentiment').map(([, value]) => value)
  if (words.length === 0 && !query.value.get('sel')) return null
  return <button type="button" class={'quiet ' + s.chosen} onClick={() => setQuery(unchosen)}><span aria-hidden="true">×&nbsp;</span>{t('voice.clear')}</button>
}
