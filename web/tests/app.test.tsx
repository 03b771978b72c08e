// The frame when a page does not come: it says so, and the other pages can still be reached.
import { render } from 'preact'
import { afterEach, expect, test, vi } from 'vitest'
import { go } from '../src/router'

vi.mock('../src/pages/more', () => ({
  opened: async (section: string) => {
    if (section === 'people') throw new TypeError('Failed to fetch dynamically imported module')
    return () => <h1>The page of {section}</h1>
  },
}))
const { App } = await import('../src/app')

const root = document.createElement('div')
document.body.append(root)
afterEach(() => { render(null, root); vi.unstubAllGlobals() })

test('a page that did not come says so, offers another try, and leaves the others in reach', async () => {
  vi.stubGlobal('fetch', async () => { throw new TypeError('offline') })
  go('/people')
  render(<App />, root)
  await vi.waitFor(() => expect(root.querySelector('main [role=alert]')?.textContent).toContain('The server does not answer'))
  expect(root.querySelector('main [role=alert] button')?.textContent).toBe('Try again')
  go('/surveys')
  await vi.waitFor(() => expect(root.querySelector('main')!.textContent).toBe('The page of surveys'))
})
