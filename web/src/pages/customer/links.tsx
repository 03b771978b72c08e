// Which identifiers were joined, when and why; joining with another customer, and undoing a link. Both say beforehand what comes of it.
import { useState } from 'preact/hooks'
import { call, type Customer, type Link } from '../../api'
import { dayText } from '../../format'
import { t } from '../../i18n'
import { may } from '../../me'
import { problemOf } from '../../query'
import { Dialog } from '../dialog'
import { Merge } from './merge'
import { partingOf, textOf, type Flag } from './parting'
import s from './customer_parts.module.css'

const few = 3  // Undone links that stand open.

export function Links({ customer, changed }: { customer: Customer; changed: () => void }) {
  const [merging, setMerging] = useState(false)
  const links = customer.links ?? []
  const inForce = links.filter(link => !link.undone_at)
  const undone = links.filter(link => link.undone_at)
  return <section class="card" aria-label={t('customer.links')}>
    <h2>{t('customer.links')}</h2>
    {inForce.length === 0 ? <p class="muted">{t('link.none')}</p>
      : <ul class={s.links}>{inForce.map(link => <OneLink key={link.number} link={link} customer={customer} changed={changed} />)}</ul>}
    {may('setup') ? <button type="button" onClick={() => setMerging(true)}>{t('link.merge')}</button> : null}
    {undone.length ? <details class={s.history} open={undone.length <= few}><summary>{t('link.history')} ({undone.length})</summary>
      <ul class={s.links}>{undone.map(link => <OneLink key={link.number} link={link} customer={customer} changed={changed} />)}</ul></details> : null}
    {merging ? <Merge customer={customer} onClose={() => setMerging(false)} changed={changed} /> : null}
  </section>
}

const day = (text: string) => dayText(Date.parse(text))

function OneLink({ link, customer, changed }: { link: Link; customer: Customer; changed: () => void }) {
  const [asked, setAsked] = useState(false)
  return <li class={link.undone_at ? s.undone : undefined}>
    <p>{textOf(link.a)} <span aria-hidden="true">↔</span> {textOf(link.b)}</p>
    <p class="muted">{[link.reason, link.by_hand ? t('link.by_hand') : '',
      link.since && !link.by_hand ? t('link.since', { day: day(link.since) }) : '',
      link.made_at && link.by_hand ? t('link.made', { day: day(link.made_at) }) : ''].filter(Boolean).join(' · ')}</p>
    {link.undone_at ? <p class="muted">{t('link.undone', { day: day(link.undone_at) })}</p>
      : may('setup') ? <button type="button" class="quiet" onClick={() => setAsked(true)}>{t('link.undo')}</button> : null}
    {asked ? <Undo link={link} customer={customer} changed={changed} onClose={() => setAsked(false)} /> : null}
  </li>
}

function Undo({ link, customer, changed, onClose }: { link: Link; customer: Customer; changed: () => void; onClose: () => void }) {
  const [trouble, setTrouble] = useState('')
  const [busy, setBusy] = useState(false)
  const parting = partingOf(link, customer.links ?? [], customer.identifiers, (customer.flags ?? []) as unknown as Flag[])
  const undo = async () => {
    setBusy(true)
    try {
      await call('DELETE', '/v1/links/' + link.number)
      onClose()
      changed()
    } catch (error) {
      const problem = problemOf(error)
      setTrouble(problem.detail ?? problem.title)
      setBusy(false)
    }
  }
  return <Dialog title={t('link.split_title')} onClose={onClose}>
    <p class={s.pair}>{textOf(link.a)} <span aria-hidden="true">↔</span> {textOf(link.b)}</p>
    {parting.kind === 'parts' ? <><p>{t('link.splits')}</p><div class={s.sides}>{parting.sides.map((side, i) =>
      <ul key={i} aria-label={t('link.side', { n: i + 1 })}>{side.map(one => <li key={one}>{one}</li>)}</ul>)}</div></>
      : <p>{t(parting.kind === 'stays' ? 'link.stays' : 'link.ignored')}</p>}
    {trouble ? <p class="warn" role="alert">{trouble}</p> : null}
    <div class={s.actions}><button type="button" class="primary" disabled={busy} onClick={() => void undo()}>{t('link.yes')}</button></div>
  </Dialog>
}
