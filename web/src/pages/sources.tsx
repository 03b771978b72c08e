// Sources: what is connected and what it brought; below them files, stages, refused rows and data quality, each fetched when it is opened.
import { call, type Source } from '../api'
import { dayText, whole, withUnit } from '../format'
import { label, plural, t } from '../i18n'
import { may } from '../me'
import { useQuery } from '../query'
import { useStatus } from '../record'
import { keep, path } from '../router'
import { Frame } from '../ui/frame'
import { Heading } from '../ui/heading'
import { lazily } from '../ui/lazy'
import { NoData } from '../ui/no_data'
import { State } from '../ui/state'
import { rejectsHref } from './quality/requests'
import { Connect } from './source_setup'
import { SourceTabs } from './sources_tabs'
import Unknown from './unknown'

const BringFile = lazily(async () => {
  const [module] = await Promise.all([import('./bring_file/page'), import('./bring_file/words').then(words => words.openWords())])
  return module.default
})
const Stages = lazily(async () => (await import('./stages/page')).default)
const Rejects = lazily(async () => (await import('./quality/rejects')).default)
const Quality = lazily(async () => (await import('./quality/page')).default)

const parts: Record<string, () => preact.JSX.Element> = {
  '': () => <Sources />, file: () => <BringFile />, stages: () => <Stages />, rejects: () => <Rejects />, quality: () => <Quality /> }

export default function SourcesPages() {
  const name = path.value.replace(/\/$/, '').split('/').slice(2).join('/')
  const part = Object.hasOwn(parts, name) ? parts[name] : undefined
  return part ? <><SourceTabs open={name} />{part()}</> : <Unknown />
}

function Sources() {
  const status = useStatus()
  const sources = useQuery('sources', async signal =>
    (await call<{ sources: Source[] }>('GET', '/v1/sources', undefined, signal)).sources)
  return <>
    <Heading title={t('nav.sources')} sentence={t('sources.sentence')} />
    <State query={status} height={80}>{known => known.events === 0 ? <NoData /> : <p class="muted number">
      {plural('n.events', known.events)} · {plural('n.customers', known.customers)}
      {known.data_until ? ' · ' + t('sources.until', { day: dayText(Date.parse(known.data_until)) }) : ''}</p>}</State>
    <State query={sources} height={200}>{list => <>
      {may('setup') ? <Connect sources={list} /> : null}{list.length === 0 ? null : <SourceTable sources={list} />}</>}</State>
  </>
}

const share = (part: number, all: number) => all > 0 ? withUnit(100 * part / all, '%') : '–'
const day = (text: string | null) => text ? dayText(Date.parse(text)) : '–'

function SourceTable({ sources }: { sources: Source[] }) {
  const title = t('sources.title')
  const columns = ['rows', 'events', 'repeats', 'without_id', 'without_time', 'rejected'] as const
  return <Frame id="sources" title={title} values={{
    head: ['source', ...columns, 'first_event', 'last_event', 'last_import'],
    rows: sources.map(one => [
      one.source, ...columns.map(name => one[name]), one.first_event, one.last_event, one.last_import]) }}>
    <div class="scroll" tabIndex={0} role="group" aria-label={title}><table>
      <thead><tr><th scope="col" class="text">{label('column', 'source')}</th>
        {columns.map(name => <th scope="col" key={name}>{label('column', name)}</th>)}
        <th scope="col">{label('column', 'last_event')}</th><th scope="col">{label('column', 'last_import')}</th></tr></thead>
      <tbody>{sources.map(one => <tr key={one.source}>
        <th scope="row" class="text">{one.source}</th>
        <td>{whole(one.rows)}</td><td>{whole(one.events)}</td>
        {(['repeats', 'without_id', 'without_time', 'rejected'] as const).map(name => <td key={name}>
          {name === 'rejected' && one.rejected > 0
            ? <a href={keep(rejectsHref({ source: one.source }))}>{whole(one.rejected)}</a> : whole(one[name])}
          <span class="muted"> {share(one[name], one.rows)}</span></td>)}
        <td>{day(one.last_event)}</td><td>{day(one.last_import)}</td></tr>)}</tbody></table></div>
  </Frame>
}
