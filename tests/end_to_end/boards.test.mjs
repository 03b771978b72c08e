// The boards with data: they draw, they say what the engine says, and every number leads to its people.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readFile } from 'node:fs/promises'
import { desk, noSidewaysScroll, passesAxe, phone, picture, scrollDown, settled, until, untilAttribute, untilCount, untilQuery, untilText, untilValue, visit } from './browser.mjs'
import { address, cellOf, digits, peopleBehind, useCompany, withPage } from './company.mjs'
import { ask } from './server.mjs'

useCompany(500, 7)

test('the overview draws under the real policy, without a word in the console', () => withPage({}, async (page, { errors }) => {
  let asked = 0
  let answered = 0  // Asked when the first answer came.
  page.on('request', request => { if (request.url().endsWith('/v1/ask')) ++asked })
  page.on('response', response => { if (response.url().endsWith('/v1/ask')) answered ||= asked })
  const reply = await page.goto(address + '/')
  const policy = reply.headers()['content-security-policy']
  assert.match(policy, /default-src 'none'/)
  assert.match(policy, /require-trusted-types-for 'script'/)
  await settled(page)
  const shows = async titles => { for (const title of titles) await page.getByRole('heading', { name: title, exact: true }).first().waitFor() }
  await shows(['Net Promoter Score', 'Customer satisfaction', 'Customer effort: easy', 'Revenue', 'Journey health', 'What detractors say', 'Alerts', 'Response rate'])
  assert.ok(await page.locator('[class^=overview_grid]').evaluate(grid => grid.getBoundingClientRect().bottom) <= desk.height, 'in one screen')
  // Live changes may ask anew, once it is drawn.
  assert.equal(answered, 1, 'one request for all tiles')
  await page.locator('section[aria-label="Net Promoter Score"] svg').first().waitFor()
  for (const slot of ['Customer lifetime value', 'Churn', 'Loyalty']) await page.getByRole('region', { name: slot }).getByText('Not measured yet').waitFor()
  await scrollDown(page)
  await shows(['Volume by channel', 'Journey map'])
  await noSidewaysScroll(page)
  await picture(page, 'overview-light')
  assert.deepEqual(errors, [])
}))

test('two horizons side by side, with bands, targets and what others reach', () => withPage({ audited: true }, async (page, { errors }) => {
  const put = (path, body, type = 'application/json') => fetch(address + path, { method: 'PUT', headers: { 'content-type': type }, body })
  assert.equal((await put('/v1/goals/nps', JSON.stringify({ measure: 'nps', value: 50, by: '2027-12-31', period: 'all' }))).status, 201)
  assert.ok((await put('/v1/benchmarks/trade?source=Trade%20survey&date=2026-06-30', 'measure,group,value\nnps,shops,38\nnps,best,55\nnps,worst,2\n', 'text/csv')).ok)
  try {
    await visit(page, address + '/')
    await page.getByRole('heading', { name: 'Last 30 days' }).first().waitFor()
    await page.locator('#period').selectOption('12m')
    const tile = page.getByRole('region', { name: 'Net Promoter Score', exact: true })
    await tile.getByRole('heading', { name: 'Last 12 months' }).waitFor()
    await tile.getByRole('heading', { name: 'Last 24 months' }).waitFor()
    const long = await until(() => tile.locator('[data-value]').evaluateAll(all => all.map(one => [Number(one.dataset.value), new URL(one.href).searchParams.get('from')])), list => list.length === 2)
    assert.ok(long[0][1] > long[1][1], 'the longer horizon begins earlier')
    const band = value => value > 50 ? 'excellent' : value > 0 ? 'good' : 'weak'
    await untilAttribute(tile.locator('[data-band]').last(), 'data-band', band(long[1][0]))
    const { goals: [{ distance }] } = await (await fetch(address + '/v1/goals?state=true')).json()
    await tile.getByText(`Target +50.0: ${Math.abs(distance).toFixed(1)} ${distance < 0 ? 'below' : 'above'} it (All time, by Dec 31, 2027)`).waitFor()
    await tile.getByText('Others: best +55.0, shops +38.0 (Trade survey, Jun 30, 2026)').waitFor()
    await tile.getByText(/^Data of/).waitFor()
    await page.locator('#period').selectOption('90d')
    await tile.getByRole('heading', { name: 'Last 90 days' }).waitFor()
    await passesAxe(page)
    assert.deepEqual(errors, [])
  } finally {
    for (const path of ['/v1/goals/nps', '/v1/benchmarks/trade']) await fetch(address + path, { method: 'DELETE' })
  }
}))

