// Kills, stops, starves and molests the program named by SOJOURN_BIN, and counts what its record holds afterwards.
//   node tests/crash/run.mjs [kills|stops|disk|hostile ...] [--kills 12] [--seed N]
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const here = dirname(fileURLToPath(import.meta.url))
process.env.SOJOURN_BIN = resolve(process.env.SOJOURN_BIN || join(here, '..', '..', 'build', 'dev', 'sojourn'))
if (!existsSync(process.env.SOJOURN_BIN)) fail(`There is no program at ${process.env.SOJOURN_BIN}. Build it first.`)

const { values, positionals } = parseArgs({ allowPositionals: true, options: {
  kills: { type: 'string', default: '12' }, seed: { type: 'string', default: String(Date.now() % 1_000_000) } } })
const count = whole('kills', values.kills)
const seed = whole('seed', values.seed)

const { dice } = await import('./server.mjs')
const parts = {
  kills: (await import('./kills.mjs')).kills,
  stops: (await import('./stops.mjs')).stops,
  disk: (await import('./disk.mjs')).disk,
  hostile: (await import('./hostile.mjs')).hostile,
}
for (const name of positionals) if (!parts[name]) fail(`There is no part "${name}"; there are ${Object.keys(parts).join(', ')}.`)
const wanted = positionals.length ? positionals : Object.keys(parts)

const folder = mkdtempSync(join(tmpdir(), 'sojourn-crash-'))
console.log(`seed ${seed}`)
for (const name of wanted) {
  const from = Date.now()
  const say = sentence => console.log(`${name}: ${sentence}`)
  try {
    await parts[name]({ folder, dice: dice(seed), count, say })
    say(`well, in ${((Date.now() - from) / 1000).toFixed(1)} s`)
  } catch (error) {
    console.error(`${name} failed (seed ${seed}, the data is kept in ${folder}): ${error.stack}`)
    process.exit(1)
  }
}
rmSync(folder, { recursive: true, force: true })

function whole(name, text) {
  if (!/^\d{1,9}$/.test(text)) fail(`--${name} is a whole number, not "${text}".`)
  return Number(text)
}

function fail(sentence) {
  console.error(sentence)
  process.exit(1)
}
