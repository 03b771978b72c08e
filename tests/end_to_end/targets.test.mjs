// What figures are held against: segments, goals, benchmarks and decisions are made on their page, by keyboard too; what it says is held
// against what the server answers.
import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { desk, noSidewaysScroll, passesAxe, phone, picture, pressBoth, pathOf, settled, until, untilAttribute, untilCount, untilFocus, untilPath, untilQuery, untilText,
  untilValue, withPage } from './browser.mjs'
import { address, peopleBehind, useCompany } from './company.mjs'
import { ask } from './server.mjs'

useCompany(1200, 33)

/** As `settled`, but these pages say what they do in places that stay. */
const drawn = page => settled(page, 'main [class*=state_waiting], main [aria-busy=true]')
const visit = async (page, path) => { await page.goto(address + path); await drawn(page) }
const dialog = page => page.getByRole('dialog')

async function api(method, path, body, type = 'application/json') {
  const reply = await fetch(address + path, { method, headers: body === undefined ? {} : { 'content-type': type },
    body: body === undefined ? null : type === 'text/csv' ? body : JSON.stringify(body) })
  const text = await reply.text()
  assert.ok(reply.ok, `${method} ${path}: ${reply.status} ${text}`)
  return text ? JSON.parse(text) : null
}
const customers = async where => (await ask(address, { measure: 'customers', ...where ? { where } : {} })).rows[0].n
const todo = async (page, title, item) => {
  await page.getByRole('button', { name: `What to do with ${title}` }).click()
  await page.getByRole('button', { name: item, exact: true }).click()
}
/** The newest day of the record. */
const newest = async () => (await api('GET', '/v1/status')).data_until.slice(0, 10)
const daysBefore = (day, n) => new Date(Date.parse(day) - n * 86_400_000).toISOString().slice(0, 10)

before(async () => {
  await until(() => Boolean(address), true, 'the server')
  await api('PUT', '/v1/segments/loyal', { title: 'Loyal customers', about: 'Bought at least twice', where: 'did("purchase") >= 2' })
  await api('PUT', '/v1/goals/nps', { title: 'NPS of 60', measure: 'nps', where: 'segment("loyal")', period: 'all', value: 60, by: '2028-12-31' })
  await api('PUT', '/v1/goals/csat', { title: 'Satisfied', measure: 'csat', period: 'all', value: 10 })
  await api('PUT', '/v1/benchmarks/trade?title=Trade&source=Trade%20survey&date=2026-06-30',
    'measure,group,value,n\nnps,Best quarter,90,\nnps,Weakest,-80,300\ncsat,Average,50,900\n', 'text/csv')
})

