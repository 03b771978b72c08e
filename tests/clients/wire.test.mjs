// What no SDK above sends by itself: CloudEvents and OpenTelemetry, pixels, PostHog's newer replies, hostile bodies, keys.
import assert from 'node:assert/strict'
import { gzipSync } from 'node:zlib'
import { after, before, describe, test } from 'node:test'
import { buildPageView, newTracker } from '@snowplow/node-tracker'
import { CloudEvent, HTTP, Mode, emitterFor, httpTransport } from 'cloudevents'
import { holds, near, pause, start } from './server.mjs'

let server
before(async () => { server = await start() })
after(async () => { await server.stop() })

const basic = key => ({ authorization: 'Basic ' + Buffer.from(key + ':').toString('base64') })
const post = (path, body, headers = {}) => fetch(server.address + path, { method: 'POST', body, headers })
const json = { 'content-type': 'application/json' }

describe('CloudEvents', () => {
  const event = new CloudEvent({
    type: 'order.placed', source: '/orders', id: '7', subject: 'anna', time: '2020-02-03T04:05:06.789Z', region: 'eu',
    data: { total: 12.5, currency: 'EUR', order_id: 'o-1', lines: [1, 2] } })
  const row = { id: '/orders 7', customer: 'anna', touchpoint: 'order.placed', order: 'o-1', amount: '12.5000',
    properties: { lines: [1, 2], region: 'eu', origin: '/orders' } }

  for (const mode of [Mode.BINARY, Mode.STRUCTURED]) {
    test(`the SDK sends ${mode}`, async () => {
      const source = await server.source()
      const emit = emitterFor(httpTransport(server.address + '/ce/' + source.key), { binding: HTTP, mode })
      await emit(event)
      await emit(event)  // The same again is the same event.
      const [got] = await server.eventually(source, 1)
      holds(got, row)
      near(got.time, event.time)
    })
  }

  test('a batch, with the key in a header', async () => {
    const source = await server.source()
    const reply = await post('/ce', JSON.stringify([event, { ...event.toJSON(), id: '8' }, { specversion: '1.0' }]),
      { 'content-type': 'application/cloudevents-batch+json', authorization: 'Bearer ' + source.key })
    assert.equal(reply.status, 202)
    await server.eventually(source, 2)
    assert.equal((await server.rejects(source)).length, 1)
  })
})

test('OpenTelemetry logs, in pieces without a length', async () => {
  const source = await server.source()
  const body = JSON.stringify({ resourceLogs: [{ resource: { attributes: [{ key: 'service.name', value: { stringValue: 'shop' } }] },
    scopeLogs: [{ logRecords: [{ timeUnixNano: '1580702706789000000', eventName: 'cart opened',
      attributes: [{ key: 'user.id', value: { stringValue: 'anna' } }, { key: 'items', value: { intValue: '3' } }] }] }] }] })
  const pieces = new ReadableStream({
    async start(stream) {
      for (const piece of [body.slice(0, 50), body.slice(50)]) {
        stream.enqueue(new TextEncoder().encode(piece))
        await pause(20)
      }
      stream.close()
    } })
  const reply = await fetch(server.address + '/v1/logs', {
    method: 'POST', body: pieces, duplex: 'half', headers: { ...json, authorization: 'Bearer ' + source.key } })
  assert.equal(reply.status, 200)
  assert.deepEqual(await reply.json(), {})
  const [event] = await server.eventually(source, 1)
  holds(event, { customer: 'anna', touchpoint: 'cart opened', properties: { service: 'shop', items: 3 } })
  near(event.time, '2020-02-03T04:05:06.789Z', 1)
})

test('pixels answer with a picture', async () => {
  const source = await server.source()
  for (const path of [`/i?e=pv&p=web&uid=anna&eid=e1&aid=${source.key}&url=${encodeURIComponent('https://shop.test/a?b=c')}`,
    `/ice.png?e=pv&p=web&uid=anna&eid=e2&aid=${source.key}`,
    `/pixel/v1/track?writeKey=${source.key}&userId=anna&event=opened&properties.mail=spring`]) {
    const reply = await fetch(server.address + path)
    assert.equal(reply.status, 200)
    assert.equal(reply.headers.get('content-type'), 'image/gif')
    assert.ok((await reply.arrayBuffer()).byteLength > 20)
  }
  const events = await server.eventually(source, 3)
  assert.deepEqual(events.map(event => event.touchpoint).sort(), ['opened', 'page view', 'page view'])
  assert.equal(events.find(event => event.id === 'e1').properties.url, 'https://shop.test/a?b=c')
})

