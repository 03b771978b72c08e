// A file that nobody described, from the Sources page to stored events: the wizard's proposals, a person's corrections,
// the preview, the saved map, the import and what came of it; a tool's export; every step in light, dark and on a phone.
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { after, before, describe, test } from 'node:test'
import { desk, narrow, noSidewaysScroll, passesAxe, phone, picture, settled, until, untilCount, untilDisabled, untilFocus, untilQuery, untilText,
  untilValue, useBrowser, visit, withPage } from './browser.mjs'
import { ask, emptyFolder, remove, rowsOf, serve } from './server.mjs'

const here = dirname(fileURLToPath(import.meta.url))
const golden = join(here, '..', 'golden', 'formats')
const name = 'klantonderzoek 2026-03.csv'
const question = 'Hoe waarschijnlijk is het dat u ons aanbeveelt?'
const scores = [9, 3, 10, 8, 7, 10, 2, 9, 6, 10, 12, 0, 8, 5, 10, 9]  // The 12 lies on no scale.
const badDate = 4
const stored = scores.flatMap((score, i) => i === badDate || score > 10 ? [] : [i])
let folder, server, file
let isIn = false

/** Semicolons, Dutch names and decimals, a cell of two lines, and two rows that are at fault. */
function survey() {
  const comments = ['Snel geholpen, dank', '"Lang gewacht;\nen niemand belde terug"', '', 'Prima verder', 'Kon niet beter en ook heel vriendelijk']
  const rows = scores.map((score, i) => [1001 + i, i === badDate ? '32-03-2026 08:00' : `${10 + i}-03-2026 09:${10 + i}`, `K-${1 + i % 12}`,
    i % 5 === 3 ? '' : `klant${1 + i % 12}@voorbeeld.example`, 'Persoon ' + String.fromCharCode(65 + i), score, comments[i % 5],
    ['winkel', 'telefoon', 'web'][i % 3], ['12,50', '1.230,00', '7,95'][i % 3], ['Utrecht', 'Zwolle'][i % 2]].join(';'))
  return [['Respondentnummer', 'Ingevuld op', 'Klantnummer', 'E-mailadres', 'Naam', question, 'Toelichting', 'Kanaal', 'Bedrag', 'Filiaal van herkomst'].join(';'),
    ...rows].join('\r\n') + '\r\n'
}

useBrowser()
before(async () => {
  folder = emptyFolder()
  file = join(folder, name)
  writeFileSync(file, survey())
  server = await serve(join(folder, 'data'))
})
after(async () => {
  await server?.stop()
  if (folder) remove(folder)
})

/** A test of what the first one brought in: when that failed, its one fault is told once. */
const afterwards = (title, body) => test(title, each => isIn ? body() : each.skip('the file did not come in: the first test failed'))
const get = async path => (await fetch(server.address + path)).json()
const rows = sql => rowsOf(server.address, sql)
const countOf = async source => Number((await rows(`select count(*) from events where source = '${source}'`))[0][0])
const column = (page, title) => page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: title }) })
const target = (page, title) => column(page, title).locator('td > select')
/** The preview speaks of what is chosen now: it is busy from a change until the server's word on it is there. */
const looked = page => page.locator('#bring-preview ~ div[aria-busy=false]').waitFor()

async function toColumns(page, chosen = file) {
  await visit(page, server.address + '/sources/file')
  await page.locator('#bring-input').setInputFiles(chosen)
  await page.locator('#bring-columns').waitFor()
  await looked(page)
}

async function correct(page) {
  await target(page, question).selectOption('answer')
  await column(page, question).getByRole('combobox').last().selectOption('nps')
  await target(page, 'Respondentnummer').selectOption('id')
  await target(page, 'Naam').selectOption('-')
  const zone = page.locator('label', { hasText: /zone|Zone|пояс|时区/ }).locator('input')
  await zone.fill('Europe/Amsterdam')
  await zone.press('Tab')
  await looked(page)
}

