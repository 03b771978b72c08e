// The survey as text: to copy into a file, and to bring in from one.
import { useEffect, useState } from 'preact/hooks'
import { t } from '../../i18n'
import { Trouble } from '../../ui/state'
import { draftOf, type Draft } from './requests'
import type { Survey } from './survey'
import { useSending } from './use_sending'
import s from './definition.module.css'

function download(name: string, text: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/toml' }))
  link.download = name
  link.click()
  URL.revokeObjectURL(link.href)
}

export function Definition({ draft, outdated, apply }: { draft: Draft | null; outdated: boolean; apply: (survey: Survey) => void }) {
  const toml = draft?.toml ?? ''
  const [typed, setTyped] = useState<string | null>(null)
  const [told, tell] = useState('')
  const { problem, busy, send } = useSending()
  const text = typed ?? toml
  useEffect(() => { if (typed === toml) setTyped(null) }, [typed, toml])
  const bring = (wish: Parameters<typeof draftOf>[0]) => void send(async () => {
    apply((await draftOf(wish)).survey)
    setTyped(null)
    tell(t('definition.applied'))
  })
  const upload = async (file: File) => {
    const content = await file.text()
    setTyped(content)
    if (!content.trimStart().startsWith('{')) return bring({ toml: content })
    try { bring({ survey: JSON.parse(content) as Survey }) } catch { tell(t('definition.no_json', { file: file.name })) }
  }
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text)
      tell(t('copy.copied'))
    } catch { document.querySelector<HTMLTextAreaElement>('#survey-definition')?.select() }
  }
  return <section class={'card ' + s.definition} aria-labelledby="definition-title">
    <h2 id="definition-title">{t('definition.title')}</h2>
    <p class="muted">{t('definition.about')}</p>
    {outdated && typed === null ? <p class="warn">{t('definition.outdated')}</p> : null}
    <textarea id="survey-definition" aria-labelledby="definition-title" value={text} rows={24} spellcheck={false}
      onInput={event => setTyped(event.currentTarget.value)} />
    {problem ? <Trouble problem={problem} /> : null}
    <div class={s.actions}>
      <button type="button" class="primary" disabled={busy || typed === null} onClick={() => bring({ toml: text })}>{t('definition.apply')}</button>
      <button type="button" onClick={() => void copy()}>{t('copy.copy')}</button>
      <button type="button" onClick={() => download((draft?.survey.name ?? 'survey') + '.toml', text)}>{t('definition.download')}</button>
      <label class={s.upload}><span>{t('definition.upload')}</span>
        <input type="file" accept=".toml,.json,application/json,application/toml" onChange={event => {
          const file = event.currentTarget.files?.[0]
          event.currentTarget.value = ''
          if (file) void upload(file)
        }} /></label>
      <span role="status" class="muted">{told}</span>
    </div>
  </section>
}
