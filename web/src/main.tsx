import { render } from 'preact'
import './style/tokens.css'
import './style/base.css'
import { App } from './app'
import { isLanguage, setLanguage } from './i18n'
import { follow } from './live'
import { followLinks } from './router'

const language = document.documentElement.lang
if (language !== 'en' && isLanguage(language)) await setLanguage(language)
followLinks()
const root = document.getElementById('app')!
root.replaceChildren()
render(<App />, root)
follow()