test('a file with Dutch names becomes events, by way of a map', () => withPage({}, async (page, { errors }) => {
  await visit(page, server.address + '/sources')
  await page.getByRole('link', { name: 'Bring a file', exact: true }).click()
  await page.getByRole('heading', { name: 'Bring a file' }).waitFor()
  await untilFocus(page, 'tagName', 'H1', 'the heading has the focus')
  await page.getByLabel('Drop a file here, or choose one').setInputFiles(file)

  await page.getByRole('heading', { name: 'What does each column hold?' }).waitFor()
  await untilCount(page.getByRole('region', { name: 'What does each column hold?' }).getByRole('row'), 11)
  const proposed = { 'Ingevuld op': 'time', Klantnummer: 'who.id', 'E-mailadres': 'who.email', Toelichting: 'text', Kanaal: 'channel', Bedrag: 'amount',
    'Filiaal van herkomst': 'property' }
  for (const [title, wanted] of Object.entries(proposed)) await untilValue(target(page, title), wanted, title)
  await untilValue(page.getByLabel('How the time is written'), '%d-%m-%Y %H:%M')
  await untilText(column(page, 'Bedrag'), /12,50.*1\.230,00/s)

  // By keyboard: the letters of a choice pick it. They belong together for a second, and a busy machine may need longer.
  await until(async () => {
    await target(page, question).focus()
    await page.keyboard.type('Answer on a')
    return until(() => target(page, question).inputValue(), 'answer', 'the choice', 3000)
  }, 'answer', 'the choice by its letters')
  await page.keyboard.press('Tab')
  await page.getByLabel('Kind of question').selectOption('nps')
  await target(page, 'Respondentnummer').selectOption('id')
  await target(page, 'Naam').selectOption('-')
  await page.getByLabel('Currency').fill('eur')
  await page.getByLabel('Time zone of times without one').fill('Europe/Amsterdam')
  await page.getByLabel('Touchpoint').fill('enquête')
  await page.keyboard.press('Enter')
  const preview = page.getByRole('region', { name: 'What would be stored' })
  await preview.getByText('16 rows · 14 events · 2 refused').first().waitFor()
  await preview.getByText('2026-03-10T08:10:00').first().waitFor()
  await preview.getByText('enquête').first().waitFor()
  await looked(page)
  assert.doesNotMatch(await untilText(preview, /32-03-2026 08:00/), /Persoon/)
  await picture(page, 'bring-columns')

  await page.getByRole('button', { name: 'Next: save the map' }).click()
  await page.getByLabel('Name of the map').fill('klantonderzoek')
  const toml = await until(() => page.getByRole('region', { name: 'The map as a file' }).innerText(), /zone = "Europe\/Amsterdam"/, 'the map')
  await page.getByLabel('Name of the map').press('Enter')

  await page.getByText('It is in. 14 new events, 2 refused.').first().waitFor()
  await untilQuery(page, 'job', job => job !== null)
  await picture(page, 'bring-done')
  await page.reload()
  await page.getByText('It is in. 14 new events, 2 refused.').first().waitFor()
  assert.deepEqual(errors, [])

  // --- what the server has now
  const kept = await fetch(server.address + '/v1/maps/klantonderzoek')
  assert.equal((await kept.text()).trim(), toml.trim())
  const events = await rows(`select id, customer, answer::int, coalesce(text, ''), channel, amount::varchar, currency, touchpoint, properties->>'Filiaal_van_herkomst',
    strftime(time, '%Y-%m-%dT%H:%M') from events where source = 'klantonderzoek' order by id`)
  assert.deepEqual(events.map(row => Number(row[0])), stored.map(i => 1001 + i))
  assert.deepEqual(events.map(row => Number(row[2])), stored.map(i => scores[i]))
  assert.deepEqual(events[1].slice(3), ['Lang gewacht;\nen niemand belde terug', 'telefoon', events[1][5], 'EUR', 'enquête', 'Zwolle', '2026-03-11T08:11'])
  assert.match(String(events[1][5]), /^1230/)
  const [[names]] = await rows(`select count(*) from events where properties::varchar like '%Persoon%'`)
  assert.equal(Number(names), 0, 'what was left out is nowhere')
  const share = test => stored.filter(i => test(scores[i])).length / stored.length * 100
  await until(async () => (await ask(server.address, { measure: 'nps', parameters: { count: ['all'] } })).rows[0].value?.toFixed(6),
    (share(score => score >= 9) - share(score => score <= 6)).toFixed(6), 'the score')
  await until(async () => (await get('/v1/rejects?source=klantonderzoek')).total, 2, 'refused rows')
  isIn = true
}))