test('a Snowplow visitor keeps a cookie', async () => {
  const source = await server.source()
  const first = await fetch(`${server.address}/i?e=pv&p=web&eid=c1&aid=${source.key}`)
  const cookie = /sp=([^;]+)/.exec(first.headers.get('set-cookie') ?? '')
  assert.ok(cookie, 'the collector gives a cookie')
  const second = await fetch(`${server.address}/i?e=pv&p=web&eid=c2&uid=anna&aid=${source.key}`, { headers: { cookie: cookie[0] } })
  assert.equal(second.status, 200)
  await server.eventually(source, 2)
  await server.isOne('anonymous:' + cookie[1], 'anna')
})

test("Snowplow's own SDK at an address that was made up for it", async () => {
  const source = await server.source()
  const tracker = newTracker({ namespace: 'shop', appId: source.key, encodeBase64: false },
    { endpoint: server.address, eventMethod: 'post', postPath: '/com.acme/v1', bufferSize: 1 })
  tracker.setUserId('anna')
  tracker.track(buildPageView({ pageUrl: 'https://shop.test/prices', pageTitle: 'Prices' }))
  await tracker.flush()
  const [event] = await server.eventually(source, 1)
  holds(event, { customer: 'anna', touchpoint: 'page view', properties: { title: 'Prices' } })
})

test("PostHog's newer protocol is answered with an object", async () => {
  const source = await server.source()
  const reply = await post('/i/v1/analytics/events',
    JSON.stringify({ created_at: new Date(), batch: [{ event: 'E', uuid: 'u-1', distinct_id: 'anna', timestamp: '2020-02-03T04:05:06Z' }, { event: 'no one' }] }),
    { ...json, authorization: 'Bearer ' + source.key, 'posthog-attempt': '1' })
  assert.equal(reply.status, 200)
  assert.equal(typeof (await reply.json()).results, 'object')
  await server.eventually(source, 1)
})

describe('the old form', () => {
  const data = key => Buffer.from(JSON.stringify({ api_key: key, event: 'E', distinct_id: 'anna', properties: { note: 'a+b/c?ÿ' } })).toString('base64')
  test('in a body and in an address', async () => {
    const source = await server.source()
    const form = { 'content-type': 'application/x-www-form-urlencoded' }
    assert.equal((await post('/e/', 'data=' + encodeURIComponent(data(source.key)), form)).status, 200)
    assert.equal((await fetch(`${server.address}/e/?data=${encodeURIComponent(data(source.key))}`)).status, 200)
    const events = await server.eventually(source, 2)
    assert.equal(events[1].properties.note, 'a+b/c?ÿ')
  })
})

describe('hostile bodies are refused, and the server is unharmed', () => {
  const good = JSON.stringify({ batch: [{ type: 'track', event: 'E', userId: 'anna' }] })
  const cases = {
    'a truncated gzip': [gzipSync(good).subarray(0, 40), 400],
    'a gzip of a gigabyte': [gzipSync(Buffer.alloc(1 << 30)), 413],
    'twenty megabytes and one': [Buffer.alloc(20 * 1024 * 1024 + 1, ' '), 413],
    'bytes that are no UTF-8': [Buffer.concat([Buffer.from('{"batch":[{"type":"track","event":"'), Buffer.from([0xff, 0xfe]), Buffer.from('","userId":"a"}]}')]), 400],
    'a batch that is null': ['{"batch":null}', 400],
    'no JSON': ['hello', 400],
    'half a JSON': [good.slice(0, -3), 400],
    'nothing': ['', 400],
    'brackets without end': ['['.repeat(100_000), 400],
    'objects without end': ['{"batch":[' + '{"a":'.repeat(50_000), 400],
  }
  for (const [name, [body, status]] of Object.entries(cases)) {
    test(name, async () => {
      const source = await server.source()
      const reply = await post('/v1/batch', body, { ...json, ...basic(source.key) }).catch(error => error)
      // A body that is too large may be refused before all of it was sent.
      if (!(reply instanceof Error)) assert.equal(reply.status, status, await reply.text())
      else assert.equal(status, 413, String(reply.cause ?? reply))
      assert.equal((await server.events(source)).length, 0)
      assert.equal((await post('/v1/batch', good, { ...json, ...basic(source.key) })).status, 200)
      await server.eventually(source, 1)
    })
  }

  test('one event of 33 KB, one without a name, one of nobody: the others are kept', async () => {
    const source = await server.source()
    const reply = await post('/v1/batch', gzipSync(JSON.stringify({ batch: [
      { type: 'track', event: 'E', userId: 'anna', properties: { x: 'x'.repeat(33 * 1024) } },
      { type: 'track', userId: 'anna' }, { type: 'track', event: 'E' },
      { type: 'track', event: 'E', userId: 'null' }, { type: 'track', event: 'good', userId: 'anna' }] })), { ...json, ...basic(source.key) })
    assert.equal(reply.status, 200)
    const [event] = await server.eventually(source, 1)
    assert.equal(event.touchpoint, 'good')
    const rejects = await server.rejects(source)
    assert.equal(rejects.length, 4)
    assert.ok(rejects.every(reject => reject.reason && reject.raw))
  })
})

