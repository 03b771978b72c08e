// Signing in: the first owner, people with roles and scopes, tokens, the audit log; on a desk and a phone, in Dutch, with axe.
import { test, after, before } from 'node:test'
import assert from 'node:assert/strict'
import { folderWithData, remove, serve } from './server.mjs'
import { noSidewaysScroll, passesAxe, phone, picture, settled, until, untilCount, untilPath, untilText, useBrowser, withPage } from './browser.mjs'

useBrowser()
const password = 'eleven green bicycles'
const other = 'twelve slow ferries'
// Words that say that something was saved stand in a status for good: what waits says that it is busy.
const waiting = 'main [aria-busy=true], main [class*=state_waiting]'
let folder, server, total

before(async () => {
  folder = folderWithData(400, 5)
  server = await serve(folder.data)
})
after(async () => {
  await server?.stop()
  if (folder) remove(folder.folder)
})

/** Opens a page as somebody; signs in where that is asked for. */
async function enter(page, path, account, secret = other) {
  await page.goto(server.address + path)
  await page.fill('[name=account]', account)
  await page.fill('[name=password]', secret)
  await page.click('button[type=submit]')
  await page.locator('nav').first().waitFor()
  await settled(page, waiting)
}

const look = async (page, path) => { await page.goto(server.address + path); await settled(page, waiting) }
/** How many events somebody counts. */
const events = (page, where = '') => page.evaluate(async where => (await (await fetch('/v1/ask', { method: 'POST',
  headers: { 'content-type': 'application/json' }, body: JSON.stringify({ measure: 'volume', where }) })).json()).rows[0].value, where)
const send = (page, method, path, body) => page.evaluate(async ([method, path, body]) => (await fetch(path, {
  method, ...body ? { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } } : {} })).status, [method, path, body])

test('in single-user mode the settings make the first owner, who then signs in', async () => {
  await withPage({ audited: true }, async (page, { errors }) => {
    await look(page, '/settings')
    await untilText(page.locator('h2#first-owner'), 'Let others in')
    await passesAxe(page)
    await picture(page, 'access-first-owner')
    await untilCount(page.locator('summary'), 0)
    await page.fill('[name=account]', 'anna')
    await page.fill('[name=name]', 'Anna de Vries')
    await page.fill('[name=password]', 'password123')
    await page.fill('[name=again]', 'password12')
    await page.click('main button.primary')
    await untilText(page.locator('main [role=alert]'), 'These are two different passwords.')
    await page.fill('[name=again]', 'password123')
    await page.click('main button.primary')
    await until(() => page.locator('#fault-password').textContent({ timeout: 1000 }), text => text.includes('tried first'), 'the fault')
    assert.equal(await page.getAttribute('[name=password]', 'aria-invalid'), 'true')
    await page.fill('[name=password]', password)
    await page.fill('[name=again]', password)
    const before = errors.length
    await page.click('main button.primary')
    await untilPath(page, '/sign-in')
    await page.fill('[name=account]', 'anna')
    await page.fill('[name=password]', password)
    await page.keyboard.press('Enter')
    await untilPath(page, '/settings')
    await settled(page, waiting)
    await until(() => page.locator('tbody th').allTextContents(), ['anna'], 'the list of people')
    assert.ok(before > 0, 'the refused password was told to the console by the browser')
  })
})

test('whoever is not signed in is asked to, once, in one way, and then gets the page that was wanted', async () => {
  await withPage({ audited: true }, async page => {
    await page.goto(server.address + '/journey?view=funnel')
    const account = page.locator('[name=account]')
    await account.waitFor()
    assert.equal(await account.getAttribute('autocomplete'), 'username')
    assert.equal(await page.getAttribute('[name=password]', 'autocomplete'), 'current-password')
    await until(() => page.evaluate(() => document.activeElement?.getAttribute('name')), 'account', 'the focus')
    await untilCount(page.locator('nav'), 0)
    await passesAxe(page)
    const said = []
    for (const [name, secret] of [['anna', 'wrong'], ['nobody', 'wrong']]) {
      await page.fill('[name=account]', name)
      await page.fill('[name=password]', secret)
      await page.click('button[type=submit]')
      await until(() => page.evaluate(() => document.activeElement?.getAttribute('name')), 'password', 'the focus')
      said.push(await page.locator('#sign-in-problem').textContent())
    }
    assert.deepEqual(said, ['The account or the password is wrong.', 'The account or the password is wrong.'])
    await passesAxe(page)
    await picture(page, 'access-sign-in')
    await page.fill('[name=account]', 'anna')
    await page.fill('[name=password]', password)
    await page.click('button[type=submit]')
    await page.locator('main h1', { hasText: 'Journey' }).waitFor()
    assert.equal(await page.evaluate(() => location.pathname + location.search), '/journey?view=funnel')
  })
})

