// Words in five languages. English is the source and comes with the page; the others are a chunk each.
// What only some pages say is a chapter of its own, which those pages ask for before they draw.
import { signal } from '@preact/signals'
import en from './locales/en.json'
import type journeyEnglish from './locales/journey/en.json'
import type recordEnglish from './locales/record/en.json'

type Key = keyof typeof en | keyof typeof journeyEnglish | keyof typeof recordEnglish
type PluralKey = Key extends infer K ? K extends `${infer Base}_other` ? Base : never : never
export type TextKey = Exclude<Key, `${string}_${'one' | 'few' | 'many' | 'other'}`>
type Messages = Record<string, string>
type Arguments = Record<string, string | number>

export const languages = {
  en: 'English', nl: 'Nederlands', de: 'Deutsch', ru: 'Русский', zh: '中文',
} as const
export type Language = keyof typeof languages
export const isLanguage = (text: string): text is Language => text in languages

type Load = () => Promise<{ default: Messages }>
const load: Record<Exclude<Language, 'en'>, Load> = {
  nl: () => import('./locales/nl.json'),
  de: () => import('./locales/de.json'),
  ru: () => import('./locales/ru.json'),
  zh: () => import('./locales/zh.json'),
}
const chapters: Record<'journey' | 'record', Record<Language, Load>> = {
  journey: {
    en: () => import('./locales/journey/en.json'),
    nl: () => import('./locales/journey/nl.json'),
    de: () => import('./locales/journey/de.json'),
    ru: () => import('./locales/journey/ru.json'),
    zh: () => import('./locales/journey/zh.json'),
  },
  record: {
    en: () => import('./locales/record/en.json'),
    nl: () => import('./locales/record/nl.json'),
    de: () => import('./locales/record/de.json'),
    ru: () => import('./locales/record/ru.json'),
    zh: () => import('./locales/record/zh.json'),
  },
}
export type Chapter = keyof typeof chapters

const messages = signal<Messages>(en)
export const language = signal<Language>('en')
const opened = new Set<Chapter>()

async function wordsOf(language: Language): Promise<Messages> {
  const parts = await Promise.all([...opened].map(chapter => chapters[chapter][language]()))
  const main = language === 'en' ? en : (await load[language]()).default
  return Object.assign({}, main, ...parts.map(part => part.default)) as Messages
}

/** Brings a chapter's words in, in the language of the page. */
export async function openChapter(chapter: Chapter): Promise<void> {
  if (opened.has(chapter)) return
  opened.add(chapter)
  messages.value = await wordsOf(language.value)
}

export async function setLanguage(next: Language): Promise<void> {
  messages.value = await wordsOf(next)
  language.value = next
  document.documentElement.lang = next
  try { localStorage.setItem('sojourn.language', next) } catch { /* not kept, still shown */ }
}

/** {name} is filled in; numbers are written the language's way. */
export function fill(text: string, values: Arguments = {}): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name]
    return typeof value === 'number'
      ? new Intl.NumberFormat(language.value).format(value) : value ?? ''
  })
}

export const t = (key: TextKey, values?: Arguments): string =>
  fill(messages.value[key] ?? (en as Messages)[key] ?? key, values)

/** "1 answer", "2 answers": the language's own plural classes. */
export function plural(key: PluralKey, n: number): string {
  const form = new Intl.PluralRules(language.value).select(n)
  const text = messages.value[`${key}_${form}`] ?? messages.value[`${key}_other`]
  return fill(text ?? '{n}', { n })
}

/** "without_id" as "Without id": most English names need no entry of their own. */
export const spelled = (name: string) => (name.charAt(0).toUpperCase() + name.slice(1)).replaceAll('_', ' ')

/** Words for names that come from the server (columns, stages, measures); `fallback` when unknown. */
export const label = (family: string, name: string, fallback?: string): string =>
  messages.value[`${family}.${name}`] ?? fallback ?? spelled(name)
