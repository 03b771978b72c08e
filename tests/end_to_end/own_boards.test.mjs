// Own boards as those meet them who make them: by keyboard and by mouse, saved and loaded again, copied, filtered, written to a file and
// read back, printed, taken along as files, shared with somebody who has nothing, and changed by two at once.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { desk, narrow, noSidewaysScroll, passesAxe, phone, picture, settled, until, untilAttribute, untilCount, untilFocus, untilPath, untilQuery, untilText,
  untilValue, withPage } from './browser.mjs'
import { address, peopleBehind, useCompany } from './company.mjs'
import { ask } from './server.mjs'

useCompany(900, 21)

/** As `settled`, but these pages say what they do in places that stay. */
const drawn = page => settled(page, 'main [class*=state_waiting], main [aria-busy=true]')
const visit = async (page, path) => { await page.goto(address + path); await drawn(page) }
const tile = (page, title) => page.getByRole('region', { name: title, exact: true })
const bar = page => page.getByRole('region', { name: 'Adding, undoing and saving' })
const saved = page => bar(page).getByText('Saved', { exact: true }).waitFor()
const placeOf = async locator => locator.evaluate(one => ['--x', '--y', '--w', '--h'].map(name => Number(one.style.getPropertyValue(name))))
const untilPlace = (locator, wanted) => until(() => placeOf(locator), wanted, 'the place of a tile')

async function api(method, path, body, headers = {}) {
  const reply = await fetch(address + path, { method, headers: body === undefined ? headers : { 'content-type': 'application/json', ...headers },
    body: body === undefined ? null : JSON.stringify(body) })
  const text = await reply.text()
  assert.ok(reply.ok, `${method} ${path}: ${reply.status} ${text}`)
  return text ? JSON.parse(text) : null
}
const figure = (id, measure, x, y, more = {}) => ({ id, x, y, w: 4, h: 2, drawing: 'figure', question: { measure }, ...more })
const care = (name, more = {}) => api('PUT', '/v1/boards/' + name, { title: 'Care', about: 'What customers say', period: 'all', tiles: [
  figure('n', 'nps', 0, 0, { target: 50, h: 3 }), { id: 'w', kind: 'text', x: 4, y: 0, w: 4, h: 3, text: '# Why\n\nBecause **it pays**: <b>no markup</b>\n\n- one' },
  figure('v', 'volume', 8, 0, { drawing: 'bars', h: 3, question: { measure: 'volume', by: ['channel'] } }),
  figure('l', 'csat', 0, 3, { drawing: 'line', w: 8, h: 4 })], ...more })

/** A click on an item of a tile's menu, and the file that comes of it. */
async function fileOf(page, title, item) {
  await tile(page, title).getByRole('button', { name: `What to do with ${title}` }).click()
  const [download] = await Promise.all([page.waitForEvent('download'), tile(page, title).getByRole('button', { name: item, exact: true }).click()])
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) }
}