afterwards('what came in leads on: to measures, people and the refused rows', () => withPage({}, async (page, { errors }) => {
  await visit(page, server.address + '/sources/file')
  await page.getByRole('region', { name: 'Files that were brought' }).getByRole('link', { name }).first().click()
  const next = page.getByRole('navigation', { name: 'Look at it' })
  await next.getByRole('link', { name: 'The people and their timelines' }).click()
  await page.waitForURL('**/people?**')
  await settled(page)
  const people = new Set(stored.map(i => i % 12)).size
  await untilText(page.locator('h1'), title => Number.parseInt(title, 10) === people, `${people} people`)
  await page.goBack()
  await next.getByRole('link', { name: 'Volume' }).click()
  await page.waitForURL('**/measure/volume?**')
  await settled(page)
  await untilQuery(page, 'where', 'source = "klantonderzoek"')
  await page.goBack()
  await next.getByRole('link', { name: 'All refused rows' }).click()
  await page.getByText('32-03-2026 08:00').first().waitFor()
  assert.deepEqual(errors, [])
}))

afterwards('the same file again, by the saved map: nothing is stored twice', () => withPage({}, async (page, { errors }) => {
  await visit(page, server.address + '/sources/file')
  await page.getByRole('button', { name: 'Use it: klantonderzoek' }).click()
  await untilValue(page.getByLabel('Read it as'), 'map:klantonderzoek')
  await page.locator('#bring-input').setInputFiles(file)
  await page.getByRole('heading', { name: 'Read by the map “klantonderzoek”' }).waitFor()
  await page.getByRole('button', { name: 'Bring it in' }).click()
  await page.getByText('It is in. 0 new events').first().waitFor()
  await until(async () => (await get('/v1/imports')).imports.slice(0, 1).map(job => [job.map, job.events, job.repeats]),
    [['klantonderzoek', 0, 14]], 'the last import')
  assert.equal(await countOf('klantonderzoek'), 14)
  assert.deepEqual(errors, [])
}))

test('a try stores nothing, and then the file may come in', () => withPage({}, async page => {
  await toColumns(page)
  await page.getByLabel('Name of the source').fill('proef')
  await correct(page)
  await page.getByRole('button', { name: 'Next: save the map' }).click()
  await page.getByLabel('Name of the map').fill('proef')
  await page.getByRole('button', { name: 'Only try the whole file' }).click()
  await page.getByText('Nothing was stored: this was a try. 14 events').first().waitFor()
  assert.equal(await countOf('proef'), 0)
  await page.getByRole('button', { name: 'Bring it in now' }).click()
  await page.getByText('It is in. 14 new events').first().waitFor()
  await page.getByRole('button', { name: 'Bring another file' }).click()
  await page.getByRole('button', { name: 'Remove: proef' }).click()
  await page.getByRole('button', { name: 'Remove: proef' }).click()
  await page.getByRole('button', { name: 'Use it: proef' }).waitFor({ state: 'detached' })
  await page.getByText('Removed: proef').waitFor({ state: 'attached' })
  await untilFocus(page, 'textContent', /^(Use it|Saved maps|Bring a file)$/, 'the focus goes on to what is left')
  await until(async () => (await get('/v1/maps')).maps.map(map => map.name), names => !names.includes('proef'), 'maps')
}))

test('the export of a known tool needs no map', () => withPage({}, async (page, { errors }) => {
  await visit(page, server.address + '/sources/file')
  await page.locator('#bring-input').setInputFiles({ name: 'march.csv', mimeType: 'text/csv', buffer: readFileSync(join(golden, 'qualtrics', 'codes', 'in', 'Care survey.csv')) })
  await page.getByRole('heading', { name: 'This is known: Qualtrics responses' }).waitFor()
  await picture(page, 'bring-known')
  await page.getByRole('button', { name: 'Bring it in' }).click()
  await page.getByText(/It is in\. \d+ new events/).first().waitFor()
  await until(() => countOf('qualtrics'), events => events > 0, 'events')
  assert.deepEqual(errors, [])
}))

test('a second file is looked at for itself, though the first was known', () => withPage({}, async (page, { errors }) => {
  await visit(page, server.address + '/sources/file')
  await page.locator('#bring-input').setInputFiles({ name: 'march.csv', mimeType: 'text/csv', buffer: readFileSync(join(golden, 'qualtrics', 'codes', 'in', 'Care survey.csv')) })
  await page.getByRole('heading', { name: 'This is known: Qualtrics responses' }).waitFor()
  await page.getByRole('button', { name: 'Another file' }).click()
  await untilValue(page.getByLabel('Read it as'), '', 'nobody chose a format')
  await page.locator('#bring-input').setInputFiles(file)
  await page.getByRole('heading', { name: 'What does each column hold?' }).waitFor()
  await looked(page)
  await untilValue(target(page, 'Ingevuld op'), 'time')
  assert.deepEqual(errors, [])
}))

