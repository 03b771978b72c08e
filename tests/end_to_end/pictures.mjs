// Makes the pictures of the README from the sample company: SOJOURN_BIN=... node tests/end_to_end/pictures.mjs [folder]
import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { launch, open, visit } from './browser.mjs'
import { folderWithData, remove, serve } from './server.mjs'

const folder = process.argv[2] ?? join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'docs', 'pictures')
const steps = ['home page', 'product page', 'checkout', 'purchase']
  .map(name => 'step=' + encodeURIComponent(`touchpoint = "${name}"`)).join('&')
const shots = [
  { name: 'overview-light', path: '/', height: 1500 },
  { name: 'overview-dark', path: '/', height: 1500, theme: 'dark' },
  { name: 'overview-phone', path: '/', viewport: { width: 390, height: 1200 } },
  { name: 'overview-chinese', path: '/', height: 700, language: 'zh' },
  { name: 'measure', path: '/measure/csat?by=properties.late', height: 900 },
  { name: 'journey', path: '/journey', height: 1320 },
  { name: 'journey-flow', path: '/journey?view=paths', height: 1180 },
  { name: 'funnel', path: `/journey?view=funnel&${steps}`, height: 1400 },
  { name: 'journey-cohorts', path: '/journey?view=cohorts&period=24m', height: 1250 },
  { name: 'journey-attribution', path: '/journey?view=attribution', height: 1250 },
  { name: 'sources', path: '/sources', height: 820, first: connect },
  { name: 'board', path: '/boards/marketing', height: 1300 },
  { name: 'stages', path: '/sources/stages', height: 900 },
  { name: 'customer', path: '/customer/c-000008', height: 900 },
]

mkdirSync(folder, { recursive: true })
const company = folderWithData(20_000, 1)
const server = await serve(company.data)
const browser = await launch()
for (const { name, path, height = 900, viewport, theme, language, first } of shots) {
  const { page, close } = await open(browser, { viewport: viewport ?? { width: 1280, height }, theme, language })
  await visit(page, server.address + path)
  await first?.(page)
  await page.screenshot({ path: join(folder, name + '.png'), animations: 'disabled', caret: 'hide' })
  await close()
}
await browser.close()
await server.stop()
remove(company.folder)

async function connect(page) {
  await page.getByLabel('Name', { exact: true }).fill('my shop')
  await page.getByRole('button', { name: 'Make it and show a key' }).click()
  await page.getByLabel('Write key', { exact: true }).waitFor()
}
