// All pages but the first, and the words that only they have. The frame knows this file alone, so that a first visit pays for one name and not for all.
import type { ComponentType } from 'preact'
import { chapters, openChapter, type Chapter } from '../i18n'

chapters.journey = {
  en: () => import('../locales/journey/en.json'),
  nl: () => import('../locales/journey/nl.json'),
  de: () => import('../locales/journey/de.json'),
  ru: () => import('../locales/journey/ru.json'),
  zh: () => import('../locales/journey/zh.json'),
}
chapters.record = {
  en: () => import('../locales/record/en.json'),
  nl: () => import('../locales/record/nl.json'),
  de: () => import('../locales/record/de.json'),
  ru: () => import('../locales/record/ru.json'),
  zh: () => import('../locales/record/zh.json'),
}

interface Page { load: () => Promise<{ default: ComponentType }>; chapter?: Chapter }

const pages: Record<string, Page> = {
  journey: { chapter: 'journey', load: () => import('./journey/page') },
  measure: { chapter: 'journey', load: () => import('./measure') },
  people: { chapter: 'journey', load: () => import('./people') },
  customer: { chapter: 'record', load: () => import('./customer') },
  surveys: { load: () => import('./surveys/page') },
  invitations: { load: () => import('./invitations/page') },
  sources: { chapter: 'record', load: () => import('./sources') },
}
const unknown: Page = { load: () => import('./unknown') }

/** The page of a section with its words. Rejects when a part of it did not come. */
export async function opened(section: string): Promise<ComponentType> {
  const page = pages[section] ?? unknown
  const [module] = await Promise.all([page.load(), page.chapter && openChapter(page.chapter)])
  return module.default
}