test('what a first visit loads fits the budget of 40 kB', () => withPage({}, async page => {
  const sizes = []
  page.on('response', response => {
    if (/\.(js|css)$/.test(new URL(response.url()).pathname)) {
      sizes.push(response.request().sizes().then(size => size.responseBodySize))
    }
  })
  await visit(page, address + '/')
  const total = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
  assert.ok(sizes.length <= 8, `${sizes.length} files`)
  assert.ok(total > 20_000 && total <= 40_000, `${total} bytes of JS and CSS`)
}))

test('truth: every figure of the overview is the answer to its question', () => withPage({}, async page => {
  await visit(page, address + '/')
  const figures = await until(() => page.$$eval('a[data-value]', links =>
    links.map(link => ({ href: link.getAttribute('href'), value: Number(link.dataset.value), text: link.textContent }))),
  list => list.length >= 6, 'figures')
  for (const { href, value, text } of figures) {
    const { question, cell: { keys } } = cellOf(href)
    const answer = await ask(address, question)
    const row = answer.rows.find(row => Object.entries(keys).every(([name, key]) => String(row[name] ?? '') === key))
    assert.equal(value, row.value, `${question.measure}: ${text}`)
    if (answer.unit !== 'money') {
      const shown = Number(text.replace('\u2212', '-').replace(/[+,%]/g, ''))
      assert.ok(Math.abs(shown - row.value) <= 0.0500001, `${question.measure}: ${text} is not ${row.value}`)
    }
  }
}))

test('a number, its people, a customer, a timeline', () => withPage({}, async (page, { errors }) => {
  await visit(page, address + '/?period=all')
  const promoters = page.getByRole('link', { name: /^Promoters/ })
  const count = digits(await promoters.locator('em').textContent())
  const { question } = cellOf(await promoters.getAttribute('href'))
  const answer = await ask(address, question)
  assert.equal(count, answer.rows[0].promoters)
  await promoters.click()
  await page.waitForURL('**/people?**')
  await settled(page)
  await untilText(page.locator('h1'), title => digits(title) === count, `${count} people`)
  await untilCount(page.locator('tbody tr'), Math.min(100, count))
  await page.getByText('Counted under “Promoters” in Net Promoter Score').waitFor()
  await picture(page, 'people')

  await page.locator('tbody th a').first().click()
  await page.waitForURL('**/customer/**')
  await settled(page)
  await page.getByRole('heading', { name: 'Timeline' }).waitFor()
  const days = await until(() => page.locator('section[aria-label="Timeline"] time').evaluateAll(times =>
    times.map(time => Date.parse(time.dateTime))), list => list.length > 0, 'days')
  assert.deepEqual(days, [...days].sort((a, b) => b - a), 'newest first')
  await page.locator('section[aria-label="Timeline"] summary').first().click()
  await page.locator('details[open] pre').first().waitFor()
  await picture(page, 'customer')

  await page.reload()
  await settled(page)
  await page.getByRole('heading', { name: 'Timeline' }).waitFor()
  await page.goBack()
  await settled(page)
  await untilText(page.locator('h1'), title => digits(title) === count, `${count} people`)
  assert.deepEqual(errors, [])
}))

