// A field for SQL with numbers before its lines. What is wrong is marked in the text and told to screen readers.
import type { Ref } from 'preact'
import { t } from '../../i18n'
import { offsetOf, wordAt, type Place } from './sql_text'
import s from './sql.module.css'

export function Editor({ value, field, place, onInput, onRun }: {
  value: string; field: Ref<HTMLTextAreaElement>; place: Place | null; onInput: (text: string) => void; onRun: () => void }) {
  const lines = value.split('\n')
  const key = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    onRun()
  }
  return <div class={s.editor} data-scrolls>
    <ol class={s.numbers} aria-hidden="true">{lines.map((_, i) =>
      <li key={i} class={place?.line === i + 1 ? s.wrong : undefined}>{i + 1}</li>)}</ol>
    <div class={s.text}>
      <pre aria-hidden="true" class={s.under}><Marked text={value} place={place} />{'\n'}</pre>
      <textarea ref={field} value={value} aria-label={t('explore.sql.editor')} aria-keyshortcuts="Control+Enter" spellcheck={false}
        autocomplete="off" autocapitalize="off" wrap="off" aria-invalid={place ? true : undefined} aria-describedby="sql-outcome"
        onInput={event => onInput(event.currentTarget.value)} onKeyDown={key} />
    </div>
  </div>
}

/** The same text under the field, unseen but for the mark. */
function Marked({ text, place }: { text: string; place: Place | null }) {
  if (!place) return <>{text}</>
  const at = offsetOf(text, place)
  const end = at + wordAt(text, at)
  const marked = text.slice(at, end)
  return <>{text.slice(0, at)}<mark>{marked.trim() ? marked : ' '}</mark>{marked.trim() ? '' : marked}{text.slice(end)}</>
}
