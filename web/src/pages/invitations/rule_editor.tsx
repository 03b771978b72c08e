// A rule as a sentence, with what holds it back; tried on the last 30 days before it is kept.
import { useEffect, useRef, useState } from 'preact/hooks'
import { call, type Answer, type Problem } from '../../api'
import { label, t } from '../../i18n'
import { useQuery } from '../../query'
import { path, query, setQuery } from '../../router'
import { Note, State, Trouble, Waiting } from '../../ui/state'
import { Fault, Faults, Field, useFault } from '../surveys/fault'
import { useOpened } from '../surveys/opened'
import { useSurveys, type Brief } from '../surveys/requests'
import { useSending } from '../surveys/use_sending'
import { useUnsaved } from '../surveys/unsaved'
import { LengthField } from './length_field'
import { definitionOf, readRule, rulePath, useRules, ways, type Rule, type Trial, type Way } from './requests'
import { RuleLimits } from './rule_limits'
import { RuleWords } from './rule_words'
import { TrialResult } from './trial_result'
import s from './rule_editor.module.css'

export type Put = (change: Partial<Rule>) => void

const usual = (survey: string): Rule => ({
  name: '', enabled: true, on: '', wait: '2d', survey, by: 'email', sample: 100, cool_down: '30d',
  quiet: { from: '21:00', to: '08:00' }, zone: Intl.DateTimeFormat().resolvedOptions().timeZone, max_age: '9d', per_day: 0, answer_within: '30d' })

/** `listed`: it was opened from the list, whose button had the focus. */
export function RuleEditor({ name, listed }: { name: string; listed: boolean }) {
  const surveys = useSurveys()
  const rule = useQuery('rule ' + name, async signal =>
    name ? definitionOf(await readRule(name, signal)) : null)
  // Asked once, and anew: what the last visit remembers may have been changed in the list.
  const opened = useOpened(rule)
  const known = useOpened(surveys)
  if (!known) return surveys.state === 'error' ? <State query={surveys}>{() => null}</State> : <Waiting height={300} />
  const list = surveys.state === 'ready' ? surveys.value.surveys : known.value.surveys
  if (list.length === 0) return <Note title={t('rules.no_survey')}><p><a href="/surveys/+new">{t('surveys.new')}</a></p></Note>
  if (!opened) return rule.state === 'error' ? <State query={rule}>{() => null}</State> : <Waiting height={300} />
  return <Form first={opened.value ?? usual(list[0]!.name)} stored={opened.value !== null} surveys={list} listed={listed} />
}

/** Another rule, another part of the page or another page: then what is typed is gone. */
const isHere = (to: URL) => to.pathname === path.value
  && ['view', 'rule'].every(name => to.searchParams.get(name) === query.value.get(name))

