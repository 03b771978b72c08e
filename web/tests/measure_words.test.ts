// The texts of the catalogue in five languages. English is the catalogue's own (engine/cli/cli_test.cc holds the file against it); each
// key ends in the hash of the English text, so a text that changes asks for its translations anew.
import { afterEach, expect, describe, test } from 'vitest'
import { languages, openChapter, setLanguage } from '../src/i18n'
import '../src/pages/more'
import { conventionOf, hashOf, Said, said } from '../src/pages/said'
import { render } from 'preact'

const files = import.meta.glob<Record<string, string>>('../src/locales/*/measures.json', { eager: true, import: 'default' })
const wordsOf = (language: string) => files[`../src/locales/${language}/measures.json`]!
const english = wordsOf('en')

/** Names that a question is written with, and places of an answer: the same in every language. */
const codes = (text: string): string[] =>
  [...new Set(text.match(/\b[a-z]+_[a-z_0-9]+\b|`[^`]+`|\b[a-z_]+=[a-z_0-9]+|\((?:start|end|other|further|none|any)\)/g) ?? [])]
const plainNumbers = (text: string): string[] =>
  (text.replace(/(?<=\d)[.,\u00a0\u202f ](?=\d{3}(?!\d))/g, '').match(/\d+/g) ?? []).sort()

describe('texts of measures', () => {
  test('English carries the hash of its own text', () => {
    for (const [key, text] of Object.entries(english)) expect(key).toBe(`${key.split('#')[0]}#${hashOf(text)}`)
  })
  for (const language of Object.keys(languages).filter(one => one !== 'en')) {
    const words = wordsOf(language)
    test(`${language} has every text, of the English that is valid today`, () => {
      expect(Object.keys(english).filter(key => !(key in words)), 'to be translated').toEqual([])
      expect(Object.keys(words).filter(key => !(key in english)), 'of an older text, or of none').toEqual([])
    })
    test(`${language} keeps names and numbers`, () => {
      for (const [key, text] of Object.entries(words)) {
        const source = english[key] ?? ''
        expect(codes(source).filter(code => !text.includes(code)), key).toEqual([])
        expect(plainNumbers(text), key).toEqual(plainNumbers(source))
      }
    })
    test(`${language} leaves nothing in English`, () => {
      const plain = /^(Wilson|[a-z_.]+(, [a-z_.]+)*( \([a-z_.]+(, [a-z_.]+)*\))?)$/  // Names of fields are the same in all languages.
      expect(Object.entries(words).filter(([key, text]) => text === english[key] && !plain.test(text)).map(([key]) => key)).toEqual([])
    })
  }
})

describe('a text of a measure', () => {
  const place = { of: 'volume', field: 'question' }
  const today = 'How much happens, and where?'
  const root = document.createElement('div')
  afterEach(async () => { render(null, root); await setLanguage('en') })

  test('is said in the language of the page', async () => {
    await openChapter('measures')
    expect(said({ ...place, text: today })).toBe(today)
    await setLanguage('de')
    expect(said({ ...place, text: today })).toBe('Wie viel geschieht, und wo?')
    render(Said({ ...place, text: today }), root)
    expect(root.innerHTML).toBe('Wie viel geschieht, und wo?')
  })
  test('that was changed is English, and says so, till somebody translates it', async () => {
    await openChapter('measures')
    await setLanguage('ru')
    render(Said({ ...place, text: 'How much happens, where and when?' }), root)
    expect(root.innerHTML).toBe('<span lang="en">How much happens, where and when?</span>')
  })
  test('conventions are names alone in other languages', async () => {
    const text = 'count = last, interval: Wilson, times in Europe/Amsterdam'
    expect(conventionOf({ interval: 'Wilson' }, text)).toBe(text)
    await setLanguage('zh')
    expect(conventionOf({ interval: 'Wilson' }, text)).toBe('count = last, zone = Europe/Amsterdam')
  })
})
