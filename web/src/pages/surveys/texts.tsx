// One text in the languages that are shown, side by side; what a language lacks is marked.
import { createContext } from 'preact'
import { useContext, useId } from 'preact/hooks'
import { t } from '../../i18n'
import { Fault, useFault } from './fault'
import { languageName } from './languages'
import { said, told, type LocalText } from './survey'
import s from './texts.module.css'

/** The languages of the survey, and those of them that are shown. */
export const Shown = createContext<{ all: string[]; shown: string[] }>({ all: [], shown: [] })

export function Texts({ title, at, text, tall, change, hint }: {
  title: string; at: string; text: LocalText | undefined; tall?: boolean; hint?: string
  change: (text: LocalText | undefined, field: string) => void }) {
  const { all, shown } = useContext(Shown)
  const id = useId()
  const fault = useFault(at)
  const some = all.some(language => said(text, language))
  const holes = some && shown.some(language => !said(text, language))
  return <div class={s.texts} role="group" aria-labelledby={id}>
    <span class={s.title} id={id}>{title}{hint ? <span class="muted"> {hint}</span> : null}</span>
    <div class={s.row}>{shown.map(language => {
      const value = said(text, language)
      const lacks = some && !value
      const attributes = {
        value, lang: language, dir: 'auto' as const, maxLength: 2000, 'aria-label': `${title}, ${languageName(language)}`,
        ...holes && !lacks ? {} : fault,  // Where a language lacks the text, that is the field at fault.
        onInput: (event: { currentTarget: { value: string } }) =>
          change(told(text, language, event.currentTarget.value, all), `${at}.${language}`),
      }
      return <div key={language} class={s.cell + (lacks ? ' ' + s.lacks : '')}>
        {tall ? <textarea rows={2} {...attributes} /> : <input {...attributes} />}
        {all.length > 1 ? <span class={s.language} aria-hidden="true">{language}{lacks ? ' · ' + t('editor.lacks') : ''}</span> : null}
      </div>
    })}</div>
    <Fault at={at} />
  </div>
}
