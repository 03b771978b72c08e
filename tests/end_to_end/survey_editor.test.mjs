// Surveys and invitations as those meet them who make them: a survey with branches in two languages is written, seen in
// its preview, saved, answered on its page without scripts, and counted; a rule is made, tried and kept. In light, dark,
// on a phone and in Chinese, with axe.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { desk, narrow, noSidewaysScroll, passesAxe, phone, picture, pressBoth, settled, until, untilAttribute, untilCount, untilDisabled, untilFocus,
  untilPath, untilText, untilValue, useBrowser, withPage } from './browser.mjs'
import { emptyFolder, program, remove, rowsOf, serve } from './server.mjs'

let folder, server
let isSaved = false, hasRule = false
const day = 86_400_000

useBrowser()
before(async () => {
  folder = emptyFolder()
  const data = join(folder, 'data')
  const events = Array.from({ length: 12 }, (_, i) => ({ id: `d${i}`, customer: `c-${i % 8}`, email: `c${i % 8}@example.com`,
    time: new Date(Date.now() - (i + 1) * day).toISOString(), channel: 'web', touchpoint: 'delivery' }))
  writeFileSync(join(folder, 'events.jsonl'), events.map(one => JSON.stringify(one)).join('\n') + '\n')
  const done = spawnSync(program, ['--data', data, 'import', join(folder, 'events.jsonl')], { encoding: 'utf8' })
  assert.equal(done.status, 0, done.stderr)
  server = await serve(data)
})
after(async () => {
  await server?.stop()
  if (folder) remove(folder)
})

/** A test of the survey that the first one wrote: when that failed, its one fault is told once. */
const afterwards = (title, body) => test(title, each => isSaved ? body() : each.skip('there is no survey: the first test failed'))
const api = async path => (await fetch(server.address + path)).json()
const untilRows = (sql, wanted) => until(() => rowsOf(server.address, sql), wanted, sql)
const untilApi = (path, read, wanted) => until(async () => read(await api(path)), wanted, path)
/** As `settled`, but these pages say what they do in places that stay. */
const drawn = page => settled(page, 'main [class*=state_waiting], main [aria-busy=true]')
const question = (page, n) => page.getByRole('listitem', { name: `Question ${n}`, exact: true })

