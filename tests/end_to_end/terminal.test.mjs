// The terminal beside a running server: what import, map, export and replay print, write and store is the same as in a
// folder that nobody holds. No browser is needed.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { emptyFolder, program, remove, serve } from './server.mjs'
import { until } from './wait.mjs'

let folder, held, free, server

before(async () => {
  folder = emptyFolder()
  held = join(folder, 'held')
  free = join(folder, 'free')
  server = await serve(held)
})
after(async () => {
  await server?.stop()
  if (folder) remove(folder)
})

const put = (name, text) => {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}
const sojourn = (data, ...words) => {
  const done = spawnSync(program, ['--data', data, ...words], { encoding: 'utf8' })
  // Rates differ from run to run, and a server does not know where a file was sent from.
  const out = done.stdout.replace(/^\d{4}-\d\d-\d\dT[\d:]+\.\d{6}Z,/gm, '(now),')
  return { code: done.status, out, err: done.stderr.replace(/^[\d.]+ s, \d+ rows\/s\n/gm, '').replaceAll(folder + '/', '') }
}
/** The same words in both folders; their one result. */
const same = (...words) => {
  const there = sojourn(held, ...words)
  assert.deepEqual(there, sojourn(free, ...words), words.join(' '))
  return there
}
const events = () => same('sql', 'select source, customer, touchpoint, amount, time, properties from events order by all', '--format', 'csv').out

test('files, faults and repeats are reported and stored alike', () => {
  const visits = put('visits.csv', 'time,customer,touchpoint\n2026-01-05T10:00:00Z,c-1,visit\nsoon,c-2,visit\n2026-01-06,c-3,buy\n')
  const first = same('import', visits)
  assert.match(first.out, /visits: 3 rows, 2 new events, 1 refused\n {2}visits\.csv:3 time: "soon"/)
  assert.match(same('import', visits).out, /0 new events, 2 known already/)
  assert.match(same('import', visits, '--strict').err, /visits\.csv:3: time/)
  assert.match(same('import', visits, '--dry-run', '--source', 'other').out, /Nothing was stored/)
  assert.notEqual(same('import', join(folder, 'gone.csv')).code, 0)
  assert.notEqual(same('import', visits, '--country', 'Nowhere').code, 0)
  same('rejects', '--format', 'csv')  // Apart from the moment when each was refused.
  events()
})

test('maps, joins and formats are alike', () => {
  const map = put('shop.toml', 'source = "shop"\n[[file]]\nname = "orders"\n[[file.join]]\nfile = "people"\non = "who"\n' +
    'columns = ["mail"]\n[[file.event]]\ntime = "when"\nwho.email = "mail"\namount = "paid"\ncurrency = { value = "EUR" }\n')
  const orders = put('orders.csv.gz', gzipSync('when,who,paid\n2026-02-01,1,12.50\n2026-02-02,2,3.00\n'))
  const people = put('people.csv', 'who,mail\n1,anna@example.com\n2,bert@example.com\n')
  assert.match(same('import', orders, people, '--map', map).out, /shop: 2 rows, 2 new events\npeople\.csv: no entry/)
  same('map', 'save', map)
  assert.match(same('import', orders, people, '--map', 'shop').out, /2 known already/)
  assert.match(same('import', orders, '--map', 'shp').err, /Did you mean shop/)
  assert.match(same('map', 'show', 'shop').out, /\[\[file\.join\]\]/)
  assert.equal(same('map', 'rm', 'shop').code, 0)
  const log = put('log.xes', '<?xml version="1.0"?><log xmlns="http://www.xes-standard.org/"><trace><string key="concept:name" value="7"/>' +
    '<event><string key="concept:name" value="visit"/><date key="time:timestamp" value="2026-01-05T10:00:00Z"/></event></trace></log>')
  assert.match(same('import', log).out, /1 new events/)
  events()
})

test('exports and replays are alike', () => {
  for (const [data, name] of [[held, 'there'], [free, 'here']]) {
    mkdirSync(join(folder, name))
    const ask = 'select source, customer, touchpoint, amount, time from events order by all'
    assert.equal(sojourn(data, 'export', join(folder, name, 'events.csv'), '--query', ask).code, 0)
    assert.equal(sojourn(data, 'export', join(folder, name, 'log.xes'), '--format', 'xes').code, 0)
    assert.match(sojourn(data, 'export', join(folder, name, 'all.parquet')).out, /rows written/)
    assert.notEqual(sojourn(data, 'export', join(folder, name, 'all.parquet')).code, 0)
    assert.notEqual(sojourn(data, 'export', join(folder, name, 'bad.csv'), '--query', 'drop table event').code, 0)
  }
  assert.deepEqual(readdirSync(join(folder, 'there')), readdirSync(join(folder, 'here')))
  for (const name of ['events.csv', 'log.xes']) {
    assert.equal(readFileSync(join(folder, 'there', name), 'utf8'), readFileSync(join(folder, 'here', name), 'utf8'), name)
  }
  assert.match(same('replay').out, /0 bodies read/)
  assert.notEqual(same('replay', '--source', 'nobody').code, 0)
})

test('a server that is killed in the midst of an import goes on with it', async () => {
  let killed
  // A machine that is busy with something else may read a file to its end before it is seen: then a longer one is.
  for (let rows = 300_000; !killed; rows *= 2) {
    assert.ok(rows < 5_000_000, 'no import was seen at work')
    killed = await killedInTheMidst(rows)
  }
  const { data, id, rows } = killed
  const again = await serve(data)
  try {
    const job = await until(async () => (await fetch(`${again.address}/v1/imports/${id}`)).json(), job => job.ended_at !== null, 'the end of the import', 600_000)
    assert.equal(job.state, 'done')
    assert.ok(job.repeats > 0)
    assert.equal(job.events + job.repeats, rows)
    const { out } = sojourn(data, 'sql', 'select count(*) from events', '--format', 'csv')
    assert.equal(out.trim().split(/\s+/).at(-1), String(rows))
    await until(() => readdirSync(join(data, 'imports')), [], 'files that are kept')
  } finally {
    await again.stop()
  }
})

/** A folder whose server was killed while it read a file of so many rows; null when it had read all of it. */
async function killedInTheMidst(rows) {
  const lines = Array.from({ length: rows }, (_, i) => `${1_700_000_000 + i},c-${i % 997},visit`)
  const data = join(folder, `killed-${rows}`)
  const server = await serve(data)
  try {
    const sent = await fetch(`${server.address}/v1/imports?name=large.csv`, { method: 'POST',
      headers: { 'content-type': 'application/octet-stream' }, body: 'time,customer,touchpoint\n' + lines.join('\n') + '\n' })
    assert.equal(sent.status, 202)
    const { id } = await sent.json()
    await until(async () => (await fetch(`${server.address}/v1/imports/${id}`)).json(), job => job.events > 0, 'the first events', 600_000)
    await server.kill()
    return existsSync(join(data, 'imports', id, 'large.csv')) ? { data, id, rows } : null
  } finally {
    await server.kill()
  }
}
