// The journey, part by part: what is drawn adds up, says what the engine says, and every number leads to its people.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { focusOf, noSidewaysScroll, picture, settled, until, untilAttribute, untilCount, untilFocus, untilQuery, untilText, visit } from './browser.mjs'
import { address, cellOf, digits, peopleBehind, useCompany, withPage } from './company.mjs'
import { ask } from './server.mjs'

useCompany(600, 5)

const filter = text => encodeURIComponent(text)
const steps = ['product page', 'checkout', 'purchase'].map(name => 'step=' + filter(`touchpoint = "${name}"`)).join('&')
const parts = {
  map: '/journey', paths: '/journey?view=paths', funnel: '/journey?view=funnel&' + steps, stages: '/journey?view=stages',
  cohorts: '/journey?view=cohorts&period=24m', attribution: '/journey?view=attribution', drops: '/journey?view=drops', moments: '/journey?view=moments',
}

describe('each part', () => {
  for (const [name, url] of Object.entries(parts)) {
    test(`${name}: every tile has an answer, under the real policy`, () => withPage({}, async (page, { errors }) => {
      await visit(page, address + url)
      await page.locator('main section svg, main section table').first().waitFor()
      await untilCount(page.locator('main .warn[role=alert], main p.warn'), 0)
      assert.doesNotMatch(await page.locator('main').innerText(), /NaN|undefined|Infinity|\[object/)
      await untilCount(page.locator('nav[aria-label="Parts of the journey"] [aria-current]'), 1)
      await noSidewaysScroll(page)
      await picture(page, 'journey-' + name)
      assert.deepEqual(errors, [])
    }))
  }
  test('on a phone nothing scrolls sideways', () => withPage({ viewport: { width: 320, height: 700 } }, async page => {
    for (const [name, url] of Object.entries(parts)) {
      await visit(page, address + url)
      await noSidewaysScroll(page)
      await picture(page, 'journey-phone-' + name)
    }
  }))
  test('counts of customers lead to as many people', () => withPage({}, async page => {
    for (const url of Object.values(parts)) {
      await visit(page, address + url)
      const more = page.getByRole('button', { name: /^Table: / })
      for (let left = await more.count(); left > 0;) {
        await more.first().click()
        left = await until(() => more.count(), now => now < left, 'charts')
      }
      await settled(page)
      const cells = await page.$$eval('main td a[href^="/people"]', links => links.map(link => ({ href: link.getAttribute('href'), text: link.textContent })))
      // Of moves between stages it is the moves that are counted: one customer makes several.
      const ofMoves = href => cellOf(href).question.parameters?.show?.[0] === 'moves'
      const customers = cells.filter(({ href }) => ['customers', 'dropped', 'away', 'skipped', 'now'].includes(cellOf(href).cell.column) ||
        (cellOf(href).cell.column === 'loop_backs' && !ofMoves(href)))
      assert.ok(customers.length > 0, url)
      for (const { href, text } of [...customers.slice(0, 6), ...customers.slice(-4)]) assert.equal(await peopleBehind(href), digits(text), href)
    }
  }))
})

test('parts are links: Back returns, the period travels', () => withPage({}, async page => {
  await visit(page, address + '/journey?period=24m')
  await page.getByRole('link', { name: 'Cohorts', exact: true }).click()
  await page.waitForURL('**view=cohorts**')
  await untilQuery(page, 'period', '24m')
  await settled(page)
  await page.getByRole('heading', { name: 'Cohorts', exact: true }).waitFor()
  await page.goBack()
  await settled(page)
  await untilQuery(page, 'view', null)
}))

test('map: a node is chosen by key, stays in the address, and leads on', () => withPage({}, async page => {
  await visit(page, address + '/journey')
  const node = page.locator('a[id="flow-purchase"]')
  await node.press('Enter')
  await page.waitForURL('**sel=purchase**')
  await untilAttribute(node, 'aria-current', 'true')
  await untilFocus(page, 'id', 'flow-purchase', 'the focus stays')
  const menu = page.getByRole('region', { name: 'Purchase', exact: true })
  const people = await menu.getByRole('link', { name: 'Who was here', exact: true }).getAttribute('href')
  const { question, cell } = cellOf(people)
  assert.equal(await peopleBehind(people), (await ask(address, question)).rows[0][cell.column])
  const ended = await menu.getByRole('link', { name: 'Who ended here', exact: true }).getAttribute('href')
  const map = await ask(address, cellOf(ended).question)
  assert.equal(await peopleBehind(ended), map.rows.find(row => row.from === 'purchase' && row.to === '(end)').customers)
  await page.reload()
  await settled(page)
  await untilAttribute(node, 'aria-current', 'true')
  await menu.getByRole('link', { name: 'Only who was here', exact: true }).click()
  await page.waitForFunction(() => new URL(location.href).searchParams.get('where') === 'did(touchpoint = "purchase")')
  await settled(page)
  await untilCount(page.locator('main .warn'), 0)
  await page.goBack()
  await settled(page)
  await menu.getByRole('link', { name: 'End here', exact: true }).click()
  await page.waitForURL('**direction=before**')
  await settled(page)
  await untilQuery(page, 'view', 'paths')
  await untilCount(page.locator('main .warn'), 0)
  await page.goBack()
  await settled(page)
  await node.press('Enter')
  await page.waitForFunction(() => !new URL(location.href).searchParams.has('sel'))
}))

describe('a measure is drawn by what its columns are', () => {
  const steps = ['product page', 'checkout', 'purchase'].map(name => 'p.step=' + filter(`touchpoint = "${name}"`)).join('&')
  const drawn = {
    'retention?period=24m': 'td[class*="heat_map_cell"]', 'retention?p.show=curve': 'svg[role=img] path[class*="curve_line"]',
    paths: '[id^="path-"]', process_map: 'a[id^="flow-"]', 'stages?p.show=dwell': 'path[class*="curve_line"]', 'stages?p.show=moves': 'section h3',
    'stages?p.show=occupancy': 'input[type=range]', lifecycle: 'input[type=range]', 'sessions?p.show=lengths': 'ul[class*="bars"] li',
    ['funnel?' + steps]: 'ol li svg', [`funnel?p.show=times&${steps}`]: 'section h3', [`funnel?by=channel&${steps}`]: 'section h3',
    [`funnel?over=month&${steps}`]: 'input[type=range]', ['conformance?p.show=fitness&' + steps]: 'ul[class*="bars"] li', attribution: 'section h3', variants: 'ul[class*="bars"] li',
  }
  for (const [name, mark] of Object.entries(drawn)) {
    test(decodeURIComponent(name), () => withPage({}, async (page, { errors }) => {
      await visit(page, address + '/measure/' + name)
      await page.locator('main ' + mark).first().waitFor({ state: 'attached' })
      await untilCount(page.locator('main .warn'), 0)
      assert.doesNotMatch(await page.locator('main').innerText(), /NaN|undefined|Infinity|\[object/)
      assert.deepEqual(errors, [])
    }))
  }
  test('the drawing follows the table that is asked for; what is rarely set is folded away', () => withPage({}, async page => {
    await visit(page, address + '/measure/retention?period=24m')
    const rest = page.locator('details', { hasText: 'More settings' }).last()
    await untilAttribute(rest, 'open', null)
    await page.locator('select[name="p.show"]').selectOption('curve')
    await page.waitForURL('**p.show=curve**')
    await settled(page)
    await page.locator('main path[class*="curve_line"]').first().waitFor()
    await untilCount(page.locator('td[class*="heat_map_cell"]'), 0)
    await rest.locator('summary').click()
    await page.locator('select[name="p.clock"]').selectOption('rolling')
    await page.waitForURL('**p.clock=rolling**')
    await settled(page)
    await page.locator('select[name="p.clock"]').waitFor()  // A field stays where it was.
    await page.reload()
    await settled(page)
    await until(() => page.locator('select[name="p.clock"]').evaluate(field => Boolean(field.closest('details details'))), false, 'what the address says is hidden')
  }))
})

test('flow: columns add up, and a node is opened by keys', () => withPage({}, async page => {
  await visit(page, address + parts.paths)
  const answer = await ask(address, cellOf(await page.locator('svg a[href^="/people"]').first().getAttribute('href')).question)
  const came = new Map()
  const left = new Map()
  const add = (map, key, n) => map.set(key, (map.get(key) ?? 0) + n)
  for (const row of answer.rows) {
    add(left, `${row.column} ${row.from}`, row.value)
    if (!['(end)', '(further)'].includes(row.to)) add(came, `${row.column + 1} ${row.to}`, row.value)
  }
  for (const [node, n] of came) assert.equal(left.get(node), n, node)
  const nodes = page.locator('[id^="path-"]')
  await nodes.first().focus()
  const first = await focusOf(page, 'id')
  await page.keyboard.press('ArrowRight')
  await untilFocus(page, 'id', id => id !== first)
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Start here' }).click()
  await page.waitForURL('**anchor=**')
  await settled(page)
  await untilCount(page.locator('main .warn'), 0)
}))

test('funnel: built from two touchpoints, equal to the engine, losses lead to people', () => withPage({}, async page => {
  await visit(page, address + '/journey?view=funnel')
  await page.locator('main ol select').nth(0).selectOption('product page')
  await page.waitForURL('**step=**')
  await settled(page)
  await page.locator('main ol select').nth(1).selectOption('purchase')
  await page.waitForFunction(() => new URL(location.href).searchParams.getAll('step').length === 2)
  await settled(page)
  const link = page.locator('ol a[href*="measure=funnel"][href*="column=dropped"]').first()
  const { question } = cellOf(await link.getAttribute('href'))
  const answer = await ask(address, question)
  await untilText(link, text => digits(text.replace(/\(.*/, '')) === answer.rows[1].dropped, `${answer.rows[1].dropped} who dropped out`)
  assert.equal(await peopleBehind(await link.getAttribute('href')), answer.rows[1].dropped)
  await page.locator('select[name=order]').selectOption('any')
  await page.waitForURL('**order=any**')
  await settled(page)
  await untilCount(page.locator('main p.warn'), 0)
}))

test('cohorts: a cell says what the engine says and leads to those people', () => withPage({}, async page => {
  await visit(page, address + parts.cohorts)
  const cell = page.locator('td[class*="heat_map_cell"] a[href^="/people"]').first()
  const { question, cell: { keys } } = cellOf(await cell.getAttribute('href'))
  const answer = await ask(address, question)
  const row = answer.rows.find(row => String(row.interval) === keys.interval && row.cohort === keys.cohort)
  assert.equal(digits(await cell.textContent()), Math.round(row.value))
  assert.equal(await peopleBehind(await cell.getAttribute('href')), row.customers)
}))

test('attribution: the credits of every model add up to all conversions', () => withPage({}, async page => {
  await visit(page, address + parts.attribution)
  const href = await page.locator('main a[href*="measure=attribution"][href^="/people"]').first().getAttribute('href')
  const answer = await ask(address, cellOf(href).question)
  const sums = new Map()
  const seen = new Set()
  for (const row of answer.rows) {
    const key = JSON.stringify([row.touch, row.model])
    if (seen.has(key)) continue  // A row for each currency.
    seen.add(key)
    sums.set(row.model, (sums.get(row.model) ?? 0) + row.value)
  }
  assert.ok(sums.size >= 7, [...sums.keys()].join(' '))
  const [conversions] = sums.values()
  for (const [model, sum] of sums) assert.ok(Math.abs(sum - conversions) < 1e-6 * conversions, model)
}))

describe('five languages', () => {
  const titles = { en: 'Cohorts', nl: 'Cohorten', de: 'Kohorten', ru: 'Когорты', zh: '同期群' }
  for (const [language, title] of Object.entries(titles)) {
    test(language, () => withPage({ language }, async page => {
      for (const [name, url] of Object.entries(parts)) {
        await visit(page, address + url)
        const text = await until(() => page.locator('main').innerText(), new RegExp(title), name)
        assert.doesNotMatch(text, /\b(part|paths|cohorts|attribution|moments|stages|funnel)\.[a-z_]+\b/, name)
        await noSidewaysScroll(page)
      }
      await picture(page, 'journey-attribution-' + language)
    }))
  }
})
