// What must look as it looks: some drawings and states, held against pictures that are kept in pictures/. Made with other fonts or by
// another browser they would differ everywhere: then nothing is compared, and it is said. To renew them, after looking at them:
// SOJOURN_BIN=... node tests/end_to_end/run.mjs --renew
import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import pixelmatch from 'pixelmatch'
import { PNG } from 'pngjs'
import { desk, phone, settled } from './browser.mjs'
import { address, useCompany, withPage } from './company.mjs'

useCompany(400, 5)

const here = dirname(fileURLToPath(import.meta.url))
const kept = join(here, 'pictures')
const told = join(here, '..', '..', 'build', 'screenshots')
const renew = process.env.SOJOURN_RENEW_PICTURES === '1'
const threshold = 0.02  // At the usual 0.1 another accent colour goes unseen.
const allowed = 50      // Pixels: repeats of one page differ by up to 15.
const today = new Date('2026-11-22T12:00:00Z')

const region = name => page => page.getByRole('region', { name, exact: true })
const step = name => 'step=' + encodeURIComponent(`touchpoint = "${name}"`)
const states = {
  'score': { path: '/', of: region('Customer satisfaction') },
  'score-dark': { path: '/', of: region('Net Promoter Score'), theme: 'dark' },
  'score-chinese': { path: '/', of: region('净推荐值（NPS）'), language: 'zh' },
  'journey-health': { path: '/', of: region('Journey health') },
  'slot': { path: '/', of: region('Churn') },
  'trend': { path: '/', of: page => page.locator('#nps-trend-scrub').locator('xpath=ancestor::section[1]') },
  'bars': { path: '/boards/service', of: region('Volume · Channel') },
  'table': { path: '/boards/service', of: region('Drop-outs'), theme: 'dark' },
  'facts': { path: '/boards/analyst', of: page => page.locator('#tile-sessions') },
  'cohorts': { path: '/boards/marketing', of: region('Retention'), viewport: { width: 900, height: 900 } },
  'funnel': { path: `/journey?view=funnel&${step('home page')}&${step('checkout')}&${step('purchase')}`, of: page => page.locator('main [class^=funnel_funnel]').first() },
  'tile-menu': { path: '/boards/agent', of: page => page.locator('main [data-open] ul'), first: page => page.getByRole('button', { name: 'What to do with Customer satisfaction', exact: true }).click() },
  'error': { path: '/customer/c-999999', of: page => page.locator('main [role=alert]').first(), hide: 'main [role=alert] code' },
  'voice-marks': { path: '/voice?period=all', theme: 'dark', of: page => page.locator('main [class*=comments_legend]'), first: page => page.getByText('What the marks mean').click() },
  'navigation-phone': { path: '/boards', of: page => page.getByRole('navigation', { name: 'Main menu' }), viewport: phone },
}

/** How wide some letters are, and who drew them. */
const printOf = async page => ({
  browser: page.context().browser().version().split('.')[0],
  widths: await page.evaluate(() => {
    const pen = document.createElement('canvas').getContext('2d')
    return ['400 14px system-ui', '700 30px system-ui', '400 12px ui-monospace'].flatMap(font => {
      pen.font = font
      return ['Hamburgefonstiv −0123.4 %', 'Клиентский путь', '客户旅程'].map(text => Math.round(100 * pen.measureText(text).width) / 100)
    })
  }),
})

const fontsFile = join(kept, 'made_with.json')

for (const [name, { path, of, theme, language, viewport = desk, first, hide }] of Object.entries(states)) {
  test(`${name} looks as it did`, t => withPage({ theme, language, viewport }, async page => {
    await page.clock.setFixedTime(today)
    await page.goto(address + path)
    await settled(page, 'main [class*=state_waiting], main [aria-busy=true]')
    const print = await printOf(page)
    const madeWith = existsSync(fontsFile) ? JSON.parse(readFileSync(fontsFile, 'utf8')) : null
    if (!renew && JSON.stringify(madeWith) !== JSON.stringify(print)) return t.skip('the pictures were made with other fonts or by another browser: nothing is compared')
    await page.evaluate(() => document.fonts.ready)
    await first?.(page)
    const shot = await of(page).screenshot({ animations: 'disabled', caret: 'hide', ...hide ? { mask: [page.locator(hide)], maskColor: '#888888' } : {} })
    const file = join(kept, name + '.png')
    if (renew) {
      mkdirSync(kept, { recursive: true })
      writeFileSync(file, PNG.sync.write(PNG.sync.read(shot), { colorType: 2, deflateLevel: 9, deflateStrategy: 0, filterType: 0 }))
      writeFileSync(fontsFile, JSON.stringify(print, null, 2) + '\n')
      return
    }
    const [now, before] = [PNG.sync.read(shot), PNG.sync.read(readFileSync(file))]
    mkdirSync(told, { recursive: true })
    writeFileSync(join(told, `now-${name}.png`), shot)
    assert.deepEqual([now.width, now.height], [before.width, before.height], `the size of ${name}; what it is now: build/screenshots/now-${name}.png`)
    const difference = new PNG({ width: now.width, height: now.height })
    const pixels = pixelmatch(before.data, now.data, difference.data, now.width, now.height, { threshold, includeAA: true })
    if (pixels > allowed) writeFileSync(join(told, `difference-${name}.png`), PNG.sync.write(difference))
    assert.ok(pixels <= allowed, `${name}: ${pixels} pixels differ, see build/screenshots/difference-${name}.png. If it is to look so: run.mjs --renew`)
  }))
}
