// Browser SDKs on a page of another origin, in jsdom (which asks permission as a browser does) and in Chromium.
import assert from 'node:assert/strict'
import http from 'node:http'
import { createRequire } from 'node:module'
import { after, before, describe, test } from 'node:test'
import { JSDOM, VirtualConsole } from 'jsdom'
import { browserSdks } from './browser_sdks.mjs'
import { holds, near, pause, start } from './server.mjs'

const { chromium } = createRequire(new URL('../end_to_end/package.json', import.meta.url))('playwright-core')
const when = '2020-02-03T04:05:06.789Z'
const threeHours = 3 * 3600 * 1000

let server, shop, browser
before(async () => {
  server = await start()
  // The shop: an origin of its own on this machine.
  shop = http.createServer((_, reply) => reply.end('<!doctype html><title>The shop</title><h1>Prices</h1>'))
  await new Promise(resolve => shop.listen(0, '127.0.0.1', resolve))
  shop.address_ = `http://127.0.0.1:${shop.address().port}/prices`
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync'],
  })
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
    const context = await browser.newContext()
    if (ahead) await context.addInitScript(`(${moveClock})(${ahead})`)
    const page = await context.newPage()
    const errors = []
    page.on('console', message => { if (message.type() === 'error') errors.push(message.text()) })
    await page.goto(shop.address_)
    return {
      errors,
      load: text => page.addScriptTag({ content: text }),
      run: (call, value) => page.evaluate(`(${call})(${JSON.stringify(value)})`),
      close: () => context.close(),
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
        for (let tries = 0; tries < 200; ++tries) {
          events = await server.events(source)
          if (Object.values(sdk.expected).every(row => events.some(event => matches(event, row)))) break
          await pause(50)
        }
        const told = JSON.stringify({ events: events.map(event => [event.customer, event.touchpoint, event.time, event.properties]), errors: page.errors }, null, 1)
        for (const [call, row] of Object.entries(sdk.expected)) {
          const found = events.filter(event => matches(event, row))
          assert.equal(found.length, 1, `${call}: ${told}`)
          assert.ok(found[0].id, `${call} has an id`)
          if (['page', 'track', 'screen'].includes(call)) near(found[0].time, when)
        }
        assert.deepEqual(await server.rejects(source), [])
        const anna = await server.customer('anna')
        assert.equal(await server.customer('email:anna@example.com'), anna)
        const [visitor] = await server.sql(`select customer_number from events where source = '${source.name}' and touchpoint = 'page view'`)
        const [known] = await server.sql(`select customer_number from events where source = '${source.name}' and customer = 'anna' limit 1`)
        assert.equal(visitor.customer_number, known.customer_number, 'the visit before belongs to the customer')
        if (sdk.alias) assert.equal(await server.customer(sdk.alias), anna, 'alias')
        await page.close()
      })

      test(`${name}: a clock three hours ahead`, async () => {
        const source = await server.source()
        const page = await open({ ahead: threeHours })
        await page.load(sdk.script)
        await page.run(sdk.start, { address: server.address, key: source.key })
        await page.run(sdk.track, 'ticked')
        const now = Date.now()
        let found
        for (let tries = 0; tries < 200 && !found; ++tries) {
          found = (await server.events(source)).find(event => event.touchpoint === 'ticked')
          await pause(50)
        }
        assert.ok(found, `it came: ${page.errors}`)
        near(found.time, now, 2000)
        near(found.properties.said_time, now + threeHours, 2000)
        await page.close()
      })
    }
  })
}
