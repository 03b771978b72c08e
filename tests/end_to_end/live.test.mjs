// Events that arrive while a board is open: the board follows, and a source can be connected from its page.
import test from 'node:test'
import assert from 'node:assert/strict'
import { request } from 'node:http'
import { address, useCompany, withPage } from './company.mjs'
import { picture, scrollDown, untilAttribute, untilValue, visit } from './browser.mjs'

useCompany(400, 5)

function post(path, body, key) {
  return new Promise((resolve, reject) => {
    const call = request(address + path, { method: 'POST', headers: {
      'content-type': 'application/json', ...(key ? { authorization: `Bearer ${key}` } : {}) } }, reply => {
      let text = ''
      reply.on('data', bytes => { text += bytes })
      reply.on('end', () => resolve({ status: reply.statusCode, text }))
    })
    call.on('error', reject)
    call.end(JSON.stringify(body))
  })
}

const connect = async (page, name) => {
  await page.getByLabel('Name', { exact: true }).fill(name)
  await page.getByRole('button', { name: 'Make it and show a key' }).click()
  return untilValue(page.getByLabel('Write key', { exact: true }), /^sjw_[0-9a-f]{48}$/)
}

test('a source is connected, and its first event is told as it arrives', () => withPage({}, async (page, { errors }) => {
  await visit(page, address + '/sources')
  const key = await connect(page, 'my shop')
  await page.getByText('Waiting for the first event').first().waitFor()
  await picture(page, 'sources-connect')
  const sent = await post('/v1/events', {
    id: 'live-1', customer: 'live-1', time: new Date().toISOString(), channel: 'web', touchpoint: 'visit' }, key)
  assert.equal(sent.status, 200, sent.text)
  await page.getByText(/Last received \d+ (second|minute)s? ago/).first().waitFor()
  await picture(page, 'sources-received')
  assert.deepEqual(errors, [])
}))

test('an open board follows, and says how old its data is', () => withPage({}, async (page, { errors }) => {
  await visit(page, address + '/sources')
  const key = await connect(page, 'live board')
  await visit(page, address + '/?period=all')
  await scrollDown(page)
  const tile = page.getByRole('region', { name: 'Customers', exact: true })
  const figure = tile.locator('[data-value]').first()
  const before = Number(await figure.getAttribute('data-value'))
  const begin = Date.now()
  const sent = await post('/v1/events', [1, 2, 3].map(i => ({
    id: `follow-${i}`, customer: `follow-${i}`, time: new Date().toISOString(), touchpoint: 'visit' })), key)
  assert.equal(sent.status, 200, sent.text)
  await untilAttribute(figure, 'data-value', text => Number(text) === before + 3)
  console.log(`the board showed it after ${((Date.now() - begin) / 1000).toFixed(1)} s`)
  await tile.getByText(/Data of \d+ (second|minute)s? ago/).waitFor()
  assert.deepEqual(errors, [])
}))
