// Makes the pictures of the README and of docs/guides/tour.md from the sample company: SOJOURN_BIN=... node tests/end_to_end/pictures.mjs [folder]
import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { launch, open, visit } from './browser.mjs'
import { folderWithData, remove, serve } from './server.mjs'

const folder = process.argv[2] ?? join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'docs', 'pictures')
const steps = ['home page', 'product page', 'checkout', 'purchase']
  .map(name => 'step=' + encodeURIComponent(`touchpoint = "${name}"`)).join('&')
const screen = { width: 1440, height: 900 }
const shots = [
  { name: 'overview-light', path: '/', viewport: screen },
  { name: 'overview-dark', path: '/', viewport: screen, theme: 'dark' },
  { name: 'overview-phone', path: '/', viewport: { width: 390, height: 1200 } },
  { name: 'overview-chinese', path: '/', viewport: screen, language: 'zh' },
  { name: 'measure', path: '/measure/csat?by=properties.late', height: 900 },
  { name: 'journey', path: '/journey', height: 1320 },
  { name: 'journey-flow', path: '/journey?view=paths', height: 1180 },
  { name: 'funnel', path: `/journey?view=funnel&${steps}`, height: 1400 },
  { name: 'journey-cohorts', path: '/journey?view=cohorts&period=24m', height: 1250 },
  { name: 'journey-attribution', path: '/journey?view=attribution', height: 1250 },
  { name: 'sources', path: '/sources', height: 820, first: connect },
  { name: 'board', path: '/boards/marketing', height: 1300 },
  { name: 'board-edit', path: '/boards/care?edit=1&tile=nps', viewport: screen },
  { name: 'service', path: '/boards/service', height: 1100 },
  { name: 'kiosk', path: '/boards/executive?kiosk=1', viewport: screen },
  { name: 'explore', path: '/explore?q=' + encodeURIComponent(JSON.stringify({ measure: 'csat', by: ['properties.late'] })), viewport: screen },
  { name: 'voice', path: '/voice', height: 1100 },
  { name: 'inbox', path: '/inbox?where=' + encodeURIComponent('exists(text) and kind = "nps"'), viewport: screen },
  { name: 'alerts', path: '/alerts', viewport: screen },
  { name: 'targets', path: '/targets?tab=goals', viewport: screen },
  { name: 'stages', path: '/sources/stages', height: 900 },
  { name: 'customer', path: '/customer/c-000008', height: 900 },
]

mkdirSync(folder, { recursive: true })
const company = folderWithData(20_000, 1)
const server = await serve(company.data)
const browser = await launch()
try {
  await prepare()
  for (const shot of shots) await take(shot)
} finally {
  await browser.close()
  await server.stop()
  remove(company.folder)
}

async function take({ name, path, height = 900, viewport, theme, language, first }) {
  const { page, close } = await open(browser, { viewport: viewport ?? { width: 1280, height }, theme, language })
  await visit(page, server.address + path, 'main [class*=state_waiting], main [aria-busy=true]')
  await first?.(page)
  await page.screenshot({ path: join(folder, name + '.png'), animations: 'disabled', caret: 'hide' })
  await close()
}

/** What a company would have set by now: aims, what others reach, an alert, a board of its own. */
async function prepare() {
  const put = async (path, body, type = 'application/json') => {
    const reply = await fetch(server.address + path, { method: 'PUT', headers: { 'content-type': type }, body: typeof body === 'string' ? body : JSON.stringify(body) })
    if (!reply.ok) console.error(`PUT ${path}: ${reply.status} ${(await reply.text()).slice(0, 200)}`)
  }
  await put('/v1/goals/nps', { title: 'Recommended by more', measure: 'nps', value: 25, by: '2027-06-30', period: '12m' })
  await put('/v1/goals/csat', { title: 'Content customers', measure: 'csat', value: 85, by: '2027-06-30', period: '12m' })
  await put('/v1/goals/ces', { title: 'Easy for most', measure: 'ces', value: 40, by: '2027-06-30', period: '12m' })
  await put('/v1/benchmarks/trade?source=Trade%20survey&date=2026-06-30', 'measure,group,value,n\nnps,outdoor shops,18,1200\ncsat,outdoor shops,76,1000\nces,outdoor shops,44,800\n', 'text/csv')
  await put('/v1/alerts/nps-low', { title: 'NPS below 25', question: { measure: 'nps' }, period: '90d', when: 'below', value: 25, enabled: true })
  await put('/v1/alerts/csat-falls', { title: 'Satisfaction falls', question: { measure: 'csat' }, period: '90d', when: 'falls', by: 3, enabled: true })
  await put('/v1/segments/loyal', { title: 'Bought twice or more', where: 'did("purchase") >= 2' })
  await put('/v1/boards/care', { title: 'Care', about: 'What customers say after a delivery', period: '12m', tiles: [
    { id: 'nps', x: 0, y: 0, w: 4, h: 3, drawing: 'figure', compare: 'before', target: 25, question: { measure: 'nps' } },
    { id: 'why', kind: 'text', x: 4, y: 0, w: 4, h: 3, text: '# What we promise\n\n- an answer **the same day**\n- a parcel that comes when we said' },
    { id: 'late', x: 8, y: 0, w: 4, h: 3, drawing: 'bars', question: { measure: 'csat', by: ['properties.late'] } },
    { id: 'trend', x: 0, y: 3, w: 8, h: 4, drawing: 'line', target: 85, question: { measure: 'csat' } },
    { id: 'where', x: 8, y: 3, w: 4, h: 4, drawing: 'bars', question: { measure: 'volume', by: ['channel'], where: 'direction != "out"' } }] })
}

async function connect(page) {
  await page.getByLabel('Name', { exact: true }).fill('my shop')
  await page.getByRole('button', { name: 'Make it and show a key' }).click()
  await page.getByLabel('Write key', { exact: true }).waitFor()
}
