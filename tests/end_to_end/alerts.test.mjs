// Alerts and reports: one is begun from a link, tried on what was, kept, fires, tells by mail, is snoozed and removed; a board goes out by
// mail. The mail server is one of this machine; what the pages say is held against what the server answers.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { desk, noSidewaysScroll, passesAxe, pathOf, phone, picture, pressBoth, settled, until, untilAttribute, untilCount, untilPath, untilQuery, untilText, untilValue,
  withPage } from './browser.mjs'
import { address, useCompany } from './company.mjs'
import { mailSink } from './mail_sink.mjs'

useCompany(1200, 34)

let mail
before(async () => {
  mail = await mailSink({ refuse: 'nobody@example.com' })
  await until(() => Boolean(address), true, 'the server')
  await api('PUT', '/v1/mail', { host: '127.0.0.1', port: mail.port, tls: 'none', from: 'Sojourn <sojourn@example.com>', base_url: 'http://127.0.0.1:8080', per_minute: 10000 })
})
after(() => mail?.stop())

/** As `settled`, but these pages say what they do in places that stay. */
const drawn = page => settled(page, 'main [class*=state_waiting], main [aria-busy=true]')
const visit = async (page, path) => { await page.goto(address + path); await drawn(page) }
const dialog = page => page.getByRole('dialog')
const card = (page, title) => page.getByRole('listitem', { name: title, exact: true })

async function api(method, path, body) {
  const reply = await fetch(address + path, { method, headers: body === undefined ? {} : { 'content-type': 'application/json' }, body: body === undefined ? null : JSON.stringify(body) })
  const text = await reply.text()
  assert.ok(reply.ok, `${method} ${path}: ${reply.status} ${text}`)
  return text ? JSON.parse(text) : null
}
const todo = async (page, title, item) => {
  await page.getByRole('button', { name: `What to do with ${title}` }).click()
  await page.getByRole('button', { name: item, exact: true }).click()
}
const definition = more => ({ title: '', enabled: true, question: { measure: 'nps' }, period: '90d', when: 'below', value: 100, least_n: 1, mail: [], ...more })
const alertNamed = async name => (await api('GET', '/v1/alerts')).alerts.find(one => one.name === name)

