// Data quality: can we trust what each source sends? The measure `quality` as cards and as a table, and which feeds are silent.
import type { Answer, Row, Source } from '../../api'
import { ago, dayText, whole, withUnit } from '../../format'
import { label, plural, t } from '../../i18n'
import { now } from '../../live'
import { peopleHref } from '../../question'
import { useQuery } from '../../query'
import { measureHref, measureTitle } from '../../record'
import { keep } from '../../router'
import { Frame } from '../../ui/frame'
import { Heading } from '../../ui/heading'
import { NoData } from '../../ui/no_data'
import { State } from '../../ui/state'
import { answerTo, rejectsHref, useSources } from './requests'
import { feedOf, leastDays, lookBack, pastOf, type Feed } from './silence'
import s from './quality.module.css'

interface Line { name: string; row: Row; source: Source; feed: Feed }

const number = (row: Row, name: string) => Number(row[name] ?? 0)
const filterOf = (source: string) => `source = ${JSON.stringify(source)}`

export default function QualityPage() {
  const answer = useQuery('quality', signal => answerTo({ measure: 'quality' }, signal))
  const sources = useSources()
  const known = sources.state === 'ready' ? sources.value : null
  const past = useQuery(known && 'past ' + known.map(one => `${one.source} ${one.last_event}`).join('\n'), signal => pastOf(known!, signal))
  return <>
    <Heading title={measureTitle('quality')} sentence={t('quality.sentence')} />
    <State query={answer} height={320}>{told => <State query={sources} height={320}>{list => {
      const lines = linesOf(told, list, past.state === 'ready' ? past.value : null)
      return lines.length === 0 ? <NoData /> : <><Cards lines={lines} /><Table lines={lines} /></>
    }}</State>}</State>
  </>
}

/** Sources that brought rows or are to bring some. */
function linesOf(answer: Answer, sources: Source[], past: Map<string, number[]> | null): Line[] {
  const rows = new Map(answer.rows.map(row => [String(row.source), row]))
  return sources.map(source => ({ name: source.source, row: rows.get(source.source) ?? {}, source,
    feed: feedOf(source, past?.get(source.source) ?? null, now.value) }))
}

function Cards({ lines }: { lines: Line[] }) {
  const sum = (name: string) => lines.reduce((all, line) => all + number(line.row, name), 0)
  const rows = sum('n')
  const share = (name: string) => rows > 0 ? withUnit(100 * sum(name) / rows, '%') : '–'
  const silent = lines.filter(line => line.feed.state === 'silent')
  const ahead = lines.filter(line => line.feed.state === 'ahead')
  return <ul class={s.cards} aria-label={t('quality.together')}>
    <Card title={label('column', 'rejected_rate')} figure={share('rejected')} href={keep('/sources/rejects')}
      beside={t('quality.of_rows', { n: sum('rejected'), rows })} />
    <Card title={label('column', 'without_id_rate')} figure={share('without_id')} beside={t('quality.of_rows', { n: sum('without_id'), rows })} />
    <Card title={label('column', 'repeat_rate')} figure={share('repeats')} beside={t('quality.repeats')} />
    <Card title={t('quality.silent_feeds')} figure={whole(silent.length)} warn={silent.length > 0}
      beside={silent.length > 0 ? silent.map(line => line.name).join(', ') : t('quality.none_silent')} />
    {ahead.length > 0 ? <Card title={t('quality.ahead_title')} figure={whole(ahead.length)} warn beside={ahead.map(line => line.name).join(', ')} /> : null}
  </ul>
}

const Card = ({ title, figure, beside, href, warn }: { title: string; figure: string; beside: string; href?: string; warn?: boolean }) =>
  <li class={'card ' + s.card}><h2>{title}</h2>
    <p class={warn ? `${s.figure} warn` : s.figure}>{href ? <a href={href}>{figure}</a> : figure}</p><p class="muted">{beside}</p></li>

const columns = ['n', 'events', 'without_id', 'without_time', 'repeats', 'rejected'] as const
const nameOf = (column: string) => label('column', column === 'n' ? 'rows' : column)

function Table({ lines }: { lines: Line[] }) {
  const title = t('quality.by_source')
  return <Frame id="quality" title={title} href={keep(measureHref('quality'))}
    foot={t('quality.rule', { days: lookBack, least: leastDays })}
    values={{ head: ['source', 'accepted_%', ...columns, 'last_event', 'feed'], rows: lines.map(({ name, row, source, feed }) => [
      name, row.value, ...columns.map(column => number(row, column)), source.last_event, feed.state]) }}>
    <div class="scroll" tabIndex={0} role="group" aria-label={title}><table>
      <thead><tr><th scope="col" class="text">{label('column', 'source')}</th>
        <th scope="col">{t('quality.accepted')}</th>
        {columns.map(column => <th scope="col" key={column}>{nameOf(column)}</th>)}
        <th scope="col">{label('column', 'last_event')}</th><th scope="col" class="text">{t('quality.feed')}</th></tr></thead>
      <tbody>{lines.map(line => <tr key={line.name}>
        <th scope="row" class="text">{line.source.events === 0 ? line.name
          : <a href={measureHref('volume') + '?' + new URLSearchParams({ period: 'all', where: filterOf(line.name) })}>{line.name}</a>}</th>
        <td>{line.row.value === undefined ? '–' : withUnit(Number(line.row.value), '%')}</td>
        {columns.map(column => <td key={column}><Figure line={line} column={column} /></td>)}
        <td>{line.source.last_event ? dayText(Date.parse(line.source.last_event)) : '–'}</td>
        <td class="text"><FeedNote line={line} /></td></tr>)}</tbody></table></div>
  </Frame>
}

/** A figure, with the people or the rows that it counts where there are such. */
function Figure({ line: { name, row }, column }: { line: Line; column: typeof columns[number] }) {
  const n = number(row, column)
  const people = column === 'events' && n > 0 ? peopleHref({ measure: 'volume', where: filterOf(name) }, { keys: {}, column: 'n' }) : ''
  const href = people || (n > 0 && (column === 'rejected' || column === 'without_time') ? rejectsHref({ source: name }) : '')
  return <>{href ? <a href={keep(href)}>{whole(n)}</a> : whole(n)}
    {column === 'n' || column === 'events' || number(row, 'n') === 0 ? null
      : <span class="muted"> {withUnit(100 * n / number(row, 'n'), '%')}</span>}</>
}

function FeedNote({ line: { source, feed } }: { line: Line }) {
  const time = source.last_event ? ago(Date.parse(source.last_event), now.value) : ''
  if (feed.state === 'silent') return <span class={'warn ' + s.feed}><b>{t('quality.feed.silent', { time })}</b> {usualText(feed.usual)}</span>
  if (feed.state === 'live') return <span class={s.feed}>{t('quality.feed.live', { time })} <span class="muted">{usualText(feed.usual)}</span></span>
  if (feed.state === 'ahead') return <span class={'warn ' + s.feed}>{t('quality.feed.ahead')}</span>
  return <span class={'muted ' + s.feed}>{t(`quality.feed.${feed.state}`, { time })}</span>
}

const usualText = (days: number) => plural('quality.usual', days)
