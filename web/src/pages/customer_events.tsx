// The days of a timeline. What matters stands in one line; the raw event is one click deeper.
import type { Cell, TimelineEvent } from '../api'
import { clock, duration, longDay, money } from '../format'
import { label, plural, t } from '../i18n'
import { daysOf, type Entry } from './timeline'
import { humane } from '../ui/answer_words'
import { MoodOf } from './voice/mood'
import s from './customer_events.module.css'

export function EventDays({ events }: { events: TimelineEvent[] }) {
  return <div>{daysOf(events).map(day => <section key={day.start} class={s.day} aria-label={longDay(day.start)}>
    <h3>{longDay(day.start)}</h3>
    <ol>{day.entries.map(entry => <EntryLine key={entry.event.sequence} entry={entry} />)}</ol>
  </section>)}</div>
}

function EntryLine({ entry }: { entry: Entry }) {
  const { event, mood, repeats } = entry
  const { fields } = event
  const name = humane(String(fields.touchpoint || fields.kind || event.source))
  return <li class={`${s.entry} ${mood ? s[mood] : ''}`}>
    <time dateTime={event.time}>{clock(entry.time)}</time>
    <div class={s.what}>
      <details><summary><b>{repeats.length ? plural('timeline.repeats', repeats.length + 1) + ' ' : ''}{name}</b>
        {fields.channel ? <span class={s.chip}>{humane(String(fields.channel))}</span> : null}
        {fields.stage ? <span class={s.chip}>{humane(String(fields.stage))}</span> : null}
        <Answered entry={entry} />
        <span class="muted">{facts(fields).join(' · ')}</span>
        <span class={s.raw}>{repeats.length ? t('timeline.raw_folded') : t('timeline.raw')}</span></summary>
        {[event, ...repeats].slice(0, 20).map(one =>
          <pre key={one.sequence} tabIndex={0}>{JSON.stringify(one, null, 2)}</pre>)}</details>
      {fields.text || event.voice ? <Written event={event} /> : null}
    </div>
  </li>
}

/** A text with how it sounds, in a word; of a conversation that word alone. */
function Written({ event: { fields, voice } }: { event: TimelineEvent }) {
  const language = String(fields.language ?? '') || (voice && voice.language !== 'unknown' ? voice.language : '')
  return <>{fields.text ? <blockquote lang={language || undefined}>{String(fields.text)}</blockquote> : null}
    {voice ? <p class={s.voice}><MoodOf of={voice.sentiment} />{voice.topic && voice.topic !== 'other' ? <span class={s.chip}>{voice.topic}</span> : null}</p> : null}</>
}

function Answered({ entry: { event: { fields }, mood } }: { entry: Entry }) {
  if (!mood) return null
  const kind = String(fields.kind ?? '').toUpperCase()
  const most = fields.scale_max ? ' / ' + fields.scale_max : ''
  // The colour of the rail is said in words too.
  return <span class={s.mood}>{kind} <b>{String(fields.answer)}{most}</b> {t(`mood.${mood}`)}</span>
}

/** The few fields that people look for, as they would say them. */
function facts(fields: Record<string, Cell>): string[] {
  const out: string[] = []
  const text = (name: string) => { if (fields[name]) out.push(String(fields[name])) }
  if (fields.amount !== undefined && fields.amount !== null && fields.amount !== '') {
    out.push(money(Number(fields.amount), String(fields.currency ?? '')))
  }
  text('product')
  if (fields.order) out.push(`${label('column', 'order')} ${fields.order}`)
  text('agent')
  for (const name of ['wait', 'talk']) {
    const seconds = Number(fields[name])
    if (fields[name] && Number.isFinite(seconds)) out.push(`${label('column', name)} ${duration(seconds)}`)
  }
  text('campaign')
  text('outcome')
  text('question')
  return out
}
