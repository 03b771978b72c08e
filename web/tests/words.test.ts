import { afterEach, describe, expect, test } from 'vitest'
import { csvOf } from '../src/csv'
import { clock, compact, dayText, duration, money, periodText, signed, whole, withUnit } from '../src/format'
import { chapters, label, languages, openChapter, plural, setLanguage, t, type Chapter, type Language, type TextKey } from '../src/i18n'
import '../src/pages/more'

afterEach(() => setLanguage('en'))

// One folder a language, one file a chapter. A chapter's words and the page's own are told apart by nobody who reads them: they are
// checked together. The texts of measures have a test of their own (measure_words.test.ts), and so have reasons and notes (told.test.ts).
const files = import.meta.glob<Record<string, string>>('../src/locales/*/*.json', { eager: true, import: 'default' })
const placeOf = (path: string) => path.match(/(\w+)\/(\w+)\.json$/)!.slice(1) as [Language, string]
const apart = ['measures', 'told']
const chaptersOf = (language: string) => Object.keys(files).map(placeOf).filter(([one]) => one === language).map(([, chapter]) => chapter).sort()
const wordsOf = (language: Language): Record<string, string> => Object.assign({}, ...Object.entries(files)
  .filter(([path]) => placeOf(path)[0] === language && !apart.includes(placeOf(path)[1])).map(([, words]) => words))
const english = wordsOf('en')
const locales = Object.fromEntries(Object.keys(languages).map(one => [one, wordsOf(one as Language)])) as Record<Language, Record<string, string>>
// A choice of the server whose name only looks like a plural form.
const notPlural = 'direct.ignore_if_other'
const pluralForm = /(?<!ignore_if)_(one|few|many|other)$/
// Names from the server that English only spells out, and words that are the same in several languages.
const spelledInEnglish = /^(column|parameter|choice|told)\./
const sameInMany = new Set([...['column', 'leads', 'missing_parts'].flatMap(family => ['nps', 'csat', 'ces'].map(name => `${family}.${name}`)), 'app', 'filter.name', 'choice.wald', 'choice.score', 'column.n', 'timeline.repeats_one', 'timeline.repeats_other'])

describe('languages', () => {
  test('every folder is a language of the menu and has every chapter', () => {
    const folders = new Set(Object.keys(files).map(path => placeOf(path)[0]))
    expect([...folders].sort()).toEqual(Object.keys(languages).sort())
    for (const language of folders) expect(chaptersOf(language), language).toEqual(chaptersOf('en'))
  })
  const bases = (messages: Record<string, string>) => new Set(Object.keys(messages).map(key => key.replace(pluralForm, '')))
  for (const [language, messages] of Object.entries(locales) as [Language, Record<string, string>][]) {
    test(`${language} has every key`, () => {
      const [own, known] = [bases(messages), bases(english)]
      expect([...known].filter(base => !own.has(base)), 'missing').toEqual([])
      expect([...own].filter(base => !known.has(base) && !spelledInEnglish.test(base)), 'known to nobody').toEqual([])
    })
    test(`${language} has every plural form`, () => {
      const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories
      const counted = Object.keys(english).filter(key => key.endsWith('_other') && key !== notPlural)
      expect(counted.flatMap(key => forms.map(form => key.replace(/other$/, form))).filter(key => !(key in messages))).toEqual([])
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
      const same = Object.entries(locales[language]).filter(([key, text]) => text === english[key] && !sameInMany.has(key))
      expect(same.length, language).toBeLessThan(60)
    }
  })
  test('punctuation is that of the language', () => {
    const foreign: Partial<Record<Language, RegExp>> = {
      nl: /[“”„«»]/, de: /[”«»]|\d%/, ru: /[“”„]|[А-я] - /, zh: /[\u4e00-\u9fff][,;:!?]|[,;:!?][\u4e00-\u9fff]|[„«»]/ }
    for (const [path, words] of Object.entries(files)) {
      const wrong = foreign[placeOf(path)[0]]
      expect(wrong ? Object.entries(words).filter(([, text]) => wrong.test(text)) : [], path).toEqual([])
    }
  })
  test('every measure has a title in every language', () => {
    const ids = ['nps', 'csat', 'ces', 'index', 'qualities', 'response_rate', 'volume', 'customers', 'revenue', 'order_value', 'repeat_rate',
      'stages', 'process_map', 'funnel', 'drop_outs', 'quality', 'sessions', 'paths', 'variants', 'conformance', 'stage_conversion', 'weakest_link', 'observers',
      'consideration', 'stalled', 'retention', 'stickiness', 'lifecycle', 'attribution', 'moments_of_truth', 'early_experience',
      'behaviour_changes', 'referrals', 'loyalists', 'sentiment', 'emotion', 'motives', 'intents', 'topics', 'topic_effect', 'wishes', 'obstacles', 'switching',
      'discovery', 'behaviour_trend', 'tone_change', 'conversations', 'self_service']
    for (const messages of Object.values(locales)) for (const id of ids) expect(messages[`measure.${id}.title`]).toBeTruthy()
  })
})

const everywhere = (chapter: string, load: () => Promise<{ default: Record<string, string> }>) =>
  Object.fromEntries(Object.keys(languages).map(language => [`/src/locales/${language}/${chapter}.json`, load]))

describe('chapters', () => {
  test('no word stands in two places', () => {
    const all = Object.entries(files).filter(([path]) => placeOf(path)[0] === 'en').flatMap(([, words]) => Object.keys(words))
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
      return { ...everywhere(name, english), [`/src/locales/nl/${name}.json`]: late(dutchMs, { ['test.' + name]: dutch }) }
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
    Object.assign(chapters, { shaky: everywhere('shaky', load) })
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
  // Which spaces break, differs by the version of ICU.
  const written = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ')
  const march = Date.UTC(2026, 2, 1, 14, 5)
  test.each([
    ['en', '43.3%', '\u22121,234.5', '€1,234.50', '\u2212€5.00', '1,234,567', '15.3K', '2.3 days', 'Mar 1, 2026', 'Mar 2026', 'Q1 2026', '14:05'],
    ['nl', '43,3%', '\u22121.234,5', '€ 1.234,50', '€ \u22125,00', '1.234.567', '15,3K', '2,3 dagen', '1 mrt 2026', 'mrt 2026', 'K1 2026', '14:05'],
    ['de', '43,3 %', '\u22121.234,5', '1.234,50 €', '\u22125,00 €', '1.234.567', '15.300', '2,3 Tg.', '01.03.2026', 'März 2026', 'Q1 2026', '14:05'],
    ['ru', '43,3 %', '\u22121 234,5', '1 234,50 €', '\u22125,00 €', '1 234 567', '15,3 тыс.', '2,3 дн.', '1 мар. 2026 г.', 'март 2026 г.', '1-й кв. 2026 г.', '14:05'],
    ['zh', '43.3%', '\u22121,234.5', '€1,234.50', '\u2212€5.00', '1,234,567', '1.53万', '2.3天', '2026年3月1日', '2026年3月', '2026年第1季度', '14:05'],
  ] as const)('numbers, money and dates are written the way of %s', async (language, ...wanted) => {
    await setLanguage(language)
    expect([withUnit(43.27, '%'), signed(-1234.5), money(1234.5, 'EUR'), money(-5, 'EUR'), whole(1234567), compact(15300), duration(2.3 * 86400),
      dayText(march), periodText(march, 'month'), periodText(march, 'quarter'), clock(march)].map(written)).toEqual(wanted)
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
