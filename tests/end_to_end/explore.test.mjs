// Explore as an analyst meets it: a question asked by keys, its figures held against the very line that the page gives for the terminal,
// compared, kept as a tile, an alert and a segment, taken along as files; and SQL with its errors at their place.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { desk, narrow, noSidewaysScroll, passesAxe, phone, picture, pressBoth, queryOf, settled, until, untilCount, untilFocus, untilPath, untilQuery,
  untilText, untilValue, withPage } from './browser.mjs'
import { address, data, peopleBehind, useCompany } from './company.mjs'
import { ask, program, rowsOf } from './server.mjs'

useCompany(1500, 11)

/** As `settled`, but these pages say what they do in places that stay. */
const drawn = page => settled(page, 'main [class*=state_waiting], main [aria-busy=true]')
const visit = async (page, path) => { await page.goto(address + path); await drawn(page) }
const explore = (question, more = '') => `/explore?q=${encodeURIComponent(JSON.stringify(question))}${more}`
const form = page => page.locator('main details').filter({ hasText: 'The question' }).first()
const questionOf = async page => JSON.parse(await queryOf(page, 'q'))
const untilQuestion = (page, wanted) => until(() => questionOf(page), wanted, 'the question in the address')
const copied = (page, name, section = 'The same question elsewhere') =>
  page.getByRole('region', { name: section }).getByRole('textbox', { name }).inputValue()

/** What a line from the page prints in the terminal, as JSON. */
function terminal(line) {
  const words = line.replace(/^sojourn /, '')
  const done = spawnSync('sh', ['-c', `"$0" --data "$1" ${words} --format json`, program, data], { encoding: 'utf8' })
  assert.equal(done.status, 0, `${line}: ${done.stderr}`)
  return JSON.parse(done.stdout)
}

async function api(method, path, body) {
  const reply = await fetch(address + path, { method, headers: body === undefined ? {} : { 'content-type': 'application/json' }, body: body === undefined ? null : JSON.stringify(body) })
  const text = await reply.text()
  assert.ok(reply.ok, `${method} ${path}: ${reply.status} ${text}`)
  return text ? JSON.parse(text) : null
}

/** A click that brings a file. */
async function fileOf(page, button) {
  const [download] = await Promise.all([page.waitForEvent('download'), button.click()])
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) }
}

