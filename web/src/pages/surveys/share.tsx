// How a survey reaches people: its page, the website, an e-mail, a chatbot; each to be copied.
import { useState } from 'preact/hooks'
import { call } from '../../api'
import { t } from '../../i18n'
import { keep } from '../../router'
import { Trouble } from '../../ui/state'
import { Copy, CopyLines } from '../copy'
import { surveyPath, useBase, type SurveyLink } from './requests'
import { chatbotOf, mailOf, mailTextOf, widgetOf } from './share_snippets'
import { isScore, said, type Survey } from './survey'
import { useSending } from './use_sending'
import s from './share.module.css'

export function Share({ survey, unsaved }: { survey: Survey; unsaved: boolean }) {
  const base = useBase()
  return <div class={s.share}>
    {unsaved ? <p class="warn">{t('share.unsaved')}</p> : null}
    <section class="card" aria-labelledby="share-page"><h2 id="share-page">{t('share.page')}</h2>
      {survey.open ? <Copy name={t('share.open_link')} text={`${base}/s/${survey.name}`} />
        : <p>{t('share.closed')}</p>}
      <Personal survey={survey} base={base} /></section>
    <section class="card" aria-labelledby="share-widget"><h2 id="share-widget">{t('share.widget')}</h2>
      <p class="muted">{t('share.widget_about')} <a href={keep('/sources')}>{t('nav.sources')}</a></p>
      <CopyLines name={t('share.widget_html')} text={widgetOf(survey, base)} /></section>
    <section class="card" aria-labelledby="share-chat"><h2 id="share-chat">{t('share.chatbot')}</h2>
      <p class="muted">{t('share.chatbot_about')}</p>
      <CopyLines name={t('share.chatbot_curl')} text={chatbotOf(survey, base)} /></section>
  </div>
}

/** Signed for one person: the page, and a letter with a link behind each score. */
function Personal({ survey, base }: { survey: Survey; base: string }) {
  const [made, setMade] = useState<{ link: SurveyLink; who: string; language: string } | null>(null)
  const { problem, busy, send } = useSending()
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    const values = new FormData(event.currentTarget as HTMLFormElement)
    const [who, about, language] = ['who', 'about', 'language'].map(name => String(values.get(name) ?? '').trim()) as [string, string, string]
    void send(async () => {
      const link = await call<SurveyLink>('POST', surveyPath(survey.name) + '/links', {
        who, language, ...(about ? { about } : {}) })
      setMade({ link, who, language })
    })
  }
  const score = survey.questions.find(one => isScore(one.kind))
  return <>
    <form class={s.form} onSubmit={submit}>
      <label><span>{t('share.who')}</span><input name="who" required maxLength={500} placeholder="email:anna@example.com" autoComplete="off" /></label>
      <label><span>{t('share.about')}</span><input name="about" maxLength={500} placeholder="order:o-4711" autoComplete="off" /></label>
      <label><span>{t('share.language')}</span><select name="language">{survey.languages.map(code => <option key={code}>{code}</option>)}</select></label>
      <button type="submit" disabled={busy}>{t('share.make')}</button>
    </form>
    {problem ? <Trouble problem={problem} /> : null}
    {made ? <div role="status">
      <Copy name={t('share.personal_link', { who: made.who })} text={base + made.link.path} />
      {score && !score.when && made.link.scores.length > 0
        ? <><h3 class={s.mail}>{t('share.mail')}</h3><p class="muted">{t('share.mail_about')}</p>
          <CopyLines name={t('share.mail_html')} text={mailOf(said(score.text, made.language), made.link, base)} />
          <CopyLines name={t('share.mail_text')} text={mailTextOf(said(score.text, made.language), made.link, base)} /></> : null}
    </div> : <p class="muted">{t('share.personal_about')} <a href={keep('/invitations')}>{t('nav.invitations')}</a></p>}
    <CopyLines name={t('share.command')} text={`sojourn survey link ${survey.name} --who CUSTOMER --base ${base}`} />
  </>
}