describe('making a board', () => {
  test('by keyboard alone: made, filled, moved, sized, undone, saved, and there again', () => withPage({}, async (page, { errors }) => {
    await visit(page, '/boards')
    await page.getByRole('button', { name: 'New board' }).press('Enter')
    await untilFocus(page, 'name', 'title')
    await page.keyboard.type('By keys')
    await page.keyboard.press('Enter')
    await untilPath(page, '/boards/by-keys')
    await untilQuery(page, 'edit', '1')
    await page.getByRole('button', { name: 'Add a tile' }).press('Enter')
    await untilFocus(page, 'tagName', 'H2')
    await page.getByLabel('Title (empty').focus()
    await page.keyboard.type('Would they')
    await page.getByLabel('Target').focus()
    await page.keyboard.type('40')
    await page.getByRole('button', { name: 'Add text' }).press('Enter')
    await tile(page, 'Text').waitFor()
    const first = tile(page, 'Would they')
    await untilPlace(first, [1, 1, 4, 4])
    await page.getByRole('button', { name: 'Move: Would they', exact: true }).focus()
    await page.keyboard.press('ArrowRight')
    await page.getByRole('status').getByText('Would they: column 2, row 1; 4 wide, 4 high').waitFor()
    await untilPlace(first, [2, 1, 4, 4])
    await untilFocus(page, 'id', 'move-t1')
    await page.getByRole('button', { name: 'Size: Would they' }).focus()
    await page.keyboard.press('ArrowUp')
    await untilPlace(first, [2, 1, 4, 3])
    await bar(page).getByRole('button', { name: 'Undo' }).press('Enter')
    await untilPlace(first, [2, 1, 4, 4])
    await bar(page).getByRole('button', { name: 'Save', exact: true }).press('Enter')
    await saved(page)
    await page.reload()
    await drawn(page)
    await untilPlace(tile(page, 'Would they'), [2, 1, 4, 4])
    await page.getByRole('link', { name: 'Done' }).click()
    await tile(page, 'Would they').getByText(/Target \+40\.0/).waitFor()
    assert.deepEqual(errors, [])
  }))

  test('by mouse: dragged by its handle and by its corner, neighbours make room; buttons do the same', () => withPage({}, async page => {
    await care('mouse')
    await visit(page, '/boards/mouse?edit=1')
    const nps = tile(page, 'Net Promoter Score')
    const drag = async (name, columns, rows) => {
      const handle = page.getByRole('button', { name, exact: true })
      await handle.scrollIntoViewIfNeeded()
      const { x, y, width, height } = await handle.boundingBox()
      const column = await page.locator('[class*=board_tile_grid]').evaluate(one => (one.clientWidth + 16) / 12)
      await page.mouse.move(x + width / 2, y + height / 2)
      await page.mouse.down()
      await page.mouse.move(x + width / 2 + columns * column, y + height / 2 + rows * 96, { steps: 4 })
      await page.mouse.up()
    }
    await drag('Move: Net Promoter Score', 4, 0)
    await untilPlace(nps, [5, 1, 4, 3])
    await untilPlace(tile(page, 'Text'), [5, 4, 4, 3])
    await drag('Size: Net Promoter Score', 2, -1)
    await untilPlace(nps, [5, 1, 6, 2])
    await page.getByRole('button', { name: 'Edit: Net Promoter Score' }).click()
    await page.getByRole('button', { name: 'Narrower' }).click()
    await untilPlace(nps, [5, 1, 5, 2])
    await page.getByRole('group', { name: 'Move' }).getByRole('button', { name: 'Move left' }).click()
    await untilPlace(nps, [4, 1, 5, 2])
    // What is chosen in the form is asked at once.
    await page.getByRole('combobox', { name: 'Measure', exact: true }).selectOption('customers')
    await tile(page, 'Customers').getByText(/^\d/).first().waitFor()
    await page.getByLabel('Split by').selectOption('channel')
    await tile(page, 'Customers · Channel').waitFor()
    await page.getByLabel('Drawn as').selectOption('table')
    await tile(page, 'Customers · Channel').getByRole('table').waitFor()
    page.once('dialog', dialog => dialog.dismiss())
    await page.getByRole('link', { name: 'Overview' }).click()
    await untilPath(page, '/boards/mouse')
    await bar(page).getByRole('button', { name: 'Save', exact: true }).click()
    await saved(page)
    const kept = await api('GET', '/v1/boards/mouse')
    assert.deepEqual(kept.tiles.find(one => one.id === 'n').question, { measure: 'customers', by: ['channel'] })
  }))

  test('a tile that cannot be asked says why, and the board is not saved so', () => withPage({}, async page => {
    await care('wrong')
    await visit(page, '/boards/wrong?edit=1&tile=n')
    const panel = page.getByRole('complementary', { name: 'The chosen tile' })
    await panel.getByLabel('Filter').fill('channel = ')
    await panel.getByLabel('Filter').press('Enter')
    await tile(page, 'Net Promoter Score').getByRole('alert').waitFor()
    await bar(page).getByRole('button', { name: 'Save', exact: true }).click()
    await bar(page).getByText(/tiles\[0\]\.question\.where/).waitFor()
    await bar(page).getByRole('button', { name: 'Undo' }).click()
    await saved(page)
  }))
})

