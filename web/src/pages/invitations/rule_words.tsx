// Subject and text of the invitation; without them the survey's own title and intro are used.
import { useMemo, useState } from 'preact/hooks'
import { t } from '../../i18n'
import { commonLanguages, languageName } from '../surveys/languages'
import type { LocalText } from '../surveys/survey'
import { Shown, Texts } from '../surveys/texts'
import type { Rule } from './requests'
import type { Put } from './rule_editor'
import s from './rule_words.module.css'

const languagesOf = (text: LocalText | undefined) => typeof text === 'object' ? Object.keys(text) : []

/** `languages`: the survey's, its first one first; then what else the rule has words in. */
export function RuleWords({ rule, languages, put }: { rule: Rule; languages: string[]; put: Put }) {
  // A language whose last letter is taken away stays to be written in.
  const [more, setMore] = useState(() => [...languagesOf(rule.subject), ...languagesOf(rule.text)])
  const [open] = useState(more.length > 0 || rule.subject !== undefined || rule.text !== undefined)
  const some = [...new Set([...languages, ...languagesOf(rule.subject), ...languagesOf(rule.text), ...more])]
  const all = some.length > 0 ? some : ['en']
  const shown = useMemo(() => ({ all, shown: all }), [all.join()])
  const words = (name: 'subject' | 'text') => ({
    title: t(`rules.${name}`), at: name, text: rule[name],
    // What is empty is not sent: then the usual words are used.
    change: (text: LocalText | undefined) => put({ [name]: text } as Partial<Rule>) })
  return <details class={'card ' + s.words} open={open}>
    <summary>{t('rules.words')}</summary>
    <p class="muted">{t('rules.words_about')} <code>{'{link}'}</code></p>
    <Shown.Provider value={shown}><Texts {...words('subject')} /><Texts tall {...words('text')} /></Shown.Provider>
    <label class={s.add}><span>{t('editor.add_language')}</span><select value="" onChange={event => {
      const code = event.currentTarget.value
      event.currentTarget.value = ''
      if (code) setMore([...new Set([...more, code])])
    }}><option value="">…</option>{commonLanguages.filter(code => !all.includes(code)).map(code =>
      <option key={code} value={code}>{languageName(code)}</option>)}</select></label>
  </details>
}