test('logs as protobuf are told how to become JSON', async () => {
  const source = await server.source()
  const reply = await post('/v1/logs', Buffer.from([0x0a, 0x00]), { 'content-type': 'application/x-protobuf', authorization: 'Bearer ' + source.key })
  assert.equal(reply.status, 415)
  assert.match((await reply.json()).detail, /OTEL_EXPORTER_OTLP_PROTOCOL=http\/json/)
})

test("an empty batch is RudderStack's mistake, and no matter to Segment", async () => {
  const source = await server.source()
  assert.equal((await post('/v1/batch', '{"batch":[]}', basic(source.key))).status, 400)
  assert.equal((await post('/v1/batch', `{"batch":[],"writeKey":"${source.key}"}`, basic(source.key))).status, 200)
})

test("RudderStack's address for webhooks is that of ours", async () => {
  const name = 'shop webhook'
  const at = '/v1/sources/' + encodeURIComponent(name)
  await server.json(at, { method: 'PUT', body: JSON.stringify({ format: 'shopify' }) })
  const { key } = await server.json(at + '/keys', { method: 'POST', body: '{}' })
  const reply = await post('/v1/webhook?writeKey=' + key, JSON.stringify({ id: 1, name: '#1001', created_at: '2026-01-05T10:00:00Z',
    updated_at: '2026-01-05T10:00:00Z', currency: 'EUR', total_price: '12.50', email: 'anna@example.com' }),
  { ...json, 'x-shopify-topic': 'orders/create' })
  assert.equal(reply.status, 200, await reply.clone().text())
  assert.equal(await reply.text(), 'ok')
  assert.ok((await server.events({ name })).length > 0)
  assert.equal((await post('/v1/webhook', '{}', basic('sjh_' + '1'.repeat(48)))).status, 401)
})

describe('keys', () => {
  const good = JSON.stringify({ type: 'track', event: 'E', userId: 'anna' })
  test('all the places where a key may stand', async () => {
    const source = await server.source()
    const tries = [
      post('/v1/track', good, basic(source.key)),
      post('/v1/track', good, { authorization: 'Basic ' + Buffer.from(source.key).toString('base64') }),
      post('/v1/track', good, { authorization: 'Bearer ' + source.key }),
      post('/v1/track', good.replace('{', `{"writeKey":"${source.key}",`)),
      post('/v1/track', good.replace('{', `{"writeKey":"${source.key}",`), { authorization: 'Bearer of.an.oauth.token' }),
      post('/beacon/v1/batch?writeKey=' + source.key, `{"batch":[${good}]}`),
    ]
    for (const reply of await Promise.all(tries)) assert.equal(reply.status, 200, await reply.text())
    await server.eventually(source, tries.length)
  })
  test('a wrong key, none, one of a disabled source, one that was revoked', async () => {
    const closed = await server.source({ enabled: false })
    const revoked = await server.source()
    const at = '/v1/sources/' + encodeURIComponent(revoked.name) + '/keys'
    const [{ id }] = (await server.json(at)).keys
    await server.json(`${at}/${id}`, { method: 'DELETE' })
    assert.equal((await post('/v1/track', good, basic('sjw_' + '1'.repeat(48)))).status, 401)
    assert.equal((await post('/v1/track', good)).status, 401)
    assert.equal((await post('/v1/track', good, basic(closed.key))).status, 404)
    assert.equal((await post('/v1/track', good, basic(revoked.key))).status, 401)
    assert.deepEqual([...await server.events(closed), ...await server.events(revoked)], [])
  })
  // Last, since it spends this address's tries: a proxy on this machine says that another one sends.
  test('who tries keys out is refused, and who has one is not', async () => {
    const source = await server.source()
    const from = { 'x-forwarded-for': '203.0.113.7' }
    const statuses = []
    for (let n = 0; n < 102; ++n) statuses.push((await post('/v1/track', good, { ...from, ...basic('sjw_guess' + n) })).status)
    assert.deepEqual([statuses[0], statuses[99], statuses[100], statuses[101]], [401, 401, 429, 429])
    const refused = await post('/v1/track', good, { ...from, origin: 'https://shop.test' })
    assert.ok(Number(refused.headers.get('retry-after')) >= 1)
    assert.match(refused.headers.get('access-control-expose-headers'), /Retry-After/)
    assert.equal((await post('/v1/track', good, { ...from, ...basic(source.key) })).status, 200)
    assert.equal((await post('/v1/track', good, basic('sjw_guess'))).status, 401, 'another address')
  })
})