test('a survey with branches in two languages is written in the browser', () => withPage({}, async (page, { errors }) => {
  await page.goto(server.address + '/surveys')
  await page.getByRole('link', { name: 'Make the first one' }).click()
  await page.getByRole('button', { name: /^Blank/ }).click()
  await page.getByLabel('Name in addresses').fill('visit')
  await page.getByLabel('Title, English').fill('Your visit')
  await page.getByLabel('Open to anybody').check()
  await question(page, 1).getByLabel('Question, English').fill('Would you recommend us?')
  await question(page, 1).getByLabel('Must be answered').check()
  await page.getByRole('button', { name: 'Choice', exact: true }).click()
  const what = question(page, 2)
  await what.getByLabel('Question, English').fill('What was it?')
  await what.getByLabel('Choice 1, English').fill('The price')
  await what.getByLabel('Choice 2, English').fill('The wait')
  await what.getByLabel('Several answers possible').check()
  await what.getByLabel('Show only after this question').selectOption('nps')
  await what.getByLabel('Value').fill('6')
  await page.getByRole('button', { name: 'Free text', exact: true }).click()
  await question(page, 3).getByLabel('Question, English').fill('How long?')
  await question(page, 3).getByLabel('Show only after this question').selectOption('choice')
  await question(page, 3).getByLabel('Value').selectOption('choice-2')

  // The second language lacks all of it, and cannot be saved so.
  await page.getByLabel('Add a language').selectOption('nl')
  await page.getByText('6 texts missing').waitFor()
  const fault = page.getByRole('region', { name: 'Saving and undoing' })
  await fault.getByText('title: has no text in nl').waitFor()
  await untilDisabled(page.getByRole('button', { name: 'Save', exact: true }))
  await untilAttribute(page.getByLabel('Title, Dutch'), 'aria-invalid', 'true')
  for (const [n, name, text] of [[0, 'Title', 'Uw bezoek'], [1, 'Question', 'Zou u ons aanbevelen?'], [2, 'Question', 'Wat was het?'],
    [2, 'Choice 1', 'De prijs'], [2, 'Choice 2', 'Het wachten'], [3, 'Question', 'Hoe lang?']]) {
    await (n ? question(page, n) : page).getByLabel(`${name}, Dutch`).fill(text)
  }
  await page.getByLabel('Language of the preview').selectOption('nl')
  const preview = page.frameLocator('iframe')
  await preview.getByText('Zou u ons aanbevelen?').waitFor()
  // The frame's own script runs: questions come and go. What was typed last may bring another frame, and then it is to do again.
  await until(async () => {
    await preview.getByRole('radio', { name: '3', exact: true }).check({ force: true, timeout: 2000 })
    await preview.getByRole('checkbox', { name: 'Het wachten' }).check({ timeout: 2000 })
    return preview.getByLabel('Hoe lang?').isVisible()
  }, true, 'the third question in the preview')
  assert.equal((await api('/v1/surveys')).surveys.length, 0, 'a preview stores nothing')

  // A step too far, and back.
  await question(page, 2).getByRole('button', { name: 'Remove: Question 2' }).click()
  await untilCount(page.getByRole('listitem', { name: /^Question \d$/ }), 2)
  await page.getByRole('button', { name: 'Undo' }).click()
  await untilValue(question(page, 2).getByLabel('Choice 2, Dutch'), 'Het wachten')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByRole('link', { name: 'Share' }).waitFor()
  await untilPath(page, '/surveys/visit')
  isSaved = true
  const survey = await api('/v1/surveys/visit')
  assert.deepEqual(survey.languages, ['en', 'nl'])
  assert.equal(survey.questions[1].several, true)
  assert.deepEqual(survey.questions[1].when, { question: 'nps', comparison: '<=', value: 6 })
  assert.deepEqual(survey.questions[2].when, { question: 'choice', comparison: '=', value: 'choice-2' })
  assert.deepEqual(errors.filter(one => !/\b400\b/.test(one)), [])
}))

afterwards('it is answered on its page without scripts, and counted', async () => {
  await withPage({ scripts: false, locale: 'nl-NL' }, async page => {
    await page.goto(server.address + '/s/visit')
    await page.getByRole('radio', { name: '3', exact: true }).check({ force: true })
    await page.getByRole('button', { name: 'Verder' }).click()
    for (const name of ['De prijs', 'Het wachten']) await page.getByRole('checkbox', { name }).check()
    await page.getByRole('button', { name: 'Verder' }).click()
    await page.getByLabel('Hoe lang?').fill('Een uur')
    await page.getByRole('button', { name: 'Versturen' }).click()
    await page.getByRole('heading', { name: 'Bedankt voor uw antwoord.' }).waitFor()
  })
  await untilRows(`select kind, answer::int, text, properties->>'choice' from events
    where source = 'survey:visit' and kind is not null order by id`,
  [['choice', null, null, 'choice'], ['choice', null, null, 'choice-2'], ['nps', '3', 'Een uur', null]])
  await withPage({}, async page => {
    await page.goto(server.address + '/surveys')
    const row = page.getByRole('row', { name: /Your visit/ })
    await row.getByText('open page 1').waitFor()
    await untilText(row, /open to anybody3en.*nl1nobody invited/)
  })
})

afterwards('it is reordered by keyboard, changed as TOML, shared, and taken away', () => withPage({}, async page => {
  await page.goto(server.address + '/surveys/visit')
  await page.getByRole('button', { name: 'Move question 3 up' }).press('Enter')
  await untilFocus(page, 'id', 'up-comment')
  // What it asks after comes later now: the server says so, at the field.
  await page.getByText(/questions\[1\]\.when\.question: no earlier question/).first().waitFor()
  await page.getByRole('button', { name: 'Back to what is saved' }).click()
  await page.getByRole('link', { name: 'Definition' }).click()
  const toml = page.getByRole('textbox', { name: 'Definition as TOML' })
  const text = await untilValue(toml, /several = true/)
  await toml.fill(text.replace('Your visit', 'Your last visit'))
  await page.getByRole('button', { name: 'Use this' }).click()
  await page.getByRole('heading', { name: 'Your last visit' }).waitFor()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByRole('region', { name: 'Saving and undoing' }).getByText('Saved', { exact: true }).waitFor()
  await untilApi('/v1/surveys/visit', survey => survey.title.en, 'Your last visit')
  await page.getByRole('link', { name: 'Share' }).click()
  await page.getByLabel('For whom').fill('anna')
  await page.getByRole('button', { name: 'Make links' }).click()
  const link = await untilValue(page.getByRole('textbox', { name: 'Signed link for anna' }), /^http/)
  assert.equal((await fetch(link)).status, 200)
  await untilText(page.getByRole('region', { name: 'For the e-mail, as HTML' }), /score=10/)
  await untilText(page.getByRole('region', { name: 'Before the end of the page' }), /data-survey="visit"/)
}))

