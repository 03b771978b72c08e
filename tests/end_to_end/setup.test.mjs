// Setting up: a source and its first event, refused rows and what is wrong with them, stages that are previewed before they are saved, data
// quality. What the pages say is held against what the server answers.
import { after, before, describe, test } from 'node:test'
import assert from 'node:assert/strict'
import { noSidewaysScroll, passesAxe, phone, picture, settled, until, untilAttribute, untilFocus, untilPath, untilText, untilValue, useBrowser, visit, withPage } from './browser.mjs'
import { ask, folderWithData, remove, serve } from './server.mjs'

let server, folder, address
useBrowser()
before(async () => {
  const made = folderWithData(300, 9)
  folder = made.folder
  server = await serve(made.data)
  address = server.address
})
after(async () => {
  await server?.stop()
  if (folder) remove(folder)
})

const send = async (path, body, key) => {
  const reply = await fetch(address + path, { method: 'POST', body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...(key ? { authorization: `Bearer ${key}` } : {}) } })
  return { status: reply.status, json: await reply.json().catch(() => null) }
}
const get = async path => (await fetch(address + path)).json()

async function connect(page, name, format) {
  await page.getByLabel('Name', { exact: true }).fill(name)
  if (format) await page.getByLabel('What it sends').selectOption(format)
  await page.getByRole('button', { name: 'Make it and show a key' }).click()
  return untilValue(page.getByLabel(format ? 'Address for webhooks' : 'Write key', { exact: true }), text => text.length > 20)
}

test('the first event of a new source is told as it arrives, with who it was', () => withPage({}, async (page, { errors }) => {
  await visit(page, address + '/sources')
  const key = await connect(page, 'till')
  await page.getByText('Waiting for the first event').first().waitFor()
  assert.equal((await send('/v1/events', [{ id: '1', customer: 'c-7', time: 'yesterday', touchpoint: 'visit' }], key)).status, 200)
  await page.getByText('1 row was refused.').waitFor()
  await page.getByText(/“yesterday”|"yesterday"/).first().waitFor()
  await picture(page, 'setup-first-refused')
  assert.equal((await send('/v1/events', { id: '2', customer: 'new customer', time: new Date().toISOString(), touchpoint: 'till' }, key)).status, 200)
  const told = page.getByText(/First event received: till, \d+ (second|minute)s? ago, from new customer/).last()
  await told.waitFor()
  await picture(page, 'setup-first-event')
  await told.getByRole('link').click()
  await untilPath(page, '/customer/new%20customer')
  await untilText(page.locator('h1'), /new customer/)
  assert.deepEqual(errors, [])
}))

test('stages: a preview says what comes true, nothing is stored before, leaving asks', () => withPage({}, async (page, { errors }) => {
  const volumes = async () => Object.fromEntries((await ask(address, { measure: 'volume', by: ['stage'] })).rows.map(row => [row.stage ?? '', row.value]))
  const before = await get('/v1/stages')
  const events = Object.fromEntries((await send('/v1/stages/try', { rules: before.rules })).json.touchpoints.map(one => [one.touchpoint, one]))
  const [name, counted] = Object.entries(events).find(([, one]) => one.own.reduce((all, own) => all + own.events, 0) < one.events)
    ?? assert.fail('every event names its stage: nothing to rule')
  await visit(page, address + '/sources/stages')
  const stage = page.getByLabel(`Stage by rule: ${name}`, { exact: true })
  await page.getByLabel('Find a touchpoint').fill(name)
  await stage.waitFor()
  const next = counted.before === 'bond' ? 'advocate' : 'bond'
  await stage.selectOption(next)
  await page.getByText('1 unsaved change').waitFor()
  await page.getByRole('button', { name: 'Preview' }).click()
  const preview = page.getByRole('region', { name: 'What would change' })
  await preview.waitFor()
  await untilFocus(page, 'textContent', 'What would change')
  await picture(page, 'setup-stages-preview')
  assert.deepEqual((await get('/v1/stages')).rules, before.rules)
  const said = Object.fromEntries(await preview.getByRole('table').first().locator('tbody tr').evaluateAll(rows => rows.map(row =>
    [row.cells[0].textContent, Number(row.cells[2].textContent.replace(/\D/g, ''))])))

  page.once('dialog', dialog => dialog.dismiss())
  await page.getByRole('navigation', { name: 'Parts of Sources' }).getByRole('link', { name: 'Data quality' }).click()
  await untilPath(page, '/sources/stages')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Saved. All figures use these rules now.').waitFor()
  await until(async () => (await get('/v1/stages')).rules.find(rule => rule.touchpoint === name)?.stage, next, 'the rule')
  const names = { Consider: 'consider', Evaluate: 'evaluate', Buy: 'buy', Enjoy: 'enjoy', Advocate: 'advocate', Bond: 'bond', 'No stage': '' }
  await until(async () => {
    const now = await volumes()
    return Object.fromEntries(Object.entries(names).map(([text, stage]) => [text, now[stage] ?? 0]))
  }, said, 'what the preview said')
  await page.getByRole('navigation', { name: 'Parts of Sources' }).getByRole('link', { name: 'Data quality' }).click()
  await untilPath(page, '/sources/quality')
  assert.deepEqual(errors, [])
}))

