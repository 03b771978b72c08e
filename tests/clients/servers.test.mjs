// Server-side SDKs: what they are told is in the record, through any trouble on the way, once.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { between } from './proxy.mjs'
import { sdks, when } from './sdks.mjs'
import { holds, near, pause, start, until } from './server.mjs'

let server
before(async () => { server = await start() })
after(async () => { await server.stop() })

const family = name => name.startsWith('posthog') ? 'posthog' : name.startsWith('snowplow') ? 'snowplow' : 'segment'

const expected = {
  segment: {
    identify: { customer: 'anna', touchpoint: null, properties: { plan: 'pro', 'address.city': 'Delft' } },
    track: { customer: 'anna', touchpoint: 'purchase', order: 'o-1', amount: '12.5000', currency: 'EUR',
      properties: { event: 'Order Completed', coupon: 'SPRING' } },
    page: { touchpoint: 'page view', channel: 'web', properties: { page: 'Prices', path: '/prices' } },
    screen: { customer: 'anna', touchpoint: 'screen view', channel: 'app', properties: { screen: 'Home', tab: 'offers' } },
    group: { customer: 'anna', touchpoint: null, properties: { 'account.size': 12 } },
    alias: { customer: 'anna', touchpoint: null },
  },
  posthog: {
    identify: { customer: 'anna', touchpoint: null, properties: { plan: 'pro', first_plan: 'free' } },
    track: { customer: 'anna', touchpoint: 'order paid', order: 'o-1', amount: '12.5000', currency: 'EUR', properties: { coupon: 'SPRING' } },
    page: { customer: 'anna', touchpoint: 'page view', properties: { path: '/prices', url: 'https://shop.test/prices' } },
    screen: { customer: 'anna', touchpoint: 'screen view', properties: { screen: 'Home' } },
    group: { touchpoint: null, properties: { 'account.size': 12 } },
    alias: { customer: 'anna', touchpoint: null },
  },
  snowplow: {
    page: { customer: 'anna', touchpoint: 'page view', properties: { title: 'Prices', url: 'https://shop.test/prices', referrer: 'https://search.test/' } },
    struct: { customer: 'anna', touchpoint: 'add-to-basket', properties: { category: 'shop', label: 'lamp', property: 'blue', value: 2.5 } },
    own: { customer: 'anna', touchpoint: 'trial_started', properties: { plan: 'pro', days: 14, 'user.tier': 'gold' } },
  },
}

describe('what they are told', () => {
  for (const [name, make] of Object.entries(sdks)) {
    test(name, async () => {
      const source = await server.source()
      const sdk = make(server.address, source.key)
      sdk.six()
      await sdk.end()
      const rows = Object.entries(expected[family(name)])
      const events = await server.eventually(source, rows.length)
      assert.deepEqual(await server.rejects(source), [])
      for (const [call, row] of rows) {
        const found = events.find(event => matches(event, row))
        assert.ok(found, `${call} is not among ${JSON.stringify(events, null, 1)}`)
        assert.ok(found.id, `${call} has an id`)
        // posthog-node takes no time for identify, alias and groups.
        if (family(name) !== 'posthog' || ['track', 'page', 'screen'].includes(call)) near(found.time, when)
        else near(found.time, Date.now(), 180_000)
        assert.equal(found.properties.said_time, undefined)
      }
      assert.equal(new Set(events.map(event => event.id)).size, events.length)
      if (family(name) === 'snowplow') return
      await server.isOne('anna', 'email:anna@example.com', 'anonymous:cookie-1')  // Alias joins the visitor to the customer.
    })
  }
})

function matches(event, row) {
  try { holds(event, row); return true } catch { return false }
}

describe('through trouble', () => {
  // PostHog's newer protocol and Snowplow's GET are other words for the same machinery.
  const all = Object.entries(sdks).filter(([name]) => !name.includes(','))
  const troubles = {
    '500, then 200': [{ status: 500 }, 'pass'],
    '503, then 200': [{ status: 503, headers: { 'retry-after': '1' } }, 'pass'],
    'a socket cut after the server stored it': ['cut', 'pass'],
    '429 with Retry-After': [{ status: 429, headers: { 'retry-after': '2' } }, 'pass'],
  }
  for (const [name, make] of all) {
    for (const [trouble, plan] of Object.entries(troubles)) {
      test(`${name}: ${trouble}`, async () => {
        const source = await server.source()
        const proxy = await between(server, plan)
        const sdk = make(proxy.address, source.key)
        sdk.track('tried', { n: 1 })
        await Promise.race([sdk.end(), pause(30_000)])
        const [event] = await server.eventually(source, 1)
        await pause(300)
        assert.equal((await server.events(source)).length, 1, 'exactly once')
        holds(event, { customer: 'anna', touchpoint: 'tried', properties: { n: 1 } })
        await until(() => proxy.seen.length, tries => tries >= 2, 'it is tried again')
        await proxy.close()
      })
    }
  }

  test('RudderStack sends sixty events of more than 8 KB in all', async () => {
    const source = await server.source()
    const sdk = sdks['rudder-sdk-node'](server.address, source.key)
    for (let n = 0; n < 60; ++n) sdk.track('bulk', { n, text: 'x'.repeat(300) })
    await sdk.end()
    const events = await server.eventually(source, 60)
    assert.deepEqual(events.map(event => event.properties.n).sort((a, b) => a - b), [...Array(60).keys()])
  })

  for (const name of ['rudder-sdk-node', 'analytics-node']) {
    test(`${name}: what arrives late from a server is not moved in time`, async () => {
      const source = await server.source()
      const proxy = await between(server, [{ wait: 7000 }])
      const sdk = sdks[name](proxy.address, source.key)
      const said = Date.now()
      sdk.track('late')
      await sdk.end()
      const [event] = await server.eventually(source, 1)
      near(event.time, said)
      assert.equal(event.properties.said_time, undefined)
      await proxy.close()
    })
  }
})

describe('keys', () => {
  for (const [name, make] of Object.entries(sdks)) {
    test(`${name}: a wrong key writes nothing`, async () => {
      const before = (await server.sql('select count(*) as n from events'))[0].n
      const proxy = await between(server, ['pass'])
      const sdk = make(proxy.address, 'sjw_' + '0'.repeat(48))
      sdk.track('stolen')
      await Promise.race([Promise.resolve(sdk.end()).catch(() => {}), pause(3000)])
      await pause(200)
      assert.equal((await server.sql('select count(*) as n from events'))[0].n, before)
      await proxy.close()
    })
  }
})
