// What customers say, as those meet it who want to know: figures against the server's own answers, comments with their evidence, a phrase corrected
// after a look at what turns, the inbox by sentiment, keys alone; five looks with axe, five languages.
import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { desk, narrow, noSidewaysScroll, passesAxe, pathOf, phone, picture, pressBoth, queryOf, settled, until, untilAttribute, untilCount, untilFocus, untilPath, untilQuery,
  untilText, untilValue } from './browser.mjs'
import { address, peopleBehind, useCompany, withPage } from './company.mjs'
import { ask } from './server.mjs'

useCompany(1200, 31)

/** As `settled`, but this page says what it does in places that stay. */
const drawn = page => settled(page, 'main [class*=state_waiting], main [aria-busy=true]')
const visit = async (page, path) => { await page.goto(address + path); await drawn(page) }
const dialog = page => page.getByRole('dialog')
const rows = page => page.locator('main tbody tr')
const articles = page => page.locator('main article')
const tabs = ['themes', 'wishes', 'obstacles', 'switching', 'feelings']

async function api(method, path, body) {
  const reply = await fetch(address + path, { method, headers: body === undefined ? {} : { 'content-type': 'application/json' },
    body: body === undefined ? null : JSON.stringify(body) })
  const text = await reply.text()
  assert.ok(reply.ok, `${method} ${path}: ${reply.status} ${text}`)
  return text ? JSON.parse(text) : null
}
/** Nothing is being learned or judged. */
const quiet = () => until(async () => (await api('GET', '/v1/voice')).work, null, 'the end of the work', 240_000)

before(async () => {
  await until(() => Boolean(address), true, 'the server')
  await quiet()
  const { topics } = await api('GET', '/v1/voice/topics')
  if (topics.length > 0) return
  await api('POST', '/v1/voice/topics/refit', {})
  await quiet()
})

/** The period that the page asks about, as its links say it. */
async function rangeOf(page) {
  const href = await page.locator('main tbody td a[href^="/people"]').first().getAttribute('href')
  const params = new URL(href, address).searchParams
  return Object.fromEntries(['from', 'to', 'where'].flatMap(name => params.get(name) ? [[name, params.get(name)]] : []))
}