describe('a question', () => {
  test('by keys alone: found, split, undone, and there again after a reload', () => withPage({}, async (page, { errors }) => {
    await visit(page, '/')
    await pressBoth(page, 'g', 'e', () => page.evaluate(() => location.pathname === '/explore'))
    await untilFocus(page, 'tagName', 'H1')
    await drawn(page)
    const search = page.getByRole('combobox', { name: 'Measure' })
    await search.focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.type('volume')
    await untilText(page.getByRole('listbox').getByRole('option').first(), /^Volume/)
    await page.keyboard.press('Enter')
    await untilQuestion(page, question => question.measure === 'volume')
    await untilValue(search, 'Volume')
    await form(page).locator('[name=by0]').selectOption('channel')
    await untilQuestion(page, question => question.by?.[0] === 'channel')
    await page.getByRole('region', { name: 'Volume · Channel' }).waitFor()
    await page.reload()
    await drawn(page)
    await page.getByRole('region', { name: 'Volume · Channel' }).waitFor()
    await page.goBack()
    await untilQuestion(page, question => question.measure === 'volume' && question.by === undefined)
    await page.goBack()
    await untilValue(search, 'Net Promoter Score')
    assert.deepEqual(errors, [])
  }))

  test('its figures are those of the line for the terminal, and lead to their people', () => withPage({}, async page => {
    await visit(page, explore({ measure: 'nps', where: 'touchpoint != "call"', by: ['stage'] }, '&period=24m'))
    const told = terminal(await copied(page, 'In the terminal'))
    assert.ok(told.rows.length > 0)
    await page.getByRole('button', { name: /^Table: / }).click()
    await untilQuery(page, 'view', 'table')
    const rows = page.getByRole('region', { name: /^Net Promoter Score/ }).locator('tbody tr')
    await untilCount(rows, told.rows.length)
    const links = rows.locator('a[href*="column=n"]')
    await untilCount(links, told.rows.filter(row => row.n > 0).length)
    for (const [i, row] of told.rows.filter(row => row.n > 0).entries()) {
      const link = links.nth(i)
      assert.equal(Number((await link.textContent()).replace(/\D/g, '')), row.n)
      assert.equal(await peopleBehind(await link.getAttribute('href')), row.n)
    }
    const shown = (await rows.first().textContent()).replaceAll('\u2212', '-')
    for (const value of [told.rows[0].value, told.rows[0].low, told.rows[0].high]) assert.ok(shown.includes(Math.abs(value).toFixed(1)), `${shown}: ${value}`)
  }))

  test('a figure is the answer to the curl line, and a click opens who is behind it', () => withPage({}, async page => {
    await visit(page, explore({ measure: 'csat' }))
    const line = await copied(page, 'Over HTTP')
    const body = JSON.parse(/-d '(.*)'$/.exec(line)[1])
    assert.deepEqual(body, { measure: 'csat' })
    const answer = await ask(address, body)
    const figure = page.locator('main a[data-value]').first()
    assert.equal(Number(await figure.getAttribute('data-value')), answer.rows[0].value)
    await figure.click()
    await untilPath(page, '/people')
  }))

  test('the copied link opens the same on another machine', () => withPage({}, async page => {
    await visit(page, '/explore?period=90d&where=touchpoint%20%3D%20%22survey%22')
    const link = await copied(page, 'Link')
    const figure = await page.locator('main a[data-value]').first().getAttribute('data-value')
    await withPage({}, async other => {
      await other.goto(link)
      await drawn(other)
      assert.equal(await other.locator('main a[data-value]').first().getAttribute('data-value'), figure)
      assert.match((await questionOf(other)).from, /^\d{4}-\d\d-\d\d$/)
      await untilQuery(other, 'period', null)
    })
  }))

  test('CSV, XLSX and PNG of the answer', () => withPage({}, async (page, { errors }) => {
    await visit(page, explore({ measure: 'volume', by: ['channel'] }))
    const csv = await fileOf(page, page.getByRole('button', { name: /^CSV: Volume/ }))
    assert.equal(csv.name, 'volume.csv')
    const answer = await ask(address, { measure: 'volume', by: ['channel'] })
    assert.equal(csv.bytes.toString().trim().split('\r\n').length, answer.rows.length + 1)
    const xlsx = await fileOf(page, page.getByRole('button', { name: /^XLSX/ }))
    assert.equal(xlsx.bytes.subarray(0, 2).toString(), 'PK')
    const png = await fileOf(page, page.getByRole('button', { name: /^PNG/ }))
    assert.equal(png.bytes.subarray(1, 4).toString(), 'PNG')
    assert.ok(png.bytes.length > 5000)
    assert.deepEqual(errors, [])
  }))

  test('nothing is blank: a filter that is wrong, one that fits nobody, a link that is broken, steps that are missing', () => withPage({}, async page => {
    await visit(page, explore({ measure: 'nps', where: 'touchpoint ==' }))
    await page.getByRole('alert').getByText(/Column/).waitFor()
    await visit(page, explore({ measure: 'nps', where: 'touchpoint = "nowhere"' }))
    await page.locator('main').getByText('no survey answers').waitFor()
    await visit(page, '/explore?q=%7Bbroken')
    await page.getByText('Not understood in this link, and left out: q').waitFor()
    await visit(page, explore({ measure: 'nothing' }))
    await page.getByText('There is no such measure').waitFor()
    await visit(page, explore({ measure: 'funnel' }))
    await page.getByText('Name the steps first').waitFor()
  }))
})

