// How the boards behave whatever they show: keys, themes, languages, narrow windows, axe, and the states without an answer.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { desk, focusOf, noSidewaysScroll, passesAxe, pathOf, phone, picture, pressBoth, resize, scrollDown, settled, until, untilCount, untilFocus, untilPath,
  untilQuery, untilText, untilValue, visit } from './browser.mjs'
import { address, useCompany, withPage } from './company.mjs'
import { emptyFolder, folderWithData, portToKeep, remove, serve } from './server.mjs'

useCompany(300, 11)

const funnel = `/measure/funnel?p.step=${encodeURIComponent('channel = "web"')}&p.step=${encodeURIComponent('touchpoint = "purchase"')}`
const pages = {
  overview: '/', journey: '/journey', 'journey-paths': '/journey?view=paths',
  'journey-funnel': `/journey?view=funnel&step=${encodeURIComponent('channel = "web"')}&step=${encodeURIComponent('touchpoint = "purchase"')}`,
  'journey-stages': '/journey?view=stages', 'journey-cohorts': '/journey?view=cohorts', 'journey-attribution': '/journey?view=attribution',
  'journey-drops': '/journey?view=drops', 'journey-moments': '/journey?view=moments', measure: '/measure/nps', 'measure-over': '/measure/csat?over=month',
  'measure-split': '/measure/csat?by=channel', 'measure-table': '/measure/csat?by=channel&view=table', stages: '/measure/stages',
  'process-map': '/measure/process_map', 'journey-selected': '/journey?sel=purchase', 'measure-heat': '/measure/retention?period=24m',
  'measure-curve': '/measure/retention?p.show=curve', 'measure-paths': '/measure/paths', 'measure-groups': '/measure/attribution', 'drop-outs': '/measure/drop_outs', quality: '/measure/quality', funnel,
  'funnel-empty': '/measure/funnel', people: '/people?measure=customers&column=new', customer: '/customer/c-000012',
  sources: '/sources', 'bring-file': '/sources/file', unknown: '/nowhere', 'filter-error': '/measure/nps?where=chanel%20%3D%201',
  'customer-unknown': '/customer/c-999999',
}

test('keys lead to pages, and leave fields alone', () => withPage({}, async (page, { errors }) => {
  await visit(page, address + '/')
  for (const [key, path] of [['j', '/journey'], ['m', '/measure/nps'], ['u', '/sources'], ['o', '/']]) {
    await pressBoth(page, 'g', key, async () => await pathOf(page) === path)
    await settled(page)
    await untilFocus(page, 'tagName', 'H1', 'the heading has the focus')
  }
  await page.keyboard.press('?')
  await page.getByRole('dialog').waitFor()
  await page.getByLabel('Use keyboard shortcuts').uncheck()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await page.locator('h1').focus()
  await page.keyboard.press('g')
  await page.keyboard.press('j')
  assert.equal(await pathOf(page), '/', 'switched off')
  assert.deepEqual(errors, [])
}))

test('the journey map is walked with the arrow keys and opened with Enter', () => withPage({}, async page => {
  await visit(page, address + '/')
  await scrollDown(page)
  const nodes = page.locator('a[id^="flow-"]')
  await nodes.first().focus()
  const first = await focusOf(page, 'id')
  await page.keyboard.press('ArrowRight')
  await untilFocus(page, 'id', id => id !== first && /^flow-/.test(id))
  await page.keyboard.press('Enter')
  await page.waitForURL('**/people?**')
}))

test('Tab reaches the content at once through the skip link', () => withPage({}, async page => {
  await visit(page, address + '/')
  await page.keyboard.press('Tab')
  await untilFocus(page, 'textContent', 'Skip to content')
  await page.keyboard.press('Enter')
  await untilFocus(page, 'tagName', 'H1')
}))

test('dark survives a reload and is there before the first paint', () => withPage({}, async (page, { errors }) => {
  await visit(page, address + '/')
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
  const light = await ground()
  await page.locator('#theme').selectOption('dark')
  const dark = await until(ground, colour => colour !== light, 'another ground')
  await page.reload()
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'dark')
  await settled(page)
  await until(ground, dark, 'the ground')
  await picture(page, 'overview-dark')
  assert.deepEqual(errors, [])
}))

