// Period, theme and language. The period is in the URL; the other two stay with the browser.
import { signal } from '../signal'
import { language, languages, setLanguage, t, type Language } from '../i18n'
import { periods } from '../period'
import { unreached } from '../query'
import { periodNow } from '../record'
import { setQuery } from '../router'
import s from './settings.module.css'

const themes = ['', 'light', 'dark'] as const
const theme = signal(document.documentElement.dataset.theme ?? '')

function setTheme(next: string): void {
  theme.value = next
  if (next) document.documentElement.dataset.theme = next
  else delete document.documentElement.dataset.theme
  try {
    if (next) localStorage.setItem('sojourn.theme', next)
    else localStorage.removeItem('sojourn.theme')
  } catch { /* not kept, still shown */ }
}

export function Settings() {
  return <div class={s.settings}>
    <label><span>{t('period.name')}</span>
      <select id="period" value={periodNow()} onChange={event => setQuery(
        { period: event.currentTarget.value, from: null, to: null, offset: null })}>
        {periods.map(name => <option key={name} value={name}>{t(`period.${name}`)}</option>)}</select></label>
    <label><span>{t('theme.name')}</span>
      <select id="theme" value={theme.value} onChange={event => setTheme(event.currentTarget.value)}>
        {themes.map(name => <option key={name} value={name}>{t(`theme.${name || 'system'}`)}</option>)}
      </select></label>
    <label><span>{t('language.name')}</span>
      <select id="language" value={language.value}
        onChange={({ currentTarget: select }) => void setLanguage(select.value as Language).catch(() => {
          select.value = language.value
          unreached()
        })}>
        {Object.entries(languages).map(([code, name]) =>
          <option key={code} value={code} lang={code}>{name}</option>)}</select></label>
  </div>
}
