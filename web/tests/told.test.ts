// Reasons and notes: every one that the engine writes has a template, every template still stands in the engine, and every language has all.
import { afterEach, describe, expect, test } from 'vitest'
import { languages, openChapter, setLanguage, why, type Language } from '../src/i18n'
import '../src/pages/more'
import { told } from '../src/ui/told'
import english from '../src/locales/en/told.json'

afterEach(() => setLanguage('en'))

const files = import.meta.glob<Record<string, string>>('../src/locales/*/{base,told}.json', { eager: true, import: 'default' })
const sources = import.meta.glob<string>([
  '../../engine/{answers,attribution,funnels,influence,journeys,measure,metrics,retention,stages,voice}/*.{cc,h}', '../../engine/boards/{decision_state,goal_course}.cc', '../../engine/act/alert_judge.cc', '!../../engine/**/*_{test,fixture}.{cc,h}',
], { eager: true, query: '?raw', import: 'default' })
// Strings that C++ puts together because they stand in a row.
const engine = Object.values(sources).map(text => text.replace(/"\s*\n\s*"/g, '')).join('\n')
const templates = Object.keys(english).map(key => key.slice('told.'.length)).filter(one => one !== '{note}: {count}')
const pieces = (template: string) => template.split(/\{\w+\}| (?=in |of so many|of no currency|n below)/).map(piece => piece.replace(/^[^a-zA-Z]+|[^a-zA-Z=)]+$/g, '')).filter(piece => piece.length > 2)

/** Where the engine gives a reason or adds a note. */
const written = [
  /None\s*(?:\w+)?\{([^{};]*)\}/g, /\.note\(([^;]*)\);/g, /add_(?:share|interval)\(([^;]*)\);/g,
  /(?:\.none|reason|none|no_value_|nobody|markov_none_) = ("[^;]*);/g, /kNo[A-Z]\w* = ("[^;]*);/g, /kReasonTexts\{([^}]*)\}/g,
]

describe('reasons and notes', () => {
  test('every one that the engine writes has a template', () => {
    const strings = written.flatMap(where => [...engine.matchAll(where)])
      .flatMap(([, code]) => [...code!.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, text]) => text!.trim()))
      .filter(text => /[a-z]{3} [a-z]/.test(text) && text !== 'every row')  // That one matches cells and is never shown.
    expect(strings.length).toBeGreaterThan(60)
    const missing = strings.filter(text => !templates.some(one => one === text || pieces(one).some(piece => text.includes(piece) || piece.includes(text))))
    expect([...new Set(missing)], 'to be added to locales/*/told.json').toEqual([])
  })
  test('every template still stands in the engine', () => {
    const gone = templates.flatMap(one => pieces(one).filter(piece => !engine.includes(piece)).map(piece => `${one}: "${piece}"`))
    expect(gone).toEqual([])
  })
  for (const language of Object.keys(languages).filter(one => one !== 'en')) {
    const words = { ...files[`../src/locales/${language}/base.json`], ...files[`../src/locales/${language}/told.json`] }
    test(`${language} has all of them, with their places`, () => {
      const places = (text: string) => [...new Set(text.match(/\{\w+\}/g))].sort()
      for (const [key, text] of Object.entries(english)) {
        expect(words[key], key).toBeTruthy()
        if (key !== 'told.{note}: {count}') expect(words[key], key).not.toBe(text)
        expect(places(words[key]!), key).toEqual(places(text))
      }
      expect(Object.keys(files[`../src/locales/${language}/told.json`]!).filter(key => !(key in english))).toEqual([])
    })
  }
  test('are said in the language of the page', async () => {
    await openChapter('told')
    expect(told('nobody was asked')).toBe('nobody was asked')
    const say = async (language: Language, text: string) => { await setLanguage(language); return told(text) }
    expect(await say('de', 'no stars answers')).toBe('keine Antworten der Art stars')
    expect(await say('nl', 'answers on different scales (1-5, 0-10): split by scale_max or filter')).toBe('antwoorden op verschillende schalen (1-5, 0-10): splits op scale_max of filter')
    expect(await say('nl', 'n is below 30: too few to compare or rank')).toBe('n is kleiner dan 30: te weinig om te vergelijken of te rangschikken')
    expect(await say('de', 'touches left out because they were not perceived: 12345')).toBe('außer Betracht gelassene Kontakte, weil sie nicht bemerkt wurden: 12.345')
    expect(await say('zh', 'variants in (other): 7')).toBe('归入 (other) 的变体：7')
    expect(await say('ru', 'cost of touches without campaign, which no row shows, in 1/100 EUR: 500')).toContain('в 1/100 EUR: 500')
    expect(why('nobody was asked')).toBe('никого не спрашивали')
  })
  test('an unknown one stays as it came', async () => {
    await openChapter('told')
    await setLanguage('ru')
    expect(told('something quite new: 3')).toBe('something quite new: 3')
  })
})
