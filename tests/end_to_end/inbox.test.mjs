// The feedback inbox as those meet it who answer customers: read and sorted by keys alone, followed live, filtered, changed by many at once and
// undone, cases set up; each list held against what the server answers; four looks with axe, five languages.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { desk, noSidewaysScroll, passesAxe, pathOf, phone, picture, pressBoth, queryOf, settled, until, untilCount, untilFocus, untilPath, untilQuery, untilText,
  useBrowser, withPage } from './browser.mjs'
import { folderWithData, remove, serve } from './server.mjs'

let server, folder, address, key
useBrowser()
before(async () => {
  const made = folderWithData(500, 31)
  folder = made.folder
  server = await serve(made.data)
  address = server.address
  await api('PUT', '/v1/sources/inbox-test', { format: 'tracking' })
  key = (await api('POST', '/v1/sources/inbox-test/keys', { kind: 'write' })).key
})
after(async () => {
  await server?.stop()
  if (folder) remove(folder)
})

async function api(method, path, body, headers = {}) {
  const reply = await fetch(address + path, { method, headers: body === undefined ? headers : { 'content-type': 'application/json', ...headers },
    body: body === undefined ? null : JSON.stringify(body) })
  const text = await reply.text()
  assert.ok(reply.ok, `${method} ${path}: ${reply.status} ${text}`)
  return text ? JSON.parse(text) : null
}
const feedback = (query = '') => api('GET', '/v1/feedback?' + query)
const waiting = 'main [class*=state_waiting], main [aria-busy=true]'
const drawn = page => settled(page, waiting)
const visit = async (page, path) => { await page.goto(address + path); await drawn(page) }
const rows = page => page.locator('[class*=inbox_list_row] a')
const openItem = page => page.locator('main article')
const toast = page => page.locator('[class*=inbox_floor] [role=status]')
const openNow = page => queryOf(page, 'item').then(Number)
const part = (page, name) => page.getByRole('region', { name, exact: true })
const tab = (page, name) => page.getByRole('navigation', { name: 'State' }).getByRole('link', { name })

describe('reading and sorting', () => {
  test('by keys alone: there, down, up, done, undone, tagged, noted, and to the customer', () => withPage({}, async (page, { errors }) => {
    await visit(page, '/')
    await pressBoth(page, 'g', 'x', async () => await pathOf(page) === '/inbox')
    await drawn(page)
    const { items } = await feedback('state=open&limit=3')
    await until(() => openNow(page), items[0].id)
    await picture(page, 'inbox')
    await page.keyboard.press('j')
    await until(() => openNow(page), items[1].id)
    await untilFocus(page, 'id', 'feedback-' + items[1].id)
    await page.keyboard.press('k')
    await until(() => openNow(page), items[0].id)
    await page.keyboard.press('e')
    await until(() => openNow(page), items[1].id)
    await untilText(toast(page), /1 item done/)
    await until(async () => (await api('GET', '/v1/feedback/' + items[0].id)).state, 'done')
    await page.keyboard.press('z')
    await until(async () => (await api('GET', '/v1/feedback/' + items[0].id)).state, 'open')
    await page.locator('#feedback-' + items[0].id).waitFor()
    await page.keyboard.press('t')
    await untilFocus(page, 'id', 'inbox-tag')
    await page.keyboard.type('slow parcel')
    await page.keyboard.press('Enter')
    await until(async () => (await api('GET', '/v1/feedback/' + items[1].id)).tags, ['slow parcel'])
    await page.keyboard.press('Escape')
    await page.keyboard.press('n')
    await untilFocus(page, 'id', 'inbox-note')
    await page.keyboard.type('Called back')
    await page.keyboard.press('Control+Enter')
    await openItem(page).getByText('Called back', { exact: true }).waitFor()
    assert.equal((await api('GET', '/v1/feedback/' + items[1].id)).notes[0].text, 'Called back')
    await page.keyboard.press('Escape')
    await page.keyboard.press('?')
    await page.getByRole('dialog').getByText('Mark as done').waitFor()
    await picture(page, 'inbox-keys')
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.locator('#feedback-' + items[1].id).focus()
    await page.keyboard.press('Enter')
    await untilPath(page, '/customer/' + encodeURIComponent(items[1].customer))
    await drawn(page)
    assert.deepEqual(errors, [])
  }))

  test('several at once, in one change', () => withPage({}, async page => {
    await visit(page, '/inbox')
    const { items, counts } = await feedback('state=open&limit=4')
    for (const item of items.slice(0, 3)) await page.locator(`li:has(#feedback-${item.id}) input`).check()
    const bar = page.getByRole('group', { name: '3 selected' })
    await picture(page, 'inbox-bulk')
    await bar.getByRole('button', { name: 'Start work' }).click()
    await untilText(toast(page), /3 items in progress/)
    await until(async () => (await feedback()).counts.doing, counts.doing + 3)
    await untilText(tab(page, /In progress/), new RegExp(`In progress${counts.doing + 3}$`))
    await toast(page).getByRole('button', { name: 'Undo' }).click()
    await until(async () => (await feedback()).counts.doing, counts.doing)
  }))

  test('filters are in the address, what they leave is what the server leaves; Back undoes them', () => withPage({}, async page => {
    const where = 'kind = "nps" and answer <= 6'
    const wanted = (await feedback('state=all&limit=500&where=' + encodeURIComponent(where))).items.length
    assert.ok(wanted > 0)
    await visit(page, '/inbox?state=all')
    await page.getByText('Filter by field').click()
    await page.getByLabel('Filter', { exact: true }).fill(where)
    await page.keyboard.press('Enter')
    await untilQuery(page, 'where', where)
    await drawn(page)
    await untilText(page.locator('main p[role=status]').first(), new RegExp(`^(more than 50|${wanted} items?)$`))
    await page.getByText(/detractor/).first().waitFor()
    await page.getByLabel('Filter', { exact: true }).fill('chanel = "x"')
    await page.keyboard.press('Enter')
    await page.getByText(/chanel/).last().waitFor()
    await page.locator('input[aria-invalid=true]').waitFor()
    await picture(page, 'inbox-filter-error')
    await page.goBack()
    await untilQuery(page, 'where', where)
    await page.goBack()
    await untilQuery(page, 'where', null)
    const word = (await feedback('state=all&limit=500')).items.find(item => item.text.length > 8).text.slice(0, 8)
    await page.getByLabel('Words in comments').fill(word)
    await untilQuery(page, 'q', word)
    const found = await feedback(`state=all&q=${encodeURIComponent(word)}&limit=500`)
    await until(async () => (await page.locator('main p[role=status]').first().textContent()), found.items.length > 50 ? 'more than 50' : `${found.items.length} item${found.items.length === 1 ? '' : 's'}`)
    await page.getByRole('button', { name: 'Clear all filters' }).click()
    await untilQuery(page, 'q', null)
  }))

  test('all of it is there by scrolling, in few elements and in order', () => withPage({}, async page => {
    const all = (await feedback('state=all&limit=500')).items.map(item => item.id)
    assert.ok(all.length > 120, `${all.length} items`)
    await visit(page, '/inbox?state=all')
    const box = page.locator('[class*=inbox_list_box]')
    await until(async () => {
      await box.evaluate(one => one.scrollTo(0, one.scrollHeight))
      return rows(page).last().getAttribute('id')
    }, 'feedback-' + all.at(-1), 'the last one')
    assert.ok(await rows(page).count() < 45, 'few rows are drawn')
    const drawnNow = (await rows(page).evaluateAll(links => links.map(link => Number(link.id.slice(9)))))
    assert.deepEqual(drawnNow, all.slice(-drawnNow.length))
  }))
})

