// How are we doing, is it getting better, what needs me now?
import { isAnswer, type Answer, type Question, type Row } from '../api'
import { Bars } from '../charts/bars'
import { Columns } from '../charts/columns'
import { LineChart } from '../charts/line'
import { seriesOf } from '../charts/series'
import { SplitBar } from '../charts/split_bar'
import { money, signed, whole, withUnit } from '../format'
import { plural, t, why } from '../i18n'
import { keysOf, peopleHref } from '../question'
import { measureHref, measureTitle, type Base } from '../record'
import { keep } from '../router'
import { humane, rawValues } from '../ui/answer_words'
import { Board, type Asked, type Replies } from '../ui/board'
import { Frame } from '../ui/frame'
import { JourneyMap } from '../ui/journey_map'
import { Note, problemText } from '../ui/state'
import { AnswerTable } from '../ui/tables'
import { EmptySlot, fewest, Tile } from '../ui/tile'
import { dropFinding, npsFinding, repeatFinding } from './findings'
import s from './overview.module.css'

function questions({ range, over }: Base) {
  const plain = (measure: string, more: Partial<Question> = {}): Question => ({ measure, ...range, ...more })
  const trend = (measure: string) => plain(measure, { over })
  return {
    nps: plain('nps'), npsTrend: trend('nps'),
    csat: plain('csat'), csatTrend: trend('csat'),
    ces: plain('ces'), cesTrend: trend('ces'),
    response: plain('response_rate'), responseTrend: trend('response_rate'),
    repeat: plain('repeat_rate'),
    customers: plain('customers'), customersTrend: trend('customers'),
    revenue: plain('revenue'), revenueTrend: trend('revenue'),
    channels: plain('volume', { by: ['channel'] }),
    journey: plain('process_map', { parameters: { node: ['touchpoint'] } }),
    staged: plain('volume', { by: ['touchpoint', 'stage'] }),
    drops: plain('drop_outs'),
  }
}
type Name = keyof ReturnType<typeof questions>

export default function Overview() {
  return <Board<Name> title={t('nav.overview')} sentence={t('overview.sentence')} questions={questions}>
    {replies => <Tiles replies={replies} />}</Board>
}

function Tiles({ replies }: { replies: Replies<Name> }) {
  return <div class={s.grid}>
    <div class={s.hero}><NpsTile nps={replies.nps} response={replies.response} /></div>
    <div class={s.trend}><NpsTrend asked={replies.npsTrend} /></div>
    <Findings replies={replies} />
    <div class={s.tiles}>
      <Tile asked={replies.csat} trend={replies.csatTrend} />
      <Tile asked={replies.ces} trend={replies.cesTrend} />
      <Tile asked={replies.response} trend={replies.responseTrend} />
      <Tile asked={replies.repeat} />
      <Tile asked={replies.customers} trend={replies.customersTrend}>
        {(row, answer) => <CustomerKinds asked={replies.customers} answer={answer} row={row} />}</Tile>
      <div class={s.slots}><EmptySlot id="cltv" /><EmptySlot id="churn" /></div>
    </div>
    <div class={s.revenue}><Revenue total={replies.revenue} trend={replies.revenueTrend} /></div>
    <div class={s.channels}><Channels asked={replies.channels} /></div>
    <div class={s.wide}><JourneyMap asked={replies.journey} staged={replies.staged} /></div>
  </div>
}

function NpsTile({ nps, response }: { nps: Asked; response: Asked }) {
  const rate = isAnswer(response.reply) ? response.reply.rows[0] : undefined
  return <Tile asked={nps} big>{(row, answer) => {
    const part = (tone: 'good' | 'flat' | 'bad', column: string, name: string) => ({
      tone, name, count: Number(row[column] ?? 0),
      href: peopleHref(nps.question, { keys: keysOf(answer.columns, row), column }) })
    return <>
      <div class={s.split}><SplitBar id="nps" parts={[
        part('bad', 'detractors', t('nps.detractors')),
        part('flat', 'passives', t('nps.passives')),
        part('good', 'promoters', t('nps.promoters'))]} /></div>
      {typeof rate?.value === 'number' ? <p class={s.coverage}>
        <a href={keep(measureHref('response_rate'))}>{measureTitle('response_rate')}</a>
        <b>{withUnit(rate.value, '%')}</b></p> : null}
    </>
  }}</Tile>
}

function NpsTrend({ asked }: { asked: Asked }) {
  const title = t('nps.trend')
  if (!isAnswer(asked.reply)) return <Note title={title}><p class="warn">{problemText(asked.reply.error)}</p></Note>
  const points = seriesOf(asked.reply, asked.question)
  const full = points.filter(point => point.whole && point.value !== null && (point.n ?? 0) >= fewest)
  const first = full[0]
  const last = full.at(-1)
  if (points.length === 0) return <Note title={title}><p>{why(asked.reply.none)}</p></Note>
  return <Frame id="nps-trend" title={title} asOf={asked.reply.as_of} href={keep(measureHref('nps') + '?over=' + asked.question.over)}
    sentence={first && last && first !== last ? t('nps.fromto', {
      a: signed(first.value!), b: signed(last.value!), first: first.label, last: last.label }) : null}
    values={rawValues(asked.reply)}
    table={<AnswerTable answer={asked.reply} question={asked.question} title={title} />}>
    <LineChart id="nps-trend" lines={[{ name: 'NPS', points }]} unit="points" title={title} />
  </Frame>
}

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
  const title = measureTitle('revenue')
  if (!isAnswer(total.reply)) return <Note title={title}><p class="warn">{problemText(total.reply.error)}</p></Note>
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
  if (!isAnswer(asked.reply)) return <Note title={title}><p class="warn">{problemText(asked.reply.error)}</p></Note>
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
