// A score with its place on the scale, in colour and in a word.
import { label, t } from '../../i18n'
import type { Case, Group, Score as Scored } from './requests'
import { dayText, clock, ago } from '../../format'
import { now } from '../../live'
import s from './score.module.css'

const moods: Record<Group, string> = {
  promoter: 'good', positive: 'good', passive: 'flat', neutral: 'flat', detractor: 'bad', negative: 'bad' }

export function Score({ score }: { score: Scored }) {
  const { kind, value, max, group } = score
  return <span class={`${s.score} ${group ? s[moods[group]] : ''}`}>
    <span class={s.kind}>{kind === 'stars' ? '★' : (kind ?? '').toUpperCase()}</span> <b>{value}</b>{max === null ? null : <small>/{max}</small>}
    {group ? <> {label('score.group', group)}</> : null}</span>
}

/** The moment itself, as everywhere in UTC. */
export const moment = (text: string): string => {
  const time = Date.parse(text)
  return `${dayText(time)} ${clock(time)} UTC`
}

const aDay = 86_400_000
/** Near moments as time gone by, others as a day; the moment itself is its title. */
export function When({ at }: { at: string }) {
  const time = Date.parse(at)
  const gone = now.value - time
  return <time dateTime={at} title={moment(at)}>{gone >= 0 && gone < aDay ? ago(time, now.value) : dayText(time)}</time>
}

export function CaseMark({ of }: { of: Case }) {
  const due = Date.parse(of.due)
  return <>{of.overdue ? <span class={s.late}>{t('inbox.case_was_due', { time: dayText(due) })}</span>
    : <span class={s.mark}>{t('inbox.case_due', { time: dayText(due) })}</span>}
    {of.escalated ? <span class={s.late}>{t('inbox.case.escalated')}</span> : null}</>
}
