// The real program on a fresh folder, with sources and keys; and what its record holds.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { until } from '../end_to_end/wait.mjs'

export { until } from '../end_to_end/wait.mjs'

const program = process.env.SOJOURN_BIN

export async function start() {
  const folder = mkdtempSync(join(tmpdir(), 'sojourn-clients-'))
  const data = join(folder, 'data')
  let child, address

  async function launch() {
    child = spawn(program, ['--data', data, 'serve', '--port', '0'], { stdio: ['ignore', 'pipe', 'pipe'] })
    let trouble = ''
    child.stderr.on('data', bytes => { trouble += bytes })
    const exited = new Promise(resolve => child.once('exit', (code, signal) => resolve(signal ?? code)))
    child.exited = exited
    address = await new Promise((resolve, reject) => {
      createInterface({ input: child.stdout }).on('line', line => {
        const found = /http:\/\/127\.0\.0\.1:\d+/.exec(line)
        if (found) resolve(found[0])
      })
      exited.then(code => reject(new Error(`the server stopped with ${code}: ${trouble}`)))
    })
  }
  await launch()

  async function json(path, options = {}) {
    const reply = await fetch(address + path, { ...options, headers: { 'content-type': 'application/json' } })
    const text = await reply.text()
    assert.ok(reply.ok, `${options.method ?? 'GET'} ${path}: ${reply.status} ${text}`)
    return text ? JSON.parse(text) : {}
  }

  let sources = 0
  const server = {
    get address() { return address },
    get port() { return Number(new URL(address).port) },
    json,

    /** A new source with a key of its own. */
    async source({ enabled = true } = {}) {
      const name = `source ${++sources}`
      const at = '/v1/sources/' + encodeURIComponent(name)
      await json(at, { method: 'PUT', body: JSON.stringify({ format: 'tracking', country: 'NL' }) })
      const { key } = await json(at + '/keys', { method: 'POST', body: '{}' })
      if (!enabled) await json(at, { method: 'PUT', body: JSON.stringify({ format: 'tracking', enabled: false }) })
      return { name, key }
    },

    async sql(text) {
      const { columns, rows } = await json('/v1/sql', { method: 'POST', body: JSON.stringify({ sql: text }) })
      return rows.map(row => Object.fromEntries(row.map((cell, at) => [columns[at].name, cell])))
    },

    /** The events of a source in the order of time, with their properties read. */
    async events(source) {
      const rows = await server.sql(`select * from events where source = '${source.name}' order by time, sequence`)
      return rows.map(row => ({
        ...row,
        time: new Date(row.time.replace(' ', 'T') + 'Z'),
        properties: row.properties ? JSON.parse(row.properties) : {},
      }))
    },

    /** The same once there are so many: what was acknowledged is there, but a client may still be sending. */
    async eventually(source, count) {
      let events = []
      await until(async () => { events = await server.events(source); return events.length }, found => found >= count, `${count} events of ${source.name}`, 90_000)
        .catch(error => { throw new Error(`${error.message}: ${JSON.stringify(events.map(brief))}`) })
      assert.equal(events.length, count, `events of ${source.name}: ${JSON.stringify(events.map(brief))}`)
      return events
    },

    async rejects(source) {
      const { rejects } = await json('/v1/rejects?source=' + encodeURIComponent(source.name))
      return rejects
    },

    /** The number of the customer that an identifier belongs to. */
    async customer(identifier) {
      const reply = await until(() => fetch(address + '/v1/customers/' + encodeURIComponent(identifier)), found => found.ok, `the customer ${identifier}`)
      return (await reply.json()).customer
    },

    /** Several identifiers belong to one customer, once all that was sent of it is there. */
    async isOne(...identifiers) {
      await until(async () => new Set(await Promise.all(identifiers.map(each => server.customer(each)))).size, 1, `one customer of ${identifiers.join(', ')}`)
    },

    async stop() {
      child.kill('SIGTERM')
      const code = await child.exited
      rmSync(folder, { recursive: true, force: true })
      assert.equal(code, 0, 'the server ends well')
    },
  }
  return server
}

const brief = event => [event.id, event.customer, event.touchpoint, event.time, event.properties]
export const pause = ms => new Promise(resolve => setTimeout(resolve, ms))

/** Within one second of each other. */
export function near(time, wanted, ms = 1000) {
  assert.ok(Math.abs(new Date(time) - new Date(wanted)) <= ms, `${new Date(time).toISOString()} is not near ${new Date(wanted).toISOString()}`)
}

/** Not before the one moment nor after the other, give or take a second. */
export function within(time, from, to) {
  const at = new Date(time).getTime()
  assert.ok(at >= from - 1000 && at <= to + 1000, `${time} is not from ${new Date(from).toISOString()} to ${new Date(to).toISOString()}`)
}

/** The parts of `wanted` are in `got`. */
export function holds(got, wanted) {
  for (const [name, value] of Object.entries(wanted)) {
    if (value && typeof value === 'object' && !Array.isArray(value)) holds(got[name] ?? {}, value)
    else assert.deepEqual(got[name], value, `${name} of ${JSON.stringify(got)}`)
  }
}