test('the stages of a customer are those the engine knows, every move back said', () => withPage({}, async (page, { errors }) => {
  const order = (await (await fetch(address + '/v1/stages')).json()).stages
  const reply = await fetch(address + '/v1/who', { method: 'POST', headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ question: { measure: 'stages' }, cell: { keys: { stage: 'evaluate' }, column: 'loop_backs' }, offset: 0, limit: 3 }) })
  const { people } = await reply.json()
  assert.equal(people.length, 3)
  const { data_until: dataUntil } = await (await fetch(address + '/v1/status')).json()
  for (const { customer } of people) {
    const { stages } = await (await fetch(`${address}/v1/customers/${encodeURIComponent(customer)}`)).json()
    await visit(page, `${address}/customer/${encodeURIComponent(customer)}`)
    const strip = page.getByRole('region', { name: 'Stages of the journey' })
    const earlier = strip.getByRole('button', { name: /earlier stay/ })
    if (stages.length > 12) await earlier.click()
    await untilCount(earlier, 0)
    const shown = await until(() => strip.getByRole('listitem').evaluateAll(items => items.map(item => ({
      stage: item.querySelector('b').textContent.toLowerCase(), entered: Date.parse(item.querySelector('time').dateTime),
      open: item.getAttribute('aria-current') === 'step', text: item.innerText }))), list => list.length === stages.length, 'stays')
    assert.deepEqual(shown.map(({ stage, entered, open }) => ({ stage, entered, open })),
      stages.map(({ stage, entered, left }) => ({ stage, entered: Date.parse(entered), open: left === null })))
    const cameBack = stages.map(({ stage }, i) => i > 0 && order.indexOf(stage) < order.indexOf(stages[i - 1].stage))
    assert.deepEqual(shown.map(({ text }) => /back from/i.test(text)), cameBack)
    const again = stages.map(({ stage }, i) => cameBack[i] && stages.slice(0, i).some(earlier => earlier.stage === stage))
    assert.deepEqual(shown.map(({ text }) => /Here again/.test(text)), again)
    assert.ok(again.some((looped, i) => looped && stages[i - 1].stage === 'evaluate'), 'as the measure says')
    const moves = cameBack.filter(Boolean).length
    assert.match(await strip.locator('header').innerText(), new RegExp(`${stages.length} stays · ${moves} moves? back`))
    const days = (Date.parse(dataUntil) - Date.parse(stages.at(-1).entered)) / 86_400_000
    if (days >= 1) assert.ok(Math.abs(parseFloat(/([\d.]+) days? so far/.exec(shown.at(-1).text)[1]) - days) <= 0.0500001, shown.at(-1).text)
  }
  await picture(page, 'customer-stages')
  assert.deepEqual(errors, [])
}))

test('every count of customers in a table leads to as many people', () => withPage({}, async page => {
  for (const url of ['/measure/drop_outs?view=table', '/measure/stages?view=table', '/measure/csat?by=channel&view=table',
    '/measure/process_map?view=table', '/measure/revenue?view=table&over=quarter',
    `/measure/funnel?view=table&p.step=${encodeURIComponent('channel = "web"')}&p.step=${encodeURIComponent('touchpoint = "purchase"')}`]) {
    await visit(page, address + url)
    const cells = await until(() => page.$$eval('main td a[href^="/people"]', links =>
      links.map(link => ({ href: link.getAttribute('href'), text: link.textContent }))), list => list.length > 0, url)
    // The first rows and the last: each a question to the engine.
    for (const { href, text } of [...cells.slice(0, 8), ...cells.slice(-4)]) {
      const { question, cell: { column } } = cellOf(href)
      const people = await peopleBehind(href)
      const countsEvents = column === 'n' && ['revenue', 'process_map', 'volume'].includes(question.measure)
      if (countsEvents) assert.ok(people <= digits(text), href)
      else assert.equal(people, digits(text), href)
    }
  }
}))

test('a node of the journey map leads to its people', () => withPage({}, async page => {
  await visit(page, address + '/')
  await scrollDown(page)
  const node = page.locator('a[id^="flow-"]').first()
  const { question, cell: { keys, column } } = cellOf(await node.getAttribute('href'))
  assert.equal(question.measure, 'volume')
  await node.locator('text').first().click()
  await page.waitForURL('**/people?**')
  await settled(page)
  const answer = await ask(address, question)
  assert.deepEqual(keys, {})
  await untilText(page.locator('h1'), title => digits(title) === answer.rows[0][column], `${answer.rows[0][column]} people`)
}))

