// A length of time: a number and its unit. What is typed stays as it is typed; the length that it says goes on.
import { useState } from 'preact/hooks'
import { plural, t } from '../../i18n'
import { useFault } from '../surveys/fault'
import { lengthOf, lengthText, numberOf, units, type Unit } from './lengths'
import s from './length_field.module.css'

const words = { m: 'length.minutes', h: 'length.hours', d: 'length.days', w: 'length.weeks' } as const

interface Typed { text: string; unit: Unit; says: string }

export function LengthField({ name, at, value, put }: { name: string; at: string; value: string; put: (text: string) => void }) {
  const fault = useFault(at)
  const [kept, keep] = useState<Typed | null>(null)
  const length = lengthOf(value)
  const typed = kept?.says === value ? kept : length && { text: String(length.n), unit: length.unit, says: value }
  // What no number and unit says stays as it was written.
  if (!typed) return <input value={value} aria-label={name} {...fault} onInput={event => put(event.currentTarget.value)} />
  const say = (text: string, unit: Unit) => {
    const n = numberOf(text)
    // What is no number is the server's to refuse, at this field.
    const says = n === null ? `${text.trim() || '?'} ${unit}` : lengthText(n, unit)
    keep({ text, unit, says })
    put(says)
  }
  const n = numberOf(typed.text) ?? 2
  return <span class={s.length} role="group" aria-label={name}>
    <input inputMode="decimal" autoComplete="off" maxLength={12} value={typed.text} aria-label={name} {...fault}
      onInput={event => say(event.currentTarget.value, typed.unit)} />
    <select value={typed.unit} aria-label={`${name}: ${t('length.unit')}`}
      onChange={event => say(typed.text, event.currentTarget.value as Unit)}>
      {units.map(one => <option key={one} value={one}>{plural(words[one], n).replace(/^[\d\s.,]+/u, '')}</option>)}</select>
  </span>
}

/** "2 days", in words. */
export function lengthWords(text: string): string {
  const length = lengthOf(text)
  return length ? plural(words[length.unit], length.n) : text
}