afterwards('edits are no steps of the browser, and unsaved ones are not left without a question', () => withPage({}, async page => {
  await page.goto(server.address + '/surveys')
  await page.getByRole('row').getByRole('link').first().click()
  await page.locator('iframe').waitFor()
  const steps = await page.evaluate(() => history.length)
  const preview = () => page.locator('iframe').getAttribute('src')
  for (const title of ['One', 'Two', 'Three']) {
    const before = await preview()
    await page.getByLabel('Title, English').fill(title)
    await page.waitForFunction(src => document.querySelector('iframe').getAttribute('src') !== src, before)
  }
  assert.equal(await page.evaluate(() => history.length), steps)
  const asked = []
  page.on('dialog', dialog => { asked.push(dialog.message()); return dialog.dismiss() })
  const untilAsked = times => until(() => asked.length, times, `asked ${times} times`)
  await page.locator('h1').focus()
  await pressBoth(page, 'g', 'j', () => asked.length === 1)
  await page.goBack()
  await untilAsked(2)
  await page.getByRole('link', { name: 'All surveys' }).click()
  await untilAsked(3)
  await untilPath(page, '/surveys/visit')
  await untilValue(page.getByLabel('Title, English'), 'Three')
  const back = page.getByRole('button', { name: 'Back to what is saved' })
  await back.click()
  await back.waitFor({ state: 'detached' })
  await page.getByRole('link', { name: 'All surveys' }).click()
  await page.getByRole('row').getByRole('link').first().waitFor()
  assert.equal(asked.length, 3)
}))

