import { afterEach, describe, expect, test } from 'vitest'
import { csvOf } from '../src/csv'
import { compact, duration, money, periodText, signed, whole, withUnit } from '../src/format'
import { chapters, label, languages, openChapter, plural, setLanguage, t, type Chapter, type Language, type TextKey } from '../src/i18n'
import '../src/pages/more'
import de from '../src/locales/de.json'
import en from '../src/locales/en.json'
import nl from '../src/locales/nl.json'
import ru from '../src/locales/ru.json'
import zh from '../src/locales/zh.json'
import askingDe from '../src/locales/asking/de.json'
import askingEn from '../src/locales/asking/en.json'
import askingNl from '../src/locales/asking/nl.json'
import askingRu from '../src/locales/asking/ru.json'
import askingZh from '../src/locales/asking/zh.json'
import bringFileDe from '../src/locales/bring_file/de.json'
import bringFileEn from '../src/locales/bring_file/en.json'
import bringFileNl from '../src/locales/bring_file/nl.json'
import bringFileRu from '../src/locales/bring_file/ru.json'
import bringFileZh from '../src/locales/bring_file/zh.json'
import journeyDe from '../src/locales/journey/de.json'
import journeyEn from '../src/locales/journey/en.json'
import journeyNl from '../src/locales/journey/nl.json'
import journeyRu from '../src/locales/journey/ru.json'
import journeyZh from '../src/locales/journey/zh.json'
import recordDe from '../src/locales/record/de.json'
import recordEn from '../src/locales/record/en.json'
import recordNl from '../src/locales/record/nl.json'
import recordRu from '../src/locales/record/ru.json'
import recordZh from '../src/locales/record/zh.json'

afterEach(() => setLanguage('en'))

// A chapter's words and the page's own are told apart by nobody who reads them: they are checked together.
const english: Record<string, string> = { ...en, ...journeyEn, ...recordEn, ...bringFileEn, ...askingEn }
const locales: Record<Language, Record<string, string>> = {
  en: english, nl: { ...nl, ...journeyNl, ...recordNl, ...bringFileNl, ...askingNl }, de: { ...de, ...journeyDe, ...recordDe, ...bringFileDe, ...askingDe }, ru: { ...ru, ...journeyRu, ...recordRu, ...bringFileRu, ...askingRu }, zh: { ...zh, ...journeyZh, ...recordZh, ...bringFileZh, ...askingZh } }
// A choice of the server whose name only looks like a plural form.
const notPlural = 'direct.ignore_if_other'
const pluralForm = /(?<!ignore_if)_(one|few|many|other)$/
// Names from the server that English only spells out, and words that are the same in several languages.
const spelledInEnglish = /^(column|parameter|choice)\./
const sameInMany = new Set(['app', 'filter.name', 'choice.wald', 'choice.score', 'column.n', 'timeline.repeats_one', 'timeline.repeats_other'])

describe('languages', () => {
  const bases = (messages: Record<string, string>) => new Set(Object.keys(messages).map(key => key.replace(pluralForm, '')))
  for (const [language, messages] of Object.entries(locales) as [Language, Record<string, string>][]) {
    test(`${language} has every key`, () => {
      for (const base of bases(english)) expect(bases(messages).has(base), base).toBe(true)
      const known = bases(english)
      for (const base of bases(messages)) expect(known.has(base) || spelledInEnglish.test(base), base).toBe(true)
      expect(bases(messages).size).toBeGreaterThanOrEqual(bases(english).size)
    })
    test(`${language} has every plural form`, () => {
      const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories
      for (const key of Object.keys(english).filter(key => key.endsWith('_other') && key !== notPlural)) {
        for (const form of forms) expect(messages, key).toHaveProperty([key.replace(/other$/, form)])
      }
    })
    test(`${language} keeps the placeholders`, () => {
      const places = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([place]) => place).sort()
      for (const [key, text] of Object.entries(messages)) {
        const source = english[key] ?? english[key.replace(pluralForm, '_other')]
        if (source !== undefined) expect(places(text), key).toEqual(places(source))
        expect(text.trim(), key).not.toBe('')
      }
    })
  }
  test('nothing was left in English', () => {
    for (const language of ['ru', 'zh'] as const) {
      const same = Object.entries(locales[language]).filter(([key, text]) =>
        text === english[key] && !sameInMany.has(key)).map(([key]) => key)
      expect(same, language).toEqual([])
    }
    for (const language of ['nl', 'de'] as const) {
      const same = Object.entries(locales[language]).filter(([key, text]) => text === english[key])
      expect(same.length, language).toBeLessThan(40)
    }
  })
  test('every measure has a title in every language', () => {
    const ids = ['nps', 'csat', 'ces', 'response_rate', 'volume', 'customers', 'revenue', 'order_value', 'repeat_rate',
      'stages', 'process_map', 'funnel', 'drop_outs', 'quality', 'sessions', 'paths', 'variants', 'conformance', 'stage_conversion', 'weakest_link', 'observers',
      'consideration', 'stalled', 'retention', 'stickiness', 'lifecycle', 'attribution', 'moments_of_truth', 'early_experience',
      'behaviour_changes', 'referrals', 'loyalists']
    for (const messages of Object.values(locales)) for (const id of ids) expect(messages[`measure.${id}.title`]).toBeTruthy()
  })
})

