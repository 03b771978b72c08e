// The journey and its parts, each of which is fetched when it is opened.
import { render } from 'preact'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import JourneyPage from '../src/pages/journey/page'
import { go } from '../src/router'

vi.mock('../src/pages/journey/map', () => { throw new Error('gone') })
vi.mock('../src/pages/journey/paths', () => ({ default: () => <p>the paths</p> }))

let root: HTMLElement
beforeEach(() => {
  root = document.createElement('div')
  document.body.append(root)
})
afterEach(() => { render(null, root); root.remove(); vi.unstubAllGlobals() })

test('a part that did not come is said, and another one may', async () => {
  vi.stubGlobal('fetch', async () => { throw new TypeError('offline') })
  go('/journey')
  render(<JourneyPage />, root)
  await vi.waitFor(() => expect(root.querySelector('[role=alert]')?.textContent).toContain('The server does not answer'))
  go('/journey?view=paths')
  await vi.waitFor(() => expect(root.textContent).toBe('the paths'))
})