afterwards('several choices are ticked in the widget on another site', async () => {
  const send = (method, path, body) => fetch(server.address + path, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
  await send('PUT', '/v1/sources/web', {})
  const { key } = await (await send('POST', '/v1/sources/web/keys', {})).json()
  const shop = createServer((_, response) => response.setHeader('content-type', 'text/html').end(`<!doctype html><html lang="en"><title>Shop</title>
    <script src="${server.address}/widget.js" data-survey="visit" data-key="${key}" data-who="berta" data-open="0" async></script></html>`))
  await new Promise(resolve => shop.listen(0, '127.0.0.1', resolve))
  try {
    await withPage({}, async page => {
      await page.goto(`http://localhost:${shop.address().port}/`)
      const dialog = page.getByRole('dialog')
      await dialog.getByRole('radio', { name: '2', exact: true }).check({ force: true })
      for (const name of ['The wait', 'The price']) await dialog.getByRole('checkbox', { name }).check()
      await dialog.getByLabel('How long?').fill('An hour')
      await dialog.getByRole('button', { name: 'Send' }).click()
      await dialog.getByText('Thank you').waitFor()
    })
  } finally { shop.close() }
  await untilRows(`select properties->>'choice' from events where customer = 'berta' and kind = 'choice' order by 1`,
    [['choice'], ['choice-2']])
})

afterwards('a rule is made as a sentence, tried, and kept', () => withPage({}, async (page, { errors }) => {
  await page.goto(server.address + '/invitations')
  await page.getByRole('button', { name: 'New rule' }).click()
  const when = page.getByLabel('Event filter')
  await when.fill('tuchpoint = "delivery"')
  await page.getByRole('button', { name: 'Try it' }).click()
  await page.locator('main [aria-invalid]').waitFor()
  await when.fill('touchpoint = "delivery"')
  await page.getByRole('textbox', { name: 'Rest after any invitation' }).fill('1')
  await page.getByRole('button', { name: 'Try it' }).click()
  await page.getByRole('heading', { name: 'What it would have done' }).waitFor()
  // Twelve deliveries of eight customers; four of them twice, more than a day apart.
  await page.getByText('It would have sent 12 invitations to 8 customers.').waitFor()
  await page.getByRole('textbox', { name: 'Rest after any invitation' }).fill('30')
  await page.getByText('The rule was changed after that').waitFor()
  await page.getByRole('button', { name: 'Try it' }).click()
  await page.getByText('It would have sent 8 invitations to 8 customers.').waitFor()
  await untilText(page.getByRole('row', { name: /asked not long ago/ }), /4$/)
  await page.getByLabel('Name: small letters').fill('after-delivery')
  await page.getByRole('button', { name: 'Save the rule' }).click()
  await page.getByText('When touchpoint = "delivery" happens, wait 2 days, then ask visit by e-mail.').waitFor()
  await page.getByRole('switch', { name: 'Rule is on: after-delivery' }).click()
  await page.getByText('off', { exact: true }).waitFor()
  await untilApi('/v1/rules/after-delivery', rule => rule.enabled, false)
  hasRule = true
  assert.deepEqual(errors.filter(one => !/\b400\b/.test(one)), [])
}))

test('secrets go in and never come out; who wants none is put down', () => withPage({}, async page => {
  await page.goto(server.address + '/invitations?view=sending')
  await page.getByRole('textbox', { name: 'Server', exact: true }).fill('mail.example.com')
  await page.getByLabel('Password', { exact: true }).fill('s3cret')
  await page.getByRole('button', { name: 'Save settings' }).click()
  await page.getByText('Saved', { exact: true }).waitFor()
  await page.reload()
  await page.getByPlaceholder('set; empty keeps it').waitFor()
  assert.doesNotMatch(await page.content(), /s3cret/)
  await page.getByRole('link', { name: 'Unsubscribed' }).click()
  await page.getByLabel('Who').fill('email:c1@example.com')
  await page.getByRole('button', { name: 'Unsubscribe', exact: true }).click()
  await page.getByRole('button', { name: 'Invite again: email:c1@example.com' }).click()
  await page.getByText('Nobody has unsubscribed').waitFor()
}))

describe('every page', () => {
  const pages = ['/surveys', '/surveys/+new', '/surveys/+new?template=after-delivery', '/surveys/visit', '/surveys/visit?view=definition',
    '/surveys/visit?view=share', '/invitations', '/invitations?rule=', '/invitations?view=queue', '/invitations?view=sending', '/invitations?view=unsubscribed']
  const looks = { light: { viewport: desk }, dark: { viewport: desk, theme: 'dark' }, phone: { viewport: phone }, narrow: { viewport: narrow },
    zh: { viewport: desk, language: 'zh' }, de: { viewport: phone, language: 'de' } }
  for (const [look, options] of Object.entries(looks)) {
    afterwards(`looks right and passes axe: ${look}`, () => withPage({ ...options, audited: true }, async page => {
      for (const path of pages) {
        await page.goto(server.address + path)
        await drawn(page)
        // The editor waits for the server's word on the draft.
        if (/\/visit$|template=/.test(path)) await page.locator('iframe').waitFor()
        await noSidewaysScroll(page)
        await passesAxe(page, `${path} ${look}`)
        await picture(page, `asking-${path.replace(/\W+/g, '-')}-${look}`)
      }
    }))
  }
})

afterwards('a survey is taken away after a question', () => withPage({}, async page => {
  await page.goto(server.address + '/surveys/visit')
  await page.getByRole('button', { name: 'Remove', exact: true }).first().click()
  const dialog = page.getByRole('dialog', { name: /Remove the survey/ })
  if (hasRule) await dialog.getByText('1 rule asks it and will wait: after-delivery').waitFor()
  await dialog.getByRole('button', { name: 'Keep it' }).click()
  assert.equal((await api('/v1/surveys')).surveys.length, 1)
  await page.getByRole('button', { name: 'Remove', exact: true }).first().click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  await page.getByText('There are no surveys yet').waitFor()
  await untilApi('/v1/surveys', found => found.surveys.length, 0)
}))
