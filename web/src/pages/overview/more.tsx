// What stands below the first screen of the overview: findings, who came, what came in by month, channels, and the map of the journey.
import { ask, isAnswer, type Answer, type Question, type Row } from '../../api'
import { Bars } from '../../charts/bars'
import { Columns } from '../../charts/columns'
import { seriesOf } from '../../charts/series'
import { money, whole } from '../../format'
import { plural, t, why } from '../../i18n'
import { keysOf, peopleHref } from '../../question'
import { useQuery } from '../../query'
import { baseOf, measureHref, measureTitle, periodNow, useStatus } from '../../record'
import { keep } from '../../router'
import { humane, rawValues } from '../../ui/answer_words'
import type { Asked, Replies } from '../../ui/board'
import { Frame } from '../../ui/frame'
import { JourneyMap } from '../../ui/journey_map'
import { Note, State, TroubleInside } from '../../ui/state'
import { AnswerTable } from '../../ui/tables'
import { Tile } from '../../ui/tile'
import { dropFinding, npsFinding, repeatFinding } from '../findings'
import s from './overview_more.module.css'

type Base = ReturnType<typeof baseOf>

function questions({ range, over }: Base) {
  const plain = (measure: string, more: Partial<Question> = {}): Question => ({ measure, ...range, ...more })
  return {
    npsTrend: plain('nps', { over }), drops: plain('drop_outs'),
    customers: plain('customers'), customersTrend: plain('customers', { over }), repeat: plain('repeat_rate'),
    revenue: plain('revenue'), revenueTrend: plain('revenue', { over }),
    channels: plain('volume', { by: ['channel'] }),
    journey: plain('process_map', { parameters: { node: ['touchpoint'] } }),
    staged: plain('volume', { by: ['touchpoint', 'stage'] }),
  }
}
type Name = keyof ReturnType<typeof questions>

export function More() {
  const status = useStatus()
  return status.state === 'ready' ? <Asking base={baseOf(status.value)} /> : null
}

function Asking({ base }: { base: Base }) {
  const asked = questions(base)
  const names = Object.keys(asked) as Name[]
  const list = names.map(name => asked[name])
  const replies = useQuery('ask ' + JSON.stringify(list), signal => ask(list, signal))
  return <div class={s.more}><State query={replies} height={640}>{values =>
    <Parts replies={Object.fromEntries(names.map((name, i) => [name, { question: asked[name], reply: values[i]! }])) as Replies<Name>} />}</State></div>
}

const Parts = ({ replies }: { replies: Replies<Name> }) => <div class={s.grid}>
  <Findings replies={replies} />
  <div class={s.tiles}>
    <Tile asked={replies.customers} trend={replies.customersTrend}>
      {(row, answer) => <CustomerKinds asked={replies.customers} answer={answer} row={row} />}</Tile>
    <Tile asked={replies.repeat} />
  </div>
  <div class={s.revenue}><Revenue total={replies.revenue} trend={replies.revenueTrend} /></div>
  <div class={s.channels}><Channels asked={replies.channels} /></div>
  <div class={s.wide}><JourneyMap asked={replies.journey} staged={replies.staged} /></div>
</div>

function CustomerKinds({ asked, answer, row }: { asked: Asked; answer: Answer; row: Row }) {
  const link = (column: 'new' | 'returning') => typeof row[column] === 'number'
    ? <a href={peopleHref(asked.question, { keys: keysOf(answer.columns, row), column })}>
      {t(`customers.${column}`, { n: row[column] })}</a> : null
  return <p class={s.kinds}>{link('new')}{link('returning')}</p>
}

function Findings({ replies }: { replies: Replies<Name> }) {
  const found = [npsFinding(replies.npsTrend), dropFinding(replies.drops), repeatFinding(replies.journey)]
    .filter(finding => finding !== null)
  if (found.length === 0) return null
  return <section class={s.findings} aria-label={t('finding.title')}><ul>{found.map(finding =>
    <li key={finding.text} class={s[finding.tone]}><a href={finding.href}>{finding.text}</a></li>)}</ul></section>
}

function Revenue({ total, trend }: { total: Asked; trend: Asked }) {
  const title = `${measureTitle('revenue')} · ${t(`period.${periodNow()}`)}`
  if (!isAnswer(total.reply)) return <Note title={title}><TroubleInside problem={total.reply.error} /></Note>
  const answer = total.reply
  const rows = answer.rows.filter(row => typeof row.value === 'number')
    .sort((a, b) => Number(b.value) - Number(a.value))
  const main = rows[0]
  if (!main) return <Note title={title}><p>{why(answer.none)}</p></Note>
  const currency = String(main.currency ?? '')
  const points = isAnswer(trend.reply)
    ? seriesOf(trend.reply, trend.question, 'value', row => String(row.currency ?? '') === currency) : []
  return <Frame id="revenue" title={title} asOf={answer.as_of} href={keep(measureHref('revenue'))}
    values={rawValues(isAnswer(trend.reply) ? trend.reply : answer)}
    {...(isAnswer(trend.reply) ? { table: <AnswerTable answer={trend.reply} question={trend.question} title={title} /> } : {})}>
    <ul class={s.amounts}>{rows.map((row, i) => <li key={i}>
      <strong><a href={peopleHref(total.question, { keys: keysOf(answer.columns, row), column: 'customers' })}
        data-value={row.value}>{money(Number(row.value), String(row.currency ?? ''), true)}</a></strong>
      <span>{plural('n.customers', Number(row.customers ?? 0))}</span></li>)}</ul>
    <Columns id="revenue" points={points} unit="money" title={title} currency={currency} />
  </Frame>
}

function Channels({ asked }: { asked: Asked }) {
  const title = t('channels.title')
  if (!isAnswer(asked.reply)) return <Note title={title}><TroubleInside problem={asked.reply.error} /></Note>
  const answer = asked.reply
  const rows = [...answer.rows].sort((a, b) => Number(b.value ?? 0) - Number(a.value ?? 0))
  const most = 10
  return <Frame id="channels" title={title} asOf={answer.as_of} href={keep(measureHref('volume') + '?by=channel')}
    sentence={t('channels.sentence')} values={rawValues(answer)}
    table={<AnswerTable answer={answer} question={asked.question} title={title} />}
    foot={rows.length > most ? plural('channels.more', rows.length - most) : undefined}>
    <Bars label={title} bars={rows.slice(0, most).map(row => ({
      name: humane(String(row.channel ?? '')), value: Number(row.value ?? 0), low: null, high: null,
      text: whole(Number(row.value ?? 0)), note: '', faint: false,
      href: peopleHref(asked.question, { keys: keysOf(answer.columns, row), column: 'customers' }) }))} />
  </Frame>
}
