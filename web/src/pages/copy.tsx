// A text to copy, in a field or as lines. Plain http on a host name has no clipboard: then the text is selected instead.
import { useRef, useState } from 'preact/hooks'
import { t } from '../i18n'
import s from './copy.module.css'

const shownFor = 2000  // Ms that it says that it was copied.

function CopyButton({ name, text, select }: { name: string; text: string; select: () => void }) {
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    select()
    try {
      await navigator.clipboard.writeText(text)
      setCopied(true)
      setTimeout(() => setCopied(false), shownFor)
    } catch { /* the text is selected: Ctrl+C copies it */ }
  }
  return <button type="button" aria-label={`${t('copy.copy')}: ${name}`} onClick={() => void copy()}>
    {copied ? t('copy.copied') : t('copy.copy')}</button>
}

export function Copy({ name, text }: { name: string; text: string }) {
  const field = useRef<HTMLInputElement>(null)
  return <div class={s.copy}>
    <label><span>{name}</span><input ref={field} readOnly value={text} onFocus={event => event.currentTarget.select()} /></label>
    <CopyButton name={name} text={text} select={() => field.current?.select()} />
  </div>
}

export function CopyLines({ name, text }: { name: string; text: string }) {
  const lines = useRef<HTMLPreElement>(null)
  const select = () => { if (lines.current) window.getSelection()?.selectAllChildren(lines.current) }
  return <div class={s.lines}>
    <div><h3>{name}</h3><CopyButton name={name} text={text} select={select} /></div>
    <pre ref={lines} tabIndex={0} role="region" aria-label={name}><code>{text}</code></pre>
  </div>
}