describe('reading a board', () => {
  test('one request answers it; numbers lead to their people; period and filter are in the address', () => withPage({}, async (page, { errors }) => {
    await care('reading')
    const asked = []
    page.on('request', request => { if (/answers|\/v1\/ask/.test(request.url())) asked.push(request.url()) })
    await visit(page, '/boards/reading')
    assert.equal(asked.length, 1, asked.join(' '))
    const value = tile(page, 'Net Promoter Score').locator('[data-value]')
    const truth = (await ask(address, { measure: 'nps' })).rows[0]
    await untilAttribute(value, 'data-value', String(truth.value))
    assert.equal(await peopleBehind(await value.getAttribute('href')), truth.n)
    await page.getByLabel('Filter').fill('channel = "web"')
    await page.getByLabel('Filter').press('Enter')
    await untilQuery(page, 'where', 'channel = "web"')
    await untilCount(tile(page, 'Volume · Channel').getByRole('listitem'), 1)
    await page.locator('#period').selectOption('30d')
    await untilQuery(page, 'period', '30d')
    await page.getByRole('button', { name: 'Back to the board’s own period: All time' }).click()
    await untilQuery(page, 'period', null)
    await untilValue(page.locator('#period'), 'all')
    await page.goBack()
    await untilQuery(page, 'period', '30d')
    await page.getByLabel('Filter').fill('channel =')
    await page.getByLabel('Filter').press('Enter')
    await page.getByRole('alert').getByText(/Column \d+/).waitFor()
    assert.deepEqual(errors.filter(one => !/\b400\b/.test(one)), [])
  }))

  test('a tile comes along as CSV, XLSX and PNG, and as a command', () => withPage({}, async (page, { errors }) => {
    await care('files')
    await visit(page, '/boards/files')
    const csv = await fileOf(page, 'Volume · Channel', 'CSV')
    assert.match(csv.bytes.toString('utf8'), /^\ufeffchannel,/)
    const xlsx = await fileOf(page, 'Volume · Channel', 'XLSX')
    assert.match(xlsx.name, /\.xlsx$/)
    assert.equal(xlsx.bytes.subarray(0, 4).toString('hex'), '504b0304')
    for (const title of ['Net Promoter Score', 'Customer satisfaction · By month']) {
      const png = await fileOf(page, title, 'PNG')
      assert.equal(png.bytes.subarray(0, 8).toString('hex'), '89504e470d0a1a0a')
      const box = await tile(page, title).boundingBox()
      assert.equal(png.bytes.readUInt32BE(16), Math.ceil(2 * box.width))
      // A tile that was not drawn is one colour: its picture is next to nothing.
      assert.ok(png.bytes.length > 5000, `${title}: ${png.bytes.length} bytes`)
    }
    await tile(page, 'Net Promoter Score').getByRole('button', { name: 'What to do with Net Promoter Score' }).click()
    await page.keyboard.press('Escape')
    await untilAttribute(tile(page, 'Net Promoter Score').getByRole('button', { name: 'What to do with Net Promoter Score' }), 'aria-expanded', 'false')
    await tile(page, 'Net Promoter Score').getByRole('button', { name: 'What to do with Net Promoter Score' }).click()
    await page.getByRole('button', { name: 'Ask it elsewhere' }).click()
    await untilValue(page.getByRole('textbox', { name: 'In the terminal' }), /^sojourn ask nps/)
    await untilValue(page.getByRole('textbox', { name: 'Over HTTP' }), /^curl/)
    assert.deepEqual(errors, [])
  }))

  test('fifty tiles are drawn, and the page stays small', () => withPage({}, async (page, { errors }) => {
    const kinds = [['nps', 'line'], ['csat', 'figure'], ['volume', 'bars'], ['customers', 'line'], ['ces', 'figure']]
    await api('PUT', '/v1/boards/many', { title: 'Many', period: 'all', tiles: Array.from({ length: 50 }, (_, i) => {
      const [measure, drawing] = kinds[i % kinds.length]
      return { id: 't' + i, x: 3 * (i % 4), y: 4 * Math.floor(i / 4), w: 3, h: 4, drawing, question: { measure, ...drawing === 'bars' ? { by: ['channel'] } : {} } }
    }) })
    await visit(page, '/boards/many')
    await untilCount(page.locator('main section[id^=tile-]'), 50)
    await untilCount(page.locator('main section[id^=tile-] :is([data-value], svg)').first(), 1)
    const nodes = await page.evaluate(() => document.querySelectorAll('main *').length)
    assert.ok(nodes < 8000, `${nodes} nodes`)
    assert.deepEqual(errors, [])
  }))

  test('prints light and whole', () => withPage({ theme: 'dark', viewport: { width: 900, height: 1200 } }, async page => {
    await care('print')
    await visit(page, '/boards/print')
    await page.emulateMedia({ media: 'print' })
    await until(() => page.evaluate(() => getComputedStyle(document.querySelector('main section')).backgroundColor), 'rgb(255, 255, 255)', 'the ground of a tile')
    await until(() => page.locator('[class*=board_tile_body]').evaluateAll(all => all.filter(one => one.scrollHeight > one.clientHeight + 1 &&
      getComputedStyle(one).overflow !== 'visible').length), 0, 'tiles that are cut')
    await untilCount(page.getByRole('navigation'), 0)
    await untilCount(page.getByRole('button'), 0)
    await picture(page, 'board-print')
  }))

  test('as a PDF: landscape, whole, with what it was asked', () => withPage({ theme: 'dark' }, async page => {
    await care('paper', { where: 'channel = "web" or exists(answer)' })
    await visit(page, '/boards/paper?period=24m')
    const pdf = (await page.pdf({ preferCSSPageSize: true, outline: true, tagged: true })).toString('latin1')
    const pages = pdf.match(/\/Type\s*\/Page\b/g) ?? []
    assert.ok(pages.length >= 1 && pages.length <= 3, `${pages.length} pages`)
    const sizes = [...pdf.matchAll(/\/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]/g)].map(([, width, height]) => Number(width) > Number(height))
    assert.ok(sizes.length > 0 && sizes.every(Boolean), 'every page lies down')
    // The outline has the headings in plain letters.
    for (const title of ['Care', 'Net Promoter Score']) assert.match(pdf, new RegExp(`/Title \\(${title}\\)`))
    await page.emulateMedia({ media: 'print' })
    await page.getByText(/^Period: Last 24 months · Filter: channel = "web" or exists\(answer\) · Printed on /).waitFor()
    await untilCount(page.getByRole('textbox'), 0)
  }))

  test('on the wall: no menus, and Escape brings them back', () => withPage({ audited: true }, async (page, { errors }) => {
    await care('wall')
    await visit(page, '/boards/wall')
    await page.getByRole('button', { name: 'More to do' }).click()
    await page.getByRole('button', { name: 'Fill the screen' }).click()
    await untilQuery(page, 'kiosk', '1')
    await untilCount(page.getByRole('navigation'), 0)
    await untilCount(page.locator('main [data-tool]:visible, header:visible input'), 0)
    await passesAxe(page)
    await page.reload()
    await drawn(page)
    await tile(page, 'Net Promoter Score').locator('[data-value]').waitFor()
    await picture(page, 'board-kiosk')
    await page.keyboard.press('Escape')
    await untilQuery(page, 'kiosk', null)
    await page.getByRole('navigation').first().waitFor()
    assert.deepEqual(errors, [])
  }))

  test('a tile leads to Explore and to an alert, and stands on another board as well', () => withPage({}, async (page, { errors }) => {
    await care('from', { where: 'channel = "web" or exists(answer)' })
    await api('PUT', '/v1/boards/goes-to', { title: 'Goes to', tiles: [] })
    await visit(page, '/boards/from')
    const menu = () => tile(page, 'Net Promoter Score').getByRole('button', { name: 'What to do with Net Promoter Score' }).click()
    await menu()
    const question = async name => JSON.parse(new URL(await page.getByRole('link', { name }).getAttribute('href'), address).searchParams.get(name === 'Set an alert' ? 'new' : 'q'))
    assert.equal((await question('Open in Explore')).measure, 'nps')
    const alert = await question('Set an alert')
    assert.deepEqual(Object.keys(alert).sort(), ['measure', 'where'])
    await page.getByRole('button', { name: 'Add to a board' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Board').selectOption('goes-to')
    await dialog.getByRole('button', { name: 'Add it' }).click()
    await dialog.getByRole('link', { name: 'Goes to' }).waitFor()
    const [copy] = (await api('GET', '/v1/boards/goes-to')).tiles
    assert.equal(copy.question.measure, 'nps')
    assert.equal(copy.target, 50)
    assert.match(copy.question.where, /channel = "web"/)
    assert.equal(copy.question.from, undefined)
    assert.deepEqual(errors, [])
  }))
})

describe('handing a board on', () => {
  test('copied, written to a file, taken away, and read back', () => withPage({}, async (page, { errors }) => {
    await care('origin')
    await visit(page, '/boards/origin')
    await page.getByRole('button', { name: 'More to do' }).click()
    await page.getByRole('button', { name: 'Duplicate' }).click()
    await untilPath(page, '/boards/origin-2')
    await page.getByRole('heading', { name: 'Care (copy)' }).waitFor()
    await page.getByRole('button', { name: 'More to do' }).click()
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Export as TOML' }).click()])
    assert.equal(download.suggestedFilename(), 'origin-2.toml')
    const file = await download.path()
    assert.match(readFileSync(file, 'utf8'), /\[\[tiles\]\]/)
    const before = await api('GET', '/v1/boards/origin-2')
    await page.getByRole('link', { name: 'Boards' }).click()
    await page.getByRole('button', { name: 'What to do with Care (copy)' }).click()
    await page.getByRole('row', { name: /Care \(copy\)/ }).getByRole('button', { name: 'Remove', exact: true }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click()
    await untilCount(page.getByRole('link', { name: 'Care (copy)' }), 0)
    await page.locator('input[type=file]').setInputFiles({ name: 'origin-2.toml', mimeType: 'application/toml', buffer: readFileSync(file) })
    await untilPath(page, '/boards/origin-2')
    await tile(page, 'Net Promoter Score').waitFor()
    const after = await api('GET', '/v1/boards/origin-2')
    assert.deepEqual(after.tiles, before.tiles)
    assert.deepEqual(errors, [])
  }))

  test('a file that is no board says where it is wrong', () => withPage({}, async page => {
    await visit(page, '/boards')
    await page.locator('input[type=file]').setInputFiles({ name: 'x.toml', mimeType: 'application/toml', buffer: Buffer.from('title = "X"\n[[tiles]]\nid = "a"\nx = 0\ny = 0\nw = 99\nh = 1\n') })
    await page.getByRole('alert').getByText(/toml:6: tiles\[0\].w/).waitFor()
    await untilPath(page, '/boards')
  }))

  test('shared: read by somebody who has nothing, with a password, never with people, until it is revoked', async () => {
    await care('shared', { home: '' })
    let link
    await withPage({}, async page => {
      await visit(page, '/boards/shared')
      await page.getByRole('button', { name: 'More to do' }).click()
      await page.getByRole('button', { name: 'Share', exact: true }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByLabel(/^Password/).fill('correct horse staple')
      await dialog.getByRole('button', { name: 'Make a link' }).click()
      link = await untilValue(dialog.getByRole('textbox', { name: 'Link' }), /\/shared\//)
      await dialog.getByText(/with a password/).waitFor()
    })
    await withPage({ audited: true }, async page => {
      const asked = []
      page.on('request', request => asked.push(new URL(request.url()).pathname))
      await page.goto(link)
      await page.getByLabel('Password').fill('wrong wrong wrong')
      await page.getByRole('button', { name: 'Open' }).click()
      await page.getByRole('alert').getByText('That is not the password.').waitFor()
      await passesAxe(page)
      await page.getByLabel('Password').fill('correct horse staple')
      await page.getByRole('button', { name: 'Open' }).click()
      await tile(page, 'Net Promoter Score').locator('[data-value]').waitFor()
      await drawn(page)
      await untilCount(page.getByRole('navigation'), 0)
      await untilCount(page.locator('main a[href^="/people"], main a[href^="/measure"]'), 0)
      await tile(page, 'Volume · Channel').getByRole('button', { name: 'What to do with Volume · Channel' }).click()
      await page.getByRole('button', { name: 'As a table' }).click()
      await tile(page, 'Volume · Channel').getByRole('table').waitFor()
      await untilCount(page.locator('main a[href^="/people"]'), 0)
      await passesAxe(page)
      await picture(page, 'board-shared')
      assert.deepEqual(asked.filter(path => path.startsWith('/v1/') && !path.startsWith('/v1/shared/')), [])
    })
    await withPage({}, async page => {
      await visit(page, '/boards/shared')
      await page.getByRole('button', { name: 'More to do' }).click()
      await page.getByRole('button', { name: 'Share', exact: true }).click()
      await page.getByRole('button', { name: /^Revoke the link/ }).click()
      await untilCount(page.getByRole('button', { name: /^Revoke the link/ }), 0)
      await page.goto(link)
      await page.getByRole('alert').waitFor()
    })
  })

  test('two at once: the second sees it, and keeps a copy or takes the other', () => withPage({}, async page => {
    await care('both')
    for (const [act, wanted] of [['Take theirs', /^\/boards\/both$/], ['Keep mine as a copy', /^\/boards\/both-2$/]]) {
      await visit(page, '/boards/both?edit=1')
      await bar(page).getByRole('button', { name: 'Add text' }).click()
      await tile(page, 'Text').nth(1).waitFor()
      await care('both', { title: 'Theirs ' + act })
      await bar(page).getByRole('button', { name: 'Save', exact: true }).click()
      await page.getByText('Somebody else saved this board meanwhile').waitFor()
      await page.getByRole('button', { name: act }).click()
      await until(() => page.evaluate(() => location.pathname), wanted, 'the address')
      await page.getByRole('heading', { level: 1, name: act === 'Take theirs' ? 'Theirs Take theirs' : /\(copy\)/ }).waitFor()
    }
    assert.equal((await api('GET', '/v1/boards/both')).title, 'Theirs Keep mine as a copy')
    assert.equal((await api('GET', '/v1/boards/both-2')).tiles.length, 5)
  }))
})

describe('the homes that are built in', () => {
  for (const name of ['executive', 'marketing', 'service', 'agent', 'analyst']) {
    for (const [look, viewport] of [['desk', desk], ['phone', phone]]) {
      test(`${name}, ${look}: nothing is cut sideways`, () => withPage({ viewport }, async (page, { errors }) => {
        await visit(page, '/boards/' + name)
        await page.locator('main section [data-value], main section svg, main section table').first().waitFor()
        await noSidewaysScroll(page)
        if (viewport === desk) {
          await until(() => page.locator('main section .scroll, main [data-scrolls]').evaluateAll(all =>
            all.filter(one => one.scrollWidth > one.clientWidth + 1).map(one => one.closest('section').getAttribute('aria-label'))), [], 'tiles that scroll sideways')
        }
        await picture(page, `home-${name}-${look}`)
        assert.deepEqual(errors, [])
      }))
    }
  }
})

test('a saved board takes the place of the overview, and gives it back', () => withPage({}, async page => {
  await care('first', { home: 'executive' })
  await visit(page, '/')
  await page.getByRole('heading', { level: 1, name: 'Care' }).waitFor()
  await tile(page, 'Net Promoter Score').waitFor()
  await api('DELETE', '/v1/boards/first')
  await visit(page, '/')
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor()
}))

describe('for everybody', () => {
  const looks = [['light', desk], ['dark', desk], ['light', phone], ['dark', narrow]]
  for (const [theme, viewport] of looks) {
    test(`${theme}, ${viewport.width} wide: reading, writing and the list pass axe`, () => withPage({ theme, viewport, audited: true }, async page => {
      const name = `look-${theme}-${viewport.width}`
      await care(name)
      for (const [path, what] of [['/boards', 'list'], [`/boards/${name}`, 'read'], [`/boards/${name}?edit=1&tile=n`, 'edit'], [`/boards/${name}?edit=1&tile=w`, 'text'], ['/boards/service', 'home']]) {
        await visit(page, path)
        await noSidewaysScroll(page).catch(fault => { throw new Error(`${path}: ${fault.message}`) })
        await passesAxe(page, `${path} ${theme} ${viewport.width}`)
        await picture(page, `board-${what}-${theme}-${viewport.width}`)
      }
      await page.goto(address + `/boards/${name}?edit=1`)
      await page.getByRole('button', { name: 'Settings of the board' }).click()
      await page.getByRole('complementary', { name: 'Settings of the board' }).waitFor()
      await passesAxe(page, `settings ${theme} ${viewport.width}`)
      await visit(page, `/boards/${name}`)
      await tile(page, 'Net Promoter Score').getByRole('button', { name: /^What to do/ }).click()
      await passesAxe(page, `menu ${theme} ${viewport.width}`)
      await page.getByRole('button', { name: 'More to do' }).click()
      await page.getByRole('button', { name: 'Share', exact: true }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Make a link' }).waitFor()
      await passesAxe(page, `share ${theme} ${viewport.width}`)
      await picture(page, `board-share-${theme}-${viewport.width}`)
    }))
  }

  test('on a phone tiles stand in one column, in the order of reading', () => withPage({ viewport: phone }, async page => {
    await care('column')
    await visit(page, '/boards/column')
    const tops = await page.locator('main section[id^=tile-]').evaluateAll(all => all.map(one => [one.id, one.getBoundingClientRect().left, one.getBoundingClientRect().top]))
    assert.deepEqual(tops.map(([id]) => id), ['tile-n', 'tile-w', 'tile-v', 'tile-l'])
    assert.equal(new Set(tops.map(([, left]) => left)).size, 1)
    assert.ok(tops.every(([, , top], i) => i === 0 || top > tops[i - 1][2]))
  }))

  test('in Dutch and Chinese', () => withPage({ language: 'nl' }, async page => {
    await care('taal')
    await visit(page, '/boards/taal?edit=1')
    await page.getByRole('button', { name: 'Tegel toevoegen' }).waitFor()
    await untilText(page.getByRole('complementary').or(page.locator('main')).first(), /Er wordt niets bewaard totdat u opslaat/)
    await page.locator('#language').selectOption('zh')
    await page.getByRole('button', { name: '添加图块' }).waitFor()
    await picture(page, 'board-zh')
  }))
})