test('the period is in the URL, travels, and Back undoes it', () => withPage({}, async page => {
  await visit(page, address + '/')
  await page.locator('#period').selectOption('all')
  await page.waitForURL('**period=all**')
  await settled(page)
  await page.getByRole('link', { name: /^Journey/ }).first().click()
  await page.waitForURL('**/journey?period=all')
  await page.goBack()
  await untilPath(page, '/')
  await page.goBack()
  await untilQuery(page, 'period', null)
  await settled(page)
  await untilValue(page.locator('#period'), '30d')
}))

describe('the tour of the first visit', () => {
  test('offers itself once, is walked by keys, and ends with Escape', () => withPage({ tour: true, audited: true }, async (page, { errors }) => {
    await visit(page, address + '/')
    const offer = page.getByRole('complementary', { name: 'New here?' })
    await offer.waitFor()
    await passesAxe(page, 'the offer')
    await offer.getByRole('button', { name: 'Show me around' }).press('Enter')
    const titles = ['Every number opens', 'Which time, which customers', 'Find a customer', 'Where journeys lead', 'What customers say', 'Pages of your own', 'By keyboard']
    for (const [i, title] of titles.entries()) {
      await untilFocus(page, 'textContent', title)
      await untilCount(page.locator('[data-tour]'), 1)
      if (i === 3) await passesAxe(page, 'a step')
      if (i < titles.length - 1) await page.getByRole('button', { name: 'Next' }).press('Enter')
    }
    await page.getByRole('button', { name: 'Back' }).click()
    await untilFocus(page, 'textContent', titles.at(-2))
    await page.keyboard.press('Escape')
    await untilCount(page.locator('[data-tour]'), 0)
    await untilFocus(page, 'tagName', 'H1')
    await visit(page, address + '/')
    await scrollDown(page)
    await untilCount(offer, 0)
    await visit(page, address + '/?tour=1')
    await page.getByRole('dialog', { name: titles[0] }).waitFor()
    await page.getByRole('button', { name: 'Close the tour' }).click()
    await untilQuery(page, 'tour', null)
    assert.deepEqual(errors, [])
  }))

  test('never stands over what it is about, in five languages and on a phone', async () => {
    for (const [language, viewport] of [['nl', desk], ['de', phone], ['ru', desk], ['zh', phone]]) {
      await withPage({ tour: true, language, viewport }, async page => {
        await visit(page, address + '/?tour=1')
        await page.getByRole('dialog').waitFor()
        await noSidewaysScroll(page)
        assert.doesNotMatch(await page.getByRole('dialog').innerText(), /tour\.|\{\w+\}/)
      })
    }
  })
})

describe('five languages', () => {
  const titles = { en: 'Overview', nl: 'Overzicht', de: 'Überblick', ru: 'Обзор', zh: '概览' }
  for (const [language, title] of Object.entries(titles)) {
    test(language, () => withPage({ language }, async (page, { errors }) => {
      await visit(page, address + '/')
      await untilText(page.locator('h1'), title)
      await until(() => page.evaluate(() => document.documentElement.lang), language, 'the language')
      const text = await page.locator('body').innerText()
      assert.doesNotMatch(text, /\{\w+\}|undefined|NaN|\bnull\b|\w+\.\w+_(one|few|many|other)/)
      await noSidewaysScroll(page)
      await picture(page, 'overview-' + language)
      await resize(page, phone)
      await noSidewaysScroll(page)
      assert.deepEqual(errors, [])
    }))
  }
})

describe('narrow windows never scroll sideways', () => {
  for (const [name, path] of Object.entries(pages)) {
    test(name, () => withPage({ viewport: phone, language: 'de' }, async page => {
      await visit(page, address + path)
      await scrollDown(page)
      await noSidewaysScroll(page)
      await picture(page, name + '-phone')
      await resize(page, { width: 320, height: 700 })
      await noSidewaysScroll(page)
    }))
  }
})

describe('axe finds nothing', () => {
  for (const [name, path] of Object.entries(pages)) {
    test(`${name}, light and dark`, () => withPage({ audited: true }, async page => {
      await visit(page, address + path)
      await scrollDown(page)
      await passesAxe(page, 'light')
      await page.emulateMedia({ colorScheme: 'dark' })
      await passesAxe(page, 'dark')
      await picture(page, name + '-dark')
    }))
  }
  test('overview on a phone', () => withPage({ viewport: phone, audited: true }, async page => {
    await visit(page, address + '/')
    await passesAxe(page)
  }))
})

