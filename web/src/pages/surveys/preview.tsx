// The page as customers will see it, made by the server from what is written here. Nothing can be sent from it.
import { useState } from 'preact/hooks'
import { t } from '../../i18n'
import { languageName } from './languages'
import type { Draft } from './requests'
import type { Survey } from './survey'
import s from './survey_preview.module.css'

export function Preview({ survey, draft, outdated }: { survey: Survey; draft: Draft | null; outdated: boolean }) {
  const [wanted, setLanguage] = useState('')
  const [thanks, setThanks] = useState(false)
  const known = draft?.survey.languages ?? survey.languages
  const language = known.includes(wanted) ? wanted : known[0] ?? 'en'
  const source = draft && `${draft.path}?lang=${encodeURIComponent(language)}${thanks ? '&part=thanks' : ''}`
  return <section class={'card ' + s.preview} aria-labelledby="survey-preview">
    <header class={s.head}><h2 id="survey-preview">{t('preview.title')}</h2>
      {source ? <a class="quiet" href={source} target="_blank" rel="noopener">{t('preview.tab')}</a> : null}</header>
    <div class={s.choose}>
      <select value={language} aria-label={t('preview.language')} onChange={event => setLanguage(event.currentTarget.value)}>
        {known.map(code => <option key={code} value={code}>{languageName(code)}</option>)}</select>
      <select value={thanks ? 'thanks' : ''} aria-label={t('preview.part')} onChange={event => setThanks(event.currentTarget.value === 'thanks')}>
        <option value="">{t('preview.page')}</option><option value="thanks">{t('preview.thanks')}</option></select>
    </div>
    {outdated ? <p class="warn">{t('preview.outdated')}</p> : null}
    {/* A new frame for each version: the old one's history would be the page's. */}
    {source ? <iframe key={source} class={outdated ? s.old : undefined} src={source} sandbox="allow-scripts" title={t('preview.title')} />
      : <div class={s.none} />}
    <p class="muted">{t('preview.nothing_sent')}</p>
  </section>
}
