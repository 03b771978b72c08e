// Words in five languages. English is the source and comes with the page; the others are a chunk each.
// What only some pages say is a chapter of its own, which those pages ask for before they draw.
import { signal } from './signal'
import en from './locales/en/base.json'
import type furtherEnglish from './locales/en/further.json'
import type journeyEnglish from './locales/en/journey.json'
import type recordEnglish from './locales/en/record.json'
import type bringFileEnglish from './locales/en/bring_file.json'
import type askingEnglish from './locales/en/asking.json'
import type setupEnglish from './locales/en/setup.json'
import type boardsEnglish from './locales/en/boards.json'
import type peopleEnglish from './locales/en/people.json'
import type targetsEnglish from './locales/en/targets.json'
import type alertsEnglish from './locales/en/alerts.json'
import type reportsEnglish from './locales/en/reports.json'
import type exploreEnglish from './locales/en/explore.json'
import type accessEnglish from './locales/en/access.json'
import type voiceEnglish from './locales/en/voice.json'
import type tourEnglish from './locales/en/tour.json'

type Key = keyof typeof en | keyof typeof furtherEnglish | keyof typeof journeyEnglish | keyof typeof recordEnglish | keyof typeof bringFileEnglish | keyof typeof askingEnglish | keyof typeof setupEnglish | keyof typeof boardsEnglish | keyof typeof peopleEnglish | keyof typeof exploreEnglish | keyof typeof accessEnglish | keyof typeof tourEnglish | keyof typeof targetsEnglish | keyof typeof alertsEnglish | keyof typeof reportsEnglish | keyof typeof voiceEnglish
type PluralKey = Key extends infer K ? K extends `${infer Base}_other` ? Base : never : never
export type TextKey = Exclude<Key, `${string}_${'one' | 'few' | 'many' | 'other'}`>
type Messages = Record<string, string>
type Arguments = Record<string, string | number>

export const languages = {
  en: 'English', nl: 'Nederlands', de: 'Deutsch', ru: 'Русский', zh: '中文',
} as const
export type Language = keyof typeof languages
export const isLanguage = (text: string): text is Language => text in languages

export interface Words { default: Messages }
type Files = Record<string, () => Promise<Words>>
export type Chapter = 'base' | 'further' | 'journey' | 'record' | 'bring_file' | 'asking' | 'setup' | 'boards' | 'explore' | 'people' | 'access' | 'tour' | 'targets' | 'alerts' | 'reports' | 'voice' | 'measures' | 'told'
/** Who fetches pages late puts their chapters here (pages/more.ts), so that no other visit pays for them. */
export const chapters: Partial<Record<Chapter, Files>> = {
  base: import.meta.glob<Words>(['/src/locales/*/base.json', '!/src/locales/en/*']),
}

const messages = signal<Messages>(en)
export const language = signal<Language>('en')
const opened = new Set<Chapter>(['base'])

/** What the folder of a language says there; where English needs no file, the words that are here. */
const read = async (chapter: Chapter, language: Language): Promise<Messages> =>
  (await chapters[chapter]![`/src/locales/${language}/${chapter}.json`]?.())?.default ?? en

const wordsOf = async (language: Language): Promise<Messages> =>
  Object.assign({}, ...await Promise.all([...opened].map(chapter => read(chapter, language))))

/** Brings a chapter's words in, in the language of the page: also when that changes meanwhile, and when other chapters come at the same time. */
export async function openChapter(chapter: Chapter): Promise<void> {
  while (!opened.has(chapter)) {
    const now = language.value
    const words = await read(chapter, now)
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

/** Why an answer has no value. Late parts know more of them (ui/told.ts). */
export const why = (none?: string): string => none ? label('told', none, none) : t('state.nothing')
