// Clients that are slow, silent, too large, damaged or too many: refused within limits, while others are served.
import assert from 'node:assert/strict'
import http from 'node:http'
import net from 'node:net'
import { gzipSync } from 'node:zlib'
import { pause, request, start, until } from './server.mjs'

const slowClients = 200
const readSeconds = 30  // Of the server (docs/formats/http.md, Limits).
const graceSeconds = 90  // More than it takes on a slow machine; else they are never closed.
const growthMax = 450  // MB while all of it goes on: bodies of 20 MiB are unpacked by several workers, and the heap keeps its pages
const MiB = 1 << 20

export async function hostile({ folder, say }) {
  const server = await start(folder + '/hostile')
  const key = await server.key()
  const before = server.megabytes()
  const pulse = keepAsking(server)
  const slow = slowOnes(server, key)
  const refused = await refusals(server, key)
  say(`${refused} bodies refused in words`)
  await crowd(server)
  say('more connections than there may be: turned away with 503, those before them served')
  const { closed, seconds } = await slow
  say(`${closed} slow and silent connections closed after ${seconds.toFixed(0)} s`)
  const { asked, longest } = await pulse.stop()
  const most = pulse.most()
  assert.ok(most - before < growthMax, `memory grew from ${before} to ${most} MB`)
  const events = await server.sql('select count(*) as events from events')
  assert.equal(events[0].events, '2', 'only the two good events are there')
  await server.stop()
  say(`/healthz answered ${asked} times meanwhile, within ${longest} ms; memory ${before.toFixed(0)} to ${most.toFixed(0)} MB`)
}

/** Asks for /healthz all the while, on a connection of its own each time. */
function keepAsking(server) {
  let going = true
  let asked = 0
  let longest = 0
  let most = 0
  const loop = (async () => {
    while (going) {
      const from = Date.now()
      const reply = await request(server.port, { method: 'GET', path: '/healthz', seconds: 60 })
      // While the crowd is there, it is turned away as all others are.
      if (reply.status !== 503) {
        assert.equal(reply.status, 200)
        ++asked
        longest = Math.max(longest, Date.now() - from)
      }
      most = Math.max(most, server.megabytes())
      await pause(100)
    }
  })()
  loop.catch(() => {})
  return {
    most: () => most,
    stop: async () => {
      going = false
      await loop
      return { asked, longest }
    },
  }
}

/** Opens connections that never finish a request; resolves when the server closed them all. */
async function slowOnes(server, key) {
  const from = Date.now()
  const ways = [
    // A byte of a header now and then.
    socket => drip(socket, `POST /v1/events HTTP/1.1\r\nHost: localhost\r\nX-Long: `, 'a'),
    // A byte of a body now and then.
    socket => drip(socket, `POST /v1/events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${key}\r\nContent-Length: 100000\r\n\r\n[`, ' '),
    // Half a body, then silence.
    socket => socket.write(`POST /v1/events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${key}\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n[{"id`),
    // Half a request line, then silence.
    socket => socket.write('PO'),
  ]
  const all = Array.from({ length: slowClients }, (_, at) => new Promise(resolve => {
    const socket = net.connect(server.port, '127.0.0.1', () => ways[at % ways.length](socket))
    socket.on('error', () => {})
    socket.on('close', () => resolve(true))
    socket.resume()
    setTimeout(() => {
      socket.destroy()
      resolve(false)
    }, (readSeconds + graceSeconds) * 1000).unref()
  }))
  const end = Date.now() + (readSeconds + graceSeconds - 1) * 1000
  const closed = await Promise.all(all)
  assert.ok(Date.now() < end, `slow connections were still open after ${readSeconds + graceSeconds} s`)
  return { closed: closed.filter(Boolean).length, seconds: (Date.now() - from) / 1000 }
}

function drip(socket, first, piece) {
  socket.write(first)
  const timer = setInterval(() => socket.write(piece), 500)
  socket.on('close', () => clearInterval(timer))
}

const good = id => JSON.stringify({ id, time: '2026-01-05T10:00:00Z', customer: 'anna', touchpoint: 'visit' })