test('refused rows by what is wrong; a kind opens its rows; webhooks are tried again', () => withPage({}, async (page, { errors }) => {
  await visit(page, address + '/sources')
  const key = await connect(page, 'feed')
  const hook = new URL(await connect(page, 'desk', 'zendesk')).pathname
  const wrong = Array.from({ length: 60 }, (_, i) => ({ id: `w${i}`, customer: 'c-1', time: `day ${i}`, touchpoint: 'visit' }))
  assert.equal((await send('/v1/events', [...wrong, { id: 'x', customer: 'c-1', time: '2026-01-01', amount: 'much' }], key)).status, 200)
  await send(hook, { nothing: 'known' })
  await until(async () => (await get('/v1/rejects?source=feed')).total, 61, 'refused rows')

  await page.getByRole('navigation', { name: 'Parts of Sources' }).getByRole('link', { name: 'Refused rows' }).click()
  await page.getByRole('combobox', { name: 'Source' }).selectOption('feed')
  const kinds = page.getByRole('region', { name: 'What is wrong' })
  await kinds.getByText('61 rows were refused').waitFor()
  await until(() => kinds.locator('tbody tr').count(), 2, 'kinds')
  await kinds.locator('tbody tr').filter({ hasText: 'time' }).getByRole('link').first().click()
  const rows = page.getByRole('region', { name: 'Rows with this fault' })
  await rows.getByText('1 to 50 of 60').waitFor()
  await rows.getByRole('button', { name: 'Next' }).click()
  await rows.getByText('51 to 60 of 60').waitFor()
  await until(() => rows.locator('tbody tr').count(), 10, 'rows of the last page')
  const download = page.waitForEvent('download')
  await rows.getByRole('button', { name: 'All 60 as CSV' }).click()
  assert.equal((await download).suggestedFilename(), 'refused.csv')
  await picture(page, 'setup-rejects')
  await rows.getByRole('link', { name: 'All faults' }).click()
  await page.getByRole('region', { name: 'The newest refused rows' }).getByText('1 to 50 of 61').waitFor()

  await page.getByRole('combobox', { name: 'Source' }).selectOption('')
  if ((await get('/v1/rejects?source=desk')).total > 0) {
    await page.getByRole('button', { name: 'Try again: desk' }).click()
    await page.getByText(/1 message read again/).waitFor()
    await picture(page, 'setup-again')
  }
  assert.deepEqual(errors, [])
}))

