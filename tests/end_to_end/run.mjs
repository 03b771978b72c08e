// Runs the browser tests against the program named by SOJOURN_BIN. Says plainly what is missing. A word names one file:
// node tests/end_to_end/run.mjs boards
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const chromium = process.env.CHROMIUM || '/usr/bin/chromium'

if (!process.env.SOJOURN_BIN) fail('SOJOURN_BIN names no program. Build it, then: SOJOURN_BIN=build/dev/sojourn node tests/end_to_end/run.mjs')
if (!existsSync(process.env.SOJOURN_BIN)) fail(`There is no program at ${process.env.SOJOURN_BIN}.`)
if (!existsSync(chromium)) fail(`There is no browser at ${chromium}. Install chromium, or name another in CHROMIUM.`)
if (!existsSync(join(here, 'node_modules', 'playwright-core'))) fail('Run `npm ci` in tests/end_to_end first.')

// The limit holds for a whole file as well: it only ends what hangs, on however slow a machine. Each wait has a limit of its own.
// --renew: what is shown now is what the pictures are from now on.
const renew = process.argv.includes('--renew')
const given = process.argv.slice(2).filter(word => word !== '--renew')
const named = given.filter(word => !word.startsWith('-'))
const all = readdirSync(here).filter(name => name.endsWith('.test.mjs')).map(name => name.slice(0, -'.test.mjs'.length)).sort()
const words = ['--test', '--test-concurrency=1', '--test-timeout=3600000', ...given.filter(word => word.startsWith('-')),
  ...(named.length ? named : renew ? ['pictures'] : all).map(name => join(here, name + '.test.mjs'))]
const done = spawnSync(process.execPath, words, { stdio: 'inherit', env: { ...process.env, ...renew ? { SOJOURN_RENEW_PICTURES: '1' } : {} } })
process.exit(done.status ?? 1)

function fail(sentence) {
  console.error(sentence)
  process.exit(1)
}