test('an address of another site is no page to come back to', async () => {
  await withPage({}, async page => {
    await enter(page, '/sign-in?to=' + encodeURIComponent('//evil.example/'), 'anna', password)
    assert.equal(await page.evaluate(() => location.origin + location.pathname), server.address + '/')
  })
})

test('an owner adds a manager with a scope, and sees how much it shows', async () => {
  await withPage({ audited: true }, async page => {
    await enter(page, '/settings?view=people', 'anna', password)
    await page.getByRole('link', { name: 'Add a person' }).click()
    await page.fill('[name=account]', 'bert')
    await page.fill('[name=name]', 'Bert')
    await page.selectOption('[name=role]', 'manager')
    await page.fill('[name=password]', other)
    const scope = page.getByLabel('Sees only what passes this filter')
    await scope.fill('chanel = "web"')
    await page.getByRole('button', { name: 'Make the account' }).click()
    await until(() => page.locator('main [role=alert]').textContent({ timeout: 1000 }), text => text.includes('Did you mean channel?'), 'the fault')
    await passesAxe(page)
    await scope.fill('channel = "web"')
    await scope.press('Enter')
    await until(() => page.locator('main').textContent(), text => /That shows \d+ of 400 customers\./.test(text), 'the size of the scope')
    await page.getByRole('button', { name: 'Make the account' }).click()
    await page.getByRole('link', { name: 'bert' }).waitFor()
    await passesAxe(page)
    await picture(page, 'access-people')
    await page.getByRole('link', { name: 'bert' }).click()
    await page.locator('h2#person-title', { hasText: 'bert' }).waitFor()
    await settled(page, waiting)
    await passesAxe(page)
    await picture(page, 'access-person')
    total = await events(page)
    for (const [account, role] of [['vera', 'viewer'], ['gert', 'agent']]) {
      assert.equal(await send(page, 'PUT', '/v1/accounts/' + account, { role, password: other }), 201)
    }
  })
})

test('a manager sees the own part of the record in numbers, people and the menu', async () => {
  await withPage({ audited: true }, async page => {
    await enter(page, '/settings', 'bert')
    await until(() => page.locator('nav[aria-label="Main menu"] li span').allTextContents(),
      ['Overview', 'Journey', 'Voice', 'Boards', 'Targets', 'Alerts', 'Explore', 'Measures', 'Feedback', 'Settings'], 'the menu')
    await until(() => page.locator('main').textContent(), text => text.includes('channel = "web"'), 'the scope')
    await passesAxe(page)
    const shown = await events(page)
    assert.ok(shown > 0 && shown < total, `${shown} of ${total} events`)
    assert.equal(await events(page, 'channel = "web" or channel != "web"'), shown)
    assert.equal(await events(page, 'channel = "app"'), 0)
    await look(page, '/sources')
    await untilText(page.locator('main h1'), 'This is not open to you')
    await until(() => page.locator('main').textContent(), text => text.includes('Who can give it: Anna de Vries.'), 'who can give it')
    await passesAxe(page)
    await picture(page, 'access-not-allowed')
    assert.equal(await send(page, 'POST', '/v1/sql', { sql: 'select 1' }), 403)
  })
})

test('a viewer has no customers to search for, and an agent no numbers', async () => {
  await withPage({}, async page => {
    await enter(page, '/journey', 'vera')
    await untilCount(page.locator('input[type=search]'), 0)
    await look(page, '/settings?view=people')
    await until(() => page.locator('main').textContent(), text => text.includes('Who can give it'), 'who can give it')
  })
  await withPage({}, async page => {
    await enter(page, '/settings', 'gert')
    await untilCount(page.locator('input[type=search]'), 1)
    await until(() => page.locator('nav[aria-label="Main menu"] li span').allTextContents(), ['Overview', 'Feedback', 'Settings'], 'the menu')
    await look(page, '/journey')
    await untilText(page.locator('main h1'), 'This is not open to you')
  })
})

