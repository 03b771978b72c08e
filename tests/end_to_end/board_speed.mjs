// How fast a board of fifty tiles is: run by hand, beside nothing else. SOJOURN_BIN=... node tests/end_to_end/board_speed.mjs [customers]
// It asserts nothing: what is too slow on this machine is a judgement. The budget is that of web/README.md.
import { launch, open, settled, until } from './browser.mjs'
import { folderWithData, remove, serve } from './server.mjs'

const customers = Number(process.argv[2] ?? 5000)
const tiles = 50
const turns = 120
const kinds = [['nps', 'line'], ['csat', 'figure'], ['volume', 'bars'], ['customers', 'line'], ['ces', 'figure'], ['drop_outs', 'table']]

const company = folderWithData(customers, 1)
const server = await serve(company.data)
const browser = await launch()
const quiet = 'main [class*=state_waiting], main [aria-busy=true]'  // Some pages say what they do in places that stay.
const say = (what, value) => console.log(`${what.padEnd(44)} ${value}`)
const middle = list => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)]
const part = (list, share) => [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * share))]

try {
  await makeBoard()
  await firstPaint()
  const { page, close } = await open(browser, {})
  await page.goto(server.address + '/boards/many')
  await settled(page)
  await page.locator('main section[id^=tile-] :is([data-value], svg)').first().waitFor()
  say('tiles, nodes in the page', `${await page.locator('main section[id^=tile-]').count()}, ${await nodes(page)}`)
  await scrolling(page)
  await live(page)
  await dragging(page)
  await close()
  await changes()
} finally {
  await browser.close()
  await server.stop()
  remove(company.folder)
}

async function makeBoard() {
  const reply = await fetch(server.address + '/v1/boards/many', { method: 'PUT', headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ title: 'Many', period: '24m', tiles: Array.from({ length: tiles }, (_, i) => {
      const [measure, drawing] = kinds[i % kinds.length]
      return { id: 't' + i, x: 3 * (i % 4), y: 4 * Math.floor(i / 4), w: 3, h: 4, drawing, question: { measure, ...drawing === 'bars' ? { by: ['channel'] } : {} } }
    }) }) })
  if (!reply.ok) throw new Error(await reply.text())
}

/** Runs `act` in a page that counts its drawings; tells how long they took. */
async function frames(page, what, act) {
  await page.evaluate(() => {
    window.drawings = []
    let last = 0
    const look = at => { if (last) window.drawings.push(at - last); last = at; window.looking = requestAnimationFrame(look) }
    window.looking = requestAnimationFrame(look)
    window.long = []
    window.watch = new PerformanceObserver(list => window.long.push(...list.getEntries().map(one => one.duration)))
    window.watch.observe({ type: 'longtask' })
  })
  await act()
  const { drawings, long } = await page.evaluate(() => {
    cancelAnimationFrame(window.looking)
    window.watch.disconnect()
    return { drawings: window.drawings, long: window.long }
  })
  const sum = drawings.reduce((a, b) => a + b, 0)
  say(what, `${(1000 * drawings.length / sum).toFixed(0)} fps; frame median ${middle(drawings).toFixed(1)}, 95 % ${part(drawings, .95).toFixed(1)}, ` +
    `longest ${Math.max(...drawings).toFixed(0)} ms; tasks over 50 ms: ${long.length}${long.length ? `, longest ${Math.max(...long).toFixed(0)}` : ''}`)
}

function scrolling(page) {
  return frames(page, 'scrolling from top to end and back', () => page.evaluate(() => new Promise(done => {
    const end = document.documentElement.scrollHeight - innerHeight
    let at = 0, step = 40
    const next = () => {
      window.scrollTo(0, at += step)
      if (at >= end) step = -40
      if (at <= 0 && step < 0) done(); else requestAnimationFrame(next)
    }
    requestAnimationFrame(next)
  })))
}