test('a file is dropped; Back undoes a step and keeps what was chosen; another page does not lose it', () => withPage({}, async (page, { errors }) => {
  await visit(page, server.address + '/sources/file')
  await page.evaluate(([name, text]) => {
    const dropped = new DataTransfer()
    dropped.items.add(new File([text], name))
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: dropped, bubbles: true, cancelable: true }))
  }, [name, survey()])
  await page.getByRole('heading', { name: 'What does each column hold?' }).waitFor()
  await correct(page)
  await page.getByRole('button', { name: 'Next: save the map' }).click()
  await page.getByRole('heading', { name: 'Keep it as a map' }).waitFor()
  await untilFocus(page, 'textContent', 'Keep it as a map', 'the heading of the step has the focus')
  await page.goBack()
  await untilValue(target(page, 'Respondentnummer'), 'id')
  await page.getByRole('link', { name: 'Back to the sources' }).click()
  await page.getByRole('link', { name: 'Bring a file', exact: true }).click()
  await page.getByRole('button', { name: 'Go on with this file' }).click()
  await untilValue(target(page, 'Naam'), '-')
  assert.deepEqual(errors, [])
}))

describe('what is wrong is said where it is', () => {
  test('no time, two columns for one field, a zone that is none', () => withPage({ audited: true }, async page => {
    await toColumns(page)
    const next = page.getByRole('button', { name: 'Next: save the map' })
    await target(page, 'Ingevuld op').selectOption('-')
    await page.getByRole('alert').getByText('No column tells when it happened').waitFor()
    await untilDisabled(next)
    await target(page, 'Ingevuld op').selectOption('time')
    await target(page, 'Naam').selectOption('who.id')
    await column(page, 'Naam').getByText('“Klantnummer” is Customer number already').waitFor()
    await untilDisabled(next)
    await passesAxe(page)
    await target(page, 'Naam').selectOption('-')
    await page.getByLabel('Time zone of times without one').fill('Europe/Nowhere')
    await page.keyboard.press('Tab')
    await page.locator('[aria-invalid=true]').waitFor()
    await untilText(page.locator('label', { has: page.locator('[aria-invalid=true]') }), /Nowhere/)
    await untilDisabled(next)
    await picture(page, 'bring-faults')
  }))

  test('an empty file, a picture, and a server that is gone', () => withPage({ audited: true }, async page => {
    await visit(page, server.address + '/sources/file')
    const bring = (name, bytes) => page.locator('#bring-input').setInputFiles({ name, mimeType: '', buffer: Buffer.from(bytes) })
    await bring('empty.csv', [])
    await page.getByRole('alert').getByText('The file is empty.').waitFor()
    await bring('photo.png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0, 0xff])
    await page.getByRole('alert').getByText('This is no text that holds rows.').waitFor()
    await passesAxe(page)
    await page.route('**/v1/maps/propose?**', route => route.abort())
    await bring('till.csv', 'a,b\n1,2\n')
    await page.getByRole('alert').getByText('The server does not answer. Is it running?').waitFor()
    await page.unroute('**/v1/maps/propose?**')
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.getByRole('heading', { name: 'What does each column hold?' }).waitFor()
  }))
})

/** Every step, with what makes it wrong whatever it shows. */
async function walk(page, check) {
  await visit(page, server.address + '/sources/file')
  await check('file')
  await page.locator('#bring-input').setInputFiles(file)
  await page.locator('#bring-columns').waitFor()
  await correct(page)
  await check('columns')
  await page.locator('button.primary').click()
  await page.locator('#bring-save').waitFor()
  await check('save')
  await page.locator('button.primary').click()
  await page.locator('#bring-next').waitFor()
  await check('done')
}

describe('every step', () => {
  for (const theme of ['light', 'dark']) {
    for (const [size, viewport] of Object.entries({ desk, phone, narrow })) {
      test(`passes axe and fits, ${theme}, ${size}`, () => withPage({ theme, viewport, audited: true, language: size === 'narrow' ? 'de' : 'en' }, async page => {
        await walk(page, async step => {
          await noSidewaysScroll(page)
          await passesAxe(page, step)
          await picture(page, `bring-${step}-${theme}-${size}`)
        })
      }))
    }
  }
  for (const language of ['nl', 'de', 'ru', 'zh']) {
    test(`speaks ${language}`, () => withPage({ language }, async (page, { errors }) => {
      await walk(page, async step => {
        const text = await page.locator('main').innerText()
        assert.doesNotMatch(text, /\{\w+\}|undefined|NaN|\bbring\.|\btarget\.\w|_(one|few|many|other)\b/, step)
      })
      assert.deepEqual(errors, [])
    }))
  }
})