test('a token is shown once, works, and stops when it is revoked', async () => {
  await withPage({ audited: true }, async page => {
    await enter(page, '/settings?view=tokens', 'anna', password)
    await page.fill('[name=name]', 'weekly sheet')
    await page.getByRole('button', { name: 'Make the token' }).click()
    const field = page.getByLabel('Token', { exact: true })
    await field.waitFor()
    const token = await field.inputValue()
    assert.match(token, /^sjt_[0-9a-f]{64}$/)
    const asks = async () => (await fetch(server.address + '/v1/ask', { method: 'POST', body: '{"measure":"volume"}',
      headers: { 'content-type': 'application/json', authorization: 'Bearer ' + token } })).status
    assert.equal(await asks(), 200)
    await passesAxe(page)
    await picture(page, 'access-tokens')
    await page.getByRole('button', { name: 'Revoke: weekly sheet' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click()
    await untilCount(page.getByRole('button', { name: 'Revoke: weekly sheet' }), 0)
    assert.equal(await asks(), 401)
  })
})

test('one changes the own name and password, and the menu signs out', async () => {
  await withPage({ audited: true }, async page => {
    await enter(page, '/settings', 'vera')
    await page.fill('[name=name]', 'Vera Smit')
    await page.getByRole('button', { name: 'Save' }).click()
    await untilText(page.locator('summary'), 'Vera Smit')
    await page.fill('[name=old]', 'not the one')
    await page.fill('[name=password]', 'three quiet harbours')
    await page.fill('[name=again]', 'three quiet harbours')
    await page.getByRole('button', { name: 'Change the password' }).click()
    await until(() => page.locator('#fault-old').textContent({ timeout: 1000 }), text => text.includes('not the password'), 'the fault')
    await page.fill('[name=old]', other)
    await page.getByRole('button', { name: 'Change the password' }).click()
    await page.getByText('Changed. Your other sessions have ended.').waitFor()
    await page.locator('summary').click()
    await passesAxe(page)
    await page.keyboard.press('Escape')
    await until(() => page.evaluate(() => document.querySelector('details[class*=user_menu]').open), false, 'the menu is open')
    await page.locator('summary').click()
    await page.locator('details').getByRole('button', { name: 'Sign out' }).click()
    await untilPath(page, '/sign-in')
    assert.equal(await send(page, 'GET', '/v1/me'), 401)
  })
})

test('who is disabled meanwhile is asked to sign in at the next question', async () => {
  await withPage({}, async owner => {
    await enter(owner, '/settings', 'anna', password)
    await withPage({}, async page => {
      await enter(page, '/journey', 'bert')
      assert.equal(await send(owner, 'PUT', '/v1/accounts/bert', { disabled: true }), 200)
      await page.getByRole('link', { name: 'Measures' }).click()
      await page.locator('[name=password]').waitFor()
    })
    assert.equal(await send(owner, 'PUT', '/v1/accounts/bert', { disabled: false }), 200)
  })
})

test('the audit log tells who did what, by account and by action', async () => {
  await withPage({ audited: true }, async page => {
    await enter(page, '/settings?view=audit', 'anna', password)
    const column = n => page.locator(`tbody tr > :nth-child(${n})`).allTextContents()
    await until(() => column(3), found => found.includes('Account made') && found.includes('Token revoked'), 'what was done')
    await passesAxe(page)
    await picture(page, 'access-audit')
    await page.selectOption('[name=action]', 'sign_in')
    await until(() => column(3), found => found.length > 3 && found.every(one => ['Signed in', 'Sign-in failed'].includes(one)), 'only sign-ins')
    await page.locator('main form [name=account]').fill('vera')
    await page.getByRole('button', { name: 'Show' }).click()
    await until(() => column(2), found => found.length > 0 && found.every(one => one === 'vera'), 'only what vera did')
  })
})

test('on a phone and in Dutch nothing is wider than the window', async () => {
  await withPage({ viewport: phone, language: 'nl', theme: 'dark', audited: true }, async page => {
    await page.goto(server.address + '/settings')
    await untilText(page.locator('h1'), 'Aanmelden')
    await noSidewaysScroll(page)
    await passesAxe(page)
    await enter(page, '/settings', 'anna', password)
    for (const view of ['', '?view=people', '?view=people&person=bert', '?view=tokens', '?view=audit']) {
      await look(page, '/settings' + view)
      await noSidewaysScroll(page)
      await passesAxe(page, 'axe on ' + view)
      await picture(page, 'access-phone-' + (view.replace(/\W+/g, '-') || 'account'))
    }
  })
})
