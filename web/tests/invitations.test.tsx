// Invitations: lengths of time, a rule that is tried and kept, settings whose secrets are never shown, who unsubscribed.
import { render } from 'preact'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { setLanguage } from '../src/i18n'
import { forget } from '../src/query'
import { go, query } from '../src/router'
import { lengthOf, lengthText, numberOf } from '../src/pages/invitations/lengths'
import { LengthField, lengthWords } from '../src/pages/invitations/length_field'
import InvitationsPage from '../src/pages/invitations/page'
import { localDay, localMoment } from '../src/pages/local_time'

describe('lengths of time', () => {
  test('as the server writes them', () => {
    expect(lengthOf('2d')).toEqual({ n: 2, unit: 'd' })
    expect(lengthOf('14d')).toEqual({ n: 14, unit: 'd' })
    expect(lengthOf('2w')).toEqual({ n: 2, unit: 'w' })
    expect(lengthOf('1d 12h')).toEqual({ n: 36, unit: 'h' })
    expect(lengthOf('0s')).toEqual({ n: 0, unit: 'd' })
    expect(lengthOf('soon')).toBeNull()
    expect(lengthOf('2d soon')).toBeNull()
    expect(lengthText(0, 'h')).toBe('0h')
    expect(lengthOf('0h')).toEqual({ n: 0, unit: 'h' })
    expect(lengthText(3, 'h')).toBe('3h')
    expect([lengthText(1.5, 'h'), lengthText(0.5, 'h'), lengthText(1.5, 'd'), lengthText(0.5, 'm')]).toEqual(['90m', '30m', '36h', '30s'])
    expect(['0.5', '0,5', '.5', '3', '0.'].map(numberOf)).toEqual([0.5, 0.5, 0.5, 3, 0])
    expect(['', '-1', '1e5', 'two'].map(numberOf)).toEqual([null, null, null, null])
  })
  test('in words, by each language\'s own rules', async () => {
    expect(lengthWords('1d')).toBe('1 day')
    await setLanguage('ru')
    expect(['1d', '2d', '5d'].map(lengthWords)).toEqual(['1 день', '2 дня', '5 дней'])
  })
})

type Handler = (body: Record<string, unknown>) => { status?: number; json: unknown }
let root: HTMLElement
let asked: { request: string; body: Record<string, unknown> }[]

function serve(routes: Record<string, Handler>) {
  vi.stubGlobal('fetch', vi.fn(async (url: string, { method = 'GET', body }: { method?: string; body?: string }) => {
    const request = `${method} ${url}`
    const sent = body ? JSON.parse(body) as Record<string, unknown> : {}
    asked.push({ request, body: sent })
    const { status = 200, json } = (routes[request] ?? routes[request.split('?')[0]!])?.(sent) ?? { status: 404, json: { title: 'nothing at ' + request } }
    return new Response(JSON.stringify(json), { status, headers: { 'content-type': status < 400 ? 'application/json' : 'application/problem+json' } })
  }))
}
const until = (check: () => unknown) => vi.waitFor(() => { if (!check()) throw new Error(root.textContent ?? '') }, { timeout: 3000 })
const find = <E extends HTMLElement = HTMLElement>(selector: string) => root.querySelector<E>(selector)!
const button = (text: string) => [...root.querySelectorAll('button')].find(one => (one.getAttribute('aria-label') ?? one.textContent)?.startsWith(text))!
const type = (input: HTMLInputElement, text: string) => { input.value = text; input.dispatchEvent(new Event('input', { bubbles: true })) }
const sentTo = (request: string) => asked.filter(one => one.request === request).at(-1)?.body

const rule = { name: 'after', enabled: true, on: 'touchpoint = "delivery"', wait: '2d', survey: 'nps', by: 'email', sample: 50, cool_down: '30d',
  quiet: { from: '21:00', to: '08:00' }, zone: 'UTC', max_age: '9d', per_day: 0, answer_within: '30d',
  counts: { causes: 9, planned: 4, skipped: 0, sampled_out: 5, nobody: 0 } }