test('data quality says what the measure says, and each figure leads on', () => withPage({}, async (page, { errors }) => {
  await visit(page, address + '/sources/quality')
  const table = page.getByRole('region', { name: 'By source' })
  const rows = (await ask(address, { measure: 'quality' })).rows
  const wanted = Object.fromEntries(rows.map(row => [row.source, [row.n, row.events, row.without_id, row.without_time, row.repeats, row.rejected]]))
  await until(() => table.locator('tbody tr').evaluateAll(lines => Object.fromEntries(lines.map(line => [line.cells[0].textContent,
    [...line.cells].slice(2, 8).map(cell => Number(cell.firstElementChild?.tagName === 'A' ? cell.firstElementChild.textContent.replace(/\D/g, '')
      : cell.firstChild.textContent.replace(/\D/g, '')))]))), found => Object.entries(wanted).every(([source, figures]) =>
    JSON.stringify(found[source]) === JSON.stringify(figures)), `the figures of ${JSON.stringify(wanted)}`)
  await picture(page, 'setup-quality')
  const feed = table.getByRole('row').filter({ has: page.getByRole('rowheader', { name: 'feed', exact: true }) })
  await feed.getByRole('link', { name: '61' }).first().click()
  await untilPath(page, '/sources/rejects')
  await untilValue(page.getByRole('combobox', { name: 'Source' }), 'feed')
  assert.deepEqual(errors, [])
}))

test('a feed that stopped is amber, with its own longest pause', () => withPage({}, async (page, { errors }) => {
  await visit(page, address + '/sources')
  const key = await connect(page, 'sensor')
  const days = [40, 39, 37, 36, 35, 34].map(back => new Date(Date.now() - back * 86_400_000).toISOString())
  assert.equal((await send('/v1/events', days.map((time, i) => ({ id: `s${i}`, customer: 'c-1', time, touchpoint: 'visit' })), key)).status, 200)
  await visit(page, address + '/sources/quality')
  const row = page.getByRole('region', { name: 'By source' }).getByRole('row').filter({ has: page.getByRole('rowheader', { name: 'sensor', exact: true }) })
  await row.getByText('Silent: newest event 34 days ago.').waitFor()
  await row.getByText('Its longest pause is 2 days.').waitFor()
  await page.getByRole('listitem').filter({ hasText: 'Silent feeds' }).getByText('sensor').waitFor()
  await picture(page, 'setup-silent')
  assert.deepEqual(errors, [])
}))

test('a server that does not answer is said, and asked again', () => withPage({ audited: true }, async page => {
  for (const [part, route] of [['stages', '**/v1/stages/try'], ['rejects', '**/v1/rejects/groups*'], ['quality', '**/v1/sources']]) {
    await page.route(route, one => one.abort())
    await visit(page, `${address}/sources/${part}`)
    await page.getByRole('alert').getByText('The server does not answer').first().waitFor()
    await passesAxe(page, part)
    await page.unroute(route)
    await page.getByRole('alert').getByRole('button', { name: 'Try again' }).first().click()
    await page.getByRole('region').first().waitFor()
  }
}))

describe('every page', () => {
  const parts = ['', 'stages', 'rejects', 'quality']
  for (const [theme, size, viewport] of [['light', 'desk', undefined], ['dark', 'desk', undefined], ['light', 'phone', phone], ['dark', 'phone', phone]]) {
    test(`passes axe and fits, ${theme}, ${size}`, () => withPage({ theme, viewport, audited: true, language: size === 'phone' ? 'de' : 'en' }, async page => {
      for (const part of parts) {
        await visit(page, `${address}/sources/${part}`)
        await page.locator('main section').first().waitFor()
        if (part === 'stages') {
          const select = page.locator('tbody select').first()
          await select.selectOption((await select.inputValue()) === 'bond' ? 'buy' : 'bond')
          await page.locator('main [role=region] button:not([disabled])').first().click()
          await page.locator('#stages-preview').waitFor()
        }
        await settled(page)
        await noSidewaysScroll(page)
        await passesAxe(page, part)
        await picture(page, `setup-${part || 'sources'}-${theme}-${size}`)
        if (part === 'stages') page.once('dialog', dialog => dialog.accept())
      }
    }))
  }
  for (const language of ['nl', 'de', 'ru', 'zh']) {
    test(`speaks ${language}`, () => withPage({ language }, async (page, { errors }) => {
      for (const part of parts) {
        await visit(page, `${address}/sources/${part}`)
        await untilAttribute(page.locator('html'), 'lang', language)
        await page.locator('main section').first().waitFor()
        assert.doesNotMatch(await page.locator('main').innerText(), /\{\w+\}|undefined|NaN|\b(setup|rejects|quality|mend|first)\.\w|_(one|few|many|other)\b/, part)
      }
      assert.deepEqual(errors, [])
    }))
  }
})
