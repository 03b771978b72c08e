// A part that did not come: the server is away, or it has other parts since this tab was opened.
import { render } from 'preact'
import { act } from 'preact/test-utils'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Missing } from '../src/ui/lazy'

let root: HTMLElement
beforeEach(() => { root = document.body.appendChild(document.createElement('div')) })
afterEach(() => { act(() => render(null, root)); root.remove(); vi.unstubAllGlobals() })

async function shown(fetched: () => Promise<unknown>): Promise<string> {
  vi.stubGlobal('fetch', vi.fn(fetched))
  act(() => render(<Missing />, root))
  await vi.waitFor(() => expect(root.querySelector('[role="alert"]')).not.toBeNull())
  return root.textContent
}

test('where the server answers, the page is of an older release', async () => {
  expect(await shown(async () => ({ ok: true }))).toContain('This page has changed since it was opened')
})

test('where it does not, that is said', async () => {
  expect(await shown(async () => { throw new TypeError('offline') })).toContain('The server does not answer')
})

test('a proxy that answers for it is no answer', async () => {
  expect(await shown(async () => ({ ok: false }))).toContain('The server does not answer')
})