const surveys = () => ({ json: { templates: [], surveys: [{ name: 'nps', languages: ['nl', 'en'] }] } })

beforeEach(() => {
  root = document.createElement('div')
  document.body.append(root)
  asked = []
  forget()
})
afterEach(async () => { render(null, root); root.remove(); vi.unstubAllGlobals(); await setLanguage('en') })
const draw = (address: string) => { go(address); render(<InvitationsPage />, root) }

test('a rule is a sentence, and is turned off without losing anything', async () => {
  // Changed elsewhere since the list was read: the switch leaves that as it is.
  serve({ 'GET /v1/rules': () => ({ json: { rules: [rule] } }), 'GET /v1/rules/after': () => ({ json: { ...rule, sample: 25 } }),
    'PUT /v1/rules/after': body => ({ json: body }) })
  draw('/invitations')
  await until(() => find('li p'))
  expect(find('li p').textContent).toBe('When touchpoint = "delivery" happens, wait 2 days, then ask nps by e-mail.')
  expect(find('li.card').textContent).toContain('50% of the causes')
  expect(find('li header').closest('li')!.textContent).toContain('5 not in the sample')
  find('input[role=switch]').click()
  await until(() => sentTo('PUT /v1/rules/after'))
  const { counts: _, ...definition } = rule
  expect(sentTo('PUT /v1/rules/after')).toEqual({ ...definition, sample: 25, enabled: false })
})

test('a new rule is tried before it has a name, and kept under one', async () => {
  serve({
    'GET /v1/surveys': surveys, 'GET /v1/rules': () => ({ json: { rules: [rule] } }), 'PUT /v1/rules/after-2': body => ({ json: body }),
    'POST /v1/ask': () => ({ json: { rows: [{ touchpoint: 'delivery' }, { touchpoint: 'survey' }] } }),
    'POST /v1/rules/try': body => body.on === 'bad' ? { status: 400, json: { title: 'Bad', detail: 'no such field', where: 'on: column 1' } }
      : { json: { from: '2026-10-01T00:00:00Z', causes: 10, customers: 7, invitations: 3, invited_customers: 3, others: { 'cool-down': 4, 'sampled out': 3 } } },
  })
  draw('/invitations?rule=')
  await until(() => find('datalist option'))
  expect([...root.querySelectorAll('datalist option')].map(one => one.getAttribute('value'))).toEqual(['touchpoint = "delivery"'])
  const on = find<HTMLInputElement>('input[list]')
  type(on, 'bad')
  await until(() => on.value === 'bad')
  button('Try it').click()
  await until(() => on.getAttribute('aria-invalid') === 'true')
  type(on, 'touchpoint = "delivery"')
  await until(() => !on.hasAttribute('aria-invalid'))
  button('Try it').click()
  await until(() => find('#rule-trial'))
  expect(root.textContent).toContain('It would have sent 3 invitations to 3 customers.')
  expect([...root.querySelectorAll('tbody tr')].map(row => row.textContent)).toEqual(['would be asked3', 'asked not long ago4', 'not in the sample3'])
  button('Save the rule').click()
  await until(() => root.textContent!.includes('Give the rule a name'))
  const name = find<HTMLInputElement>('input[maxlength="64"]')
  type(name, 'after')
  await until(() => root.textContent!.includes('There is a rule of this name already'))
  type(name, 'after-2')
  await until(() => !root.textContent!.includes('There is a rule of this name already'))
  find('form').dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }))
  await until(() => query.value.get('rule') === null)
  expect(sentTo('PUT /v1/rules/after-2')).toMatchObject({ on: 'touchpoint = "delivery"', wait: '2d', survey: 'nps', by: 'email' })
})

