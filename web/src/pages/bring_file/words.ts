// The words of this page come with it; a first visit to a board does not pay for them.
import { chapters, openChapter } from '../../i18n'

chapters.bring_file = {
  en: () => import('../../locales/bring_file/en.json'),
  nl: () => import('../../locales/bring_file/nl.json'),
  de: () => import('../../locales/bring_file/de.json'),
  ru: () => import('../../locales/bring_file/ru.json'),
  zh: () => import('../../locales/bring_file/zh.json'),
}

export const openWords = (): Promise<void> => openChapter('bring_file')