describe('themes', () => {
  test('by keyboard: there, from theme to theme, to a comment and its reasons', () => withPage({}, async (page, { errors }) => {
    await visit(page, '/')
    await pressBoth(page, 'g', 'v', async () => await pathOf(page) === '/voice')
    await drawn(page)
    await until(() => rows(page).count(), n => n > 1)
    await page.locator('h1').focus()
    const names = await rows(page).locator('th a').allTextContents()
    await page.keyboard.press('j')
    await untilQuery(page, 'theme', await rows(page).first().locator('th a span span').first().textContent())
    await page.keyboard.press('j')
    await until(() => rows(page).nth(1).locator('th a').getAttribute('aria-current'), 'true', 'the second row')
    assert.ok(names.length > 1)
    await drawn(page)
    await until(() => articles(page).count(), n => n > 0)
    await page.keyboard.press('n')
    await untilFocus(page, 'textContent', 'Why?')
    await page.keyboard.press('Enter')
    await until(() => queryOf(page, 'sel'), sel => Boolean(sel))
    await untilCount(page.locator('main article a[aria-expanded=true]'), 1)
    assert.deepEqual(errors, [])
  }))

  test('figures are those of the server; a count leads to exactly its people; they add up', () => withPage({}, async page => {
    await visit(page, '/voice?period=24m&kind=nps')
    const range = await rangeOf(page)
    const [topics, effects, sentiment] = await Promise.all([ask(address, { measure: 'topics', ...range }),
      ask(address, { measure: 'topic_effect', ...range, parameters: { kind: 'nps' } }), ask(address, { measure: 'sentiment', ...range })])
    const all = sentiment.rows[0].positive + sentiment.rows[0].neutral + sentiment.rows[0].negative + sentiment.rows[0].unknown
    assert.equal(topics.rows.reduce((sum, row) => sum + row.n, 0), all, 'the themes add up')
    await untilAttribute(page.locator('main [data-total]').first(), 'data-total', String(all))
    if (topics.rows.length > 20) await page.getByRole('button', { name: `Show ${topics.rows.length - 20} more` }).click()
    await untilCount(rows(page), topics.rows.length)
    for (const row of topics.rows.filter(one => one.topic !== 'other').slice(0, 3)) {
      const line = rows(page).filter({ has: page.locator(`[id="pick-${row.topic}"]`) })
      await untilAttribute(line.locator('td a').first(), 'data-value', String(row.n))
      assert.ok(await peopleBehind(await line.locator('td a').first().getAttribute('href')) > 0)
      const effect = effects.rows.find(one => one.topic === row.topic)
      const value = effect?.effect ?? effect?.value
      if (typeof value === 'number') await untilAttribute(line.locator('b[data-value]'), 'data-value', String(value))
    }
  }))

  test('chosen, it shows as many comments as it counts, each with its evidence and ways on', () => withPage({}, async (page, { errors }) => {
    await visit(page, '/voice?period=24m&where=' + encodeURIComponent('kind = "nps"'))
    const first = rows(page).first()
    const n = await first.locator('td a').first().getAttribute('data-value')
    await first.locator('th a').click()
    await until(() => queryOf(page, 'theme'), name => Boolean(name))
    await drawn(page)
    await until(() => articles(page).count(), count => count > 0)
    await untilAttribute(page.locator('[aria-labelledby=voice-comments] [data-total]'), 'data-total', n)
    const article = articles(page).first()
    await until(() => page.locator('main article mark').count(), count => count > 0)
    await article.getByRole('link', { name: 'Why?' }).click()
    await until(() => queryOf(page, 'sel'), sel => Boolean(sel))
    await page.reload()
    await drawn(page)
    await untilCount(page.locator('main article a[aria-expanded=true]'), 1)
    const customer = await article.locator('a[href^="/customer/"]').getAttribute('href')
    await article.getByRole('link', { name: 'In the inbox' }).click()
    await untilPath(page, '/inbox')
    await until(() => page.locator('main article [data-mood]').count(), count => count > 0)
    await page.goto(address + customer)
    await drawn(page)
    await until(() => page.locator('main li [data-mood]').count(), count => count > 0)
    assert.deepEqual(errors, [])
  }))

  test('another name for a theme holds everywhere', () => withPage({}, async (page, { errors }) => {
    const topic = (await api('GET', '/v1/voice/topics')).topics[0]
    await visit(page, '/voice?period=all&theme=' + encodeURIComponent(topic.name))
    await page.getByRole('button', { name: `What to do with ${topic.name}`, exact: true }).click()
    await page.getByRole('button', { name: 'Rename', exact: true }).click()
    await dialog(page).getByLabel('Name').fill('A name of our own')
    await dialog(page).getByRole('button', { name: 'Save' }).click()
    await untilCount(dialog(page), 0)
    await untilQuery(page, 'theme', 'A name of our own')
    await page.locator('[id="pick-A name of our own"]').waitFor()
    assert.ok((await ask(address, { measure: 'topics' })).rows.some(row => row.topic === 'A name of our own'))
    await api('PUT', '/v1/voice/topics/' + topic.id, { name: topic.name })
    assert.deepEqual(errors, [])
  }))
})

test('the effect is told on the score that most comments come with', () => withPage({}, async page => {
  await visit(page, '/voice?period=24m')
  const range = await rangeOf(page)
  const { rows: scored } = await ask(address, { measure: 'sentiment', ...range, by: ['kind'] })
  const [most] = scored.filter(row => ['nps', 'csat', 'ces', 'stars'].includes(row.kind)).sort((a, b) => b.n - a.n)
  await untilValue(page.locator('select[name=kind]'), most.kind)
}))

describe('a correction', () => {
  test('what it turns is shown first and comes true; taken back, all is as before', () => withPage({}, async (page, { errors }) => {
    await quiet()
    await visit(page, '/voice?period=all&sentiment=positive')
    await until(() => articles(page).count(), n => n > 0)
    await articles(page).first().getByRole('button', { name: 'Correct', exact: true }).click()
    const phrase = await dialog(page).getByLabel('Word or phrase').inputValue()
    assert.ok(phrase.length > 0)
    await dialog(page).getByLabel('negative').check()
    await dialog(page).locator('[data-affected]').waitFor()
    const language = await articles(page).first().locator('blockquote').getAttribute('lang')
    const wish = { phrase, sentiment: 'negative', ...language ? { language } : {} }
    const told = await api('POST', '/v1/voice/corrections/preview', wish)
    await untilAttribute(dialog(page).locator('[data-affected]'), 'data-affected', String(told.affected))
    assert.deepEqual((await api('GET', '/v1/voice/corrections')).corrections, [], 'nothing is saved before')
    const before = (await ask(address, { measure: 'sentiment' })).rows[0]
    await dialog(page).getByRole('button', { name: 'Save and judge again' }).click()
    await untilCount(dialog(page), 0)
    await quiet()
    const turned = told.changes.filter(one => one.to === 'negative').reduce((sum, one) => sum + one.comments, 0)
    const now = (await ask(address, { measure: 'sentiment' })).rows[0]
    assert.ok(turned === 0 ? now.negative === before.negative : now.negative >= before.negative + turned, `${before.negative} and ${turned} give ${now.negative}`)
    await page.getByText('How comments are judged').click()
    await page.getByRole('button', { name: `Take back: ${phrase}` }).click()
    await until(async () => (await api('GET', '/v1/voice/corrections')).corrections, [])
    await quiet()
    assert.equal((await ask(address, { measure: 'sentiment' })).rows[0].negative, before.negative)
    assert.deepEqual(errors, [])
  }))
})