describe('compared', () => {
  const figures = row => [row.value, row.n, row.difference, row.proven]
  test('segments and filters: each row is that of POST /v1/compare, in words, as bars, as a table', () => withPage({}, async (page, { errors }) => {
    await api('PUT', '/v1/segments/buyers', { name: 'buyers', title: 'Buyers', about: '', where: 'did("purchase") >= 2' })
    await visit(page, explore({ measure: 'nps' }))
    const add = page.getByRole('region', { name: 'Compare', exact: true })
    await add.getByLabel('Compare with').selectOption('segment:buyers')
    await add.getByRole('button', { name: 'Add' }).click()
    await add.getByLabel('Held against').selectOption('rest')
    await untilQuery(page, 'base', 'rest')
    await add.getByLabel('Compare with').selectOption('where')
    await add.getByRole('textbox', { name: 'A filter of your own' }).fill('not segment("buyers") and did("purchase") >= 1')
    await page.keyboard.press('Enter')
    const differences = page.getByRole('region', { name: 'Differences: Net Promoter Score' })
    await untilCount(differences.locator('li a'), 2)
    const line = await copied(page, 'Over HTTP', 'The same comparison elsewhere')
    const sent = JSON.parse(/-d '(.*)'$/.exec(line.replaceAll("'\\''", "'"))[1])
    assert.equal(sent.questions[0].where, 'not ((segment("buyers")) or (not segment("buyers") and did("purchase") >= 1))')
    const answer = await api('POST', '/v1/compare', sent)
    await differences.getByRole('button', { name: /^Table/ }).click()
    const rows = differences.locator('tbody tr')
    await untilCount(rows, 3)
    for (const [i, row] of answer.rows.entries()) {
      const text = (await rows.nth(i).textContent()).replaceAll('\u2212', '-')
      for (const value of [row.value, row.difference]) if (value !== null) assert.ok(text.includes(Math.abs(value).toFixed(1)), `${text}: ${value}`)
      if (row.proven === false) assert.match(text, /no clear difference/)
      if (row.proven) assert.match(text, /clearly (higher|lower)/)
      const link = rows.nth(i).locator('a')
      if (row.n > 0) assert.equal(await peopleBehind(await link.getAttribute('href')), row.n)
    }
    const told = terminal(await copied(page, 'In the terminal', 'The same comparison elsewhere'))
    assert.deepEqual(told.rows.map(figures), answer.rows.map(figures))
    assert.deepEqual(errors, [])
  }))

  test('other times, with the days they have; Back takes one away again', () => withPage({}, async page => {
    await visit(page, '/explore?period=90d')
    const add = page.getByRole('region', { name: 'Compare', exact: true })
    for (const time of ['before', 'year']) {
      await add.getByLabel('Compare with').selectOption(time)
      await add.getByRole('button', { name: 'Add' }).click()
      await until(() => page.evaluate(() => new URLSearchParams(location.search).getAll('vs')), vs => vs.includes(time), 'the comparison in the address')
    }
    const differences = page.getByRole('region', { name: /^Differences/ })
    await untilCount(differences.locator('li a'), 2)
    await add.getByText(/^The time before \(.+ – .+\)$/).waitFor()
    const told = terminal(await copied(page, 'In the terminal', 'The same comparison elsewhere'))
    assert.equal(told.rows.length, 3)
    await page.goBack()
    await untilCount(differences.locator('li a'), 1)
    await add.getByRole('button', { name: /^Remove: The time before/ }).click()
    await untilCount(differences, 0)
  }))
})