test('a new response waits behind a line, within seconds and without a jump', () => withPage({}, async (page, { errors }) => {
  await visit(page, '/inbox?state=all')
  const first = await rows(page).first().getAttribute('id')
  const reply = await api('POST', '/v1/events', { id: 'fresh-1', customer: 'fresh-1', time: new Date().toISOString(), channel: 'web', touchpoint: 'checkout',
    kind: 'nps', answer: 2, text: 'The page froze while I paid.', language: 'en' }, { authorization: `Bearer ${key}` })
  assert.ok(reply)
  const begin = Date.now()
  await page.getByRole('button', { name: '1 new: show it' }).waitFor()
  console.log(`the line stood there after ${((Date.now() - begin) / 1000).toFixed(1)} s`)
  assert.equal(await rows(page).first().getAttribute('id'), first)
  await picture(page, 'inbox-new')
  await page.getByRole('button', { name: '1 new: show it' }).click()
  await rows(page).first().getByText('The page froze while I paid.').waitFor()
  assert.deepEqual(errors, [])
}))

test('cases: what opens one is set up, and then shown, filtered and counted', () => withPage({ audited: true }, async (page, { errors }) => {
  await visit(page, '/inbox')
  await page.getByRole('link', { name: 'Cases' }).click()
  await untilPath(page, '/inbox/cases')
  await drawn(page)
  await page.getByLabel('Open a case for').fill('kind = "nps" and answr <= 6')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.locator('input[aria-invalid=true]').waitFor()
  await page.getByLabel('Open a case for').fill('kind = "nps" and answer <= 6')
  await page.keyboard.press('Enter')
  await page.getByLabel('Hours until it is due').fill('2')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Saved', { exact: true }).waitFor()
  await passesAxe(page)
  await picture(page, 'inbox-cases')
  assert.equal((await api('GET', '/v1/feedback/settings')).due_hours, 2)
  await api('POST', '/v1/events', { id: 'case-1', customer: 'case-1', time: new Date().toISOString(), kind: 'nps', answer: 1, text: 'Never again.' },
    { authorization: `Bearer ${key}` })
  await visit(page, '/inbox?case=open')
  await rows(page).getByText('Never again.').waitFor()
  await openItem(page).getByText(/Case due/).waitFor()
  assert.ok((await feedback('case=open')).items.every(item => item.case))
  assert.deepEqual(errors.filter(text => !text.includes('400')), [])
}))