test('what was touched is sent, and no secret is ever shown', async () => {
  const known = { base_url: 'https://ask.example', host: 'mail.example', port: 587, tls: 'starttls', user: '', password: '(set)', from: '', reply_to: '',
    ca_file: '', per_minute: 60, webhook_url: '', webhook_secret: '', sms_url: '', sms_account: '', sms_token: '', sms_from: '', allow_private: false }
  serve({ 'GET /v1/mail': () => ({ json: known }), 'PUT /v1/mail': () => ({ json: known }) })
  draw('/invitations?view=sending')
  await until(() => find('input[type=password]'))
  const [password] = [...root.querySelectorAll<HTMLInputElement>('input[type=password]')]
  expect(password!.value).toBe('')
  expect(root.innerHTML).not.toContain('(set)')
  type(find<HTMLInputElement>('input[placeholder="mail.example.com"]'), 'smtp.example')
  await until(() => !button('Save settings').disabled)
  find('form').dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }))
  await until(() => sentTo('PUT /v1/mail'))
  expect(sentTo('PUT /v1/mail')).toEqual({ host: 'smtp.example' })
  button('Take away: Password').click()
  await until(() => password!.placeholder === 'will be removed')
  find('form').dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }))
  await until(() => sentTo('PUT /v1/mail')!.password === '')
})

test('the queue says why something waits, and how many answered', async () => {
  const one = { id: 'i', rule: 'after', survey: 'nps', by: 'email', customer: 'anna', about: '', cause_time: null, state: 'skipped', reason: 'cool-down',
    due: '2026-10-01T10:00:00Z', sent: null, answered: null, tries: 0, to: '', language: '' }
  serve({ 'GET /v1/rules': () => ({ json: { rules: [rule] } }), 'GET /v1/invitations': () => ({ json: {
    total: 1, counts: { sent: 3, answered: 1, skipped: 1 }, trouble: '', invitations: [one] } }) })
  draw('/invitations?view=queue&state=skipped&rule=after')
  await until(() => find('tbody tr'))
  expect(asked.some(each => each.request.includes('state=skipped') && each.request.includes('rule=after'))).toBe(true)
  expect(find('tbody tr').textContent).toContain('asked not long ago')
  expect(root.textContent).toContain('1 of 4 answered. 3 without an answer so far.')
})

test('a rule that was open, and was switched off since, is saved switched off', async () => {
  let stored: Record<string, unknown> = rule
  serve({
    'GET /v1/surveys': surveys, 'GET /v1/rules': () => ({ json: { rules: [stored] } }), 'GET /v1/rules/after': () => ({ json: stored }),
    'PUT /v1/rules/after': body => ({ json: stored = { ...body, counts: rule.counts } }), 'POST /v1/ask': () => ({ json: { rows: [] } }),
  })
  const change = async () => {
    await until(() => button('Change: after'))
    button('Change: after').click()
    await until(() => button('Save the rule'))
  }
  draw('/invitations')
  await change()
  button('Back without saving').click()
  await until(() => find('input[role=switch]'))
  find('input[role=switch]').click()
  await until(() => stored.enabled === false && find('li.card').textContent!.includes('off'))
  await change()
  find('form').dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }))
  await until(() => asked.filter(one => one.request === 'PUT /v1/rules/after').length === 2)
  expect(sentTo('PUT /v1/rules/after')).toMatchObject({ enabled: false })
  await until(() => document.activeElement?.getAttribute('aria-label') === 'after')
})

