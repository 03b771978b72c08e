// The real program on a folder that outlives it: started, killed, stopped, asked.
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import http from 'node:http'
import { createInterface } from 'node:readline'

const program = process.env.SOJOURN_BIN
const startSeconds = 300
const running = new Set()
process.on('exit', () => { for (const child of running) child.kill('SIGKILL') })
export const rowsMax = 10_000

/** The program begun on a folder. `ready` resolves when it listens, or says why it does not. */
export function launch(data, { env = {} } = {}) {
  const child = spawn(program, ['--data', data, 'serve', '--port', '0'],
    { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } })
  running.add(child)
  child.once('exit', (code, signal) => {
    running.delete(child)
    if (signal && signal !== 'SIGKILL') console.error(`the server was ended by ${signal}: ${trouble}`)
  })
  let trouble = ''
  child.stderr.on('data', bytes => { trouble += bytes })
  const exited = new Promise(resolve => child.once('exit', (code, signal) => resolve(signal ?? code)))
  const ready = new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`the server did not listen within ${startSeconds} s: ${trouble}`)), startSeconds * 1000)
    createInterface({ input: child.stdout }).on('line', line => {
      const found = /http:\/\/127\.0\.0\.1:(\d+)/.exec(line)
      if (!found) return
      clearTimeout(late)
      server.port = Number(found[1])
      resolve(server)
    })
    exited.then(code => {
      clearTimeout(late)
      reject(new Error(`the server ended with ${code}: ${trouble}`))
    })
  })
  ready.catch(() => {})
  const server = {
    child, ready, exited, port: 0,
    get trouble() { return trouble },
    kill: async () => {
      child.kill('SIGKILL')
      await exited
    },
    /** Ends it well; how long that took in ms. */
    stop: async () => {
      const from = Date.now()
      child.kill('SIGTERM')
      const code = await exited
      assert.equal(code, 0, `SIGTERM ended the server with ${code}: ${trouble}`)
      return Date.now() - from
    },
    /** Of resident memory, now. */
    megabytes: () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))[1]) / 1024,
    json: async (method, path, body) => {
      const reply = await request(server.port, { method, path, body: body === undefined ? undefined : JSON.stringify(body), seconds: 300 })
      assert.ok(reply.status < 300, `${method} ${path}: ${reply.status} ${reply.text}`)
      return JSON.parse(reply.text)
    },
    sql: async text => rows(await server.json('POST', '/v1/sql', { sql: text, limit: rowsMax })),
    /** A key that may write to a source. */
    key: async (name = 'load') => {
      await server.json('PUT', `/v1/sources/${name}`, { format: 'tracking' })
      return (await server.json('POST', `/v1/sources/${name}/keys`, {})).key
    },
  }
  return server
}

export const start = async (data, options) => launch(data, options).ready

function rows(table) {
  assert.equal(table.cut, false, 'the answer is whole')
  return table.rows.map(row => Object.fromEntries(row.map((cell, at) => [table.columns[at].name, cell])))
}

/** The same question to a folder that no server holds. */
export function sqlOffline(data, text) {
  const done = spawnSync(program, ['--data', data, 'sql', '--format', 'json', text], { encoding: 'utf8', maxBuffer: 1 << 28 })
  assert.equal(done.status, 0, `sojourn sql: ${done.stderr}`)
  const answer = JSON.parse(done.stdout)
  return Array.isArray(answer) ? answer : rows(answer)
}

/** One request. Rejects when the connection fails: nothing is known then. */
export function request(port, { method = 'POST', path, body, headers = {}, agent, seconds = 180 }) {
  return new Promise((resolve, reject) => {
    const asked = http.request({ host: '127.0.0.1', port, method, path, agent, headers: {
      'content-type': 'application/json', ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }), ...headers } }, reply => {
      const pieces = []
      reply.on('data', bytes => pieces.push(bytes))
      reply.on('error', reject)
      reply.on('aborted', () => reject(new Error('the reply broke off')))
      reply.on('end', () => resolve({ status: reply.statusCode, headers: reply.headers, text: Buffer.concat(pieces).toString() }))
    })
    asked.setTimeout(seconds * 1000, () => asked.destroy(new Error(`no reply within ${seconds} s`)))
    asked.on('error', reject)
    asked.end(body)
  })
}

export const pause = ms => new Promise(resolve => setTimeout(resolve, ms))

/** Tries until something comes of it, and returns that. */
export async function until(what, seconds, attempt) {
  const end = Date.now() + seconds * 1000
  for (;;) {
    const got = await attempt()
    if (got) return got
    assert.ok(Date.now() < end, `${what} within ${seconds} s`)
    await pause(100)
  }
}

/** Numbers that come again with the same seed (xorshift). */
export function dice(seed) {
  let state = (seed * 2654435761 + 88172645) >>> 0 || 1
  const next = () => {
    state ^= state << 13
    state >>>= 0
    state ^= state >>> 17
    state ^= state << 5
    state >>>= 0
    return state / 2 ** 32
  }
  for (let i = 0; i < 8; ++i) next()
  return { below: n => Math.floor(next() * n), chance: share => next() < share, pick: list => list[Math.floor(next() * list.length)] }
}
