// Browser SDKs on a page of another origin, in jsdom (which asks permission as a browser does) and in Chromium.
import assert from 'node:assert/strict'
import http from 'node:http'
import { after, before, describe, test } from 'node:test'
import { JSDOM, VirtualConsole } from 'jsdom'
import { launch, open as openPage } from '../end_to_end/browser.mjs'
import { browserSdks } from './browser_sdks.mjs'
import { holds, near, pause, start, until, within } from './server.mjs'

const when = '2020-02-03T04:05:06.789Z'
const threeHours = 3 * 3600 * 1000

let server, shop, browser
before(async () => {
  server = await start()
  // The shop: an origin of its own on this machine.
  shop = http.createServer((_, reply) => reply.end('<!doctype html><title>The shop</title><h1>Prices</h1>'))
  await new Promise(resolve => shop.listen(0, '127.0.0.1', resolve))
  shop.address_ = `http://127.0.0.1:${shop.address().port}/prices`
  browser = await launch()
})
after(async () => {
  await browser.close()
  shop.close()
  shop.closeAllConnections()
  await server.stop()
})

// Moves the clock that scripts see; before any other script runs.
function moveClock(ms) {
  const Real = Date
  class Moved extends Real {
    constructor(...words) { words.length ? super(...words) : super(Real.now() + ms) }
    static now() { return Real.now() + ms }
  }
  globalThis.Date = Moved
  if (typeof window !== 'undefined') window.Date = Moved
}

/** Opens the shop in one of both; `run(function, value)` runs inside the page. */
const homes = {
  async jsdom({ ahead = 0 }) {
    const errors = []
    const quiet = new VirtualConsole()
    quiet.on('jsdomError', error => errors.push(String(error.message)))
    const dom = new JSDOM('<!doctype html><title>The shop</title><body></body>', {
      url: shop.address_, runScripts: 'dangerously', pretendToBeVisual: true, virtualConsole: quiet })
    if (ahead) dom.window.eval(`(${moveClock})(${ahead})`)
    return {
      errors,
      load: async text => { dom.window.eval(text) },
      run: async (call, value) => { await dom.window.eval(`(${call})(${JSON.stringify(value)})`) },
      close: async () => { await pause(100); dom.window.close() },
    }
  },
  async Chromium({ ahead = 0 }) {
    const { page, errors, close } = await openPage(browser)
    if (ahead) await page.addInitScript(`(${moveClock})(${ahead})`)
    await page.goto(shop.address_)
    return {
      errors,
      load: text => page.addScriptTag({ content: text }),
      run: (call, value) => page.evaluate(`(${call})(${JSON.stringify(value)})`),
      close,
    }
  },
}

const matches = (event, row) => { try { holds(event, row); return true } catch { return false } }

for (const [home, open] of Object.entries(homes)) {
  describe(home, () => {
    for (const [name, sdk] of Object.entries(browserSdks)) {
      test(`${name}: what it is told`, async () => {
        const source = await server.source()
        const page = await open({})
        await page.load(sdk.script)
        await page.run(sdk.start, { address: server.address, key: source.key })
        await page.run(sdk.six, when)
        let events = []
        await until(async () => {
          events = await server.events(source)
          return Object.values(sdk.expected).every(row => events.some(event => matches(event, row)))
        }, true).catch(() => {})  // What is missing is told below.
        const told = JSON.stringify({ events: events.map(event => [event.customer, event.touchpoint, event.time, event.properties]), errors: page.errors }, null, 1)
        for (const [call, row] of Object.entries(sdk.expected)) {
          const found = events.filter(event => matches(event, row))
          assert.equal(found.length, 1, `${call}: ${told}`)
          assert.ok(found[0].id, `${call} has an id`)
          // A browser's clock is put right by how late it seems to be, and so by how long a slow request took; what it
          // said is kept beside.
          if (['page', 'track', 'screen'].includes(call)) {
            near(found[0].properties?.said_time ?? found[0].time, when)
            near(found[0].time, when, 30_000)
          }
        }
        assert.deepEqual(await server.rejects(source), [])
        await server.isOne('anna', 'email:anna@example.com', ...sdk.alias ? [sdk.alias] : [])
        const [visitor] = await server.sql(`select customer_number from events where source = '${source.name}' and touchpoint = 'page view'`)
        const [known] = await server.sql(`select customer_number from events where source = '${source.name}' and customer = 'anna' limit 1`)
        assert.equal(visitor.customer_number, known.customer_number, 'the visit before belongs to the customer')
        await page.close()
      })

      test(`${name}: a clock three hours ahead`, async () => {
        const source = await server.source()
        const page = await open({ ahead: threeHours })
        await page.load(sdk.script)
        await page.run(sdk.start, { address: server.address, key: source.key })
        const from = Date.now()
        await page.run(sdk.track, 'ticked')
        const found = await until(async () => (await server.events(source)).find(event => event.touchpoint === 'ticked') ?? page.errors,
          event => event.id, 'the event')
        within(found.time, from, Date.now())
        within(found.properties.said_time, from + threeHours, Date.now() + threeHours)
        await page.close()
      })
    }
  })
}
