import { render } from 'preact'
import './style/tokens.css'
import './style/base.css'
import { App } from './app'
import { isLanguage, setLanguage } from './i18n'
import { follow } from './live'
import { unreached } from './query'
import { followLinks } from './router'

const language = document.documentElement.lang
if (language !== 'en' && isLanguage(language)) await setLanguage(language).catch(() => {
  document.documentElement.lang = 'en'  // As the words that are there.
  unreached()
})
followLinks()
const root = document.getElementById('app')!
root.replaceChildren()
render(<App />, root)
// Who reads what was shared with them may not listen.
if (!window.location.pathname.startsWith('/shared/')) follow()
