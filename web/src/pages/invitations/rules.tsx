// The rules, a sentence each: on or off, what each did so far, changed or taken away.
import { useEffect, useRef, useState } from 'preact/hooks'
import { call } from '../../api'
import { withUnit } from '../../format'
import { label, plural, t } from '../../i18n'
import { keep, setQuery } from '../../router'
import { State, Trouble } from '../../ui/state'
import { Confirm } from '../surveys/confirm'
import { focusSoon } from '../surveys/focus'
import { pageOf } from '../surveys/requests'
import { useSending } from '../surveys/use_sending'
import { lengthWords } from './length_field'
import { lengthOf } from './lengths'
import { definitionOf, readRule, rulePath, useRules, type KnownRule } from './requests'
import s from './rules.module.css'

/** `came`: the rule that was open until now, "" for a new one, null for none. */
export function Rules({ came }: { came: string | null }) {
  const rules = useRules()
  const cards = useRef<HTMLUListElement>(null)
  const make = useRef<HTMLButtonElement>(null)
  const [told, tell] = useState('')
  const cardOf = (name: string) => [...cards.current?.children ?? []].find(card => card.getAttribute('aria-label') === name)
  const isThere = rules.state === 'ready'
  useEffect(() => { if (isThere && came !== null) focusSoon(() => cardOf(came), () => make.current) }, [isThere])
  const gone = (name: string) => {
    const card = cardOf(name)
    focusSoon(() => card?.nextElementSibling, () => card?.previousElementSibling, () => make.current)
    tell(t('asking.removed', { what: name }))
  }
  return <State query={rules} height={200}>{list => <>
    <p class="hidden" role="status">{told}</p>
    <p><button type="button" class="primary" ref={make} onClick={() => setQuery({ rule: '' })}>{t('rules.new')}</button></p>
    {list.length === 0 ? <div class={'card ' + s.empty}><strong>{t('rules.none')}</strong><p>{t('rules.none_text')}</p></div>
      : <ul class={s.rules} ref={cards}>{list.map(rule => <RuleCard key={rule.name} rule={rule} gone={() => gone(rule.name)} />)}</ul>}
  </>}</State>
}

function RuleCard({ rule, gone }: { rule: KnownRule; gone: () => void }) {
  const [asked, setAsked] = useState(false)
  const { problem, busy, send } = useSending()
  // Nothing else than the switch is changed, whatever this list remembers.
  const turn = (box: HTMLInputElement) => void send(async () => {
    await call('PUT', rulePath(rule.name), { ...definitionOf(await readRule(rule.name)), enabled: !rule.enabled })
  }).then(done => {
    if (!done) box.checked = rule.enabled
    focusSoon(() => box)
  })
  const remove = () => void send(async () => { await call('DELETE', rulePath(rule.name)) }).then(done => {
    setAsked(false)
    if (done) gone()
  })
  const { causes, planned, skipped, sampled_out, nobody } = rule.counts
  const counts = [plural('n.causes', causes), plural('n.planned', planned), ...skipped ? [plural('n.skipped', skipped)] : [],
    ...sampled_out ? [plural('n.sampled_out', sampled_out)] : [], ...nobody ? [plural('n.nobody', nobody)] : []]
  return <li class={'card ' + s.rule + (rule.enabled ? '' : ' ' + s.off)} tabIndex={-1} aria-label={rule.name}>
    <header><h2>{rule.name}</h2>
      <label class={s.switch}><input type="checkbox" role="switch" checked={rule.enabled} disabled={busy} onChange={event => turn(event.currentTarget)}
        aria-label={`${t('rules.enabled')}: ${rule.name}`} />
        <span aria-hidden="true">{t(rule.enabled ? 'rules.on' : 'rules.off')}</span></label></header>
    <p class={s.sentence}><Sentence rule={rule} /></p>
    <p class="muted">{[rule.sample < 100 ? t('rules.sampled', { share: withUnit(rule.sample, '%').replace(/[.,]0(?!\d)/, '') }) : '',
      t('rules.cooled', { time: lengthWords(rule.cool_down) }),
      rule.quiet ? t('rules.quiet', { from: rule.quiet.from, to: rule.quiet.to, zone: rule.zone }) : '',
      rule.per_day > 0 ? t('rules.at_most', { n: rule.per_day }) : ''].filter(Boolean).join(' · ')}</p>
    <p class="muted number">{counts.join(' · ')}</p>
    {problem ? <Trouble problem={problem} /> : null}
    <div class={s.actions}>
      <button type="button" aria-label={`${t('rules.change')}: ${rule.name}`} onClick={() => setQuery({ rule: rule.name })}>{t('rules.change')}</button>
      <a class="quiet" href={`/invitations?view=queue&rule=${encodeURIComponent(rule.name)}`}>{t('rules.queue')}</a>
      <button type="button" class="quiet" aria-label={`${t('rules.remove')}: ${rule.name}`} onClick={() => setAsked(true)}>{t('rules.remove')}</button></div>
    {asked ? <Confirm title={t('rules.remove_title', { name: rule.name })} action={t('rules.remove')} busy={busy}
      onYes={remove} onClose={() => setAsked(false)}><p>{t('rules.remove_text')}</p></Confirm> : null}
  </li>
}

/** "When …, wait 2 days, then ask nps by e-mail." The order of the words is each language's own. */
export function Sentence({ rule }: { rule: KnownRule }) {
  const parts: Record<string, preact.ComponentChildren> = {
    on: <code>{rule.on}</code>, wait: <b>{lengthWords(rule.wait)}</b>,
    survey: <a href={keep(pageOf(rule.survey))}>{rule.survey}</a>, by: <b>{label('way', rule.by)}</b> }
  const text = t(lengthOf(rule.wait)?.n === 0 ? 'rules.sentence_at_once' : 'rules.sentence', { on: '{on}', wait: '{wait}', survey: '{survey}', by: '{by}' })
  return <>{text.split(/\{(\w+)\}/).map((part, i) => i % 2 ? parts[part] : part)}</>
}
