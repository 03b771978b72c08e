// Several lines to copy. Plain http on a host name has no clipboard: then the lines are selected instead.
import { useRef, useState } from 'preact/hooks'
import { t } from '../../i18n'
import s from './bring_file.module.css'

export function CopyText({ name, text }: { name: string; text: string }) {
  const lines = useRef<HTMLPreElement>(null)
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    if (lines.current) window.getSelection()?.selectAllChildren(lines.current)
    try {
      await navigator.clipboard.writeText(text)
      setCopied(true)
      setTimeout(() => setCopied(false), 2000)
    } catch { /* the lines are selected: Ctrl+C copies them */ }
  }
  return <div class={s.copy}>
    <div class={s.copy_head}><h3>{name}</h3>
      <button type="button" class="quiet" aria-label={`${t('copy.copy')}: ${name}`} onClick={() => void copy()}>
        {copied ? t('copy.copied') : t('copy.copy')}</button></div>
    <pre ref={lines} tabIndex={0} role="region" aria-label={name}><code>{text}</code></pre>
  </div>
}
