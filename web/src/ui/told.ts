// Reasons and notes of answers, which the server writes in English, in the reader's language. Places for numbers and names are in braces;
// en/told.json lists them all, and a test holds the list against the sources of the engine (told.test.ts).
import { fill, label, language } from '../i18n'
import templates from '../locales/en/told.json'

const literal = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
const family = 'told.'
const counted = '{note}: {count}'

interface Pattern { template: string; names: string[]; fits: RegExp }

/** Those with places, the one with the most text of its own first. */
const patterns: Pattern[] = Object.keys(templates).map(key => key.slice(family.length))
  .filter(template => template.includes('{') && template !== counted)
  .sort((a, b) => b.length - a.length)
  .map(template => ({
    template,
    names: [...template.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!),
    fits: new RegExp(`^${template.split(/\{\w+\}/).map(literal).join('(.+)')}$`),
  }))

const valueOf = (text: string) => /^\d+$/.test(text) ? Number(text) : text

function found(text: string): string | undefined {
  const exact = label('told', text, '')
  if (exact) return exact
  for (const { template, names, fits } of patterns) {
    const parts = fits.exec(text)?.slice(1)
    const words = parts && label('told', template, '')
    if (words) return fill(words, Object.fromEntries(names.map((name, i) => [name, valueOf(parts[i]!)])))
  }
  return undefined
}

/** What nobody translated stays as it came. */
export function told(text: string): string {
  if (language.value === 'en') return text
  const whole = found(text)
  if (whole !== undefined) return whole
  const [, note, count] = /^(.+): (\d+)$/.exec(text) ?? []
  const words = note && found(note)
  return words ? fill(label('told', counted, counted), { note: words, count: Number(count) }) : text
}
