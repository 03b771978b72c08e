// Surveys as people meet them: the hosted page with and without scripts, one click from an e-mail, the widget on a page
// of another site under a strict policy; in light, dark and on a phone; and the answers in the record afterwards.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { desk, narrow, noSidewaysScroll, passesAxe, phone, picture, until, untilAttribute, untilCount, untilFocus, useBrowser, withPage } from './browser.mjs'
import { ask, emptyFolder, program, remove, rowsOf, serve } from './server.mjs'

let folder, data, server, shop, shopAddress, key
const languages = ['en', 'nl', 'de', 'ru', 'zh']

function sojourn(...words) {
  const done = spawnSync(program, ['--data', data, ...words], { encoding: 'utf8' })
  assert.equal(done.status, 0, done.stderr)
  return done.stdout
}

/** The addresses of a signed link: `page`, and one a score. */
function linkOf(survey, who, ...more) {
  const rows = JSON.parse(sojourn('survey', 'link', survey, '--who', who, '--base', server.address, '--format', 'json', ...more))
  return Object.fromEntries(rows.map(({ link, address }) => [link, address]))
}

const rows = sql => rowsOf(server.address, sql)
const untilRows = (sql, wanted) => until(() => rows(sql), wanted, sql)
const answersOf = who => rows(`select kind, answer::int, text, properties->>'medium' from events
  where kind is not null and customer = '${who}' order by id`)
const untilAnswers = (who, wanted) => until(() => answersOf(who), wanted, `the answers of ${who}`)
const scoresOf = async who => (await answersOf(who)).map(row => row[1])

/** A page of another site that shows the widget, and whose policy allows nothing else. */
const shopPage = attributes => `<!doctype html><html lang="nl"><title>Shop</title><main><h1>Shop</h1><a href="#">a link</a></main>
  <script src="${server.address}/widget.js" ${attributes}></script></html>`

useBrowser()
before(async () => {
  folder = emptyFolder()
  data = join(folder, 'data')
  sojourn('survey', 'add', '--template', 'nps', '--open', '--name', 'open')
  for (const name of ['nps', 'csat', 'ces', 'after-delivery']) sojourn('survey', 'add', '--template', name)
  sojourn('source', 'add', 'web')
  key = sojourn('key', 'create', 'web').trim()
  server = await serve(data)
  shop = createServer((request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8')
    response.setHeader('content-security-policy', `default-src 'none'; script-src ${server.address}; connect-src ${server.address}; require-trusted-types-for 'script'; trusted-types 'none'`)
    response.end(shopPage(decodeURIComponent(new URL(request.url, 'http://shop').search.slice(1)).replaceAll('KEY', key)))
  })
  await new Promise(resolve => shop.listen(0, '127.0.0.1', resolve))
  shopAddress = `http://localhost:${shop.address().port}/`
})
after(async () => {
  await server?.stop()
  shop?.close()
  if (folder) remove(folder)
})

const withoutScripts = body => withPage({ scripts: false, locale: 'de-DE' }, body)

