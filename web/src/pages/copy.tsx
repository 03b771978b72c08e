// A text to copy. Plain http on a host name has no clipboard: then the text is selected instead.
import { useRef, useState } from 'preact/hooks'
import { t } from '../i18n'
import s from './copy.module.css'

export function Copy({ name, text }: { name: string; text: string }) {
  const field = useRef<HTMLInputElement>(null)
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    field.current?.select()
    try {
      await navigator.clipboard.writeText(text)
      setCopied(true)
      setTimeout(() => setCopied(false), 2000)
    } catch { /* the text is selected: Ctrl+C copies it */ }
  }
  return <div class={s.copy}>
    <label><span>{name}</span><input ref={field} readOnly value={text} onFocus={event => event.currentTarget.select()} /></label>
    <button type="button" aria-label={`${t('copy.copy')}: ${name}`} onClick={() => void copy()}>
      {copied ? t('copy.copied') : t('copy.copy')}</button>
  </div>
}
