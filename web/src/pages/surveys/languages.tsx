// The languages of a survey: which are shown side by side, which lack a text, one more, one less.
import { useContext, useRef } from 'preact/hooks'
import { language, plural, t } from '../../i18n'
import { focusSoon, Tell } from './focus'
import { missing, withFirst, withLanguage, withoutLanguage, type Survey } from './survey'
import s from './languages.module.css'

export const commonLanguages = ['en', 'nl', 'de', 'ru', 'zh', 'fr', 'es', 'it', 'pt', 'pl', 'uk', 'tr', 'sv', 'da', 'nb', 'fi', 'cs', 'ja', 'ar', 'he']

/** "Dutch", in the language of the page. */
export function languageName(code: string): string {
  try { return new Intl.DisplayNames(language.value, { type: 'language' }).of(code) ?? code } catch { return code }
}

export function Languages({ survey, shown, show, change }: {
  survey: Survey; shown: string[]; show: (languages: string[]) => void; change: (how: (now: Survey) => Survey) => void }) {
  const others = commonLanguages.filter(code => !survey.languages.includes(code))
  const first = survey.languages[0]
  const tell = useContext(Tell)
  const list = useRef<HTMLUListElement>(null)
  const box = (at: number) => () => list.current?.children[at]?.querySelector('input')
  const add = (code: string) => {
    change(now => withLanguage(now, code))
    show([...shown, code])
    tell(t('asking.added', { what: languageName(code) }))
    focusSoon(box(survey.languages.length))
  }
  const remove = (code: string) => {
    const at = survey.languages.indexOf(code)
    change(now => withoutLanguage(now, code))
    show(shown.filter(one => one !== code))
    tell(t('asking.removed', { what: languageName(code) }))
    focusSoon(box(at), box(at - 1))
  }
  const makeFirst = (code: string) => {
    change(now => withFirst(now, code))
    focusSoon(box(0))
  }
  const toggle = (code: string) => show(survey.languages.filter(one => one === code ? !shown.includes(one) : shown.includes(one)))
  return <section class={'card ' + s.languages} aria-labelledby="survey-languages">
    <h2 id="survey-languages">{t('surveys.languages')}</h2>
    <p class="muted">{t('editor.languages_about')}</p>
    <ul ref={list}>{survey.languages.map(code => {
      const lacking = missing(survey, code)
      return <li key={code}>
        <label><input type="checkbox" checked={shown.includes(code)} onChange={() => toggle(code)} />
          {languageName(code)}</label>
        {lacking > 0 ? <span class="warn">{plural('editor.missing', lacking)}</span>
          : <span class="muted">{t('editor.complete')}</span>}
        <span class={s.actions}>{code === first ? <span class="muted">{t('editor.fallback')}</span>
          : <button type="button" class="quiet" aria-label={`${t('editor.make_first')}: ${languageName(code)}`}
            onClick={() => makeFirst(code)}>{t('editor.make_first')}</button>}
          {survey.languages.length > 1 ? <button type="button" class="quiet" aria-label={`${t('editor.remove')}: ${languageName(code)}`}
            onClick={() => remove(code)}>{t('editor.remove')}</button> : null}</span>
      </li>
    })}</ul>
    <label class={s.add}><span>{t('editor.add_language')}</span>
      <select value="" onChange={event => {
        const code = event.currentTarget.value
        event.currentTarget.value = ''
        if (code) add(code)
      }}><option value="">…</option>{others.map(code => <option key={code} value={code}>{languageName(code)}</option>)}</select></label>
  </section>
}
