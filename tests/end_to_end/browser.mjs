// One Chromium for all tests, a fresh context for each; and what makes a page wrong whatever it shows.
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { mkdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'

const here = dirname(fileURLToPath(import.meta.url))
const pictures = join(here, '..', '..', 'build', 'screenshots')
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

export const launch = () => chromium.launch({
  executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync'],
})

export const desk = { width: 1440, height: 900 }
export const phone = { width: 390, height: 844 }

/**
 * A page of its own. `errors` collects everything the console calls an error and every exception;
 * `expected` are those that the test provokes (a refused request is one in the console).
 */
export async function open(browser, { viewport = desk, theme = 'light', language, audited = false } = {}) {
  const context = await browser.newContext({
    viewport, colorScheme: theme, reducedMotion: 'reduce', timezoneId: 'UTC', locale: 'en-GB',
    acceptDownloads: true, bypassCSP: audited,
  })
  if (language) await context.addInitScript(code => localStorage.setItem('sojourn.language', code), language)
  const page = await context.newPage()
  page.setDefaultTimeout(15_000)
  const errors = []
  page.on('console', message => { if (message.type() === 'error') errors.push(message.text()) })
  page.on('pageerror', error => errors.push(error.stack ?? error.message))
  return { page, errors, close: () => context.close() }
}

/** Waits until nothing is waiting for an answer and nothing shown is old. */
export async function settled(page) {
  await page.waitForSelector('main h1')
  await page.waitForFunction(() => !document.querySelector('main [role=status], main [aria-busy=true]'))
  // Sizes are read after the first drawing; one more frame and they are drawn.
  await page.evaluate(() => new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve))))
}

export async function visit(page, url) {
  await page.goto(url)
  await settled(page)
}

export async function picture(page, name) {
  mkdirSync(pictures, { recursive: true })
  await page.screenshot({ path: join(pictures, name + '.png'), fullPage: true, animations: 'disabled', caret: 'hide' })
}

export async function noSidewaysScroll(page) {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  assert.ok(over <= 0, `the page is ${over} px wider than the window`)
}

/** What axe finds, in one line each. Needs a context with `audited`: the real policy refuses injected scripts. */
export async function audit(page) {
  await page.evaluate(axeSource)
  const found = await page.evaluate(() => window.axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }))
  return found.violations.map(one =>
    `${one.id}: ${one.help}: ${one.nodes.slice(0, 3).map(node => node.target.join(' ')).join(' | ')}`)
}