describe('states without an answer', () => {
  for (const [name, path, request] of [['the overview', '/', '**/v1/ask'], ['a board', '/boards/service', '**/v1/boards/service/answers*'], ['a list', '/people?measure=customers&column=new', '**/v1/who']]) {
    test(`${name} that waits says how long, and can be stopped and asked again`, () => withPage({ audited: true }, async page => {
      let held = true
      const failed = []
      page.on('requestfailed', one => failed.push(one.url()))
      await page.route(request, route => { if (!held) return route.continue() })  // Never answered.
      await page.goto(address + path)
      await page.getByText(/^\d+ s so far/).waitFor()
      await passesAxe(page)
      await page.getByRole('button', { name: 'Cancel' }).click()
      await until(() => failed.length, count => count > 0, 'aborted requests')
      await page.getByText('You cancelled this.').waitFor()
      held = false
      await page.getByRole('button', { name: 'Try again' }).click()
      await untilCount(page.getByText('You cancelled this.'), 0)
      await page.locator('main :is(a[data-value], td a, tbody th a)').first().waitFor()
    }))
  }

  test('one tile that fails says why, which request it was, and is asked again', () => withPage({}, async page => {
    let broken = true
    await page.route('**/v1/ask', async route => {
      const reply = await route.fetch()
      const answers = await reply.json()
      if (broken) answers[4] = { error: { title: 'Internal', status: 500, detail: 'the disk is full', request_id: 'r-17' } }
      await route.fulfill({ response: reply, json: answers })
    })
    await visit(page, address + '/')
    const tile = page.getByRole('region', { name: 'Customer satisfaction', exact: true })
    await untilText(tile.getByRole('alert'), /the disk is full.*Request r-17/)
    await page.getByRole('region', { name: 'Net Promoter Score', exact: true }).locator('[data-value]').first().waitFor()
    broken = false
    await tile.getByRole('button', { name: 'Try again' }).click()
    await untilCount(tile.getByRole('alert'), 0)
    await tile.locator('[data-value]').first().waitFor()
  }))

  test('a customer that is not there: what failed, the request, another try', () => withPage({}, async page => {
    await visit(page, address + '/customer/c-999999')
    const alert = page.locator('[role=alert]').first()
    await untilText(alert, /c-999999/)
    await untilText(alert, /Request/)
    await alert.getByRole('button', { name: 'Try again' }).click()
    await page.locator('[role=alert]').first().waitFor()
    await picture(page, 'error')
  }))

  test('a period without answers says so, without a false number', () => withPage({}, async page => {
    await visit(page, address + '/measure/nps?from=1999-01-01&to=1999-02-01')
    const text = await until(() => page.locator('main').innerText(), /no .*answers|Nothing in this period/i, 'why there is nothing')
    assert.doesNotMatch(text, /NaN|undefined/)
  }))

  test('below the least n the figure is muted and says why', () => withPage({}, async page => {
    await visit(page, `${address}/measure/nps?where=${encodeURIComponent('answer = 10 and language = "zh"')}&period=30d`)
    await until(() => page.locator('main').innerText(), /too few to compare|no .*answers|Nothing/i, 'why it is muted')
  }))

  test('no data yet: the two commands', async () => {
    const empty = emptyFolder()
    const quiet = await serve(empty)
    try {
      await withPage({ audited: true }, async (page, { errors }) => {
        for (const path of ['/', '/journey', '/measure/nps', '/sources']) {
          await visit(page, quiet.address + path)
          await untilText(page.locator('main pre'), /sojourn simulate .*\nsojourn import/)
          await passesAxe(page)
        }
        await visit(page, quiet.address + '/')
        await picture(page, 'empty')
        assert.deepEqual(errors, [])
      })
    } finally {
      await quiet.stop()
      remove(empty)
    }
  })

  test('the server goes away and comes back', () => withPage({ viewport: desk }, async page => {
    const own = folderWithData(60, 3)
    const port = await portToKeep()
    let away = await serve(own.data, port)
    try {
      await visit(page, away.address + '/')
      await away.stop()
      await page.locator('#period').selectOption('90d')
      await page.getByText('The server does not answer. Is it running?').waitFor()
      await page.getByText(/What you see is from \d\d:\d\d/).waitFor()
      await picture(page, 'offline')
      away = await serve(own.data, port)
      // The board may hear of the server by itself before the button is pressed.
      const again = page.getByRole('button', { name: 'Try again' }).first()
      await until(async () => {
        if (await again.count() > 0) await again.click({ timeout: 1000 })
        return page.getByText(/What you see is from/).count()
      }, 0, 'notices of a server that is gone')
      await settled(page)
      await page.locator('a[data-value]').first().waitFor()
    } finally {
      await away.stop()
      remove(own.folder)
    }
  }))
})