async function refusals(server, key) {
  const headers = { authorization: 'Bearer ' + key }
  let count = 0
  const refused = async (what, status, path, body, more = {}) => {
    const reply = await request(server.port, { path, body, headers: { ...headers, ...more } }).catch(error => ({ status: 0, text: String(error) }))
    assert.ok([status].flat().includes(reply.status), `${what}: ${reply.status} ${reply.text.slice(0, 300)}`)
    if (reply.status >= 400) assert.ok(JSON.parse(reply.text).detail.length > 5, `${what}: ${reply.text}`)
    ++count
  }
  await refused('a good one', 200, '/v1/events', good('good-1'))
  for (const path of ['/v1/events', '/v1/batch', '/v1/track', '/batch', '/ce', '/v1/logs', '/com.snowplowanalytics.snowplow/tp2']) {
    await refused(`not UTF-8 at ${path}`, 400, path, Buffer.concat([Buffer.from('{"batch":[{"type":"track","event":"'), Buffer.from([0xff, 0xc0, 0x80]), Buffer.from('"}]}')]))
    await refused(`not JSON at ${path}`, 400, path, '{"batch":[{')
    await refused(`nothing at ${path}`, 400, path, '')
    await refused(`damaged gzip at ${path}`, 400, path, Buffer.concat([gzipSync(good('x')).subarray(0, 30), Buffer.alloc(40, 7)]))
  }
  const bomb = gzipSync(Buffer.alloc(512 * MiB, 32))
  for (const path of ['/v1/events', '/v1/batch', '/batch', '/v1/track']) await refused(`a gzip bomb at ${path}`, 413, path, bomb)
  const bombs = await Promise.all(Array.from({ length: 20 }, () =>
    request(server.port, { path: '/v1/events', body: bomb, headers })))
  assert.ok(bombs.every(reply => reply.status === 413), 'twenty gzip bombs at once')
  await refused('deep nesting', [200, 400], '/v1/batch', '{"batch":' + '['.repeat(100_000) + ']'.repeat(100_000) + '}')
  await refused('too many events', 413, '/v1/events', '[' + Array(50_001).fill('{"a":1}').join(',') + ']')
  await refused('declared too large', 413, '/v1/track', Buffer.alloc(3 * MiB, 32))
  await refused('headers too large', 431, '/v1/events', good('x'), { 'x-long': 'a'.repeat(20_000) })
  await refused('an address too long', 414, '/v1/events?a=' + 'a'.repeat(9000), good('x'))
  await refused('no key', 401, '/v1/events', good('x'), { authorization: 'Bearer sjw_0' })
  await chunkedWithoutEnd(server, key)
  for (const bytes of ['\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', 'GET / HTTP/9.9\r\n\r\n', 'POST /v1/events HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n',
    'POST /v1/events HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n', '\0'.repeat(5000)]) {
    const reply = await raw(server, bytes)
    assert.ok(reply === '' || /^HTTP\/1\.1 (400|421|431|505) /.test(reply), `${JSON.stringify(bytes.slice(0, 30))}: ${reply.slice(0, 200)}`)
    ++count
  }
  await refused('a good one after all that', 200, '/v1/events', good('good-2'))
  return count - 2
}

/** A body in chunks that never ends is cut off at its limit. */
function chunkedWithoutEnd(server, key) {
  return new Promise((resolve, reject) => {
    const asked = http.request({ host: '127.0.0.1', port: server.port, method: 'POST', path: '/v1/events',
      headers: { authorization: 'Bearer ' + key, 'transfer-encoding': 'chunked' } })
    const piece = Buffer.alloc(MiB / 4, 32)
    let sent = 0
    let status = 0
    asked.on('response', reply => {
      status = reply.statusCode
      reply.resume()
    })
    asked.on('error', () => {})
    const timer = setInterval(() => {
      if (asked.destroyed) return finish()
      if (sent > 200 * MiB) return finish()
      for (let i = 0; i < 8 && asked.writableLength < 4 * MiB; ++i, sent += piece.length) asked.write(piece)
    }, 5)
    const finish = () => {
      clearInterval(timer)
      asked.destroy()
      if (status === 413 && sent < 100 * MiB) resolve()
      else reject(new Error(`a body without end: status ${status} after ${sent / MiB} MiB`))
    }
  })
}

/** Bytes on a connection of their own; what comes back until it is closed. */
function raw(server, bytes) {
  return new Promise((resolve, reject) => {
    let reply = ''
    const socket = net.connect(server.port, '127.0.0.1', () => {
      socket.write(Buffer.from(bytes, 'latin1'))
      socket.end()
    })
    socket.setTimeout(60_000, () => socket.destroy(new Error('no reply to bad bytes')))
    socket.on('data', more => { reply += more })
    socket.on('error', error => (error.code === 'ECONNRESET' ? resolve(reply) : reject(error)))
    socket.on('close', () => resolve(reply))
  })
}

/** More connections than there may be. */
async function crowd(server) {
  const wanted = 1100
  const early = new http.Agent({ keepAlive: true, maxSockets: 1 })
  await request(server.port, { method: 'GET', path: '/healthz', agent: early })
  const sockets = []
  let turnedAway = 0
  await Promise.all(Array.from({ length: wanted }, () => new Promise(resolve => {
    const socket = net.connect(server.port, '127.0.0.1', resolve)
    socket.on('data', bytes => { turnedAway += /^HTTP\/1\.1 503 /.test(bytes.toString()) ? 1 : 0 })
    socket.on('error', resolve)
    sockets.push(socket)
  })))
  await until('some are turned away', 60, () => turnedAway > 0)
  assert.equal((await request(server.port, { method: 'GET', path: '/healthz', agent: early })).status, 200)
  for (const socket of sockets) socket.destroy()
  early.destroy()
  await until('new connections are served again when the crowd has left', 90, async () =>
    (await request(server.port, { method: 'GET', path: '/healthz' }).catch(() => ({ status: 0 }))).status === 200)
}
