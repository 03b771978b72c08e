// Disks that fall ill under load: senders hear 503 and why, and it goes on without a restart when the disk is well.
import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { compare, Ledger, send, sender } from './load.mjs'
import { launch, pause, request, start, until } from './server.mjs'

const here = dirname(fileURLToPath(import.meta.url))
const recoverySeconds = 90  // What it takes is told; this is when a test gives up, on however slow a machine.
const toldSeconds = 60
// The last two come without a sign, in the midst of a commit.
const illnesses = [['f', 'full'], ['r', 'read-only'], ['h', 'full in the midst of a write'], ['e', 'broken']]
const sudden = ['h', 'e']

export async function disk(tools) {
  await ill(tools)
  await slow(tools)
  await small(tools)
  await neverWritable(tools)
}

/** A server whose disk does as it is told. */
function faulty(folder) {
  const library = join(folder, 'faulty_disk.so')
  const state = join(folder, 'state')
  execFileSync('cc', ['-O1', '-shared', '-fPIC', '-o', library, join(here, 'faulty_disk.c'), '-ldl'])
  writeFileSync(state, '0')
  return {
    become: how => writeFileSync(state, how, { flag: 'r+' }),
    env: { LD_PRELOAD: library, SOJOURN_ILL_STATE: state, SOJOURN_ILL_FOLDER: '/ill/' },
  }
}

const alive = async server => assert.equal((await request(server.port, { method: 'GET', path: '/healthz', seconds: 60 })).status, 200)

/** Sends one batch; 503 must say why, and when to come again. */
async function refusal(server, key, ledger, dice, name) {
  const batch = ledger.make(dice, name)
  const reply = await send(server.port, key, batch)
  if (reply.status === 200) {
    ledger.acknowledge(batch, reply)
    return ''
  }
  assert.equal(reply.status, 503, reply.text)
  assert.ok(Number(reply.headers['retry-after']) > 0, 'Retry-After')
  const problem = JSON.parse(reply.text)
  assert.equal(problem.code, 'unavailable')
  assert.ok(problem.detail?.length > 10, `says why: ${reply.text}`)
  return problem.detail
}

async function ill({ folder, dice, say }) {
  const data = folder + '/ill/data'
  mkdirSync(folder + '/ill')
  const { become, env } = faulty(folder)
  let server = await start(data, { env })
  const key = await server.key()
  const ledger = new Ledger()
  let number = 0
  for (const [letter, word] of illnesses) {
    let going = true
    const senders = [0, 1, 2, 3].map(at => sender({ server, key, ledger, dice, name: `i${letter}-${at}`, going: () => going }))
    await pause(300 + dice.below(700))
    if (!sudden.includes(letter)) {
      become(letter.toUpperCase())
      await pause(1000)
    }
    become(letter)
    const from = Date.now()
    try {
      const said = await until(`a disk that is ${word} is told of`, toldSeconds, () => refusal(server, key, ledger, dice, `j${++number}`))
      await alive(server)
      await pause(500)
      become('0')
      const well = Date.now()
      await until(`it goes on after a disk that was ${word}`, recoverySeconds, async () =>
        (await refusal(server, key, ledger, dice, `j${++number}`)) === '')
      say(`${word}: "${said}"; well again ${Date.now() - well} ms after the disk`)
      await pause(200)
    } catch (error) {
      // DuckDB ends the process at times when a write fails in the midst of a commit. Nothing may be lost by that.
      await Promise.race([server.exited, pause(30_000)])
      if (!sudden.includes(letter) || !server.child.signalCode) throw error
      become('0')
      server = await start(data, { env })
      say(`${word}: the program ended ${Date.now() - from} ms later, and was started again`)
    }
    going = false
    await Promise.all(senders)
    await compare(ledger, server.sql)
  }
  become('f')
  await refusal(server, key, ledger, dice, `j${++number}`)
  await server.kill()
  become('0')
  const again = await start(data)
  const events = await compare(ledger, again.sql)
  await again.stop()
  say(`${ledger.counts.events} events acknowledged, ${events} there, killed on a full disk in the end`)
}

// Each sync takes 0.3 s: group commit still takes all, since everybody shares it.
async function slow({ folder, dice, say }) {
  const data = folder + '/ill/slow'
  const { become, env } = faulty(folder)
  const server = await start(data, { env })
  const key = await server.key()
  const ledger = new Ledger()
  become('s')
  let going = true
  const from = Date.now()
  const senders = Array.from({ length: 16 }, (_, at) => sender({ server, key, ledger, dice, name: `l${at}`, going: () => going }))
  for (let i = 0; i < 8; ++i) {
    await pause(400)
    await alive(server)
  }
  // More than one for each sync there was time for, however slow the machine: senders share a commit.
  const inTime = () => (Date.now() - from) / 300
  await until('senders share a commit', toldSeconds, () => ledger.counts.acknowledged > inTime())
  const seconds = (Date.now() - from) / 1000
  going = false
  await Promise.all(senders)
  become('0')
  const events = await compare(ledger, server.sql)
  await server.stop()
  say(`slow: ${ledger.counts.acknowledged} batches acknowledged in ${seconds.toFixed(1)} s of syncs of 0.3 s each; ${events} events there`)
}

// A real small disk, filled by what comes in and by a file beside it.
async function small({ folder, dice, say }) {
  const at = folder + '/small'
  mkdirSync(at)
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=48m', 'tmpfs', at]).status !== 0) {
    say('no right to mount a small disk here: left out')
    return
  }
  try {
    const data = at + '/data'
    const server = await start(data)
    const key = await server.key()
    const ledger = new Ledger()
    for (const round of [1, 2]) {
      let going = true
      const senders = Array.from({ length: 4 }, (_, n) => sender({ server, key, ledger, dice, name: `d${round}-${n}`, going: () => going }))
      await pause(500)
      const { bavail, bsize } = statfsSync(at)
      // What comes in meanwhile may take the room first: then the disk is full as well.
      try {
        writeFileSync(at + '/ballast', Buffer.alloc(Math.max(0, bavail * bsize - 300_000)))
      } catch (error) {
        if (error.code !== 'ENOSPC') throw error
      }
      const agent = new http.Agent({ keepAlive: true })
      const said = await until('a full disk is told of', toldSeconds, () => refusal(server, key, ledger, dice, `e${round}-${Math.random()}`))
      agent.destroy()
      await alive(server)
      rmSync(at + '/ballast')
      await until('it goes on with room', recoverySeconds, async () => (await refusal(server, key, ledger, dice, `f${round}-${Math.random()}`)) === '')
      going = false
      await Promise.all(senders)
      if (round === 1) say(`a disk of 48 MB without room: "${said}"`)
    }
    const events = await compare(ledger, server.sql)
    await server.kill()
    const again = await start(data)
    await compare(ledger, again.sql)
    await again.stop()
    say(`a disk of 48 MB, filled twice: ${ledger.counts.events} events acknowledged, ${events} there, also after a kill`)
  } finally {
    spawnSync('umount', ['-l', at])
  }
}

// A folder that cannot be written to is refused at the start, in words.
async function neverWritable({ folder, say }) {
  const { become, env } = faulty(folder)
  become('r')
  mkdirSync(folder + '/ill/never')
  const server = launch(folder + '/ill/never', { env })
  const code = await server.exited
  assert.ok(typeof code === 'number' && code !== 0, `ended with ${code}`)
  assert.match(server.trouble, /write|read-only|cannot/i)
  say(`a read-only folder at the start: "${server.trouble.trim()}"`)
}