async function live(page) {
  const key = await (await fetch(server.address + '/v1/sources/speed', { method: 'PUT', headers: { 'content-type': 'application/json' }, body: '{}' })).json()
    .then(() => fetch(server.address + '/v1/sources/speed/keys', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' })).then(reply => reply.json())
  let asked = 0
  const count = reply => { if (reply.url().includes('/answers')) ++asked }
  page.on('response', count)
  let number = 0
  await frames(page, 'six live changes in eight seconds', async () => {
    for (let i = 0; i < 6; ++i) {
      await fetch(server.address + '/v1/events', { method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${key.key}` },
        body: JSON.stringify([{ id: `speed-${number}`, customer: `speed-${number++}`, time: new Date().toISOString(), channel: 'web', touchpoint: 'visit' }]) })
      await page.waitForTimeout(1300)
    }
  })
  page.off('response', count)
  say('answers that came meanwhile', asked)
}

async function dragging(page) {
  await page.goto(server.address + '/boards/many?edit=1')
  await settled(page, quiet)
  const handle = page.locator('#move-t0')
  await handle.waitFor()
  const { x, y, width, height } = await handle.boundingBox()
  await frames(page, 'dragging a tile over the others', async () => {
    await page.mouse.move(x + width / 2, y + height / 2)
    await page.mouse.down()
    for (let turn = 0; turn < 3; ++turn) {
      await page.mouse.move(x + 700, y + 500, { steps: 40 })
      await page.mouse.move(x + 20, y + 20, { steps: 40 })
    }
    await page.mouse.up()
  })
}

async function firstPaint() {
  for (const path of ['/', '/boards/many']) {
    const paints = [], drawn = []
    for (let i = 0; i < 5; ++i) {
      const { page, close } = await open(browser, {})
      await page.goto(server.address + path)
      await page.locator('main :is([data-value], svg[role=img])').first().waitFor()
      drawn.push(await page.evaluate(() => performance.now()))
      paints.push(await until(() => page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0), value => value > 0))
      await close()
    }
    say(`${path}: first paint, answers drawn (median)`, `${middle(paints).toFixed(0)}, ${middle(drawn).toFixed(0)} ms`)
  }
}

function nodes(page) { return page.evaluate(() => document.querySelectorAll('*').length) }

/** Page after page, back and forth: what it takes, and what it leaves behind. */
async function changes() {
  const { page, close } = await open(browser, {})
  const session = await page.context().newCDPSession(page)
  const heap = async () => {
    await session.send('HeapProfiler.collectGarbage')
    const { usedSize } = await session.send('Runtime.getHeapUsage')
    const { nodes: held } = await session.send('Memory.getDOMCounters')
    return [usedSize / 1e6, held]
  }
  await page.goto(server.address + '/')
  await settled(page)
  const ways = ['/journey', '/boards/service', '/measure/nps', '/']
  const took = []
  let first
  for (let i = 0; i < turns; ++i) {
    const to = ways[i % ways.length]
    took.push(await page.evaluate(to => new Promise(done => {
      const begin = performance.now()
      const link = document.createElement('a')
      link.href = to
      document.body.append(link)
      link.click()
      link.remove()
      const look = () => {
        const busy = document.querySelector('main [aria-busy=true], main [class*=state_waiting]')
        if (location.pathname === to && document.querySelector('main h1') && !busy && document.querySelector('main :is(section, table)')) done(performance.now() - begin)
        else requestAnimationFrame(look)
      }
      requestAnimationFrame(look)
    }), to))
    if (i === 39) first = await heap()
  }
  const last = await heap()
  say(`${turns} page changes: median, 95 %`, `${middle(took.slice(8)).toFixed(0)}, ${part(took.slice(8), .95).toFixed(0)} ms`)
  say('heap after 40, after all', `${first[0].toFixed(1)}, ${last[0].toFixed(1)} MB`)
  say('DOM nodes held after 40, after all', `${first[1]}, ${last[1]}`)
  await close()
}
