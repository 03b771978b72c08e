// One customer and the people of a number: scores and orders against what the server knows, joined with another customer and parted again,
// notes, people as a file and as a segment; what a viewer may not; four looks with axe, five languages.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { desk, noSidewaysScroll, passesAxe, phone, picture, settled, until, untilCount, untilText, withPage } from './browser.mjs'
import { address, useCompany } from './company.mjs'

useCompany(400, 17)

const waiting = 'main [class*=state_waiting], main [aria-busy=true]'
const visit = async (page, path) => { await page.goto(address + path); await settled(page, waiting) }
const get = async path => (await fetch(address + path)).json()
const post = async (path, body) => (await fetch(address + path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })).json()
const part = (page, name) => page.getByRole('region', { name, exact: true })
const pathTo = name => '/customer/' + encodeURIComponent(name)
/** Customers of the company, those with the most answers first. */
const many = async count => (await post('/v1/who', { question: { measure: 'nps' }, cell: { keys: {}, column: 'n' }, limit: count })).people.map(one => one.customer)

test('scores, orders and feedback are those that the server knows', () => withPage({}, async (page, { errors }) => {
  for (const name of await many(3)) {
    const { events } = await get(`/v1/customers/${name}/timeline?limit=1000`)
    const answers = events.filter(event => event.fields.answer !== undefined)
    const sum = events.reduce((all, event) => all + Math.round(Number(event.fields.amount ?? 0) * 100), 0) / 100
    await visit(page, pathTo(name))
    await page.getByText('All scores as a table').click()
    await untilCount(part(page, 'Scores over time').locator('tbody tr'), answers.length)
    if (sum) await part(page, 'Orders').getByText(new RegExp(sum.toLocaleString('en', { minimumFractionDigits: 2 }).replace('.', '\\.'))).waitFor()
    const { items } = await get(`/v1/feedback?customer=${name}&limit=5`)
    await untilCount(part(page, 'Feedback').locator('li'), items.length)
  }
  await picture(page, 'customer-whole')
  await part(page, 'Feedback').locator('li a').first().click()
  await page.waitForURL('**/inbox?**')
  await page.locator('main article').waitFor()
  assert.deepEqual(errors, [])
}))

test('two customers are joined after a look at both, with a reason, and parted again', () => withPage({ audited: true }, async (page, { errors }) => {
  const [a, b] = await many(2)
  const own = (await get('/v1/customers/' + a)).identifiers.length
  const other = (await get('/v1/customers/' + b)).identifiers.length
  await visit(page, pathTo(a))
  await page.getByRole('button', { name: 'Join with another customer' }).click()
  await page.getByLabel('Find the other customer').fill(b)
  await page.getByRole('button', { name: 'Choose: ' + b }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText(`Together: one customer with ${own + other} identifiers.`).waitFor()
  await passesAxe(page, 'the preview')
  await picture(page, 'customer-join')
  await dialog.getByRole('button', { name: 'Join them' }).click()
  await dialog.getByText('Say why').waitFor()
  await dialog.getByLabel('Why are they one person?').fill('the same address')
  await dialog.getByRole('button', { name: 'Join them' }).click()
  await dialog.waitFor({ state: 'detached' })
  await until(async () => (await get('/v1/customers/' + a)).identifiers.length, own + other)
  await untilCount(part(page, 'Identifiers').locator('dd'), own + other)
  const links = part(page, 'Links between identifiers')
  const made = links.locator('li', { hasText: 'the same address' })
  await made.getByText(/made by hand/).waitFor()
  await made.getByRole('button', { name: 'Undo this link' }).click()
  const sides = dialog.locator('ul')
  await untilCount(sides, 2)
  assert.equal(await sides.nth(0).locator('li').count(), own)
  assert.equal(await sides.nth(1).locator('li').count(), other)
  await passesAxe(page, 'what parts')
  await picture(page, 'customer-part')
  await dialog.getByRole('button', { name: 'Undo', exact: true }).click()
  await untilCount(part(page, 'Identifiers').locator('dd'), own)
  await links.getByText('Undone links (1)').waitFor()
  await links.getByText(/^Undone on/).waitFor()
  assert.equal((await get('/v1/customers/' + b)).identifiers.length, other)
  assert.deepEqual(errors, [])
}))

test('a note is written and taken away', () => withPage({}, async (page, { errors }) => {
  const [name] = await many(1)
  await visit(page, pathTo(name))
  const notes = part(page, 'Notes')
  await notes.getByLabel('Note').fill('Prefers mail to phone')
  await notes.getByRole('button', { name: 'Add a note' }).click()
  await notes.getByText('Prefers mail to phone').waitFor()
  await page.reload()
  await settled(page, waiting)
  await notes.getByText('Prefers mail to phone').waitFor()
  await notes.getByRole('button', { name: 'Remove this note' }).click()
  await notes.getByRole('button', { name: 'Remove', exact: true }).click()
  await notes.getByText('No notes yet.').waitFor()
  await until(async () => (await get(`/v1/customers/${name}/notes`)).notes, [])
  assert.deepEqual(errors, [])
}))

describe('the people of a number', () => {
  const detractors = '/people?measure=nps&column=detractors'
  test('as a file: as many lines as people', () => withPage({}, async page => {
    await visit(page, detractors)
    const total = Number(await page.locator('[data-total]').getAttribute('data-total'))
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Download CSV' }).click()])
    const lines = readFileSync(await download.path(), 'utf8').trim().split('\r\n')
    assert.equal(lines.length, total + 1)
    assert.match(lines[0], /customer,number,id/)
  }))
  test('as a segment, whose size the server confirms', () => withPage({ audited: true }, async (page, { errors }) => {
    await visit(page, detractors)
    await page.getByRole('button', { name: 'Save as segment' }).click()
    const dialog = page.getByRole('dialog')
    const told = await until(() => dialog.getByText(/customers fit this filter today/).textContent(), /^\d/)
    await passesAxe(page, 'the form')
    await picture(page, 'people-segment')
    await dialog.getByLabel('Name of the segment').fill('Unhappy ones')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await dialog.getByText('segment("unhappy-ones")').waitFor()
    const size = await get('/v1/segments/unhappy-ones/size')
    assert.match(told, new RegExp(`^${size.customers} of ${size.of} `))
    assert.deepEqual(errors, [])
  }))
})

describe('looks', () => {
  const looks = { desk: { viewport: desk }, dark: { viewport: desk, theme: 'dark' }, phone: { viewport: phone }, 'phone-dark': { viewport: phone, theme: 'dark' } }
  for (const [name, look] of Object.entries(looks)) {
    test(`${name}: the customer passes axe and fits`, () => withPage({ ...look, audited: true }, async (page, { errors }) => {
      const [first] = await many(1)
      await visit(page, pathTo(first))
      await part(page, 'Feedback').waitFor()
      await noSidewaysScroll(page)
      await passesAxe(page)
      await picture(page, `customer-${name}`)
      assert.deepEqual(errors, [])
    }))
  }
  for (const [language, words] of Object.entries({ nl: 'Scores in de tijd', de: 'Bewertungen im Zeitverlauf', ru: 'Оценки во времени', zh: '评分变化' })) {
    test(`in ${language}`, () => withPage({ language }, async page => {
      const [first] = await many(1)
      await visit(page, pathTo(first))
      await untilText(page.getByRole('heading', { name: words }), words)
      await picture(page, `customer-${language}`)
    }))
  }
})
