// Maps that were kept, and files that came in before.
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Problem } from '../../api'
import { whole, withUnit } from '../../format'
import { label, t } from '../../i18n'
import { changes } from '../../live'
import { problemOf, useQuery } from '../../query'
import { State, Trouble } from '../../ui/state'
import { CopyLines } from '../copy'
import { localDay } from '../local_time'
import { imports, isOver, readMap, removeMap, savedMaps, shareOf, type Job, type SavedMap } from './requests'
import { page, reading } from './wizard'
import s from './bring_file.module.css'

export function SavedMaps() {
  const maps = useQuery('maps', savedMaps)
  const names = maps.state === 'ready' ? maps.value.map(one => one.name) : null
  const removed = useRef<{ name: string; at: number } | null>(null)
  const [told, setTold] = useState('')
  // The line that had the focus is gone: the one in its place takes it, else the heading, else that of the page.
  useEffect(() => {
    if (!removed.current || !names || names.includes(removed.current.name)) return
    const next = document.querySelectorAll<HTMLElement>('[data-map]')[removed.current.at]?.querySelector('button')
    const place = next ?? document.getElementById('bring-maps') ?? document.querySelector('h1')
    place?.focus()
    setTold(t('bring.maps.removed', { name: removed.current.name }))
    removed.current = null
  }, [names?.join('\n')])
  return <><p class="hidden" aria-live="polite">{told}</p>
    <State query={maps} height={60}>{list => list.length === 0 ? null : <section class={'card ' + s.card} aria-labelledby="bring-maps">
      <h2 id="bring-maps" tabIndex={-1}>{t('bring.maps.title')}</h2>
      <p class="muted">{t('bring.maps.text')}</p>
      <ul class={s.list}>{list.map((one, at) => <MapLine key={one.name} map={one}
        removed={() => { removed.current = { name: one.name, at } }} />)}</ul></section>}</State></>
}

function MapLine({ map, removed }: { map: SavedMap; removed: () => void }) {
  const [shown, setShown] = useState<string | null>(null)
  const [sure, setSure] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const tried = async (work: () => Promise<void>) => {
    setProblem(null)
    try { await work() } catch (error) { setProblem(problemOf(error)) }
  }
  const use = () => {
    reading.value = { map: map.name }
    document.getElementById('bring-input')?.focus()
  }
  const show = () => shown !== null ? setShown(null) : void tried(async () => setShown(await readMap(map.name)))
  const remove = () => void tried(async () => { await removeMap(map.name); removed(); changes.value++ })
  // One button takes the other's place, and the focus with it.
  const buttons = useRef<HTMLSpanElement>(null)
  const asked = useRef(false)
  const ask = (on: boolean) => { asked.current = true; setSure(on) }
  useEffect(() => {
    if (asked.current) buttons.current?.querySelector<HTMLElement>('[data-remove]')?.focus()
    asked.current = false
  }, [sure])
  const named = (words: string) => ({ 'aria-label': `${words}: ${map.name}` })
  return <li data-map={map.name}>
    <div class={s.line}><b>{map.name}</b>
      <span class="muted">{t('bring.job.source', { source: map.source })}, {localDay(map.changed_at)}</span>
      <span class={s.buttons} ref={buttons}>
        <button type="button" class="quiet" {...named(t('bring.maps.use'))} onClick={use}>{t('bring.maps.use')}</button>
        <button type="button" class="quiet" {...named(t('bring.maps.show'))} aria-expanded={shown !== null} onClick={show}>
          {t('bring.maps.show')}</button>
        {sure ? <><span>{t('bring.maps.sure')}</span>
          <button type="button" data-remove {...named(t('bring.maps.remove'))} onClick={remove}>{t('bring.maps.remove')}</button>
          <button type="button" class="quiet" onClick={() => ask(false)}>{t('bring.maps.keep')}</button></>
          : <button type="button" class="quiet" data-remove {...named(t('bring.maps.remove'))} onClick={() => ask(true)}>
            {t('bring.maps.remove')}</button>}
      </span></div>
    {problem ? <Trouble problem={problem} /> : null}
    {shown !== null ? <CopyLines name={map.name} text={shown} /> : null}
  </li>
}

export function EarlierImports() {
  const list = useQuery('imports', imports)
  return <State query={list} height={60}>{jobs => jobs.length === 0 ? null : <section class={'card ' + s.card} aria-labelledby="bring-earlier">
    <h2 id="bring-earlier">{t('bring.earlier.title')}</h2>
    <div class="scroll" tabIndex={0} role="group" aria-label={t('bring.earlier.title')}><table>
      <thead><tr><th scope="col" class="text">{label('column', 'file')}</th><th scope="col" class="text">{t('bring.earlier.state')}</th>
        <th scope="col">{t('bring.count.rows')}</th><th scope="col">{t('bring.count.events')}</th><th scope="col">{t('bring.count.rejected')}</th>
        <th scope="col">{t('bring.earlier.when')}</th></tr></thead>
      <tbody>{jobs.map(job => <tr key={job.id}>
        <th scope="row" class="text"><a href={`${page}?job=${encodeURIComponent(job.id)}`}>{job.name}</a></th>
        <td class="text">{stateText(job)}</td>
        <td>{whole(job.rows)}</td><td>{whole(job.events)}</td><td>{whole(job.rejected)}</td>
        <td>{localDay(job.started_at)}</td></tr>)}</tbody></table></div>
  </section>}</State>
}

const stateText = (job: Job): string => {
  const words = job.state === 'running' ? t('bring.job.running', { share: withUnit(shareOf(job), '%') }) : label('bring.state', job.state)
  return job.dry_run && isOver(job) ? `${words} (${t('bring.earlier.try')})` : words
}