test('the inbox narrows by sentiment and says it of each item', () => withPage({}, async (page, { errors }) => {
  await visit(page, '/inbox?state=all')
  await page.getByRole('group', { name: 'Sentiment' }).getByRole('button', { name: 'negative' }).click()
  await untilQuery(page, 'sentiment', 'negative')
  await drawn(page)
  const { items } = await api('GET', '/v1/feedback?state=all&limit=5&where=' + encodeURIComponent('voice.sentiment = "negative"'))
  await until(() => page.locator('[class*=inbox_list_row] a').first().getAttribute('id'), 'feedback-' + items[0].id)
  await until(() => page.locator('[class*=inbox_list_row] [data-mood=negative]').count(), n => n > 0)
  assert.deepEqual(errors, [])
}))

describe('the other tabs', () => {
  const finding = page => page.locator('main [data-finding]')
  for (const tab of tabs.slice(1)) {
    test(`${tab}: a choice leads to its comments, and Back undoes it`, () => withPage({}, async (page, { errors }) => {
      await visit(page, '/voice?period=24m')
      await page.getByRole('link', { name: tab[0].toUpperCase() + tab.slice(1), exact: true }).click()
      await untilQuery(page, 'tab', tab)
      await drawn(page)
      await until(() => finding(page).textContent(), text => text.length > 8)
      const choices = page.locator(tab === 'feelings' ? 'main ul[aria-label] li a[href^="/voice"]' : 'main tbody th a')
      if (await choices.count() === 0) return
      await choices.first().click()
      await until(() => page.evaluate(() => location.search.split('&').length), n => n > 2)
      await drawn(page)
      await untilText(page.locator('#voice-comments'), /^Comments: /)
      await page.goBack()
      await untilText(page.locator('#voice-comments'), /^Newest /)
      assert.deepEqual(errors, [])
    }))
  }
})

test('obstacles: what a place counts is what its comments show', () => withPage({}, async page => {
  await visit(page, '/voice?period=24m&tab=obstacles')
  const place = rows(page).first()
  const n = await place.locator('td a').first().getAttribute('data-value')
  await place.locator('th a').click()
  await until(() => queryOf(page, 'place'), name => Boolean(name))
  await untilAttribute(page.locator('[aria-labelledby=voice-comments] [data-total]'), 'data-total', n)
}))

describe('looks', () => {
  const looks = [{ viewport: desk, theme: 'light' }, { viewport: desk, theme: 'dark' }, { viewport: phone, theme: 'light', language: 'de' }, { viewport: phone, theme: 'dark', language: 'ru' },
    { viewport: narrow, theme: 'light', language: 'zh' }]
  for (const look of looks) {
    const name = `${look.theme} ${look.viewport.width}${look.language ? ' ' + look.language : ''}`
    test(`${name}: axe finds nothing, nothing hangs over the side`, () => withPage({ ...look, audited: true }, async page => {
      for (const tab of tabs) {
        await visit(page, '/voice?period=24m&tab=' + tab)
        await passesAxe(page, `${tab}, ${name}`)
        await noSidewaysScroll(page)
        await picture(page, `voice-${tab}-${name.replaceAll(' ', '-')}`)
      }
      await articles(page).first().locator('button[id^=correct-]').click()
      await dialog(page).locator('input[name=phrase]').fill('service')
      await dialog(page).locator('input[type=radio]').first().check()
      await dialog(page).locator('[data-affected]').waitFor()
      await passesAxe(page, `a correction, ${name}`)
      await picture(page, `voice-correct-${name.replaceAll(' ', '-')}`)
    }))
  }

  test('five languages', () => withPage({}, async (page, { errors }) => {
    await visit(page, '/voice')
    for (const [language, heading, tab] of [['nl', 'Klantstem', 'Wensen'], ['de', 'Kundenstimme', 'Wünsche'], ['ru', 'Голос клиента', 'Пожелания'], ['zh', '客户之声', '愿望'], ['en', 'Voice', 'Wishes']]) {
      await page.locator('#language').selectOption(language)
      await untilText(page.locator('h1'), heading)
      await page.getByRole('link', { name: tab, exact: true }).waitFor()
    }
    assert.deepEqual(errors, [])
  }))
})
