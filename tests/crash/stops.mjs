// SIGTERM under load: what was taken is committed and answered, and it ends. How long that took is told.
import assert from 'node:assert/strict'
import { compare, Ledger, sender } from './load.mjs'
import { pause, sqlOffline, start } from './server.mjs'

const times = 4
const msMax = 90_000  // As long as systemd waits before it kills.

export async function stops({ folder, dice, say }) {
  const data = folder + '/stopped'
  const ledger = new Ledger()
  const first = await start(data)
  const key = await first.key()
  await first.stop()
  let longest = 0
  for (let round = 1; round <= times; ++round) {
    const server = await start(data)
    const senders = Array.from({ length: 8 }, (_, number) =>
      sender({ server, key, ledger, dice, name: `s${round}-${number}` }))
    await pause(200 + dice.below(1500))
    const ms = await server.stop()
    assert.ok(ms < msMax, `the server took ${ms} ms to end`)
    longest = Math.max(longest, ms)
    await Promise.all(senders)
  }
  const events = await compare(ledger, text => sqlOffline(data, text))
  say(`${times} times SIGTERM under load, ended within ${longest} ms; ${ledger.counts.events} events acknowledged, ${events} there`)
}
