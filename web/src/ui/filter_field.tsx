// The filter language in a text field; an error points at its column.
import { useEffect, useId, useState } from 'preact/hooks'
import type { Problem } from '../api'
import { t } from '../i18n'
import { columnOf } from '../question'
import { problemText } from './state'
import s from './filter_field.module.css'

export function FilterField({ name, value, placeholder, problem, onCommit }: {
  name: string; value: string; placeholder?: string; problem?: Problem | null
  onCommit: (text: string) => void }) {
  const id = useId()
  const [text, setText] = useState(value)
  useEffect(() => setText(value), [value])
  const column = columnOf(problem?.where)
  // The mark stands where the server counted, in the text that was sent.
  const characters = [...value]
  return <form class={s.field} onSubmit={event => { event.preventDefault(); onCommit(text.trim()) }}>
    <label for={id}>{name}</label>
    <span class={s.row}>
      <input id={id} type="text" value={text} placeholder={placeholder ?? 'channel = "web" and amount > 20'}
        spellcheck={false} autocomplete="off" autocapitalize="off"
        aria-invalid={problem ? true : undefined} aria-describedby={problem ? id + '-problem' : undefined}
        onInput={event => setText(event.currentTarget.value)}
        onBlur={() => { if (text.trim() !== value) onCommit(text.trim()) }} />
      {value ? <button type="button" class="quiet" onClick={() => { setText(''); onCommit('') }}>
        {t('filter.clear')}</button> : null}
    </span>
    {problem ? <div class={s.problem} id={id + '-problem'} role="alert">
      {column ? <pre>{characters.slice(0, column - 1).join('')}<mark>{characters[column - 1] ?? ' '}</mark>{
        characters.slice(column).join('')}</pre> : null}
      <p>{column ? <b>{t('filter.column', { column })} </b> : null}{problemText(problem)}</p>
    </div> : null}
  </form>
}