describe('segments', () => {
  test('by keyboard: counted as it is written, saved, used by its name; the size leads to its people', () => withPage({}, async (page, { errors }) => {
    await visit(page, '/')
    await pressBoth(page, 'g', 'l', async () => (await pathOf(page)) === '/targets')
    await drawn(page)
    await page.getByRole('button', { name: 'New segment' }).press('Enter')
    await untilFocus(page, 'name', 'title')
    await page.keyboard.type('From the web')
    const filter = dialog(page).getByLabel('Filter', { exact: true })
    await filter.focus()
    await page.keyboard.type('channel = "web"')
    const n = await customers('channel = "web"')
    await untilAttribute(dialog(page).locator('[data-count]'), 'data-count', String(n))
    await dialog(page).getByText('segment("from-the-web")').waitFor()
    await page.keyboard.press('Enter')
    await dialog(page).getByRole('button', { name: 'Save' }).press('Enter')
    await untilCount(dialog(page), 0)
    const row = page.getByRole('row', { name: /From the web/ })
    await untilAttribute(row.locator('[data-size]'), 'data-size', String(n))
    assert.equal(await peopleBehind(await row.locator('[data-size]').getAttribute('href')), n)
    assert.equal(await customers('segment("from-the-web")'), n)
    assert.deepEqual(errors, [])
  }))

  test('a filter that cannot be read is marked at its column, and nothing is stored', () => withPage({}, async page => {
    await visit(page, '/targets?new=' + encodeURIComponent('channel = '))
    await dialog(page).getByRole('alert').getByText(/Column \d+/).waitFor()
    await untilQuery(page, 'new', null)
    await dialog(page).getByLabel('Title').fill('Wrong')
    await dialog(page).getByRole('button', { name: 'Save' }).click()
    await untilAttribute(dialog(page).getByLabel('Filter', { exact: true }), 'aria-invalid', 'true')
    assert.deepEqual((await api('GET', '/v1/segments')).segments.filter(one => one.title === 'Wrong'), [])
  }))

  test('one in use says where it is, and stays; one that is not is removed', () => withPage({}, async (page, { errors }) => {
    await api('PUT', '/v1/segments/short', { title: 'Short-lived', where: 'amount > 1' })
    await visit(page, '/targets')
    await todo(page, 'Loyal customers', 'Remove')
    await dialog(page).getByText('“Loyal customers” is in use').waitFor()
    await dialog(page).getByRole('link', { name: 'nps', exact: true }).waitFor()
    await untilCount(dialog(page).getByRole('button', { name: 'Remove' }), 0)
    await dialog(page).getByRole('button', { name: 'Close' }).click()
    await todo(page, 'Short-lived', 'Remove')
    await dialog(page).getByRole('button', { name: 'Remove' }).click()
    await untilCount(page.getByRole('row', { name: /Short-lived/ }), 0)
    assert.deepEqual((await api('GET', '/v1/segments')).segments.filter(one => one.name === 'short'), [])
    assert.deepEqual(errors, [])
  }))

  test('changed once, it is changed where it is used', () => withPage({}, async page => {
    await visit(page, '/targets')
    await todo(page, 'Loyal customers', 'Edit')
    await dialog(page).getByLabel('Filter', { exact: true }).fill('did("purchase") >= 3')
    await dialog(page).getByRole('button', { name: 'Save' }).click()
    const n = await until(() => customers('segment("loyal")'), await customers('did("purchase") >= 3'))
    await untilAttribute(page.getByRole('row', { name: /Loyal customers/ }).locator('[data-size]'), 'data-size', String(n))
    await api('PUT', '/v1/segments/loyal', { title: 'Loyal customers', about: 'Bought at least twice', where: 'did("purchase") >= 2' })
  }))
})

describe('goals', () => {
  test('how far, how fast and whether in time, as the server says; the line has its target', () => withPage({}, async (page, { errors }) => {
    const goal = (await api('GET', '/v1/goals?state=true')).goals.find(one => one.name === 'nps')
    await visit(page, '/targets?tab=goals')
    const card = page.getByRole('region', { name: 'NPS of 60' })
    await card.getByText(`${goal.now.value > 0 ? '+' : '\u2212'}${Math.abs(goal.now.value).toFixed(1)}`, { exact: true }).waitFor()
    if (goal.now.n >= 30) await card.getByText(`${Math.abs(goal.distance).toFixed(1)} to go to +60.0`).waitFor()
    const { slope_a_month: slope, slope_low: low, slope_high: high } = goal.course
    if (slope !== null) await card.getByText(low <= 0 && high >= 0 ? /^No clear trend\./ : new RegExp(`(Rises|Falls) by ${Math.abs(slope).toFixed(1)} a month`)).waitFor()
    await card.locator('svg text', { hasText: 'Target +60.0' }).waitFor()
    await card.getByRole('slider').press('ArrowLeft')
    await untilAttribute(card.getByRole('slider'), 'aria-valuetext', /interval|nothing/)
    await card.getByRole('button', { name: 'Table: NPS of 60' }).click()
    await card.getByRole('table').waitFor()
    assert.deepEqual(errors, [])
  }))

  test('is made with what it is now beside it, and removed', () => withPage({}, async (page, { errors }) => {
    await visit(page, '/targets?tab=goals')
    await page.getByRole('button', { name: 'New goal' }).click()
    await dialog(page).getByRole('combobox', { name: 'Measure', exact: true }).selectOption('csat')
    await dialog(page).getByText(/^Now: \d/).waitFor()
    await dialog(page).getByLabel('Value to reach').fill('88')
    await dialog(page).getByLabel('By (optional)').fill('2027-12-31')
    await dialog(page).getByLabel(/^Title/).fill('Happy')
    await dialog(page).getByRole('button', { name: 'Save' }).click()
    await page.getByRole('region', { name: 'Happy' }).waitFor()
    const { measure, value, by, better } = (await api('GET', '/v1/goals')).goals.find(one => one.name === 'happy')
    assert.deepEqual({ measure, value, by, better }, { measure: 'csat', value: 88, by: '2027-12-31', better: 'up' })
    await todo(page, 'Happy', 'Remove')
    await dialog(page).getByRole('button', { name: 'Remove' }).click()
    await untilCount(page.getByRole('region', { name: 'Happy' }), 0)
    assert.deepEqual(errors, [])
  }))
})

