// Refused rows: what is wrong with them, by kind, and the rows of a kind; and how to mend it.
import type { Reject, Source } from '../../api'
import { dayText, whole } from '../../format'
import { label, plural, t } from '../../i18n'
import { useQuery } from '../../query'
import { keep, query, setQuery } from '../../router'
import { useSignal } from '../../signal'
import { Frame } from '../../ui/frame'
import { Heading } from '../../ui/heading'
import { Missing } from '../../ui/lazy'
import { download } from '../../ui/tables'
import { Note, State } from '../../ui/state'
import { localMoment } from '../local_time'
import { Mend } from './mend'
import { groupsOf, rejectsHref, rejectsOf, useSources, type Group, type Groups, type Wish } from './requests'
import s from './quality.module.css'

const page = 50
const most = 20_000  // Rows of a CSV; more are for `sojourn sql`.

export default function RejectsPage() {
  const params = query.value
  const wish: Wish = { source: params.get('source') ?? '', field: params.get('field') ?? '', kind: params.get('kind') ?? '' }
  const sources = useSources()
  const groups = useQuery('reject groups ' + wish.source, signal => groupsOf(wish.source!, signal))
  const known = sources.state === 'ready' ? sources.value : []
  return <>
    <Heading title={t('rejects.title')} sentence={t('rejects.sentence')} />
    <State query={groups} height={200}>{found => <>
      <SourceFilter sources={known} source={wish.source!} />
      {found.total === 0
        ? <Note title={t('rejects.none')}>{wish.source ? <p>{t('rejects.none_of', { source: wish.source })}</p> : null}</Note>
        : <><GroupTable groups={found} wish={wish} /><Mend sources={known} source={wish.source!} groups={found.groups} /><Rows wish={wish} /></>}
    </>}</State>
  </>
}

function SourceFilter({ sources, source }: { sources: Source[]; source: string }) {
  // One that nobody refused anything of is shown where the address names it.
  const names = [...new Set([...sources.filter(one => one.rejected > 0).map(one => one.source), ...(source ? [source] : [])])]
  return <div class={s.filter}><label><span>{label('column', 'source')}</span>
    <select value={source} onChange={event => setQuery({ source: event.currentTarget.value || null, field: null, kind: null, offset: null })}>
      <option value="">{t('rejects.all_sources')}</option>
      {names.map(name => <option key={name} value={name}>{name}</option>)}</select></label></div>
}

const isOpen = (wish: Wish, group: Group) => wish.kind === group.kind && wish.field === group.field && wish.source === group.source

function GroupTable({ groups, wish }: { groups: Groups; wish: Wish }) {
  const title = t('rejects.groups')
  return <Frame id="refused-kinds" title={title} sentence={plural('rejects.count', groups.total)}
    foot={groups.cut ? t('rejects.groups_cut') : undefined}
    values={{ head: ['source', 'field', 'rows', 'reason', 'first', 'last'],
      rows: groups.groups.map(one => [one.source, one.field, one.rows, one.example, one.first, one.last]) }}>
    <div class="scroll" tabIndex={0} role="group" aria-label={title}><table>
      <thead><tr><th scope="col" class="text">{label('column', 'reason')}</th><th scope="col">{label('column', 'rows')}</th>
        <th scope="col" class="text">{label('column', 'field')}</th><th scope="col" class="text">{label('column', 'source')}</th>
        <th scope="col">{t('rejects.last')}</th></tr></thead>
      <tbody>{groups.groups.map(one => <tr key={one.source + one.field + one.kind} class={isOpen(wish, one) ? s.open : undefined}>
        <th scope="row" class="text wrap">
          <a href={keep(rejectsHref(one))} aria-current={isOpen(wish, one) ? 'true' : undefined}>{one.example}</a></th>
        <td>{whole(one.rows)}</td><td class="text"><code>{one.field}</code></td><td class="text">{one.source}</td>
        <td>{one.last ? dayText(Date.parse(one.last)) : '–'}</td></tr>)}</tbody></table></div>
  </Frame>
}

function Rows({ wish }: { wish: Wish }) {
  const offset = Math.max(0, Math.floor(Number(query.value.get('offset') ?? 0)) || 0)
  const rejects = useQuery(`rejects ${JSON.stringify(wish)} ${offset}`, signal => rejectsOf(wish, offset, page, signal))
  const title = wish.kind ? t('rejects.of_kind') : t('rejects.newest')
  return <div class={s.rows}><State query={rejects} height={240}>{({ total, rejects }) => <Frame id="refused" title={title}
    sentence={t('people.range', { from: Math.min(offset + 1, total), to: Math.min(offset + page, total), total })}
    aside={<>{wish.kind ? <a class="quiet" href={keep(rejectsHref({ source: wish.source! }))}>{t('rejects.all_kinds')}</a> : null}
      <AllAsCsv wish={wish} total={total} /></>}
    values={valuesOf(rejects)}>
    <RowTable rejects={rejects} title={title} />
    {total > page ? <nav class={s.pager} aria-label={t('people.pages')}>
      <button type="button" disabled={offset === 0}
        onClick={() => setQuery({ offset: offset > page ? String(offset - page) : null })}>{t('people.previous')}</button>
      <button type="button" disabled={offset + page >= total} onClick={() => setQuery({ offset: String(offset + page) })}>
        {t('people.next')}</button></nav> : null}
  </Frame>}</State></div>
}

const valuesOf = (rejects: Reject[]) => ({ head: ['source', 'file', 'line', 'field', 'reason', 'raw', 'at'],
  rows: rejects.map(one => [one.source, one.file, one.line, one.field, one.reason, one.raw, one.at]) })

const RowTable = ({ rejects, title }: { rejects: Reject[]; title: string }) =>
  <div class="scroll" tabIndex={0} role="group" aria-label={title}><table>
    <thead><tr><th scope="col" class="text">{t('rejects.from')}</th><th scope="col">{label('column', 'line')}</th>
      {['field', 'reason', 'raw'].map(name => <th scope="col" class="text" key={name}>{label('column', name)}</th>)}
      <th scope="col">{t('rejects.at')}</th></tr></thead>
    <tbody>{rejects.map((one, i) => <tr key={i}>
      <th scope="row" class="text">{one.file || one.source}</th><td>{one.line > 0 ? whole(one.line) : ''}</td>
      <td class="text"><code>{one.field}</code></td><td class="text wrap">{one.reason}</td>
      <td class="text wrap"><code>{one.raw}</code></td>
      <td>{localMoment(one.at)}</td></tr>)}</tbody></table></div>

/** Every row behind the page that is shown, up to a size that browsers take. */
function AllAsCsv({ wish, total }: { wish: Wish; total: number }) {
  const busy = useSignal(false)
  const lost = useSignal(false)
  if (total <= page) return null
  const bring = async () => {
    busy.value = true
    lost.value = false
    try {
      const rows: Reject[] = []
      for (let size = 1; rows.length < Math.min(total, most) && size > 0;) {
        const more = (await rejectsOf(wish, rows.length, 1000)).rejects
        rows.push(...more)
        size = more.length
      }
      await download('refused', valuesOf(rows))
    } catch { lost.value = true }
    busy.value = false
  }
  return <><button type="button" class="quiet" disabled={busy.value} onClick={() => void bring()}>
    {total > most ? t('rejects.first_as_csv', { n: most }) : t('rejects.all_as_csv', { n: total })}</button>
    {lost.value ? <Missing /> : null}</>
}
