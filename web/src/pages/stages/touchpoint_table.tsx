// Every touchpoint of the record with its stage: to look through, and to change.
import { useState } from 'preact/hooks'
import { whole } from '../../format'
import { label, plural, t } from '../../i18n'
import { peopleHref } from '../../question'
import { measureHref } from '../../record'
import { keep } from '../../router'
import { Frame } from '../../ui/frame'
import { stageText } from './preview'
import type { Trial, TriedTouchpoint } from './requests'
import { stageBy, type Rule } from './rules'
import s from './stages.module.css'

const page = 100
const show = ['all', 'without', 'changed'] as const
type Shown = typeof show[number]

export function TouchpointTable({ counts, stages, saved, draft, set }: {
  counts: Trial; stages: string[]; saved: Rule[]; draft: Rule[]; set: (touchpoint: string, stage: string) => void }) {
  const [text, setText] = useState('')
  const [which, setWhich] = useState<Shown>('all')
  const [most, setMost] = useState(page)
  const title = t('setup.stages.table')
  const isChanged = (name: string) => stageBy(saved, name) !== stageBy(draft, name)
  const fits = (one: TriedTouchpoint) => one.touchpoint.toLowerCase().includes(text.toLowerCase()) &&
    (which === 'all' || (which === 'changed' ? isChanged(one.touchpoint) : silentOf(one) > 0 && stageBy(draft, one.touchpoint) === ''))
  const found = counts.touchpoints.filter(fits)
  return <div class={s.table}><Frame id="stages" title={title} sentence={plural('setup.stages.found', found.length)}
    foot={<>{t('setup.stages.note')}{counts.left_out > 0 ? ' ' + plural('setup.stages.left_out', counts.left_out) : ''}</>}
    aside={<span class={s.filter}>
      <input type="search" aria-label={t('setup.stages.find')} placeholder={t('setup.stages.find')} value={text}
        onInput={event => setText(event.currentTarget.value)} />
      <select aria-label={t('setup.stages.show')} value={which} onChange={event => setWhich(event.currentTarget.value as Shown)}>
        {show.map(one => <option key={one} value={one}>{t(`setup.stages.show.${one}`)}</option>)}</select></span>}
    values={{ head: ['touchpoint', 'events', 'customers', 'stage', 'new_stage'], rows: found.map(one => [
      one.touchpoint, one.events, one.customers, stageBy(saved, one.touchpoint), stageBy(draft, one.touchpoint)]) }}>
    <div class="scroll" tabIndex={0} role="group" aria-label={title}><table>
      <thead><tr><th scope="col" class="text">{label('column', 'touchpoint')}</th><th scope="col" class="text">{t('setup.stages.rule')}</th>
        <th scope="col" class="text">{t('setup.stages.present')}</th><th scope="col">{label('column', 'events')}</th>
        <th scope="col">{label('column', 'customers')}</th></tr></thead>
      <tbody>{found.slice(0, most).map(one => <tr key={one.touchpoint} class={isChanged(one.touchpoint) ? s.changed : undefined}>
        <th scope="row" class={'text ' + s.name}>{one.touchpoint}</th>
        <td class="text"><StageChoice name={one.touchpoint} stages={stages} stage={stageBy(draft, one.touchpoint)}
          was={isChanged(one.touchpoint) ? stageBy(saved, one.touchpoint) : null} set={set} /></td>
        <td class="text"><Present one={one} /></td>
        <td><Linked n={one.events} href={eventsHref(one.touchpoint)} /></td>
        <td><Linked n={one.customers} href={peopleHref({ measure: 'volume', where: filterOf(one.touchpoint) }, { keys: {}, column: 'n' })} /></td>
      </tr>)}</tbody></table></div>
    {found.length > most ? <button type="button" class="quiet" onClick={() => setMost(most + page)}>
      {plural('setup.stages.show_more', found.length - most)}</button> : null}
  </Frame></div>
}

const filterOf = (touchpoint: string) => `touchpoint = ${JSON.stringify(touchpoint)}`
const eventsHref = (touchpoint: string) => measureHref('volume') + '?' + new URLSearchParams({ period: 'all', where: filterOf(touchpoint) })
const Linked = ({ n, href }: { n: number; href: string }) => <>{n > 0 && href ? <a href={keep(href)}>{whole(n)}</a> : whole(n)}</>

/** Its events that name no stage themselves: those a rule is for. */
const silentOf = (one: TriedTouchpoint) => one.own.reduce((left, own) => left - own.events, one.events)

function StageChoice({ name, stages, stage, was, set }: {
  name: string; stages: string[]; stage: string; was: string | null; set: (touchpoint: string, stage: string) => void }) {
  return <span class={s.choice}>
    <select aria-label={`${t('setup.stages.rule')}: ${name}`} value={stage} onChange={event => set(name, event.currentTarget.value)}>
      <option value="">{t('setup.stages.no_rule')}</option>
      {stages.map(one => <option key={one} value={one}>{stageText(one)}</option>)}</select>
    {was !== null ? <b class={s.was}>{t('setup.stages.was', { stage: was ? stageText(was) : t('setup.stages.no_rule') })}</b> : null}
  </span>
}

/** The stages that its events lie in now, and what gave them. */
function Present({ one }: { one: TriedTouchpoint }) {
  const silent = silentOf(one)
  return <span class={s.present}>
    {one.events === 0 ? <span class="muted">{t('setup.stages.unseen')}</span> : null}
    {one.own.map(own => <span key={own.stage}>{stageText(own.stage)} <span class="muted">{
      plural('setup.stages.by_event', own.events)}</span></span>)}
    {silent > 0 ? <span>{stageText(one.before)} <span class="muted">{one.before
      ? plural('setup.stages.by_rule', silent) : plural('n.events', silent)}</span></span> : null}
  </span>
}