describe('the page', () => {
  test('asks what the answers lead to, and stores them', () => withPage({}, async (page, { errors }) => {
    await page.goto(linkOf('nps', 'anna', '--about', 'order:o-1').page)
    await untilCount(page.getByRole('textbox'), 0)
    await page.getByRole('radio', { name: '10 extremely likely' }).check()
    await page.getByLabel('What do you like most about us?').fill('nearly sent')
    await page.getByRole('radio', { name: '0 not at all likely' }).focus()
    for (let i = 0; i < 3; ++i) await page.keyboard.press('ArrowRight')  // 10, 0, 1, 2 ... by keyboard alone.
    const score = Number(await page.locator('input:checked').getAttribute('value'))
    await page.getByLabel('What should we do better?').fill('Be faster <b>&')
    await untilCount(page.getByLabel('What do you like most about us?'), 0)
    await page.getByRole('button', { name: 'Send' }).click()
    await page.getByRole('heading', { name: 'Thank you. We read every answer.' }).waitFor()
    await untilAnswers('anna', [['nps', String(score), 'Be faster <b>&', 'link']])
    assert.deepEqual(errors, [])
  }))

  test('works without scripts, step by step', () => withoutScripts(async page => {
    await page.goto(linkOf('after-delivery', 'bert').page)
    await page.getByRole('radio', { name: '2', exact: true }).first().check()
    await page.getByRole('button', { name: 'Weiter' }).click()
    await page.getByRole('radio', { name: 'Sie kam zu spät' }).check()
    await page.getByRole('button', { name: 'Absenden' }).click()
    await page.getByRole('heading', { name: 'Vielen Dank' }).waitFor()
    await until(async () => (await answersOf('bert')).map(([kind, answer]) => [kind, answer]), [['csat', '2'], ['choice', null]], 'the answers of bert')
    await untilRows(`select properties->>'choice' from events where kind = 'choice' and customer = 'bert'`, [['late']])
  }))

  test('a click in an e-mail counts once it is sent, not when it is opened', async () => {
    const link = linkOf('nps', 'carl')
    for (const method of ['GET', 'HEAD', 'GET']) await fetch(link['9'], { method })
    await withoutScripts(async page => {
      await page.goto(link['9'] + '&lang=en')
      assert.deepEqual(await answersOf('carl'), [])
      await page.getByRole('button', { name: 'Send my answer: 9' }).click()
      await page.getByText('Your answer 9 has been received').waitFor()
    })
    await until(() => scoresOf('carl'), ['9'], 'the answers of carl')
    await withPage({}, async (page, { errors }) => {
      const posts = []
      page.on('request', request => { if (request.method() === 'POST') posts.push(request.url()) })
      await page.goto(link['7'])
      await page.getByText('Your answer is sent as soon as you move').waitFor()
      // What a scanner does that runs scripts: it waits, and makes events up.
      await page.evaluate(() => {
        for (const [x, type] of ['pointermove', 'pointermove', 'pointerdown', 'wheel'].entries())
          document.body.dispatchEvent(new PointerEvent(type, { bubbles: true, screenX: x }))
      })
      await page.waitForTimeout(500)  // Nothing is waited for: it is the time in which nothing may happen.
      assert.deepEqual(posts, [], 'nobody was there')
      // Moves that come too close together are one to the browser.
      let moves = 0
      await until(async () => {
        await page.mouse.move(40 + 20 * (moves % 10), 500 + 5 * (moves++ % 7))
        return page.getByText('Your answer 7 has been received').count()
      }, 1, 'the answer after a movement')
      await page.getByLabel('What should we do better?').fill('The price')
      await page.getByRole('button', { name: 'Send' }).click()
      await page.getByRole('heading', { name: 'Thank you' }).waitFor()
      assert.deepEqual(errors, [])
    })
    await untilAnswers('carl', [['nps', '7', 'The price', 'link']])
    await withPage({ audited: true }, async page => {
      await page.goto(link['5'])
      await passesAxe(page)
      await picture(page, 'survey-click')
      await untilFocus(page, 'tagName', 'BUTTON')
      await page.keyboard.press('Enter')  // The button has the focus.
      await page.getByText('Your answer 5 has been received').waitFor()
    })
    await until(() => scoresOf('carl'), ['5'], 'the answers of carl')
  })

  test('speaks five languages, in light, dark and on a phone, and passes axe', async () => {
    const link = linkOf('after-delivery', 'dora').page
    for (const theme of ['light', 'dark']) {
      for (const viewport of [desk, phone, narrow]) {
        await withPage({ theme, viewport, audited: true }, async page => {
          for (const language of viewport === desk ? languages : ['en', 'de']) {
            await page.goto(`${link}&lang=${language}`)
            await untilAttribute(page.locator('html'), 'lang', language)
            await page.locator('fieldset').first().getByRole('radio').first().check({ force: true })
            await page.locator('#q-wrong').waitFor()
            await noSidewaysScroll(page)
            await passesAxe(page, `${language} ${theme} ${viewport.width}`)
            if (['en', 'zh'].includes(language)) await picture(page, `survey-${language}-${theme}-${viewport.width}`)
          }
        })
      }
    }
  })

  test('says in words what is wrong', () => withPage({ audited: true }, async page => {
    const checks = { '/s/none': 'There is no survey', '/s/nps': 'for those who were invited', '/s/nps?t=x': 'This link is not complete' }
    for (const [path, words] of Object.entries(checks)) {
      await page.goto(server.address + path)
      await page.getByText(words).waitFor()
      await passesAxe(page, path)
    }
    await page.goto(server.address + '/s/open')
    await page.evaluate(() => { document.querySelector('form').noValidate = true })
    await page.getByRole('button', { name: 'Send' }).click()
    await page.getByRole('alert').getByText('Please answer this question.').waitFor()
    await passesAxe(page)
    await picture(page, 'survey-fault')
  }))
})

