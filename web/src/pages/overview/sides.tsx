// What detractors say, and which alerts fire.
import type { ComponentChildren } from 'preact'
import { isAnswer, type Problem } from '../../api'
import { dayText, whole } from '../../format'
import { plural, t } from '../../i18n'
import { may } from '../../me'
import type { Query } from '../../query'
import { measureTitle } from '../../record'
import { keep } from '../../router'
import { humane } from '../../ui/answer_words'
import type { Asked } from '../../ui/board'
import { Trouble } from '../../ui/state'
import { useAlerts, useVoices, voicesWhere, type Alert, type Voice } from './around'
import s from '../overview.module.css'

/** A card whose content comes on its own; the room is kept for it. `missing`: what to say where the server knows no such thing. */
function Side<T>({ title, all, query, missing, children }: {
  title: string; all: ComponentChildren; query: Query<T[]>; missing: ComponentChildren; children: (list: T[]) => ComponentChildren }) {
  const lacks = (problem: Problem) => problem.status === 404 || problem.status === 403
  return <section class={`card ${s.side}`} aria-label={title} aria-busy={query.state === 'waiting'}>
    <header><h2>{title}</h2>{query.state === 'ready' ? all : null}</header>
    {query.state === 'ready' ? children(query.value) : query.state === 'error'
      ? lacks(query.problem) ? missing : <Trouble inside problem={query.problem} retry={query.retry} /> : null}
  </section>
}

const inbox = () => keep('/inbox?where=' + encodeURIComponent(voicesWhere()))

export function Voices({ topics }: { topics: Asked }) {
  const voices = useVoices()
  const title = t('overview.voices')
  if (!may('people')) return <section class={`card ${s.side}`} aria-label={title}><h2>{title}</h2><p class="muted">{t('overview.voices_hidden')}</p></section>
  return <Side title={title} query={voices} all={<a href={inbox()}>{t('overview.voices_all')}</a>} missing={<p class="muted">{t('slot.text')}</p>}>{list => <>
    {list.length === 0 ? <p class="muted">{t('overview.voices_none')}</p>
      : <ul class={s.voices}>{list.slice(0, 2).map(one => <li key={one.id}><Said voice={one} /></li>)}</ul>}
    <Topics asked={topics} />
  </>}</Side>
}

const topicsMost = 3

/** What they speak of most; nothing where there are no themes yet. */
function Topics({ asked: { reply } }: { asked: Asked }) {
  const rows = isAnswer(reply) ? reply.rows.filter(row => row.topic && row.topic !== 'other' && Number(row.n) > 0).sort((a, b) => Number(b.n) - Number(a.n)).slice(0, topicsMost) : []
  return rows.length === 0 ? null : <p class={s.foot}>{t('overview.topics')}: {rows.map((row, i) => <>{i ? ', ' : ''}
    <a href={keep('/voice?theme=' + encodeURIComponent(String(row.topic)))}>{row.topic}</a> ({whole(Number(row.n))})</>)}</p>
}

function Said({ voice }: { voice: Voice }) {
  const first = voice.identifiers?.[0]
  const who = typeof first === 'object' ? first.value : first ?? voice.customer
  return <a href={'/customer/' + encodeURIComponent(who)}>
    <q {...voice.language ? { lang: voice.language } : {}}>{voice.text}</q>
    <small>{[voice.score ? String(voice.score.value) : '', voice.channel ? humane(voice.channel) : '', dayText(Date.parse(voice.time))].filter(Boolean).join(' · ')}</small></a>
}

export function Alerts() {
  const alerts = useAlerts()
  const none = <p class="muted">{t('overview.alerts_none')}. {may('boards') ? <a href={keep('/alerts')}>{t('overview.alerts_set')}</a> : null}</p>
  return <Side title={t('overview.alerts')} query={alerts} missing={none}
    all={alerts.state === 'ready' && alerts.value.length > 0 ? <a href={keep('/alerts')}>{t('overview.alerts_all')}</a> : null}>{list => {
    const firing = list.filter(alert => alert.state === 'firing')
    if (list.length === 0) return none
    return firing.length === 0 ? <p>{plural('overview.alerts_quiet', list.length)}</p>
      : <ul class={s.firing}>{firing.slice(0, 3).map(alert => <li key={alert.name}><Firing alert={alert} /></li>)}</ul>
  }}</Side>
}

const Firing = ({ alert }: { alert: Alert }) => <a href={keep('/alerts?edit=' + encodeURIComponent(alert.name))}>
  <span><i aria-hidden="true">▲ </i>{alert.title || `${measureTitle(alert.question.measure)} (${alert.name})`}</span>
  {alert.since ? <small>{t('overview.since', { day: dayText(Date.parse(alert.since)) })}</small> : null}</a>
