// Senders who remember what they sent and what was acknowledged, and the comparison with what the record holds.
import assert from 'node:assert/strict'
import http from 'node:http'
import { pause, request, rowsMax } from './server.mjs'

const sizes = [1, 1, 3, 20, 100, 100, 400]
const day = Date.parse('2026-01-05T00:00:00Z')

/** All batches of a folder's life. An event's id is its batch's name and its place; `quantity` is its place again. */
export class Ledger {
  batches = new Map()
  unsure = []
  counts = { requests: 0, acknowledged: 0, events: 0, crowded: 0, resent: 0 }

  make(dice, name) {
    const segment = dice.chance(0.4)
    const batch = { name, segment, size: dice.pick(sizes), bad: !segment && dice.chance(0.1), acknowledged: false }
    this.batches.set(name, batch)
    return batch
  }

  acknowledge(batch, reply) {
    const answer = JSON.parse(reply.text)
    assert.equal(answer.success, true, reply.text)
    if (!batch.segment) {
      assert.equal(answer.events + answer.repeats, batch.size, `${batch.name}: ${reply.text}`)
      assert.equal(answer.rejected, batch.bad ? 1 : 0, `${batch.name}: ${reply.text}`)
    }
    ++this.counts.acknowledged
    if (!batch.acknowledged) this.counts.events += batch.size
    batch.acknowledged = true
  }
}

function bodyOf(batch) {
  const each = place => ({ id: `${batch.name}:${place}`, at: new Date(day + place * 1000).toISOString(), who: `${batch.name}-${place % 7}` })
  const events = Array.from({ length: batch.size }, (_, place) => place)
  if (batch.segment) {
    return JSON.stringify({ batch: events.map(place => {
      const { id, at, who } = each(place)
      return { type: 'track', messageId: id, userId: who, event: 'step', timestamp: at, properties: { quantity: place } }
    }) })
  }
  const plain = events.map(place => {
    const { id, at, who } = each(place)
    return { id, time: at, customer: who, touchpoint: 'step', channel: 'web', quantity: place }
  })
  if (batch.bad) plain.push({ id: `${batch.name}:bad`, customer: 'no time' })
  return JSON.stringify(plain)
}

export async function send(port, key, batch, agent) {
  return request(port, { path: batch.segment ? '/v1/batch' : '/v1/events', agent, body: bodyOf(batch),
    headers: { authorization: 'Bearer ' + key } })
}

/** Sends one batch after the other until the server is gone or `going()` is false. */
export async function sender({ server, key, ledger, dice, name, going = () => true }) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
  try {
    for (let number = 0; going(); ++number) {
      const batch = choose(ledger, dice, `${name}-${number}`)
      for (let again = true; again && going();) {
        let reply
        ++ledger.counts.requests
        try {
          reply = await send(server.port, key, batch, agent)
        } catch {
          ledger.unsure.push(batch)
          return
        }
        again = reply.status === 429 || reply.status === 503
        if (again) {
          assert.ok(Number(reply.headers['retry-after']) > 0, 'Retry-After')
          ++ledger.counts.crowded
          await pause(50)
        } else {
          assert.equal(reply.status, 200, reply.text)
          ledger.acknowledge(batch, reply)
        }
      }
    }
  } finally {
    agent.destroy()
  }
}

// Mostly something new; else what nobody knows of, or what was acknowledged already: both must end up there once.
function choose(ledger, dice, name) {
  if (ledger.unsure.length && dice.chance(0.3)) {
    ++ledger.counts.resent
    return ledger.unsure.splice(dice.below(ledger.unsure.length), 1)[0]
  }
  if (ledger.last && dice.chance(0.03)) {
    ++ledger.counts.resent
    return ledger.last
  }
  const batch = ledger.make(dice, name)
  if (dice.chance(0.1)) ledger.last = batch
  return batch
}

/** All rows of an answer that may be longer than one: page after page, by its first column. */
async function all(sql, name, text) {
  const found = []
  for (let last = ''; ;) {
    const page = await sql(`select * from (${text}) where ${name} > '${last}' order by ${name} limit ${rowsMax}`)
    found.push(...page)
    if (page.length < rowsMax) return found
    last = page.at(-1)[name]
  }
}

/** Everything that was acknowledged is there once, what was only sent whole or not at all, and nothing else. */
export async function compare(ledger, sql) {
  const found = await all(sql, 'batch', `select split_part(id, ':', 1) as batch, count(*) as events,
    count(distinct id) as ids, sum(quantity) as places, min(customer) as least, max(customer) as most
    from events group by 1`)
  const faults = []
  const there = new Map(found.map(row => [row.batch, row]))
  for (const [name, row] of there) {
    const batch = ledger.batches.get(name)
    if (!batch) faults.push(`${name} was never sent`)
    else if (Number(row.events) !== batch.size || Number(row.ids) !== batch.size ||
      Number(row.places) !== batch.size * (batch.size - 1) / 2 || row.least !== `${name}-0` ||
      row.most !== `${name}-${Math.min(batch.size, 7) - 1}`) {
      faults.push(`${name} of ${batch.size} events is there as ${JSON.stringify(row)}`)
    }
  }
  const refused = new Map((await all(sql, 'id', `select split_part(raw, '"', 4) as id, count(*) as times from rejects group by 1`))
    .map(row => [row.id.split(':')[0], Number(row.times)]))
  for (const batch of ledger.batches.values()) {
    if (batch.acknowledged && !there.has(batch.name)) faults.push(`${batch.name}: acknowledged, ${batch.size} events lost`)
    const rejects = refused.get(batch.name) ?? 0
    if (rejects !== (batch.bad && there.has(batch.name) ? 1 : 0)) faults.push(`${batch.name}: ${rejects} rejects`)
    refused.delete(batch.name)
  }
  for (const name of refused.keys()) faults.push(`a reject of ${name}, which was never sent`)
  if (faults.length) assert.fail(`${faults.length} faults:\n${faults.slice(0, 20).join('\n')}`)
  return found.reduce((sum, row) => sum + Number(row.events), 0)
}