function Form({ first, stored, surveys, listed }: { first: Rule; stored: boolean; surveys: Brief[]; listed: boolean }) {
  const [start] = useState(first)
  const [rule, setRule] = useState(first)
  const [trial, setTrial] = useState<{ of: Rule; result: Trial } | null>(null)
  const { problem, busy, send, setProblem } = useSending()
  const rules = useRules()
  const put: Put = change => { setRule(old => ({ ...old, ...change })); setProblem(null) }
  const clash: Problem | null = !stored && rules.state === 'ready' && rules.value.some(one => one.name === rule.name)
    ? { title: t('rules.taken'), where: 'name' } : null
  const leaving = useRef(false)
  useUnsaved(JSON.stringify(rule) !== JSON.stringify(start), to => leaving.current || isHere(to) ? undefined : t('editor.leave'))
  const leave = () => { leaving.current = true; setQuery({ rule: null }) }
  const title = useRef<HTMLHeadingElement>(null)
  useEffect(() => { if (listed) title.current?.focus({ preventScroll: true }) }, [])
  // Until it has a name it can be tried under another.
  const attempt = () => void send(async () => {
    const result = await call<Trial>('POST', '/v1/rules/try', { ...rule, name: rule.name || 'try' })
    setTrial({ of: rule, result })
  })
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (clash) return
    if (!rule.name) return setProblem({ title: t('rules.name_needed'), where: 'name' })
    void send(async () => {
      await call('PUT', rulePath(rule.name), rule)
      leave()
    })
  }
  const fault = clash ?? problem
  return <Faults.Provider value={fault}><form class={s.form} onSubmit={submit} noValidate>
    <section class={'card ' + s.card} aria-labelledby="rule-title">
      <h2 id="rule-title" tabIndex={-1} ref={title}>{stored ? rule.name : t('rules.new')}</h2>
      {stored ? null : <NameField name={rule.name} put={put} />}
      <RuleSentence rule={rule} put={put} surveys={surveys.map(one => one.name)} />
    </section>
    <RuleLimits rule={rule} put={put} />
    <RuleWords rule={rule} languages={surveys.find(one => one.name === rule.survey)?.languages ?? []} put={put} />
    <div class={s.actions}>
      <button type="submit" class="primary" disabled={busy}>{t('rules.save')}</button>
      <button type="button" disabled={busy} onClick={attempt}>{t('rules.try')}</button>
      <button type="button" class="quiet" onClick={leave}>{t('rules.back')}</button>
    </div>
    {fault ? <Trouble problem={fault} /> : null}
    {trial ? <TrialResult trial={trial.result} outdated={trial.of !== rule} /> : null}
  </form></Faults.Provider>
}

function NameField({ name, put }: { name: string; put: Put }) {
  return <Field title={t('rules.name')} at="name"><input value={name} maxLength={64} autoComplete="off" spellcheck={false}
    placeholder="after-delivery" {...useFault('name')} onInput={event => put({ name: event.currentTarget.value })} /></Field>
}

function RuleSentence({ rule, put, surveys }: { rule: Rule; put: Put; surveys: string[] }) {
  const onFault = useFault('on')
  const parts: Record<string, preact.ComponentChildren> = {
    on: <span class={s.on}><input list="rule-events" value={rule.on} aria-label={t('rules.when')} placeholder={'touchpoint = "delivery"'}
      spellcheck={false} autoComplete="off" {...onFault} onInput={event => put({ on: event.currentTarget.value })} /><Events /></span>,
    wait: <LengthField name={t('rules.wait')} at="wait" value={rule.wait} put={wait => put({ wait })} />,
    survey: <select value={rule.survey} aria-label={t('surveys.survey')} {...useFault('survey')} onChange={event => put({ survey: event.currentTarget.value })}>
      {(surveys.includes(rule.survey) ? surveys : [rule.survey, ...surveys]).map(one => <option key={one}>{one}</option>)}</select>,
    by: <select value={rule.by} aria-label={t('rules.by')} {...useFault('by')} onChange={event => put({ by: event.currentTarget.value as Way })}>
      {ways.map(way => <option key={way} value={way}>{label('way', way)}</option>)}</select>,
  }
  const text = t('rules.sentence', { on: '{on}', wait: '{wait}', survey: '{survey}', by: '{by}' })
  return <div class={s.sentence}>{text.split(/\{(\w+)\}/).map((part, i) => i % 2 ? parts[part]
    : <span key={i} class={/^[,，.。]/.test(part) ? s.close : undefined}>{part}</span>)}
    <div class={s.faults}><p class="muted">{t('rules.filter_about')}</p>
      {['on', 'wait', 'survey', 'by'].map(at => <Fault key={at} at={at} />)}</div></div>
}

/** What happened of late, as filters to choose from. */
function Events() {
  const [names, setNames] = useState<string[]>([])
  useEffect(() => {
    call<Answer>('POST', '/v1/ask', { measure: 'volume', by: ['touchpoint'] }).then(answer => {
      const found = answer.rows.map(row => row.touchpoint).filter((one): one is string => typeof one === 'string')
      setNames(found.filter(one => one !== 'survey' && one !== 'survey invitation').slice(0, 100))
    }, () => { /* Suggestions only. */ })
  }, [])
  return <datalist id="rule-events">{names.map(one => <option key={one} value={`touchpoint = ${JSON.stringify(one)}`} />)}</datalist>
}