describe('benchmarks', () => {
  test('own standing with its place, of the period of the page', () => withPage({}, async (page, { errors }) => {
    const standing = await api('GET', '/v1/benchmarks/trade/standing?measure=nps&period=24m')
    await visit(page, '/targets?tab=benchmarks&period=24m')
    const card = page.getByRole('region', { name: 'Trade' })
    await card.getByText(`Net Promoter Score: place ${standing.rank} of ${standing.of} (Last 24 months)`).waitFor()
    await untilText(card.locator('[data-own]'), new RegExp(`^${standing.rank}You`))
    await card.getByText('Source: Trade survey').waitFor()
    await card.getByLabel('Measure: Trade').selectOption('csat')
    await card.getByText(/^Customer satisfaction: place [12] of 2/).waitFor()
    assert.deepEqual(errors, [])
  }))

  test('pasted from a spreadsheet or read from a file; what is wrong names its line', () => withPage({}, async page => {
    await visit(page, '/targets?tab=benchmarks')
    await page.getByRole('button', { name: 'New benchmark' }).click()
    await dialog(page).getByLabel('Title').fill('Sector')
    await dialog(page).getByLabel('Source').fill('A survey')
    const table = dialog(page).getByLabel('Table')
    await table.fill('measure\tgroup\tvalue\nnps\tAll of them\tmany\n')
    await dialog(page).getByRole('button', { name: 'Save' }).click()
    await dialog(page).getByRole('alert').getByText(/line 2/).waitFor()
    await dialog(page).locator('input[type=file]').setInputFiles({ name: 'sector.csv', mimeType: 'text/csv', buffer: Buffer.from('measure,group,value,n\nnps,All of them,41,77\n') })
    await untilValue(table, /All of them,41,77/)
    await dialog(page).getByText('1 row.').waitFor()
    await dialog(page).getByRole('button', { name: 'Save' }).click()
    await page.getByRole('region', { name: 'Sector' }).getByText('All of them').waitFor()
    assert.deepEqual((await api('GET', '/v1/benchmarks/sector')).rows, [{ measure: 'nps', group: 'All of them', value: 41, n: 77 }])
    // What is there can be changed as a table again.
    await todo(page, 'Sector', 'Edit')
    await untilValue(table, 'measure,group,value,n\nnps,All of them,41,77\n')
    await dialog(page).getByRole('button', { name: 'Close' }).click()
    await todo(page, 'Sector', 'Remove')
    await dialog(page).getByRole('button', { name: 'Remove' }).click()
    await untilCount(page.getByRole('region', { name: 'Sector' }), 0)
  }))
})