test('a measure: split, filter, chart, table, CSV', () => withPage({}, async (page, { errors }) => {
  await visit(page, address + '/measure/csat')
  await page.getByLabel('Split by').selectOption('language')
  await page.waitForURL('**by=language**')
  await settled(page)
  await page.getByLabel('Filter', { exact: true }).fill('stage = "enjoy" or exists(answer)')
  await page.getByLabel('Filter', { exact: true }).press('Enter')
  await page.waitForURL('**where=**')
  await settled(page)
  await picture(page, 'measure-split')
  await page.getByRole('button', { name: /^Table/ }).click()
  await page.waitForURL('**view=table**')
  await settled(page)
  const answer = await ask(address, { ...cellOf(page.url()).question, measure: 'csat', from: await page.getByLabel('From', { exact: true }).inputValue() })
  await untilCount(page.locator('main tbody tr'), answer.rows.length)
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: /^CSV/ }).click()])
  assert.equal(file.suggestedFilename(), 'csat.csv')
  const text = await readFile(await file.path(), 'utf8')
  assert.ok(text.startsWith('\ufefflanguage,value,low,high,n'))
  assert.equal(text.trim().split('\r\n').length, answer.rows.length + 1)
  await untilValue(page.getByLabel('In the terminal', { exact: true }), /^sojourn ask csat --where .* --by language/)

  await page.goBack()
  await settled(page)
  await untilQuery(page, 'view', null)  // Back undoes one choice.
  assert.deepEqual(errors, [])
}))

test('over time: a line to be read by keys', () => withPage({}, async page => {
  await visit(page, address + '/measure/nps?over=quarter&period=all')
  const cursor = page.getByRole('slider')
  const before = await untilAttribute(cursor, 'aria-valuetext', /^Q\d \d{4}: /)
  await cursor.press('ArrowLeft')
  await untilAttribute(cursor, 'aria-valuetext', text => text !== before && /^Q\d \d{4}: /.test(text))
  await picture(page, 'measure-over-time')
}))

test('a filter with a mistake is marked where it is', () => withPage({}, async page => {
  for (const url of ['/measure/nps', '/', '/journey']) {
    await visit(page, `${address}${url}?where=${encodeURIComponent('stage = "buy" and chanel = "web"')}`)
    await untilText(page.locator('mark'), 'c')
    await untilText(page.locator('[role=alert]').first(), /Column 19:.*channel/s)
    await untilAttribute(page.getByLabel('Filter', { exact: true }), 'aria-invalid', 'true')
  }
  await picture(page, 'filter-error')
  await page.getByRole('button', { name: 'Clear' }).click()
  await settled(page)
  await untilCount(page.locator('[role=alert]'), 0)
}))

test('customers are found by what they are called', () => withPage({}, async page => {
  await visit(page, address + '/')
  await page.keyboard.press('/')
  const field = page.getByRole('search').getByRole('combobox')
  await until(() => field.evaluate(element => element === document.activeElement), true, 'the search has the focus')
  await page.keyboard.type('customer00001')
  await untilValue(field, 'customer00001')
  await page.getByRole('option', { name: /customer00001/ }).first().waitFor()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/customer/**')
  await settled(page)
  await page.getByRole('heading', { name: 'Identifiers', exact: true }).waitFor()
}))

test('a link between identifiers is undone', () => withPage({}, async page => {
  const found = await (await fetch(address + '/v1/links?limit=1')).json()
  await visit(page, `${address}/customer/${encodeURIComponent(found.links[0].a)}`)
  await page.getByRole('button', { name: 'Undo this link' }).first().click()
  await Promise.all([
    page.waitForResponse(response => response.request().method() === 'DELETE' && response.ok()),
    page.getByRole('button', { name: 'Undo', exact: true }).click()])
  await page.getByText(/^Undone on/).first().waitFor({ state: 'attached' })  // Among what is no more, which is folded.
  await until(async () => (await (await fetch(`${address}/v1/links?of=${encodeURIComponent(found.links[0].a)}`)).json()).links,
    links => links.some(link => link.undone_at), 'the link is undone')
}))

test('the overview on a phone', () => withPage({ viewport: phone }, async (page, { errors }) => {
  await visit(page, address + '/')
  await noSidewaysScroll(page)
  await picture(page, 'overview-phone')
  assert.deepEqual(errors, [])
}))
