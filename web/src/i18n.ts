// Words in five languages. English is the source and comes with the page; the others are a chunk each.
// What only some pages say is a chapter of its own, which those pages ask for before they draw.
import { signal } from '@preact/signals'
import en from './locales/en.json'
import type journeyEnglish from './locales/journey/en.json'
import type recordEnglish from './locales/record/en.json'
import type bringFileEnglish from './locales/bring_file/en.json'
import type askingEnglish from './locales/asking/en.json'

type Key = keyof typeof en | keyof typeof journeyEnglish | keyof typeof recordEnglish | keyof typeof bringFileEnglish | keyof typeof askingEnglish
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
export type Chapter = 'journey' | 'record' | 'bring_file' | 'asking'
/** Who fetches pages late puts their chapters here (pages/more.ts), so that no other visit pays for them. */
export const chapters: Partial<Record<Chapter, Record<Language, Load>>> = {}

const messages = signal<Messages>(en)
export const language = signal<Language>('en')
const opened = new Set<Chapter>()

async function wordsOf(language: Language): Promise<Messages> {
  const parts = await Promise.all([...opened].map(chapter => chapters[chapter]![language]()))
  const main = language === 'en' ? en : (await load[language]()).default
  return Object.assign({}, main, ...parts.map(part => part.default)) as Messages
}

/** Brings a chapter's words in, in the language of the page: also when that changes meanwhile, and when other chapters come at the same time. */
export async function openChapter(chapter: Chapter): Promise<void> {
  while (!opened.has(chapter)) {
    const now = language.value
    const words = (await chapters[chapter]![now]()).default
    if (now !== language.value) continue
    messages.value = { ...messages.value, ...words }
    opened.add(chapter)
  }
}

let wanted: Language

/** Of two that are asked for at once, the later one stays. */
export async function setLanguage(next: Language): Promise<void> {
  wanted = next
  const known = opened.size
  const words = await wordsOf(next)
  if (wanted !== next) return
  if (known < opened.size) return setLanguage(next)  // A chapter came meanwhile, in the language that was.
  messages.value = words
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
