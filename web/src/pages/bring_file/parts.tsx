// What the steps share: their heading, the file in one line, a text field, counts.
import type { ComponentChildren } from 'preact'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { language, t } from '../../i18n'
import { file, page } from './wizard'
import s from './bring_file.module.css'

let shown: string | null = null

/** The heading of a step: takes the focus when the step changes, so that a screen reader says where it is. */
export function StepHeading({ name, children }: { name: string; children: ComponentChildren }) {
  const heading = useRef<HTMLHeadingElement>(null)
  useLayoutEffect(() => {
    if (shown !== null && shown !== name) heading.current?.focus({ preventScroll: true })
    if (shown !== null && shown !== name) window.scrollTo(0, 0)
    shown = name
    return () => { if (!window.location.pathname.startsWith(page)) shown = null }
  }, [name])
  return <h2 tabIndex={-1} ref={heading} class={s.step}>{children}</h2>
}

/** The file at hand, in one line. */
export const FileLine = () => file.value
  ? <p class={'muted ' + s.file}><b>{file.value.name}</b> · {sizeText(file.value.size)}</p> : null

export function sizeText(bytes: number): string {
  const [unit, per] = bytes >= 1e9 ? ['gigabyte', 1e9] as const : bytes >= 1e6 ? ['megabyte', 1e6] as const : ['kilobyte', 1e3] as const
  return new Intl.NumberFormat(language.value, {
    style: 'unit', unit, maximumFractionDigits: bytes < 100 * per ? 1 : 0 }).format(bytes / per)
}

/** A field that says what was typed when it is left or Enter is pressed, and keeps half-typed text whatever comes meanwhile. */
export function TextField({ value, say, ...others }: { value: string; say: (text: string) => void } & Record<string, unknown>) {
  const [text, setText] = useState(value)
  useEffect(() => setText(value), [value])
  return <input autoComplete="off" spellcheck={false} {...others} value={text} onInput={event => setText(event.currentTarget.value)}
    onChange={event => { if (event.currentTarget.value !== value) say(event.currentTarget.value) }} />
}

/** A label over its field. */
export const Field = ({ title, wide, children }: { title: ComponentChildren; wide?: boolean; children: ComponentChildren }) =>
  <label class={wide ? s.field + ' ' + s.wide : s.field}><span>{title}</span>{children}</label>

/** Are names, addresses and numbers in texts masked before they are stored? */
export const RedactField = ({ value, say }: { value: boolean; say: (on: boolean) => void }) =>
  <label><input type="checkbox" checked={value} onChange={event => say(event.currentTarget.checked)} /> <span>{t('bring.redact')}</span></label>

/** Text that changes often, told to a screen reader at most once in a while, and at once when it is the last. */
export function useSlowly(text: string, last: boolean, rest = 10_000): string {
  const [told, setTold] = useState('')
  const at = useRef(0)
  useEffect(() => {
    const wait = last ? 0 : Math.max(0, at.current + rest - Date.now())
    const timer = setTimeout(() => { at.current = Date.now(); setTold(text) }, wait)
    return () => clearTimeout(timer)
  }, [text, last])
  return told
}
