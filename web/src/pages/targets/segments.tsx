// Segments: how large each is, where it is used, its filter; made, changed, and removed where nothing names it any more.
import { useEffect, useState } from 'preact/hooks'
import { call } from '../../api'
import { whole, withUnit } from '../../format'
import { label, plural, t } from '../../i18n'
import { may } from '../../me'
import { useQuery } from '../../query'
import { peopleHref } from '../../question'
import { keep, linkTo, query, setQuery } from '../../router'
import { Note, State } from '../../ui/state'
import { pageOf } from '../boards/board'
import { Confirm, Dialog } from '../boards/dialog'
import { Menu } from '../boards/menu'
import { useSending } from '../surveys/use_sending'
import { focusBack } from './parts'
import { everySize, pathOf, sizesOf, useSegments, type Segment } from './requests'
import { SegmentForm } from './segment_form'
import s from './targets.module.css'

const filterOf = (segment: Segment) => `segment(${JSON.stringify(segment.name)})`
const blank = (where: string): Segment => ({ name: '', title: '', about: '', where, owner: '', used_by: [] })
const idOf = (name: string) => 'segment-' + name

export function Segments() {
  const segments = useSegments()
  const asked = query.value.get('new')
  const [open, setOpen] = useState<Segment | null>(null)
  // A link may bring a filter along: it begins a segment, once.
  useEffect(() => {
    if (asked === null) return
    setOpen(blank(asked))
    setQuery({ new: null }, true)
  }, [asked])
  const close = (name = '') => { setOpen(null); focusBack(name ? idOf(name) : 'new-segment') }
  return <>
    {may('boards') ? <p><button type="button" class="primary" id="new-segment" onClick={() => setOpen(blank(''))}>{t('targets.segments.new')}</button></p> : null}
    <State query={segments} height={200}>{list => <>
      {list.length === 0 ? <Note title={t('targets.segments.none')}><p>{t('targets.segments.none_text')}</p></Note>
        : <Table segments={list} edit={setOpen} />}
      {open ? <SegmentForm key={open.name} segment={open} taken={list.map(one => one.name)} onClose={close} /> : null}
    </>}</State>
  </>
}

function Table({ segments, edit }: { segments: Segment[]; edit: (segment: Segment) => void }) {
  const title = t('targets.segments')
  const sizes = useQuery('sizes ' + JSON.stringify(segments.map(one => [one.name, one.where])), signal => sizesOf(segments.map(filterOf), signal))
  const of = sizes.state === 'ready' ? sizes.value.of : null
  return <section class="card" aria-label={title}><div class={s.frame} tabIndex={0} role="group" aria-label={title}><table>
    <thead><tr><th scope="col" class="text">{t('targets.segment')}</th><th scope="col" class="text">{t('filter.name')}</th>
      <th scope="col">{t('targets.customers')}</th><th scope="col" class="text">{t('targets.used')}</th>
      <th scope="col"><span class="hidden">{t('targets.more')}</span></th></tr></thead>
    <tbody>{segments.map((segment, i) => <tr key={segment.name}>
      <th scope="row" class="text wrap">{segment.title || segment.name}<code class={s.under}>{filterOf(segment)}</code>
        <code class={s.under + ' ' + s.narrow}>{segment.where}</code>
        {segment.about ? <span class={'muted ' + s.under}>{segment.about}</span> : null}</th>
      <td class={'text ' + s.filter}><code>{segment.where}</code></td>
      <td>{sizes.state === 'ready' ? <Size segment={segment} n={sizes.value.each[i] ?? null} of={of} /> : <span aria-busy="true">…</span>}</td>
      <td class={'text wrap ' + s.uses}><Uses segment={segment} /></td>
      <td>{may('boards') ? <Actions segment={segment} edit={() => edit(segment)} /> : null}</td></tr>)}</tbody></table></div></section>
}

function Size({ segment, n, of }: { segment: Segment; n: number | null; of: number | null }) {
  if (n === null) return <>–</>
  const href = n > 0 ? peopleHref({ measure: everySize, where: filterOf(segment) }, { keys: {}, column: 'n' }) : ''
  return <><a {...linkTo(href && keep(href))} data-size={n}>{whole(n)}</a>
    {of ? <span class={'muted ' + s.under}>{withUnit(100 * n / of, '%')}</span> : null}</>
}

interface Use { kind: string; name: string }
/** What the server says in English, as what it is and how it is called; two tiles of a board are one use. */
export function usesOf(told: string[]): Use[] {
  const uses = told.map(text => {
    const found = /^(\w+) "([^"]*)"/.exec(text)
    return found ? { kind: found[1]!, name: found[2]! } : { kind: 'elsewhere', name: '' }
  })
  return uses.filter((use, i) => uses.findIndex(one => one.kind === use.kind && one.name === use.name) === i)
}

const hrefOf = ({ kind, name }: Use): string => kind === 'board' ? keep(pageOf(name)) : kind === 'goal' ? keep('/targets?tab=goals')
  : kind === 'decision' ? keep('/targets?tab=decisions') : kind === 'alert' ? keep('/alerts') : ''

function Uses({ segment }: { segment: Segment }) {
  const uses = usesOf(segment.used_by)
  if (uses.length === 0) return <span class="muted">{t('targets.unused')}</span>
  return <ul class={s.plain}>{uses.map(use => <li key={use.kind + use.name}>{label('targets.use', use.kind, use.kind)}{' '}
    {use.name ? <a {...linkTo(hrefOf(use))}>{use.name}</a> : null}</li>)}</ul>
}

function Actions({ segment, edit }: { segment: Segment; edit: () => void }) {
  const title = segment.title || segment.name
  const [removing, setRemoving] = useState(false)
  const { problem, busy, send } = useSending()
  const close = () => { setRemoving(false); focusBack(idOf(segment.name)) }
  const gone = () => void send(async () => { await call('DELETE', pathOf('segments', segment.name)) })
    .then(done => { if (done) { setRemoving(false); focusBack('new-segment') } })
  return <span id={idOf(segment.name)} tabIndex={-1}><Menu name={t('targets.menu', { title })}>{shut => <>
    <li><button type="button" onClick={() => { shut(); edit() }}>{t('targets.edit')}</button></li>
    <li><a href={keep('/alerts?new=' + encodeURIComponent(JSON.stringify({ measure: 'nps', where: filterOf(segment) })))} onClick={shut}>{t('targets.alert')}</a></li>
    <li><button type="button" onClick={() => { shut(); setRemoving(true) }}>{t('targets.remove')}</button></li>
  </>}</Menu>
  {!removing ? null : segment.used_by.length
    ? <Dialog title={t('targets.segments.in_use', { title })} onClose={close}><p>{plural('targets.segments.in_use_text', usesOf(segment.used_by).length)}</p><Uses segment={segment} /></Dialog>
    : <Confirm title={t('targets.remove_title', { title })} text={problem ? problem.detail ?? problem.title : t('targets.segments.remove_text')}
      action={t('targets.remove')} busy={busy} onYes={gone} onClose={close} />}</span>
}
