// Signing in and settings: what is said of a refusal, where one comes back to, what a role is shown.
import { render } from 'preact'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { signedOut } from '../src/api'
import { setLanguage } from '../src/i18n'
import { here, homeBoard, may } from '../src/me'
import { forget } from '../src/query'
import { go } from '../src/router'
import SettingsPage from '../src/pages/access/page'
import { browserOf } from '../src/pages/access/sessions'
import SignIn from '../src/pages/access/sign_in'
import { opened } from '../src/pages/more'

const everything = ['ask', 'people', 'boards', 'record', 'setup', 'accounts']
const me = (more: object = {}) => ({ account: 'anna', name: 'Anna', email: '', role: 'owner', scope: '', permissions: everything,
  single_user: false, home: '', language: '', granters: ['Anna', 'Otto'], ...more })

let root: HTMLElement
let asked: { request: string; body: unknown }[]
let replies: Record<string, { status?: number; json: unknown }>

beforeEach(() => {
  asked = []
  vi.stubGlobal('fetch', vi.fn(async (url: string, { method = 'GET', body }: { method?: string; body?: string } = {}) => {
    const request = `${method} ${url}`
    asked.push({ request, body: body ? JSON.parse(body) : undefined })
    const { status = 200, json } = replies[request] ?? { status: 404, json: { title: 'Not Found', status: 404 } }
    return new Response(JSON.stringify(json), { status, headers: { 'content-type': 'application/json' } })
  }))
  root = document.createElement('div')
  document.body.append(root)
  here.value = null
  forget()
})
afterEach(async () => {
  render(null, root)
  root.remove()
  signedOut.value = false
  vi.unstubAllGlobals()
  await setLanguage('en')
  go('/')
})
const text = () => root.textContent ?? ''
const until = (look: () => unknown) => vi.waitFor(() => { if (!look()) throw new Error(text()) }, 3000)
const type = (name: string, value: string) => {
  const field = root.querySelector<HTMLInputElement>(`[name=${name}]`)!
  field.value = value
  field.dispatchEvent(new Event('input', { bubbles: true }))
}
const submit = () => root.querySelector('form')!.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }))

describe('signing in', () => {
  const refusals = { wrong_sign_in: [401, 'The account or the password is wrong.'], limit: [429, 'Too many attempts failed'],
    conflict: [409, 'Nobody signs in here yet'] } as const
  for (const [code, [status, words]] of Object.entries(refusals)) {
    test(`says what ${code} means`, async () => {
      replies = { 'POST /v1/sign-in': { status, json: { title: 'x', status, code, detail: 'in English' } } }
      render(<SignIn />, root)
      type('account', 'anna')
      type('password', 'wrong')
      submit()
      await until(() => text().includes(words))
      expect(asked.at(-1)!.body).toEqual({ account: 'anna', password: 'wrong' })
      expect(root.querySelector('[role=alert]')!.textContent).not.toContain('in English')
    })
  }
  test('a reply that nobody is signed in is heard by the whole app', async () => {
    replies = { 'GET /v1/me': { status: 401, json: { title: 'x', status: 401, code: 'signed_out' } } }
    await expect((await import('../src/me')).me()).rejects.toThrow()
    expect(signedOut.value).toBe(true)
  })
})

describe('settings', () => {
  test('without accounts they make the first owner', async () => {
    replies = { 'GET /v1/me': { json: me({ account: null, single_user: true }) } }
    go('/settings')
    render(<SettingsPage />, root)
    await until(() => text().includes('Let others in'))
    expect(root.querySelector('nav')).toBeNull()
  })
  test('show a viewer the own account and tokens, and say of the rest who opens it', async () => {
    replies = { 'GET /v1/me': { json: me({ account: 'vera', role: 'viewer', permissions: ['ask'] }) } }
    go('/settings?view=people')
    render(<SettingsPage />, root)
    await until(() => text().includes('Who can give it: Anna, Otto.'))
    expect([...root.querySelectorAll('nav a')].map(one => one.textContent)).toEqual(['My account', 'Tokens'])
    expect(asked.map(one => one.request)).not.toContain('GET /v1/accounts')
  })
  test('are in Dutch as well', async () => {
    await setLanguage('nl')
    replies = { 'GET /v1/me': { json: me() }, 'GET /v1/me/sessions': { json: { sessions: [] } } }
    go('/settings')
    render(<SettingsPage />, root)
    await until(() => text().includes('Waar u bent aangemeld'))
  })
})

test('a page that the role does not open is not fetched', async () => {
  replies = { 'GET /v1/me': { json: me({ role: 'agent', permissions: ['people'] }) } }
  const Page = await opened('surveys')
  render(<Page />, root)
  await until(() => text().includes('This is not open to you'))
  expect(text()).toContain('You can look customers up in the search field above.')
  expect(may('people')).toBe(true)
  expect(may('record', 'setup')).toBe(false)
})

test('a browser is named as people know it', () => {
  expect(browserOf('Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0')).toBe('Firefox · Linux')
  expect(browserOf('Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0')).toBe('Edge · Windows')
  expect(browserOf('Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1')).toBe('Safari · iPhone')
  expect(browserOf('curl/8.0')).toBe('curl/8.0')
  expect(browserOf('')).toBe('–')
})

test('an agent, who may not ask, comes to the home that the server lists', async () => {
  replies['GET /v1/me'] = { json: me({ role: 'agent', permissions: ['people'] }) }
  replies['GET /v1/boards'] = { json: { boards: [{ name: 'agent', home: 'agent', built_in: true }] } }
  expect(await homeBoard()).toBe('agent')
  replies['GET /v1/boards'] = { json: { boards: [{ name: 'ours', home: 'agent', built_in: false }, { name: 'agent', home: 'agent', built_in: true }] } }
  expect(await homeBoard()).toBe('ours')
  replies['GET /v1/me'] = { json: me({ role: 'agent', permissions: [] }) }
  expect(await homeBoard()).toBe('')
})
