// Runs the unmodified SDKs against the program named by SOJOURN_BIN (else build/dev/sojourn). Says plainly what is
// missing. A word names one file: node tests/clients/run.mjs wire
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const chromium = process.env.CHROMIUM || '/usr/bin/chromium'
process.env.SOJOURN_BIN = resolve(process.env.SOJOURN_BIN || join(here, '..', '..', 'build', 'dev', 'sojourn'))

if (!existsSync(process.env.SOJOURN_BIN)) fail(`There is no program at ${process.env.SOJOURN_BIN}. Build it first.`)
if (!existsSync(chromium)) fail(`There is no browser at ${chromium}. Install chromium, or name another in CHROMIUM.`)
if (!existsSync(join(here, 'node_modules', 'posthog-node'))) fail('Run `npm ci` in tests/clients first.')
if (!existsSync(join(here, '..', 'end_to_end', 'node_modules', 'playwright-core'))) {
  fail('Run `npm ci` in tests/end_to_end first: the browser is driven from there.')
}

const named = process.argv.slice(2).filter(word => !word.startsWith('-'))
// The limit holds for a whole file as well: it only ends what hangs, on however slow a machine.
const words = ['--test', '--test-concurrency=1', '--test-timeout=3600000', ...process.argv.slice(2).filter(word => word.startsWith('-')),
  ...(named.length ? named : ['servers', 'browsers', 'wire']).map(name => join(here, name + '.test.mjs'))]
const done = spawnSync(process.execPath, words, { stdio: 'inherit' })
process.exit(done.status ?? 1)

function fail(sentence) {
  console.error(sentence)
  process.exit(1)
}