describe('an alert', () => {
  test('from a link: the threshold on the real series, how often it would have fired, kept, and told by mail', () => withPage({}, async (page, { errors }) => {
    await visit(page, '/alerts?new=' + encodeURIComponent(JSON.stringify({ measure: 'nps', where: 'exists(answer)', over: 'month' })))
    await page.getByLabel('Tell when it').selectOption('below')
    await page.getByText('Give a threshold to see').waitFor()
    await page.getByLabel('Figure of').selectOption('90')
    await page.getByLabel('Threshold (points)').fill('100')
    await page.getByLabel('Not judged below n of').fill('1')
    const trial = await api('POST', '/v1/alerts/try', definition({ question: { measure: 'nps', where: 'exists(answer)' } }))
    await untilAttribute(page.locator('[data-fired]'), 'data-fired', String(trial.fired))
    await page.getByText(`Would have fired ${trial.fired} time${trial.fired === 1 ? '' : 's'} in 90 days`).waitFor()
    await page.locator('svg text', { hasText: 'fires below 100.0' }).waitFor()
    await untilCount(page.locator('[data-began]'), trial.fired)
    const region = page.getByRole('region', { name: 'Net Promoter Score: the last 90 days' })
    await region.getByRole('button', { name: /^Table/ }).click()
    await untilCount(region.getByRole('row'), trial.series.length + 1)
    await page.getByLabel(/^Write to/).fill('anna@example.com')
    await page.getByLabel('Title').fill('Score too low')
    await page.getByRole('button', { name: 'Save' }).click()
    await untilPath(page, '/alerts')
    await untilQuery(page, 'new', null)
    await untilAttribute(card(page, 'Score too low'), 'data-state', 'firing')
    const kept = await alertNamed('score-too-low')
    assert.deepEqual([kept.question.measure, kept.value, kept.period, kept.mail], ['nps', 100, '90d', ['anna@example.com']])
    await untilAttribute(card(page, 'Score too low').locator('[data-value]'), 'data-value', String(kept.now.value))
    // It is told once.
    await until(() => mail.letters.filter(one => one.to.includes('anna@example.com')).length, 1, 'letters to Anna')
    await card(page, 'Score too low').getByText('History').click()
    await card(page, 'Score too low').getByRole('table').getByText('anna@example.com').first().waitFor()
    await card(page, 'Score too low').getByRole('img', { name: 'Fired 1 time in the last 90 days' }).waitFor()
    await picture(page, 'alerts-firing')
    assert.deepEqual(errors, [])
  }))

  test('the menu and the keys lead there; those that fire come first', () => withPage({}, async (page, { errors }) => {
    await api('PUT', '/v1/alerts/a-calm', definition({ title: 'A calm one', when: 'above' }))
    await api('PUT', '/v1/alerts/z-loud', definition({ title: 'Z loud one' }))
    await visit(page, '/')
    await pressBoth(page, 'g', 'n', async () => (await pathOf(page)) === '/alerts')
    await drawn(page)
    const states = await until(() => page.locator('li[data-state]').evaluateAll(all => all.map(one => one.dataset.state)), all => all.length >= 2)
    assert.deepEqual(states, [...states].sort((a, b) => (b === 'firing') - (a === 'firing')), states.join())
    assert.equal(states[0], 'firing')
    await page.getByRole('status').getByText(/\d+ alerts? fires?/).waitFor()
    assert.deepEqual(errors, [])
  }))

  test('snoozed, woken, turned off, changed and removed', () => withPage({}, async (page, { errors }) => {
    await api('PUT', '/v1/alerts/care', definition({ title: 'Care' }))
    await visit(page, '/alerts')
    const state = wanted => untilAttribute(card(page, 'Care'), 'data-state', wanted)
    await state('firing')
    await todo(page, 'Care', 'Snooze for a week')
    await state('snoozed')
    assert.ok(Math.abs(Date.parse((await alertNamed('care')).snoozed_until) - Date.now() - 7 * 86_400_000) < 600_000)
    await todo(page, 'Care', 'End the snooze')
    await state('firing')
    await todo(page, 'Care', 'Turn off')
    await state('off')
    await todo(page, 'Care', 'Turn on')
    await state('firing')
    await page.getByRole('button', { name: 'What to do with Care' }).click()
    await page.getByRole('link', { name: 'Edit' }).click()
    await untilQuery(page, 'edit', 'care')
    await untilValue(page.getByLabel('Threshold (points)'), '100')
    await page.getByLabel('Threshold (points)').fill('-100')
    // Unsaved work is not lost by a click.
    page.once('dialog', asked => asked.dismiss())
    await page.getByRole('link', { name: 'Overview' }).click()
    await untilPath(page, '/alerts')
    await page.getByRole('button', { name: 'Save' }).click()
    await state('quiet')
    assert.equal((await alertNamed('care')).value, -100)
    await todo(page, 'Care', 'Remove')
    await dialog(page).getByRole('button', { name: 'Remove' }).click()
    await untilCount(card(page, 'Care'), 0)
    assert.equal(await alertNamed('care'), undefined)
    assert.deepEqual(errors, [])
  }))

  test('what the server refuses stands at its field', () => withPage({}, async page => {
    await visit(page, '/alerts?new=' + encodeURIComponent('{"measure":"nps"}'))
    await page.getByLabel(/^Write to/).fill('anna@example.com, nowhere')
    await page.getByRole('button', { name: 'Save' }).click()
    await untilAttribute(page.getByLabel(/^Write to/), 'aria-invalid', 'true')
    await page.getByLabel('Filter', { exact: true }).fill('channel = ')
    await page.getByLabel('Filter', { exact: true }).press('Enter')
    await untilAttribute(page.getByLabel('Filter', { exact: true }), 'aria-invalid', 'true')
    await page.getByText(/Column \d+/).waitFor()
  }))
})