describe('looks', () => {
  const looks = { desk: { viewport: desk }, dark: { viewport: desk, theme: 'dark' }, phone: { viewport: phone }, 'phone-dark': { viewport: phone, theme: 'dark' } }
  for (const [name, look] of Object.entries(looks)) {
    test(`${name}: list, response and an empty list pass axe and fit`, () => withPage({ ...look, audited: true }, async (page, { errors }) => {
      await visit(page, '/inbox?state=all')
      await rows(page).first().waitFor()
      await noSidewaysScroll(page)
      await passesAxe(page, 'the list')
      if (name.startsWith('phone')) await picture(page, `inbox-list-${name}`)
      await rows(page).nth(2).click()
      await openItem(page).waitFor()
      await noSidewaysScroll(page)
      await passesAxe(page, 'a response')
      await picture(page, `inbox-${name}`)
      await visit(page, '/inbox?q=nobodywroteth1s')
      await page.getByText('Nothing fits these filters').waitFor()
      await passesAxe(page, 'nothing')
      assert.deepEqual(errors, [])
    }))
  }
  test('on a phone the response takes the place of the list, and Back gives it back', () => withPage({ viewport: phone }, async page => {
    await visit(page, '/inbox?state=all')
    await untilCount(openItem(page), 0)
    await rows(page).nth(8).scrollIntoViewIfNeeded()
    await rows(page).nth(8).click()
    await openItem(page).waitFor()
    await untilFocus(page, 'id', 'inbox-item')
    await until(() => rows(page).first().isVisible(), false, 'the list is away')
    await page.getByRole('button', { name: 'Back to the list' }).click()
    await until(() => rows(page).first().isVisible(), true, 'the list is back')
    await until(() => page.evaluate(() => scrollY), top => top > 200, 'where it was')
  }))
  for (const [language, title] of Object.entries({ nl: 'Feedback', de: 'Feedback', ru: 'Отзывы', zh: '反馈' })) {
    test(`in ${language}`, () => withPage({ language }, async (page, { errors }) => {
      await visit(page, '/inbox?state=all')
      await untilText(page.locator('h1'), title)
      await rows(page).first().waitFor()
      for (const word of ['In progress', 'Any tag', 'Add a note', 'Filter by field']) assert.equal(await page.getByText(word, { exact: true }).count(), 0, word)
      await picture(page, `inbox-${language}`)
      assert.deepEqual(errors, [])
    }))
  }
})

// The last one: from here on the folder has accounts.
test('an agent sees what is in the scope, takes it by a key, and sets nothing up', () => withPage({}, async (page, { errors }) => {
  const password = 'eleven green bicycles'
  await api('PUT', '/v1/accounts/olga', { name: 'Olga', role: 'owner', password })
  const signIn = await fetch(address + '/v1/sign-in', { method: 'POST', headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ account: 'olga', password }) })
  const cookie = signIn.headers.get('set-cookie').split(';')[0]
  await api('PUT', '/v1/accounts/kim', { name: 'Kim', role: 'agent', scope: 'channel = "email"', password }, { cookie })
  const all = await api('GET', '/v1/feedback?limit=500', undefined, { cookie })
  await page.goto(address + '/inbox?state=all')
  await page.fill('[name=account]', 'kim')
  await page.fill('[name=password]', password)
  await page.click('button[type=submit]')
  await page.locator('main article').waitFor()
  await drawn(page)
  assert.equal(await page.getByRole('link', { name: 'Cases' }).count(), 0)
  const seen = await page.evaluate(async () => (await (await fetch('/v1/feedback?limit=500')).json()).items.map(item => item.channel))
  assert.ok(seen.length > 0 && seen.length < all.items.length, `${seen.length} of ${all.items.length}`)
  assert.deepEqual([...new Set(seen)], ['email'])
  const id = await openNow(page)
  await page.locator('#feedback-' + id).focus()
  await page.keyboard.press('a')
  await untilText(toast(page), /1 item assigned/)
  await until(async () => (await api('GET', '/v1/feedback/' + id, undefined, { cookie })).assignee, 'kim')
  await page.getByLabel('Assigned to').first().selectOption('kim')
  await untilQuery(page, 'assignee', 'kim')
  await untilCount(rows(page), 1)
  await picture(page, 'inbox-agent')
  await openItem(page).getByRole('heading').first().getByRole('link').click()
  await part(page, 'Links between identifiers').waitFor()
  assert.equal(await page.getByRole('button', { name: 'Join with another customer' }).count(), 0)
  assert.deepEqual(errors.filter(text => !text.includes('401')), [])
}))
