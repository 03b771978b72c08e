// Themes: how often, how they are spoken of, what they do to the score, and the money behind them.
import { useRef } from 'preact/hooks'
import { isAnswer, type Answer, type Question } from '../../api'
import { Spark } from '../../charts/spark'
import type { Point } from '../../charts/series'
import { money, whole, withUnit } from '../../format'
import { label, plural, t } from '../../i18n'
import { may } from '../../me'
import { keysOf, peopleHref } from '../../question'
import { useStatus, type Base } from '../../record'
import { keep, linkTo } from '../../router'
import { unitOf } from '../../ui/answer_cells'
import { AnswerTable } from '../../ui/answer_table'
import { rawValues } from '../../ui/answer_words'
import { Age } from '../../ui/age'
import type { Asked, Questions } from '../../ui/board'
import { Choose, chosen as choiceOf } from '../../ui/choices'
import { Frame } from '../../ui/frame'
import { Note, TroubleInside } from '../../ui/state'
import { told } from '../../ui/told'
import { usePageKeys } from '../../ui/page_keys'
import { costliest, lastWeeks, mostLoved, mostNamed, other, themesOf, weekly, type Amount, type Theme } from './figures'
import { keysFor, type Pick } from './keys'
import { kindName, useKinds } from './kinds'
import { VoicePart } from './part'
import { PickTable, shownRows, type PickColumn } from './pick_table'
import { SentimentBar } from './sentiment_bar'
import { Workbook } from './take_along'
import { ThemeMenu } from './theme_menu'
import { chosenNow } from './where'
import { boundsOf, effectText, Whisker } from './whisker'
import s from './voice.module.css'

/** Twelve weeks of a measure, by name: the same filter, but a range of their own. */
export function weeksOf(measure: string, { range }: Base, until: string | null): Question {
  const { from: _from, to: _to, ...rest } = range
  return { measure, ...rest, ...lastWeeks(until) ?? {}, over: 'week' }
}

export default function Themes() {
  const status = useStatus()
  const until = status.state === 'ready' ? status.value.data_until : null
  const theme = chosenNow().theme
  const kinds = useKinds()
  const kind = choiceOf('kind', kinds ?? [])
  return <VoicePart heading={theme ? t('voice.about', { name: nameText(theme) }) : t('voice.newest')} waiting={kinds === null}
    settings={kinds && kinds.length > 1 ? <Choose name="kind" title={t('voice.effect_on')} choices={kinds.map(value => ({ value, title: kindName(value) }))} /> : null}
    questions={base => ({
      topics: { measure: 'topics', ...base.range },
      ...kind ? { effects: { measure: 'topic_effect', ...base.range, parameters: { kind: [kind] } } } : {},
      weeks: weeksOf('topics', base, until),
    }) as Questions<'topics' | 'effects' | 'weeks'>}
    finding={replies => findingOf(themesOf(replies.topics, replies.effects), kind, replies.effects)}>
    {replies => <Table kind={kind} topics={replies.topics} effects={replies.effects} weeks={replies.weeks} />}
  </VoicePart>
}

export const nameText = (name: string): string => label('topic', name, name)

/** What costs most; else what helps most; else that nothing is proven. */
function findingOf(themes: Theme[], asked: string, effects: Asked | undefined): string {
  const kind = kindName(asked)
  const words = (theme: Theme) => {
    const { value, low, high } = theme.effect as { value: number; low: number; high: number }
    const text = (of: number) => effectText(of, effectUnit(effects))
    return { theme: theme.name, comments: plural('voice.comments', theme.n), kind, effect: text(value), range: t('tile.range', { low: text(low), high: text(high) }) }
  }
  const [bad, good, named] = [costliest(themes), mostLoved(themes), mostNamed(themes)]
  if (bad) return t('voice.costs_most', words(bad))
  if (good) return t('voice.helps_most', words(good))
  return named ? t(asked ? 'voice.nothing_proven' : 'voice.most_named', { theme: named.name, comments: plural('voice.comments', named.n), kind }) : t('voice.no_themes')
}

const effectAnswer = (effects: Asked | undefined): Answer | null => effects && isAnswer(effects.reply) ? effects.reply : null

function effectUnit(effects: Asked | undefined): string {
  const reply = effectAnswer(effects)
  const column = reply?.columns.find(one => one.role === 'value')
  return reply && column ? unitOf(reply, column) : ''
}

/** `kind` is "" and `effects` are none where nobody gave a score. */
interface Replied { kind: string; topics: Asked; effects: Asked | undefined; weeks: Asked }

function Table({ kind, topics, effects, weeks }: Replied) {
  if (!isAnswer(topics.reply)) return <Note title={t('voice.themes')}><TroubleInside problem={topics.reply.error} /></Note>
  const themes = themesOf(topics, effects)
  if (!themes.some(one => one.name !== other)) return <Note title={t('voice.no_themes')}>
    <p>{topics.reply.none ? told(topics.reply.none) : t('voice.no_themes_text')}</p></Note>
  return <Themed themes={themes} answer={topics.reply} kind={kind} topics={topics} effects={effects} weeks={weeks} />
}

