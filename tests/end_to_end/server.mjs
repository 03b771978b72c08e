// The real program on a fresh folder: simulated data, or none. Nothing here stands in for it.
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { createInterface } from 'node:readline'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const program = process.env.SOJOURN_BIN

/** A data folder of a simulated company; seeded, so that every run sees the same one. */
export function folderWithData(customers, seed) {
  const folder = emptyFolder()
  const file = join(folder, 'events.jsonl')
  const data = join(folder, 'data')
  run(['--data', data, 'simulate', '--customers', String(customers), '--seed', String(seed), '--out', file])
  run(['--data', data, 'import', file])
  return { folder, data }
}

export function emptyFolder() { return mkdtempSync(join(tmpdir(), 'sojourn-end-to-end-')) }
export const remove = folder => rmSync(folder, { recursive: true, force: true })

function run(words) {
  const done = spawnSync(program, words, { encoding: 'utf8' })
  if (done.status !== 0) throw new Error(`sojourn ${words.join(' ')}: ${done.stderr || done.error}`)
  return done.stdout
}

/** Starts a server; resolves when it says where it listens. */
export async function serve(data, port = 0) {
  const child = spawn(program, ['--data', data, 'serve', '--port', String(port)], { stdio: ['ignore', 'pipe', 'pipe'] })
  let trouble = ''
  child.stderr.on('data', bytes => { trouble += bytes })
  const exited = new Promise(resolve => child.once('exit', resolve))
  const lines = createInterface({ input: child.stdout })
  const address = await new Promise((resolve, reject) => {
    lines.on('line', line => {
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(line)
      if (found) resolve(found[0])
    })
    exited.then(code => reject(new Error(`the server stopped with ${code}: ${trouble}`)))
  })
  return {
    address,
    port: Number(new URL(address).port),
    stop: async () => { child.kill('SIGTERM'); await exited },
    kill: async () => { child.kill('SIGKILL'); await exited },
  }
}

/** A port for a server that comes back to it: below those that a machine hands out, so that nobody gets it meanwhile. */
export async function portToKeep() {
  for (;;) {
    const port = 15_000 + Math.floor(Math.random() * 15_000)
    const free = await new Promise(resolve => {
      const probe = createServer().once('error', () => resolve(false))
      probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
    })
    if (free) return port
  }
}

/** The same question over HTTP, without the browser. */
export async function ask(address, question) {
  const reply = await fetch(address + '/v1/ask', {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(question) })
  return reply.json()
}

/** The rows of a query in SQL. */
export async function rowsOf(address, sql) {
  const reply = await fetch(address + '/v1/sql', {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ sql }) })
  const text = await reply.text()
  if (!reply.ok) throw new Error(`${sql}: ${reply.status} ${text}`)
  return JSON.parse(text).rows
}