describe('decisions', () => {
  test('before and after with their intervals, and the verdict as the server judged', () => withPage({}, async (page, { errors }) => {
    const day = daysBefore(await newest(), 120)
    await visit(page, '/targets?tab=decisions')
    await page.getByRole('button', { name: 'New decision' }).click()
    await dialog(page).getByLabel('What was decided').fill('Free returns')
    await dialog(page).getByLabel('On', { exact: true }).fill(day)
    await dialog(page).getByLabel('Days before and after').fill('90')
    await dialog(page).getByRole('button', { name: 'Save' }).click()
    const card = page.getByRole('region', { name: 'Free returns' })
    await card.waitFor()  // It is kept by then.
    const told = (await api('GET', '/v1/decisions?state=true')).decisions.find(one => one.name === 'free-returns')
    assert.deepEqual([told.at.slice(0, 10), told.days, told.measure], [day, 90, 'nps'])
    const words = { 'proven': /^Proven (better|worse): /, 'not proven': /^No proven change: /, 'too early': /^Too early/, 'too few': /^Too few/ }[told.verdict]
    await card.getByText(words).waitFor()
    if (told.before.value !== null) await card.getByText(new RegExp(`n = ${told.before.n}$`)).first().waitFor()
    await todo(page, 'Free returns', 'Edit')
    await dialog(page).getByLabel('On', { exact: true }).fill(daysBefore(await newest(), 3))
    await dialog(page).getByRole('button', { name: 'Save' }).click()
    await card.getByText(/^Too (early|few)/).waitFor()
    await todo(page, 'Free returns', 'Remove')
    await dialog(page).getByRole('button', { name: 'Remove' }).click()
    await untilCount(card, 0)
    assert.deepEqual(errors, [])
  }))
})

describe('looks', () => {
  const tabs = ['segments', 'goals', 'benchmarks', 'decisions']
  before(async () => {
    await api('PUT', '/v1/decisions/chat', { title: 'Chat on each page', at: daysBefore(await newest(), 200), days: 90, measure: 'csat' })
  })
  const looks = [{ viewport: desk, theme: 'light' }, { viewport: desk, theme: 'dark' }, { viewport: phone, theme: 'light', language: 'de' }, { viewport: phone, theme: 'dark', language: 'ru' }]
  for (const look of looks) {
    const name = `${look.theme} ${look.viewport.width}${look.language ? ' ' + look.language : ''}`
    test(`${name}: axe finds nothing, nothing hangs over the side`, () => withPage({ ...look, audited: true }, async page => {
      for (const tab of tabs) {
        await visit(page, '/targets?tab=' + tab)
        await passesAxe(page, `${tab}, ${name}`)
        await noSidewaysScroll(page)
        await picture(page, `targets-${tab}-${name.replaceAll(' ', '-')}`)
        await page.locator(`#new-${tab.slice(0, -1)}`).click()
        await dialog(page).locator('form[id] button').waitFor()
        await passesAxe(page, `a new one of ${tab}, ${name}`)
      }
    }))
  }

  test('five languages', () => withPage({}, async (page, { errors }) => {
    await visit(page, '/targets?tab=goals')
    for (const [language, heading, tab] of [['nl', 'Doelen', 'Besluiten'], ['de', 'Ziele', 'Entscheidungen'], ['ru', 'Цели', 'Решения'], ['zh', '目标', '决策'], ['en', 'Targets', 'Decisions']]) {
      await page.locator('#language').selectOption(language)
      await untilText(page.locator('h1'), heading)
      await page.getByRole('link', { name: tab, exact: true }).waitFor()
    }
    assert.deepEqual(errors, [])
  }))

  test('a link keeps the tab, and Back goes back to it', () => withPage({}, async page => {
    await visit(page, '/targets')
    await page.getByRole('link', { name: 'Goals', exact: true }).click()
    await untilQuery(page, 'tab', 'goals')
    await page.goBack()
    await untilPath(page, '/targets')
    await page.getByRole('button', { name: 'New segment' }).waitFor()
  }))
})
