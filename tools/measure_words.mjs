// Brings web/src/locales/*/measures.json up to the catalogue: English is written anew, translations of texts that are no more go, and what
// is to be translated is listed. Run it after a change of a measure's question, definition, interval, inputs or parameters.
//
//   node tools/measure_words.mjs [path to the program, build/dev/sojourn unless given]
import { execFileSync } from 'node:child_process'
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'

const root = new URL('..', import.meta.url).pathname
const program = process.argv[2] ?? root + 'build/dev/sojourn'
const locales = root + 'web/src/locales/'

/** FNV-1a of 32 bits, as the boards compute it (web/src/pages/said.tsx). */
function hashOf(text) {
  let hash = 0x811c9dc5
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193)
  return (hash >>> 0).toString(16).padStart(8, '0')
}

const english = {}
const add = (place, text) => { if (text) english[`${place}#${hashOf(text)}`] = text }
for (const measure of JSON.parse(execFileSync(program, ['measures', '--format', 'json'], { encoding: 'utf8', maxBuffer: 1 << 26 }))) {
  add(measure.id + '.question', measure.question)
  add(measure.id + '.definition', measure.definition)
  add('any.interval', measure.interval)
  add('any.inputs', measure.inputs)
  for (const parameter of measure.parameters) add('about.' + parameter.name, parameter.about)
}

const write = (language, words) => writeFileSync(`${locales}${language}/measures.json`, JSON.stringify(words, null, 2) + '\n')
write('en', english)
for (const language of readdirSync(locales).filter(name => name !== 'en')) {
  const words = JSON.parse(readFileSync(`${locales}${language}/measures.json`, 'utf8'))
  write(language, Object.fromEntries(Object.keys(english).filter(key => key in words).map(key => [key, words[key]])))
  for (const key of Object.keys(english).filter(key => !(key in words))) console.log(`${language}  ${key}\n    ${english[key]}`)
}
