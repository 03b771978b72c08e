// When rather not: share of the causes, rest between invitations, quiet hours, age of a cause, how many a day.
import { t } from '../../i18n'
import { Fault, Field, useFault } from '../surveys/fault'
import { LengthField } from './length_field'
import type { Rule } from './requests'
import type { Put } from './rule_editor'
import s from './rule_limits.module.css'

export function RuleLimits({ rule, put }: { rule: Rule; put: Put }) {
  const length = (at: 'cool_down' | 'max_age' | 'answer_within') => <Length key={at} at={at} value={rule[at]} put={put} />
  return <section class={'card ' + s.limits} aria-labelledby="rule-limits">
    <h2 id="rule-limits">{t('rules.limits')}</h2>
    <Field title={t('rules.sample')} at="sample"><input type="number" min={0} max={100} step="any" value={rule.sample} {...useFault('sample')}
      onInput={event => { const sample = event.currentTarget.valueAsNumber; if (!Number.isNaN(sample)) put({ sample }) }} /></Field>
    {length('cool_down')}
    <Quiet rule={rule} put={put} />
    {length('max_age')}
    {length('answer_within')}
    <Field title={t('rules.per_day')} at="per_day"><input type="number" min={0} step={1} value={rule.per_day} {...useFault('per_day')}
      onInput={event => { const n = event.currentTarget.valueAsNumber; if (!Number.isNaN(n)) put({ per_day: n }) }} /></Field>
    <Field title={t('rules.zone')} at="zone"><input value={rule.zone} autoComplete="off" {...useFault('zone')}
      onInput={event => put({ zone: event.currentTarget.value })} /></Field>
  </section>
}

const Length = ({ at, value, put }: { at: 'cool_down' | 'max_age' | 'answer_within'; value: string; put: Put }) =>
  <div class={s.field}><span class={s.title}>{t(`rules.${at}`)}</span>
    <LengthField name={t(`rules.${at}`)} at={at} value={value} put={text => put({ [at]: text })} /><Fault at={at} /></div>

function Quiet({ rule, put }: { rule: Rule; put: Put }) {
  const fault = useFault('quiet')
  const end = (name: 'from' | 'to') => <input type="time" value={rule.quiet?.[name] ?? ''} aria-label={t(`rules.quiet_${name}`)} {...fault}
    onInput={event => put({ quiet: { from: '', to: '', ...rule.quiet, [name]: event.currentTarget.value } })} />
  return <div class={s.field + ' ' + s.quiet}><label class={s.check}>
    <input type="checkbox" checked={rule.quiet !== undefined} onChange={event => put({
      quiet: event.currentTarget.checked ? { from: '21:00', to: '08:00' } : undefined } as Partial<Rule>)} /> {t('rules.quiet_hours')}</label>
    {rule.quiet ? <span class={s.times}>{end('from')} – {end('to')}</span> : null}<Fault at="quiet" /></div>
}
