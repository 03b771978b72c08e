// What the catalogue of measures says in English, in the reader's language. A translation carries the hash of the English text in its
// key, so one of an older text is never shown: the English is, marked as English.
import type { Definition } from '../api'
import { label, language } from '../i18n'

/** FNV-1a over the bytes of the text, as eight hexadecimal digits. */
export function hashOf(text: string): string {
  let hash = 0x811c9dc5
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193)
  return (hash >>> 0).toString(16).padStart(8, '0')
}

/** `of` and `field`: a measure and "question" or "definition"; "any" and "interval" or "inputs"; "about" and a parameter. */
interface Place { of: string; field: string; text: string }

/** For titles and other attributes, which cannot say their language. */
export const said = ({ of, field, text }: Place): string =>
  language.value === 'en' ? text : label(of, `${field}#${hashOf(text)}`, text)

export function Said(place: Place) {
  const words = said(place)
  return words === place.text && language.value !== 'en' ? <span lang="en">{words}</span> : <>{words}</>
}

/** The choices in force. Other languages leave the English words out: parameters as a question has them, and the zone, are names. */
export const conventionOf = ({ interval }: Pick<Definition, 'interval'>, text: string): string =>
  language.value === 'en' ? text : text.replace(`interval: ${interval || 'none'}, times in `, 'zone = ')
