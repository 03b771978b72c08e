// Does data arrive, and is it right: what each source brought, and the rows that were refused.
import { call, type Reject, type Source } from '../api'
import { dayText, whole, withUnit } from '../format'
import { label, plural, t } from '../i18n'
import { useQuery } from '../query'
import { useStatus } from '../record'
import { keep, path, query, setQuery } from '../router'
import { Frame } from '../ui/frame'
import { Heading } from '../ui/heading'
import { lazily } from '../ui/lazy'
import { NoData, Note, State } from '../ui/state'
import { Connect } from './source_setup'
import s from './sources.module.css'

const page = 50

const BringFile = lazily(async () => {
  const [module] = await Promise.all([import('./bring_file/page'), import('./bring_file/words').then(words => words.openWords())])
  return module.default
})

export default function SourcesOrFile() {
  return path.value === '/sources/file' ? <BringFile /> : <Sources />
}

function Sources() {
  const status = useStatus()
  const sources = useQuery('sources', async signal =>
    (await call<{ sources: Source[] }>('GET', '/v1/sources', undefined, signal)).sources)
  return <>
    <Heading title={t('nav.sources')} sentence={t('sources.sentence')}>
      <a href={keep('/sources/file')}>{t('sources.bring')}</a></Heading>
    <State query={status} height={80}>{known => known.events === 0 ? <NoData /> : <p class="muted number">
      {plural('n.events', known.events)} · {plural('n.customers', known.customers)}
      {known.data_until ? ' · ' + t('sources.until', { day: dayText(Date.parse(known.data_until)) }) : ''}</p>}</State>
    <State query={sources} height={200}>{list => <>
      <Connect sources={list} />{list.length === 0 ? null : <SourceTable sources={list} />}</>}</State>
    <Rejects />
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
            ? <button type="button" class={'quiet ' + s.show} onClick={() => setQuery({ source: one.source, offset: null })}>
              {whole(one.rejected)}</button> : whole(one[name])}
          <span class="muted"> {share(one[name], one.rows)}</span></td>)}
        <td>{day(one.last_event)}</td><td>{day(one.last_import)}</td></tr>)}</tbody></table></div>
  </Frame>
}

function Rejects() {
  const source = query.value.get('source') ?? ''
  const offset = Math.max(0, Math.floor(Number(query.value.get('offset') ?? 0)) || 0)
  const rejects = useQuery(`rejects ${source} ${offset}`, signal =>
    call<{ total: number; rejects: Reject[] }>('GET', '/v1/rejects?' + new URLSearchParams({
      ...(source ? { source } : {}), limit: String(page), offset: String(offset) }), undefined, signal))
  const title = t('rejects.title')
  return <div class={s.rejects}><State query={rejects} height={120}>{({ total, rejects }) => total === 0
    ? <Note title={t('rejects.none')} />
    : <Frame id="rejects" title={title} sentence={plural('rejects.count', total)}
      aside={source ? <button type="button" onClick={() => setQuery({ source: null, offset: null })}>
        {source} ×<span class="hidden"> {t('filter.clear')}</span></button> : null}
      values={{ head: ['source', 'file', 'line', 'field', 'reason', 'raw', 'at'],
        rows: rejects.map(one => [one.source, one.file, one.line, one.field, one.reason, one.raw, one.at]) }}>
      <div class="scroll" tabIndex={0} role="group" aria-label={title}><table>
        <thead><tr>{['file', 'line', 'field', 'reason', 'raw'].map(name =>
          <th scope="col" key={name} class={name === 'line' ? undefined : 'text'}>{label('column', name)}</th>)}</tr></thead>
        <tbody>{rejects.map((one, i) => <tr key={i}>
          <th scope="row" class="text">{one.file}</th><td>{whole(one.line)}</td><td class="text">{one.field}</td>
          <td class="text wrap">{one.reason}</td><td class="text wrap"><code>{one.raw}</code></td></tr>)}</tbody></table></div>
      {total > page ? <nav class={s.pager} aria-label={t('people.pages')}>
        <button type="button" disabled={offset === 0}
          onClick={() => setQuery({ offset: offset > page ? String(offset - page) : null })}>
          {t('people.previous')}</button>
        <span class="muted number">{t('people.range', { from: offset + 1, to: Math.min(offset + page, total), total })}</span>
        <button type="button" disabled={offset + page >= total} onClick={() => setQuery({ offset: String(offset + page) })}>
          {t('people.next')}</button></nav> : null}
    </Frame>}</State></div>
}
