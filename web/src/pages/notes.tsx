// Notes of a response or of a customer: what somebody wrote down, with who and when; written and taken away here.
import { useState } from 'preact/hooks'
import type { Problem } from '../api'
import { t } from '../i18n'
import { here } from '../me'
import { problemOf } from '../query'
import { problemText } from '../ui/state'
import { moment } from './inbox/score'
import type { Note, Notes } from './inbox/requests'
import s from './notes.module.css'

/** One's own, and all for those who may do everything. */
const mayRemove = (note: Note): boolean =>
  here.value === null || ['owner', 'admin'].includes(here.value.role) || (note.account !== '' && note.account === here.value.account)

export function NoteList({ notes, of, fieldId, changed, heading: Heading = 'h3' }: {
  notes: Note[]; of: Notes; fieldId: string; changed: (notes: Note[]) => void; heading?: 'h2' | 'h3' }) {
  const [text, setText] = useState('')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const run = async (work: () => Promise<void>) => {
    setBusy(true)
    setProblem(null)
    try { await work() } catch (error) { setProblem(problemOf(error)) } finally { setBusy(false) }
  }
  const add = () => {
    if (busy || !text.trim()) return
    void run(async () => {
      changed(await of.add(text.trim()))
      setText('')
    })
  }
  const remove = (note: Note) => void run(async () => {
    changed(await of.remove(note.n))
    // What had the focus is gone.
    document.getElementById(fieldId)?.focus()
  })
  return <section class={s.notes} aria-label={t('note.title')}>
    <Heading>{t('note.title')}</Heading>
    {notes.length === 0 ? <p class="muted">{t('note.none')}</p>
      : <ol>{notes.map(note => <OneNote key={(note.identifier ?? '') + note.n} note={note} busy={busy} remove={() => remove(note)} />)}</ol>}
    {problem ? <p class="warn" role="alert">{problemText(problem)}</p> : null}
    <form onSubmit={event => { event.preventDefault(); add() }}>
      <label for={fieldId} class="hidden">{t('note.text')}</label>
      <textarea id={fieldId} rows={2} value={text} maxLength={5000} placeholder={t('note.add')} onInput={event => setText(event.currentTarget.value)}
        onKeyDown={event => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) add()
          if (event.key === 'Escape') event.currentTarget.blur()
        }} />
      {text.trim() ? <button class="primary" disabled={busy}>{t('note.add')}</button> : null}
    </form>
  </section>
}

function OneNote({ note, busy, remove }: { note: Note; busy: boolean; remove: () => void }) {
  const [asked, setAsked] = useState(false)
  return <li>
    <p>{note.text}</p>
    <p class="muted">{note.account ? note.account + ' · ' : ''}<time dateTime={note.at}>{moment(note.at)}</time>
      {asked ? <span class={s.sure}> {t('note.sure')} <button type="button" disabled={busy} onClick={remove}>{t('note.yes')}</button>{' '}
        <button type="button" class="quiet" onClick={() => setAsked(false)}>{t('note.no')}</button></span>
        : mayRemove(note) ? <button type="button" class="quiet" onClick={() => setAsked(true)} title={t('note.remove')}
          aria-label={t('note.remove')}>×</button> : null}</p>
  </li>
}