function Themed({ themes, answer, kind, topics, effects, weeks }: Replied & { themes: Theme[]; answer: Answer }) {
  const effect = effectAnswer(effects)
  const trend = weekly(weeks, 'topic')
  const bounds = boundsOf(themes.map(one => one.effect))
  const unit = effectUnit(effects)
  const people = (theme: Theme) => peopleHref(topics.question, { keys: keysOf(answer.columns, theme.row), column: 'n' })
  const columns: PickColumn<Theme>[] = [
    { name: 'theme', title: t('voice.theme'), text: true, by: one => one.name, cell: one => <Named theme={one} /> },
    { name: 'n', title: t('voice.mentions'), by: one => one.n, cell: one => <span class={s.stacked}><a {...linkTo(people(one))} data-value={one.n}>{whole(one.n)}</a>
      {one.share === null ? null : <small class="muted">{withUnit(one.share, '%')}</small>}</span> },
    { name: 'mood', title: t('voice.sentiment'), text: true, by: one => (one.positive - one.negative) / (one.positive + one.neutral + one.negative || 1), cell: one => <SentimentBar {...one} /> },
    ...effects ? [{ name: 'effect', title: t('voice.effect', { kind: kindName(kind) }), about: t('voice.effect_about'), text: true, by: (one: Theme) => one.effect?.value ?? null,
      cell: (one: Theme) => <Whisker effect={one.effect} bounds={bounds} unit={unit} /> }] : [],
    ...themes.some(one => one.revenue.length > 0) ? [{ name: 'revenue', title: t('voice.revenue'), about: t('voice.revenue_about'), by: (one: Theme) => one.revenue[0]?.value ?? null,
      cell: (one: Theme) => <Amounts of={one.revenue} /> }] : [],
    { name: 'trend', title: t('voice.twelve_weeks'), by: one => risen(trend.get(one.name)), cell: one => <Trend name={one.name} points={trend.get(one.name)} /> },
    ...may('setup') ? [{ name: 'act', title: '', cell: (one: Theme) => one.name === other ? null : <ThemeMenu name={one.name} /> }] : [],
  ]
  const first = 'n'
  const last = (one: Theme) => one.name === other
  usePicking(shownRows({ rows: themes, columns, first, last }).map(one => ({ key: one.name, patch: { theme: one.name } })))
  return <Frame id="themes" title={t('voice.themes')} href={keep('/measure/topics')} values={rawValues(effect ? merged(answer, effect) : answer)}
    aside={<Workbook name="themes" title={t('voice.themes')} question={topics.question} />}
    table={<><AnswerTable answer={answer} question={topics.question} title={t('voice.themes')} />
      {effects && effect ? <AnswerTable answer={effect} question={effects.question} title={t('voice.effect', { kind: kindName(kind) })} /> : null}</>}
    foot={<>{effects && !isAnswer(effects.reply) ? <TroubleInside problem={effects.reply.error} /> : null}<Notes of={answer} />
      {effect ? <><Notes of={effect} about={t('voice.effect', { kind: kindName(kind) })} /><p>{t('voice.effect_about')}</p></> : null}<Age at={answer.as_of} /></>}>
    <PickTable title={t('voice.themes')} columns={columns} rows={themes} keyOf={one => one.name} chosen={chosenNow().theme ?? null}
      choose={one => ({ theme: one.name })} first={first} last={last} />
  </Frame>
}

/** j and k step through the rows as they stand; each step is a choice. */
export function usePicking(rows: Pick[]): void {
  const keys = useRef(keysFor(rows))
  keys.current = keysFor(rows)
  usePageKeys(keys)
}

/** What an answer says of itself; `about`: of which of several. */
export const Notes = ({ of, about }: { of: Answer; about?: string }) => <>{(of.notes ?? []).map(note =>
  <p key={note} class={s.note}>{about ? about + ': ' : ''}{told(note)}</p>)}</>

const growing = ['new', 'rising']

function Named({ theme }: { theme: Theme }) {
  return <span class={s.name}><span>{nameText(theme.name)}</span>{growing.includes(theme.trend) ? <span class={s.mark}><span aria-hidden="true">▲ </span>{label('trend', theme.trend)}</span> : null}</span>
}

export const Amounts = ({ of }: { of: Amount[] }) => of.length === 0 ? <>–</>
  : <span class={s.amounts}>{of.slice(0, 2).map(one => <span key={one.currency} data-value={one.value}>{money(one.value, one.currency, true)}</span>)}</span>

const half = (points: Point[]) => Math.floor(points.length / 2)
const sum = (points: Point[]) => points.reduce((all, one) => all + (one.value ?? 0), 0)
export const risen = (points: Point[] | undefined): number | null => points ? sum(points.slice(half(points))) - sum(points.slice(0, half(points))) : null

/** The shape, and the same in words. */
export function Trend({ name, points }: { name: string; points: Point[] | undefined }) {
  if (!points || sum(points) === 0) return <span class="muted">–</span>
  const words = t('voice.trend', { name: nameText(name), before: sum(points.slice(0, half(points))), after: sum(points.slice(half(points))) })
  return <span class={s.spark} title={words}><Spark points={points} /><span class="hidden">{words}</span></span>
}

/** Both answers as one table: the columns of the theme, then those of its effect. */
function merged(topics: Answer, effects: Answer): Answer {
  const own = effects.columns.filter(column => column.role !== 'key' && column.role !== 'split')
  const named = own.map(column => ({ ...column, name: 'effect_' + column.name }))
  const rows = topics.rows.map(row => {
    const effect = effects.rows.find(one => one.topic === row.topic)
    return { ...row, ...Object.fromEntries(own.map(column => ['effect_' + column.name, effect?.[column.name]])) }
  })
  return { ...topics, columns: [...topics.columns, ...named], rows }
}
