// What others reach: tables with their source and date, and where our own figure stands among them.
import { useState } from 'preact/hooks'
import { call, type Definition } from '../../api'
import { dayText, whole, withUnit } from '../../format'
import { plural, t } from '../../i18n'
import { may } from '../../me'
import type { Query } from '../../query'
import { startOf } from '../../period'
import { measureHref, measureTitle, periodNow, useCatalogue } from '../../record'
import { keep } from '../../router'
import { Frame } from '../../ui/frame'
import { Note, State } from '../../ui/state'
import { Confirm } from '../boards/dialog'
import { Menu } from '../boards/menu'
import { useSending } from '../surveys/use_sending'
import { BenchmarkForm } from './benchmark_form'
import { titleOf } from './goals'
import { focusBack } from './parts'
import { pathOf, useBenchmarks, useStanding, type Benchmark, type Standing } from './requests'
import s from './targets.module.css'

const idOf = (name: string) => 'benchmark-' + name
const blank: Benchmark = { name: '', title: '', source: '', date: '', rows: [] }

export function Benchmarks() {
  const benchmarks = useBenchmarks()
  const catalogue = useCatalogue()
  const [open, setOpen] = useState<Benchmark | null>(null)
  const close = (name = '') => { setOpen(null); focusBack(name ? idOf(name) : 'new-benchmark') }
  return <>
    {may('setup') ? <p><button type="button" class="primary" id="new-benchmark" onClick={() => setOpen(blank)}>{t('targets.benchmarks.new')}</button></p> : null}
    <State query={catalogue.state === 'ready' ? benchmarks as Query<unknown> : catalogue as Query<unknown>} height={300}>{() => {
      if (benchmarks.state !== 'ready' || catalogue.state !== 'ready') return null
      const list = benchmarks.value
      return <>
        {list.length === 0 ? <Note title={t('targets.benchmarks.none')}><p>{t('targets.benchmarks.none_text')}</p></Note>
          : <div class={s.cards}>{list.map(one => <Table key={one.name} table={one} measures={catalogue.value} edit={() => setOpen(one)} />)}</div>}
        {open ? <BenchmarkForm key={open.name} table={open} measures={catalogue.value} taken={list.map(one => one.name)} onClose={close} /> : null}
      </>
    }}</State>
  </>
}

function Table({ table, measures, edit }: { table: Benchmark; measures: Definition[]; edit: () => void }) {
  const known = [...new Set(table.rows.map(one => one.measure))]
  const [chosen, setChosen] = useState(known[0] ?? '')
  const measure = known.includes(chosen) ? chosen : known[0] ?? ''
  const standing = useStanding(table.name, measure, periodNow())
  const title = titleOf(table)
  const name = (id: string) => measureTitle(id, measures.find(one => one.id === id)?.title)
  const rows = standing.state === 'ready' ? standing.value.rows : []
  return <div class={s.card}><Frame id={'benchmark-' + table.name} title={title}
    sentence={<>{t('targets.benchmarks.from', { source: table.source })}{table.date ? `, ${dayText(startOf(table.date))}` : ''}</>}
    aside={<>{known.length > 1 ? <select aria-label={`${t('measure.choose')}: ${title}`} value={measure} onChange={event => setChosen(event.currentTarget.value)}>
      {known.map(one => <option key={one} value={one}>{name(one)}</option>)}</select> : null}
      {may('setup') ? <Actions table={table} edit={edit} /> : null}</>}
    values={{ head: ['rank', 'group', 'value', 'n', 'source', 'date'], rows: rows.map(one => [one.rank, one.own ? t('targets.benchmarks.own') : one.group, one.value, one.n, one.source, one.date]) }}>
    <State query={standing} height={120}>{found => <Standings standing={found} name={name(measure)} title={title} />}</State>
  </Frame></div>
}

function Standings({ standing, name, title }: { standing: Standing; name: string; title: string }) {
  const text = (value: number) => withUnit(value, standing.unit)
  const [low, high] = standing.rows.reduce(([a, b], row) => [Math.min(a, row.value), Math.max(b, row.value)], [0, 0])
  const place = (value: number) => 100 * (value - low) / (high - low || 1)
  return <>
    <p class={s.finding}>{standing.rank === null ? t('targets.benchmarks.no_rank', { measure: name })
      : t('targets.benchmarks.rank', { measure: name, rank: whole(standing.rank), of: whole(standing.of), period: t(`period.${periodNow()}`) })}</p>
    <div class={'scroll ' + s.relative} tabIndex={0} role="group" aria-label={`${title}: ${name}`}><table class={s.ranks}>
      <thead><tr><th scope="col">{t('targets.benchmarks.place')}</th><th scope="col" class="text">{t('targets.benchmarks.group')}</th>
        <th scope="col">{name}</th><th scope="col"><span class="hidden">{t('targets.benchmarks.bar')}</span></th><th scope="col">n</th></tr></thead>
      <tbody>{standing.rows.map(row => <tr key={row.group + row.own} class={row.own ? s.own : undefined} data-own={row.own || undefined}>
        <td>{whole(row.rank)}</td><th scope="row" class="text wrap">{row.own ? <a href={keep(measureHref(standing.measure))}>{t('targets.benchmarks.own')}</a> : row.group}</th>
        <td>{text(row.value)}</td>
        <td class={s.bar}><span style={{ marginInlineStart: place(Math.min(0, row.value)) + '%', width: Math.abs(place(row.value) - place(0)) + '%' }} /></td>
        <td>{row.n === null ? '–' : whole(row.n)}</td></tr>)}</tbody></table></div>
  </>
}

function Actions({ table, edit }: { table: Benchmark; edit: () => void }) {
  const title = titleOf(table)
  const [removing, setRemoving] = useState(false)
  const { problem, busy, send } = useSending()
  const gone = () => void send(async () => { await call('DELETE', pathOf('benchmarks', table.name)) }).then(done => { if (done) { setRemoving(false); focusBack('new-benchmark') } })
  return <span id={idOf(table.name)} tabIndex={-1}><Menu name={t('targets.menu', { title })}>{close => <>
    <li><button type="button" onClick={() => { close(); edit() }}>{t('targets.edit')}</button></li>
    <li><button type="button" onClick={() => { close(); setRemoving(true) }}>{t('targets.remove')}</button></li>
  </>}</Menu>
  {removing ? <Confirm title={t('targets.remove_title', { title })} text={problem ? problem.detail ?? problem.title : plural('targets.benchmarks.remove_text', table.rows.length)}
    action={t('targets.remove')} busy={busy} onYes={gone} onClose={() => { setRemoving(false); focusBack(idOf(table.name)) }} /> : null}</span>
}
