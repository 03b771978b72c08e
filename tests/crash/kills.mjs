// kill -9 at random moments under load, again and again, on one folder.
import assert from 'node:assert/strict'
import { compare, Ledger, sender } from './load.mjs'
import { launch, pause, start } from './server.mjs'

const compareEvery = 25

export async function kills({ folder, dice, count, say }) {
  const data = folder + '/killed'
  const ledger = new Ledger()
  const first = await start(data)
  const key = await first.key()
  await first.kill()
  let whileStarting = 0
  for (let round = 1; round <= count; ++round) {
    if (dice.chance(0.2)) {  // While it opens the record, reads the log again, folds it.
      const server = launch(data)
      await pause(dice.below(400))
      await server.kill()
      ++whileStarting
      continue
    }
    const server = await start(data)
    const senders = Array.from({ length: 1 + dice.below(12) }, (_, number) =>
      sender({ server, key, ledger, dice, name: `k${round}-${number}` }))
    await pause(dice.below(dice.chance(0.15) ? 4000 : 900))
    await server.kill()
    await Promise.all(senders)
    if (round % compareEvery === 0) {
      const again = await start(data)
      const events = await compare(ledger, again.sql)
      say(`${round} kills: ${events} events there, ${ledger.counts.events} acknowledged`)
      await again.kill()
    }
  }
  const last = await start(data)
  const events = await compare(ledger, last.sql)
  // The boards tell the same as the record, though their files were cut off as often.
  const answer = await last.json('POST', '/v1/ask', { measure: 'volume' })
  const shown = answer.rows[0].events ?? answer.rows[0].value
  assert.equal(Number(shown), events, `the boards show ${JSON.stringify(answer.rows)}, the record holds ${events}`)
  await last.stop()
  const { requests, acknowledged, resent } = ledger.counts
  say(`${count} kills, ${whileStarting} of them while starting; ${requests} requests, ${acknowledged} acknowledged, ${resent} sent again; ` +
    `${ledger.counts.events} events acknowledged, ${events} there: each once, none else`)
}
