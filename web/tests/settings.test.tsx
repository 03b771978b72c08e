// A language that does not come leaves the one that is there, and the page says why.
import { render } from 'preact'
import { afterEach, expect, test, vi } from 'vitest'
import { language, setLanguage, t } from '../src/i18n'
import { offlineSince } from '../src/query'
import { Settings } from '../src/ui/settings'

vi.mock('../src/locales/ru/base.json', () => { throw new TypeError('Failed to fetch dynamically imported module') })

const root = document.createElement('div')
document.body.append(root)
afterEach(async () => { render(null, root); offlineSince.value = null; await setLanguage('en') })

const choose = (code: string) => {
  const select = root.querySelector<HTMLSelectElement>('#language')!
  select.value = code
  select.dispatchEvent(new Event('change', { bubbles: true }))
  return select
}

test('a language is chosen', async () => {
  render(<Settings />, root)
  choose('nl')
  await vi.waitFor(() => expect(language.value).toBe('nl'))
  expect(t('nav.overview')).toBe('Overzicht')
  expect(offlineSince.value).toBeNull()
})

test('one that does not come leaves the old one chosen and spoken', async () => {
  await setLanguage('nl')
  render(<Settings />, root)
  const select = choose('ru')
  await vi.waitFor(() => expect(offlineSince.value).not.toBeNull())
  expect(select.value).toBe('nl')
  expect([language.value, document.documentElement.lang, t('nav.overview')]).toEqual(['nl', 'nl', 'Overzicht'])
})