describe('the widget', () => {
  const show = (page, attributes) => page.goto(shopAddress + '?' + encodeURIComponent(attributes))
  /** The widget asks for its questions as it is read, so before the page is loaded, or never. */
  const rests = async page => {
    const asked = []
    page.on('request', request => { if (request.url().includes('/questions')) asked.push(request.url()) })
    await page.reload()
    assert.deepEqual(asked, [], 'it rests')
    assert.equal(await page.getByRole('button').count(), 0)
  }

  test('asks on a page of another site under its policy, by keyboard, and then rests', () => withPage({ viewport: desk }, async (page, { errors }) => {
    await show(page, 'data-survey="nps" data-key="KEY" data-who="erik" data-about="touchpoint:visit"')
    const button = page.getByRole('button', { name: 'Hoe doen we het?' })
    await button.waitFor()
    await picture(page, 'widget-button')
    await button.focus()
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog', { name: 'Hoe doen we het?' })
    await dialog.waitFor()
    const inside = () => page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.closest('dialog') != null ||
      document.activeElement === document.body)
    for (let i = 0; i < 8; ++i) { await page.keyboard.press('Tab'); await until(inside, true, 'the focus stays in the dialog') }
    await dialog.getByRole('button', { name: 'Versturen' }).click()
    await dialog.getByText('Beantwoord deze vraag').waitFor()
    await dialog.getByRole('radio', { name: '9', exact: true }).check({ force: true })
    await dialog.getByLabel('Wat bevalt u het meest').fill('Alles')
    await picture(page, 'widget-dialog')
    await dialog.getByRole('button', { name: 'Versturen' }).click()
    await dialog.getByText('Dank u wel').waitFor()
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    await rests(page)
    await untilAnswers('erik', [['nps', '9', 'Alles', 'widget']])
    await untilRows(`select properties->>'about_touchpoint', properties->>'path' from events where customer = 'erik'`, [['visit', '/']])
    assert.deepEqual(errors, [])
  }))

  test('Escape sends it away, and it stays away', () => withPage({}, async page => {
    await show(page, 'data-survey="csat" data-key="KEY" data-open="0" data-language="en"')
    await page.getByRole('dialog').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await rests(page)
  }))

  test('looks right and passes axe in light, dark, five languages and on a phone', async () => {
    for (const theme of ['light', 'dark']) {
      for (const viewport of [desk, phone]) {
        for (const language of viewport === desk ? languages : ['en', 'ru']) {
          await withPage({ theme, viewport, audited: true }, async page => {
            await show(page, `data-survey="after-delivery" data-key="KEY" data-open="0" data-language="${language}"`)
            await page.getByRole('dialog').waitFor()
            await page.getByRole('radio').first().check({ force: true })
            await noSidewaysScroll(page)
            await passesAxe(page, `${language} ${theme} ${viewport.width}`)
            if (language === 'en') await picture(page, `widget-${theme}-${viewport.width}`)
          })
        }
      }
    }
  })

  test('is below ten kilobytes', async () => {
    const reply = await fetch(server.address + '/widget.js', { headers: { 'accept-encoding': 'identity' } })
    assert.ok((await reply.arrayBuffer()).byteLength < 10_000)
    assert.match(reply.headers.get('content-type'), /javascript/)
    assert.equal(reply.headers.get('cross-origin-resource-policy'), 'cross-origin')
  })

  test('a wrong key or an unknown survey leaves the page alone', () => withPage({}, async page => {
    const refused = page.waitForResponse(reply => reply.url().includes('/questions'))
    await show(page, 'data-survey="nps" data-key="sjw_wrong"')
    assert.equal((await refused).status(), 401)
    assert.equal(await page.getByRole('button').count(), 0)
  }))
})

test('what was answered is measured at once', async () => {
  const given = { nps: { score: 10 }, csat: { score: 4 }, ces: { score: 2, hard: 'Many forms' } }
  for (const [survey, answers] of Object.entries(given)) {
    const reply = await fetch(`${server.address}/v1/surveys/${survey}/answers`, { method: 'POST', headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ who: 'fritz', about: 'call:c-9', answers }) })
    assert.ok(reply.ok, `${survey}: ${reply.status} ${await reply.text()}`)
    await until(async () => (await ask(server.address, { measure: survey })).rows[0], row => row.n >= 1, survey)
  }
  await untilRows(`select properties->>'about' from events where kind = 'ces'`, [['c-9']])
  await server.stop()
  assert.match(sojourn('ask', 'nps', '--where', 'properties.survey = "nps"', '--format', 'csv'), /\n/)
  server = await serve(data)
})