describe('kept', () => {
  test('as a tile of a new board, then of one that is there', () => withPage({}, async (page, { errors }) => {
    await visit(page, explore({ measure: 'volume', by: ['channel'], where: 'touchpoint != "call"' }, '&period=30d&draw=bars'))
    const dialog = page.getByRole('dialog')
    await page.getByRole('button', { name: 'Save as a tile' }).click()
    await dialog.getByRole('combobox', { name: 'Board' }).selectOption('')
    await dialog.getByLabel('Title of the new board').fill('From Explore')
    await dialog.getByRole('button', { name: 'Save it' }).click()
    await dialog.getByRole('link', { name: 'From Explore' }).waitFor()
    const made = await api('GET', '/v1/boards/from-explore')
    assert.equal(made.period, '30d')
    assert.deepEqual([made.tiles[0].drawing, made.tiles[0].question.by, made.tiles[0].question.where, made.tiles[0].question.from ?? ''], ['bars', ['channel'], 'touchpoint != "call"', ''])
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Save as a tile' }).click()
    await dialog.getByRole('combobox', { name: 'Board' }).selectOption('from-explore')
    await dialog.getByLabel(/^Title/).fill('Once more')
    await dialog.getByRole('button', { name: 'Save it' }).click()
    await dialog.getByRole('link', { name: 'From Explore' }).click()
    await untilPath(page, '/boards/from-explore')
    await page.getByRole('region', { name: 'Once more' }).waitFor()
    assert.equal((await api('GET', '/v1/boards/from-explore')).tiles.length, 2)
    await page.getByRole('button', { name: 'What to do with Once more' }).click()
    await page.getByRole('region', { name: 'Once more' }).getByRole('link', { name: 'Open in Explore' }).click()
    await untilPath(page, '/explore')
    await untilQuestion(page, question => question.measure === 'volume' && question.by[0] === 'channel')
    assert.deepEqual(errors, [])
  }))

  test('as a segment, and asked about at once', () => withPage({}, async page => {
    await visit(page, explore({ measure: 'customers', where: 'did("purchase") >= 3' }))
    const before = await ask(address, { measure: 'customers', where: 'did("purchase") >= 3' })
    await page.getByRole('button', { name: 'Save as a segment' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Title').fill('Often here')
    await dialog.getByRole('button', { name: 'Save it' }).click()
    await dialog.getByText(/^Customers in it: [\d,]+ of [\d,]+$/).waitFor()
    await dialog.getByRole('button', { name: 'Ask about this segment' }).click()
    await untilQuestion(page, question => question.where === 'segment("often-here")')
    await until(() => page.locator('main a[data-value]').first().getAttribute('data-value', { timeout: 1000 }), String(before.rows[0].value), 'the figure')
    assert.equal((await api('GET', '/v1/segments/often-here')).title, 'Often here')
  }))

  test('as an alert: its page is told what to look at', () => withPage({}, async page => {
    await visit(page, explore({ measure: 'nps', where: 'touchpoint != "call"', by: ['stage'], from: '2026-01-01' }))
    const href = await page.getByRole('link', { name: 'Set an alert' }).getAttribute('href')
    const url = new URL(href, address)
    assert.equal(url.pathname, '/alerts')
    assert.deepEqual(JSON.parse(url.searchParams.get('new')), { measure: 'nps', where: 'touchpoint != "call"' })
  }))
})

describe('SQL', () => {
  const area = page => page.getByRole('textbox', { name: 'SQL statement' })
  test('runs with Ctrl and Enter; its rows are those of the server; as CSV', () => withPage({}, async (page, { errors }) => {
    const sql = 'select channel, count(*) as n\nfrom events group by channel order by n desc, channel'
    await visit(page, '/explore?tab=sql')
    await area(page).fill(sql)
    await page.keyboard.press('Control+Enter')
    const rows = page.getByRole('region', { name: 'The rows' })
    const wanted = await rowsOf(address, sql)
    await rows.getByText(new RegExp(`^${wanted.length} rows · [\\d.]+ sec$`)).waitFor()
    const shown = await rows.locator('tbody tr').evaluateAll(all => all.map(row => [...row.cells].map(cell => cell.textContent)))
    assert.deepEqual(shown, wanted.map(row => row.map(cell => cell ?? 'null')))
    await untilQuery(page, 'sql', sql.replaceAll('\n', '\u2028'))
    const csv = await fileOf(page, rows.getByRole('button', { name: 'CSV' }))
    assert.equal(csv.bytes.toString(), '\ufeffchannel,n\r\n' + wanted.map(row => row.map(cell => cell ?? '').join(',') + '\r\n').join(''))
    await page.reload()
    await untilValue(area(page), sql)
    await untilCount(rows, 0)
    assert.deepEqual(errors, [])
  }))

  test('an error says line and column, is marked there, and is one press away', () => withPage({}, async page => {
    await visit(page, '/explore?tab=sql')
    await area(page).fill('select channel\nfrom events\nwhere chanel = 1')
    await page.getByRole('button', { name: /^Run/ }).click()
    await page.getByRole('alert').getByText(/"chanel" not found/).waitFor()
    await untilText(page.locator('mark'), 'chanel')
    await page.getByRole('button', { name: 'Line 3, column 7' }).press('Enter')
    assert.deepEqual(await area(page).evaluate(one => one.value.slice(one.selectionStart, one.selectionEnd)), 'chanel')
    await page.keyboard.type('channel')
    await untilCount(page.locator('mark'), 0)
    await untilValue(area(page), /where channel = 1/)
  }))

  test('what takes long is cancelled; the schema fills in names', () => withPage({}, async page => {
    await visit(page, '/explore?tab=sql')
    await area(page).fill('select sum(a.range * b.range) from range(20000) a, range(200000) b where (a.range + b.range) % 7 = 3')
    await page.keyboard.press('Control+Enter')
    await page.getByText(/^\d+ s so far/).waitFor()
    await page.getByRole('button', { name: 'Cancel' }).first().click()
    await page.getByText('Cancelled.').waitFor()
    await area(page).fill('select ')
    await page.getByRole('button', { name: 'touchpoint: put it into the text' }).click()
    await untilValue(area(page), 'select touchpoint')
    await page.keyboard.type(' from events limit 3')
    await page.keyboard.press('Control+Enter')
    await page.getByText(/^3 rows/).waitFor()
  }))

  test('what a visit loads fits the budget of 175 kB', () => withPage({}, async page => {
    const sizes = []
    page.on('response', response => {
      if (/\.(js|css)$/.test(new URL(response.url()).pathname)) sizes.push(response.request().sizes().then(size => size.responseBodySize))
    })
    await visit(page, '/explore?tab=sql')
    await page.getByRole('textbox', { name: 'SQL statement' }).waitFor()
    const total = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
    assert.ok(total > 20_000 && total <= 175_000, `${total} bytes of JS and CSS`)
  }))
})

describe('for everybody', () => {
  const compared = explore({ measure: 'nps', by: ['stage'] }, '&period=24m&vs=before&vs=where%3Adid(%22purchase%22)%20%3E%3D%202')
  const looks = [['light', desk], ['dark', desk], ['light', phone], ['dark', narrow]]
  for (const [theme, viewport] of looks) {
    test(`${theme}, ${viewport.width} wide: questions, comparisons, dialogs and SQL pass axe`, () => withPage({ theme, viewport, audited: true }, async page => {
      const pages = [[explore({ measure: 'volume', by: ['channel'], over: 'month' }), 'question'], [compared, 'compared'], [compared + '&compared=table', 'compared-table'],
        ['/explore?tab=sql', 'sql'], [explore({ measure: 'process_map' }), 'flow']]
      for (const [path, what] of pages) {
        await visit(page, path)
        await noSidewaysScroll(page).catch(fault => { throw new Error(`${path}: ${fault.message}`) })
        await passesAxe(page, `${path} ${theme} ${viewport.width}`)
        await picture(page, `explore-${what}-${theme}-${viewport.width}`)
      }
      await visit(page, '/explore?tab=sql&sql=select%20chanel%20from%20events')
      await page.getByRole('button', { name: /^Run/ }).click()
      await page.locator('mark').waitFor()
      await passesAxe(page, `error ${theme} ${viewport.width}`)
      await picture(page, `explore-sql-error-${theme}-${viewport.width}`)
      await visit(page, explore({ measure: 'nps' }))
      if (!await form(page).evaluate(one => one.open)) await form(page).locator('summary').first().click()
      await page.getByRole('combobox', { name: 'Measure' }).click()
      await page.getByRole('listbox').waitFor()
      await passesAxe(page, `search ${theme} ${viewport.width}`)
      await picture(page, `explore-search-${theme}-${viewport.width}`)
      await page.keyboard.press('Escape')
      for (const name of ['Save as a tile', 'Save as a segment']) {
        await page.getByRole('button', { name }).click()
        await page.getByRole('dialog').getByRole('button', { name: 'Save it' }).waitFor()
        await passesAxe(page, `${name} ${theme} ${viewport.width}`)
        await page.keyboard.press('Escape')
      }
    }))
  }

  for (const [language, words] of Object.entries({ nl: ['Verkennen', 'Vergelijken'], de: ['Erkunden', 'Vergleichen'], ru: ['Исследовать', 'Сравнить'], zh: ['探索', '比较'] })) {
    test(`in ${language}`, () => withPage({ language }, async (page, { errors }) => {
      await visit(page, compared)
      await page.getByRole('heading', { level: 1, name: words[0] }).waitFor()
      await page.getByRole('heading', { name: words[1], exact: true }).waitFor()
      await noSidewaysScroll(page)
      await picture(page, `explore-${language}`)
      assert.deepEqual(errors, [])
    }))
  }
})
