// The words of surveys and invitations come with these pages; a first visit to a board does not pay for them.
import { chapters, openChapter } from '../../i18n'

chapters.asking = {
  en: () => import('../../locales/asking/en.json'),
  nl: () => import('../../locales/asking/nl.json'),
  de: () => import('../../locales/asking/de.json'),
  ru: () => import('../../locales/asking/ru.json'),
  zh: () => import('../../locales/asking/zh.json'),
}

// Whoever imports this may speak: the words are there before the page draws.
await openChapter('asking')