describe('chapters', () => {
  test('no word stands in two places', () => {
    const all = [en, journeyEn, recordEn, bringFileEn, askingEn].flatMap(words => Object.keys(words))
    expect(all.filter((key, i) => all.indexOf(key) !== i)).toEqual([])
  })
  test('a chapter speaks the language of the page, also after a change', async () => {
    await setLanguage('de')
    await openChapter('journey')
    expect(t('part.cohorts')).toBe('Kohorten')
    await setLanguage('ru')
    expect(t('part.cohorts')).toBe('Когорты')
  })
  test('chapters and a language that are asked for at once all arrive, whichever comes first', async () => {
    const late = (ms: number, words: Record<string, string>) => () => new Promise<{ default: Record<string, string> }>(resolve => setTimeout(() => resolve({ default: words }), ms))
    const chapter = (name: string, dutch: string, ms: number, dutchMs: number) => {
      const english = late(ms, { ['test.' + name]: name })
      return { en: english, nl: late(dutchMs, { ['test.' + name]: dutch }), de: english, ru: english, zh: english }
    }
    Object.assign(chapters, { slow: chapter('slow', 'traag', 30, 5), quick: chapter('quick', 'snel', 1, 40) })
    const say = (name: string) => t(`test.${name}` as TextKey)
    await Promise.all((['slow', 'quick'] as const).map(name => openChapter(name as unknown as Chapter)))
    expect(['slow', 'quick'].map(say)).toEqual(['slow', 'quick'])
    Object.assign(chapters, { third: chapter('third', 'derde', 1, 60) })
    await Promise.all([setLanguage('de'), setLanguage('nl'), openChapter('third' as unknown as Chapter)])
    expect(['slow', 'quick', 'third'].map(say)).toEqual(['traag', 'snel', 'derde'])
    expect(document.documentElement.lang).toBe('nl')
  })
  test('a chapter that did not come is asked for again', async () => {
    let fails = true
    const load = async () => { if (fails) throw new Error('gone'); return { default: { 'test.shaky': 'here' } } }
    Object.assign(chapters, { shaky: { en: load, nl: load, de: load, ru: load, zh: load } })
    const shaky = 'shaky' as unknown as Chapter
    await expect(openChapter(shaky)).rejects.toThrow('gone')
    fails = false
    await openChapter(shaky)
    expect(t('test.shaky' as TextKey)).toBe('here')
  })
})

describe('words', () => {
  test('Russian counts by its own rules', async () => {
    await setLanguage('ru')
    expect([1, 2, 5, 21].map(n => plural('n.answers', n))).toEqual(['1 ответ', '2 ответа', '5 ответов', '21 ответ'])
  })
  test('every language loads and names the page', async () => {
    for (const language of Object.keys(languages) as Language[]) {
      await setLanguage(language)
      expect(t('nav.overview')).toBe(locales[language]['nav.overview'])
      expect(document.documentElement.lang).toBe(language)
    }
  })
  test('names from the server are spelled out when nobody translated them', () => {
    expect(label('column', 'without_anything')).toBe('Without anything')
    expect(label('measure', 'new.title', 'A new measure')).toBe('A new measure')
  })
})

describe('numbers', () => {
  test('signs, units, and no minus zero', () => {
    expect(signed(21.44)).toBe('+21.4')
    expect(signed(-3)).toBe('\u22123.0')
    expect(signed(-0.01)).toBe('0.0')
    expect(withUnit(43.27, '%')).toBe('43.3%')
    expect(withUnit(-5, 'points')).toBe('\u22125.0')
    expect(whole(1234567)).toBe('1,234,567')
    expect(compact(15300)).toBe('15.3K')
  })
  test('money with its own currency, and without one', () => {
    expect(money(1234.5, 'EUR')).toBe('€1,234.50')
    expect(money(1234567, 'EUR', true)).toBe('€1.23M')
    expect(money(12, '')).toBe('12.00')
  })
  test('durations in the largest unit that leaves one', () => {
    expect(duration(45)).toBe('45 sec')
    expect(duration(90)).toBe('1.5 min')
    expect(duration(2.3 * 86400)).toBe('2.3 days')
    expect(withUnit(62.24, 'days')).toBe('62.2 days')
    expect(withUnit(5400, 's')).toBe('1.5 hr')
  })
  test('periods by name', () => {
    expect(periodText(Date.UTC(2026, 2, 1), 'month')).toBe('Mar 2026')
    expect(periodText(Date.UTC(2026, 3, 1), 'quarter')).toBe('Q2 2026')
  })
})

describe('CSV', () => {
  test('BOM, CRLF, quotes', () => {
    expect(csvOf({ head: ['a', 'b'], rows: [['x, y', 1], ['say "hi"', null]] }))
      .toBe('\ufeffa,b\r\n"x, y",1\r\n"say ""hi""",\r\n')
  })
  test('texts that a spreadsheet would run are disarmed; numbers are not', () => {
    expect(csvOf({ head: ['a'], rows: [['=1+1'], ['@x'], ['-2'], [-2]] })).toBe("\ufeffa\r\n'=1+1\r\n'@x\r\n'-2\r\n-2\r\n")
  })
})