test('what is typed into a rule or the settings is not left without a question', async () => {
  serve({ 'GET /v1/surveys': surveys, 'GET /v1/rules': () => ({ json: { rules: [rule] } }), 'GET /v1/rules/after': () => ({ json: rule }),
    'GET /v1/mail': () => ({ json: { host: 'a.example' } }), 'POST /v1/ask': () => ({ json: { rows: [] } }) })
  const confirm = vi.fn(() => false)
  vi.stubGlobal('confirm', confirm)
  window.confirm = confirm
  draw('/invitations?rule=after')
  await until(() => find('input[list]'))
  go('/invitations?rule=after&period=7d')
  expect(confirm).not.toHaveBeenCalled()
  type(find<HTMLInputElement>('input[list]'), 'touchpoint = "visit"')
  await new Promise(resolve => setTimeout(resolve, 50))
  go('/journey')
  expect(confirm).toHaveBeenCalledTimes(1)
  expect(window.location.pathname).toBe('/invitations')
  button('Back without saving').click()
  await until(() => find('input[role=switch]'))
  expect(confirm).toHaveBeenCalledTimes(1)
  go('/invitations?view=sending')
  await until(() => find('input[placeholder="mail.example.com"]'))
  type(find<HTMLInputElement>('input[placeholder="mail.example.com"]'), 'b.example')
  await until(() => !button('Save settings').disabled)
  await new Promise(resolve => setTimeout(resolve, 50))
  go('/invitations')
  expect(confirm).toHaveBeenCalledTimes(2)
  expect(query.value.get('view')).toBe('sending')
  render(null, root)
})

test('a length stays as it is typed, in its unit', async () => {
  let value = '2h'
  const show = () => render(<LengthField name="Wait" at="wait" value={value} put={text => { value = text; show() }} />, root)
  show()
  const number = () => find<HTMLInputElement>('input')
  const unit = () => find<HTMLSelectElement>('select').value
  const said: string[] = []
  for (const text of ['0', '0.', '0.5', '', '1,5', '50']) {
    type(number(), text)
    await new Promise(resolve => setTimeout(resolve, 0))
    expect([number().value, unit()]).toEqual([text, 'h'])
    said.push(value)
  }
  expect(said).toEqual(['0h', '0h', '30m', '? h', '90m', '50h'])
  value = '3d'
  show()
  expect([number().value, unit()]).toEqual(['3', 'd'])
})

test('own words of a rule are asked for in the languages of its survey', async () => {
  serve({ 'GET /v1/surveys': surveys, 'GET /v1/rules': () => ({ json: { rules: [] } }), 'POST /v1/ask': () => ({ json: { rows: [] } }),
    'GET /v1/rules/after': () => ({ json: { ...rule, subject: { de: 'Wie war es?' } } }) })
  draw('/invitations?rule=after')
  await until(() => find('details'))
  const subjects = () => [...root.querySelectorAll<HTMLInputElement>('details input')].map(one => one.lang)
  expect(subjects()).toEqual(['nl', 'en', 'de'])
  type(find<HTMLInputElement>('details input[lang=de]'), '')
  await new Promise(resolve => setTimeout(resolve, 50))
  expect(subjects()).toEqual(['nl', 'en', 'de'])
  expect(find<HTMLDetailsElement>('details').open).toBe(true)
})

test('who was invited again is said, and the focus goes to the next one', async () => {
  let list = ['email:a@example.com', 'email:b@example.com'].map(who => ({ who, at: '2026-10-01T23:30:00Z', by: 'owner' }))
  serve({ 'GET /v1/unsubscribes': () => ({ json: { unsubscribes: list } }),
    'DELETE /v1/unsubscribes/email%3Aa%40example.com': () => ({ json: list = list.slice(1) }),
    'DELETE /v1/unsubscribes/email%3Ab%40example.com': () => ({ json: list = [] }) })
  draw('/invitations?view=unsubscribed')
  await until(() => button('Invite again: email:a'))
  button('Invite again: email:a').click()
  await until(() => !button('Invite again: email:a') && document.activeElement === button('Invite again: email:b'))
  expect([...root.querySelectorAll('[role=status]')].map(one => one.textContent)).toContain('email:a@example.com removed')
  button('Invite again: email:b').click()
  await until(() => document.activeElement?.id === 'unsubscribe-add')
})

test('moments are on the reader\'s own clock', () => {
  const text = '2026-10-01T23:30:00Z'
  const own = new Date(text)
  expect(localMoment(text)).toContain(`${String(own.getHours()).padStart(2, '0')}:${String(own.getMinutes()).padStart(2, '0')}`)
  expect(localDay(text)).toContain(String(own.getDate()))
  expect(localMoment(null)).toBe('–')
})