describe('a report', () => {
  test('from a board’s menu, listed, sent at once with its attachment, turned off and removed', () => withPage({}, async (page, { errors }) => {
    await api('PUT', '/v1/boards/care', { title: 'Care', period: 'all', tiles: [{ id: 'n', kind: 'measure', x: 0, y: 0, w: 4, h: 3, drawing: 'figure', question: { measure: 'nps' } }] })
    await visit(page, '/boards/care')
    await page.getByRole('button', { name: 'More to do' }).click()
    await page.getByRole('button', { name: 'Send by mail' }).click()
    await untilValue(dialog(page).getByLabel('Board'), 'care')
    await dialog(page).getByLabel('To (addresses, with commas)').fill('ben@example.com, nobody@example.com')
    await dialog(page).getByLabel('How often').selectOption('month')
    await dialog(page).getByLabel('On day').fill('3')
    await dialog(page).getByLabel('Time zone').fill('Europe/Amsterdam')
    await dialog(page).getByLabel('Language of the mail').selectOption('nl')
    await dialog(page).getByRole('button', { name: 'Save' }).click()
    await dialog(page).getByRole('link', { name: 'All reports' }).click()
    await untilPath(page, '/boards/reports')
    await drawn(page)
    await card(page, 'Care').getByText('Every month on day 3 at 07:00 (Europe/Amsterdam)').waitFor()
    await card(page, 'Care').getByText('not sent yet').waitFor()
    const { board, to, every, day, format, language } = (await api('GET', '/v1/reports')).reports.find(one => one.name === 'care')
    assert.deepEqual({ board, to, every, day, format, language }, { board: 'care', to: ['ben@example.com', 'nobody@example.com'], every: 'month', day: 3, format: ['xlsx'], language: 'nl' })
    await page.getByRole('button', { name: 'Send now: Care' }).click()
    await until(() => mail.letters.filter(one => one.to.includes('ben@example.com')).length, 1, 'letters to Ben')
    const letter = mail.letters.find(one => one.to.includes('ben@example.com')).text
    assert.match(letter, /multipart\/alternative/)
    assert.match(letter, /\.xlsx/)
    await untilAttribute(card(page, 'Care').locator('[data-outcome]'), 'data-outcome', /^failed: .*550/)
    await picture(page, 'reports')
    await card(page, 'Care').getByRole('switch').uncheck()
    await until(async () => (await api('GET', '/v1/reports')).reports.find(one => one.name === 'care').enabled, false, 'turned off')
    await card(page, 'Care').getByText('Off', { exact: true }).waitFor()
    await todo(page, 'Care', 'Remove')
    await dialog(page).getByRole('button', { name: 'Remove' }).click()
    await untilCount(card(page, 'Care'), 0)
    assert.deepEqual(errors, [])
  }))

  test('a zone that does not exist is refused at its field', () => withPage({}, async page => {
    await visit(page, '/boards/reports')
    await page.getByRole('button', { name: 'New report' }).click()
    await dialog(page).getByLabel('To (addresses, with commas)').fill('ben@example.com')
    await dialog(page).getByLabel('Time zone').fill('Europe/Nowhere')
    await dialog(page).getByRole('button', { name: 'Save' }).click()
    await untilAttribute(dialog(page).getByLabel('Time zone'), 'aria-invalid', 'true')
    assert.deepEqual((await api('GET', '/v1/reports')).reports.filter(one => one.zone === 'Europe/Nowhere'), [])
  }))
})

describe('looks', () => {
  before(async () => {
    await api('PUT', '/v1/alerts/firing', definition({ title: 'Firing', question: { measure: 'nps', where: 'exists(answer)' } }))
    await api('PUT', '/v1/alerts/few', definition({ title: 'Few', least_n: 1_000_000 }))
    await api('PUT', '/v1/reports/executive', { board: 'executive', to: ['anna@example.com'], every: 'week', at: '07:00', zone: 'UTC', weekday: 'mon', format: ['xlsx', 'csv'], language: 'en' })
  })
  const looks = [{ viewport: desk, theme: 'light' }, { viewport: desk, theme: 'dark' }, { viewport: phone, theme: 'light', language: 'nl' }, { viewport: phone, theme: 'dark', language: 'zh' }]
  for (const look of looks) {
    const name = `${look.theme} ${look.viewport.width}${look.language ? ' ' + look.language : ''}`
    test(`${name}: axe finds nothing, nothing hangs over the side`, () => withPage({ ...look, audited: true }, async page => {
      for (const [what, path] of [['list', '/alerts'], ['editor', '/alerts?edit=firing'], ['reports', '/boards/reports']]) {
        await visit(page, path)
        if (what === 'editor') await page.locator('[data-fired]').waitFor()
        if (what === 'list') {
          await page.locator('details summary').first().click()
          await page.locator('details table').waitFor()
        }
        await passesAxe(page, `${what}, ${name}`)
        await noSidewaysScroll(page)
        await picture(page, `alerts-${what}-${name.replaceAll(' ', '-')}`)
      }
      await page.locator('#new-report').click()
      await dialog(page).locator('form button').waitFor()
      await passesAxe(page, `a new report, ${name}`)
    }))
  }

  test('five languages', () => withPage({}, async (page, { errors }) => {
    await visit(page, '/alerts')
    for (const [language, heading, state] of [['nl', 'Meldingen', 'Actief'], ['de', 'Warnungen', 'Schlägt an'], ['ru', 'Оповещения', 'Сработало'], ['zh', '预警', '已触发'], ['en', 'Alerts', 'Firing']]) {
      await page.locator('#language').selectOption(language)
      await untilText(page.locator('h1'), heading)
      await page.locator('li[data-state=firing]').first().getByText(state, { exact: true }).first().waitFor()
    }
    assert.deepEqual(errors, [])
  }))
})
