// What this customer answered and wrote, as the inbox has it; and the notes about the customer.
import { useEffect, useState } from 'preact/hooks'
import { useQuery } from '../../query'
import { t } from '../../i18n'
import { keep } from '../../router'
import { problemText, State } from '../../ui/state'
import { NoteList } from '../notes'
import { MoodOf } from '../voice/mood'
import { customerNotes, customerNotesPath, languageOf, list, notesAt, type Item, type Note } from '../inbox/requests'
import { Score, When } from '../inbox/score'
import s from './customer_parts.module.css'

const shown = 5

export function Feedback({ identifier }: { identifier: string }) {
  const filter = new URLSearchParams({ state: 'all', customer: identifier })
  const query = useQuery('feedback of ' + identifier, signal => list(filter, null, signal, shown))
  const href = (item?: Item) => keep(`/inbox?${new URLSearchParams({ state: 'all', customer: identifier, ...item ? { item: String(item.id) } : {} })}`)
  return <section class="card" aria-label={t('nav.inbox')}>
    <h2>{t('nav.inbox')}</h2>
    {query.state === 'error' ? <p class="warn" role="alert">{problemText(query.problem)}</p> : query.state === 'waiting' ? <p class={s.waiting} aria-busy="true" />
      : query.value.items.length === 0 ? <p class="muted">{t('person.feedback_none')}</p> : <>
        <ul class={s.feedback}>{query.value.items.map(item => <li key={item.id}><a href={href(item)}>
          <span>{item.score ? <Score score={item.score} /> : null} <MoodOf of={item.voice?.sentiment} /> <When at={item.time} /> · {t(`inbox.state.${item.state}`)}</span>
          <span lang={item.text ? languageOf(item) : undefined} class={s.said}>{item.text || t('inbox.no_comment')}</span></a></li>)}</ul>
        {query.value.next !== null ? <a href={href()}>{t('person.feedback_all')}</a> : null}</>}
  </section>
}

export function CustomerNotes({ identifier }: { identifier: string }) {
  const query = useQuery('notes ' + identifier, signal => customerNotes(identifier, signal))
  return <State query={query} height={80}>{notes => <div class="card">
    <Kept notes={notes} identifier={identifier} /></div>}</State>
}

/** As the server told them, and what was done here since. */
function Kept({ notes, identifier }: { notes: Note[]; identifier: string }) {
  const [now, setNow] = useState(notes)
  useEffect(() => setNow(notes), [JSON.stringify(notes)])
  return <NoteList notes={now} of={notesAt(customerNotesPath(identifier))} fieldId="customer-note" heading="h2" changed={setNow} />
}
