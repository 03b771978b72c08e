// One Chromium for the tests of a file, a fresh context for each of them; how they wait, and what makes a page wrong whatever it shows.
import { createRequire } from 'node:module'
import { mkdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { after, before } from 'node:test'
import { chromium } from 'playwright-core'
import { patience, slow, until } from './wait.mjs'

export { until } from './wait.mjs'

const here = dirname(fileURLToPath(import.meta.url))
const pictures = join(here, '..', '..', 'build', 'screenshots')
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

export const launch = () => chromium.launch({
  executablePath: process.env.CHROMIUM || '/usr/bin/chromium', timeout: 4 * patience,
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync'],
})

export const desk = { width: 1440, height: 900 }
export const phone = { width: 390, height: 844 }
export const narrow = { width: 320, height: 640 }

/**
 * A page of its own. `errors` collects everything the console calls an error and every exception.
 * `tour`: of somebody who was never here. `audited` lifts the content security policy, for axe; `scripts: false` runs none.
 */
export async function open(browser, { viewport = desk, theme = 'light', language, audited = false, scripts = true, locale = 'en-GB', tour = false } = {}) {
  const context = await browser.newContext({
    viewport, colorScheme: theme, reducedMotion: 'reduce', timezoneId: 'UTC', locale,
    acceptDownloads: true, bypassCSP: audited, javaScriptEnabled: scripts,
  })
  context.setDefaultTimeout(patience)
  if (language) await context.addInitScript(code => localStorage.setItem('sojourn.language', code), language)
  if (!tour) await context.addInitScript(() => { try { localStorage.setItem('sojourn.tour', 'seen') } catch { /* a frame without storage */ } })
  const page = await context.newPage()
  if (slow > 1) await (await context.newCDPSession(page)).send('Emulation.setCPUThrottlingRate', { rate: slow })
  const errors = []
  page.on('console', message => { if (message.type() === 'error') errors.push(message.text()) })
  page.on('pageerror', error => errors.push(error.stack ?? error.message))
  return { page, errors, close: () => context.close() }
}

let browser

/** A browser for all tests of the file. Each file runs in a process of its own. */
export function useBrowser() {
  before(async () => { browser = await launch() })
  after(() => browser?.close())
}

export async function withPage(options, body) {
  const opened = await open(browser, options)
  try {
    await body(opened.page, opened)
  } finally {
    await opened.close()
  }
}

/** What an element of the page tells of itself once it is there, as `until`. */
export const untilText = (locator, wanted, what) => until(() => locator.textContent({ timeout: 1000 }), wanted, what ?? String(locator))
export const untilValue = (locator, wanted, what) => until(() => locator.inputValue({ timeout: 1000 }), wanted, what ?? String(locator))
export const untilCount = (locator, wanted, what) => until(() => locator.count(), wanted, what ?? String(locator))
export const untilAttribute = (locator, name, wanted, what) =>
  until(() => locator.getAttribute(name, { timeout: 1000 }), wanted, what ?? `${name} of ${locator}`)
export const untilDisabled = locator => until(() => locator.isDisabled({ timeout: 1000 }), true, `${locator} is disabled`)

/** A part of the address: its path, or what its query says of a name. The page's own, which is never late. */
export const pathOf = page => page.evaluate(() => location.pathname)
export const queryOf = (page, name) => page.evaluate(name => new URLSearchParams(location.search).get(name), name)
export const untilPath = (page, path) => until(() => pathOf(page), path, 'the address')
export const untilQuery = (page, name, value) => until(() => queryOf(page, name), value, `"${name}" in the address`)

/** What has the focus, by `read` inside the page: its tag, its text, its id. */
export const focusOf = (page, read) => page.evaluate(read => document.activeElement?.[read] ?? null, read)
export const untilFocus = (page, read, wanted, what = 'the focus') => until(() => focusOf(page, read), wanted, what)

/** Waits until nothing waits for an answer and nothing shown is old, for a few drawings on end: sizes are read after the first. */
export async function settled(page, waiting = 'main [role=status], main [aria-busy=true]') {
  await page.waitForFunction(([waiting, call]) => {
    const quiet = document.querySelector('main h1') && !document.querySelector(waiting)
    const before = window.settling?.call === call ? window.settling.drawings : 0
    window.settling = { call, drawings: quiet ? before + 1 : 0 }
    return window.settling.drawings > 3
  }, [waiting, Math.random()], { polling: 'raf' })
}

export async function visit(page, url, waiting) {
  await page.goto(url)
  await settled(page, waiting)
}

/** Down to the end, where late parts come. */
export async function scrollDown(page) {
  await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight))
  await until(() => page.getByRole('button', { name: 'Findings, revenue, channels and the journey map' }).count(), 0)
  await settled(page)
}

/** Another size of the window, and all that follows from it. */
export async function resize(page, size) {
  await page.setViewportSize(size)
  await until(() => page.evaluate(() => window.innerWidth), size.width, 'the width of the window')
  await settled(page)
}

/** Two keys in one go, as `g` and `j`. They belong together for a moment only: a machine that is too busy tries again. */
export async function pressBoth(page, first, second, arrived) {
  for (const end = Date.now() + patience; ;) {
    await page.keyboard.press(first)
    await page.keyboard.press(second)
    const there = await until(arrived, true, `${first} ${second}`, 3000).catch(error => error)
    if (there === true) return
    if (Date.now() > end) throw there
  }
}

export async function picture(page, name) {
  mkdirSync(pictures, { recursive: true })
  await page.screenshot({ path: join(pictures, name + '.png'), fullPage: true, animations: 'disabled', caret: 'hide' })
}

export const noSidewaysScroll = page => until(() => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
  over => over <= 0, 'the pixels that the page is wider than the window')

/** What axe finds, in one line each. Needs a context with `audited`: the real policy refuses injected scripts. */
export async function audit(page) {
  await page.evaluate(axeSource)
  const found = await page.evaluate(() => window.axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }))
  return found.violations.map(one =>
    `${one.id}: ${one.help}: ${one.nodes.slice(0, 3).map(node => node.target.join(' ')).join(' | ')}`)
}

/** Axe finds nothing. What is on its way as it looks (a notice that comes, a frame that loads) it looks at again. */
export const passesAxe = (page, what = 'axe') => until(() => audit(page), [], what, patience / 2)
