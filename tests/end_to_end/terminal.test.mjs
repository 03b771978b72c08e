// The terminal beside a running server: what import, map, export and replay print, write and store is the same as in a
// folder that nobody holds. No browser is needed.
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { emptyFolder, program, remove, serve } from './server.mjs'

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
  const rows = 300_000
  const lines = Array.from({ length: rows }, (_, i) => `${1_700_000_000 + i},c-${i % 997},visit`)
  const file = put('large.csv', 'time,customer,touchpoint\n' + lines.join('\n') + '\n')
  const data = join(folder, 'killed')
  const child = spawn(program, ['--data', data, 'serve', '--port', '0'])
  const address = await new Promise(resolve => child.stdout.on('data', text => {
    const found = /http:\/\/127\.0\.0\.1:\d+/.exec(text)
    if (found) resolve(found[0])
  }))
  const sent = await fetch(`${address}/v1/imports?name=large.csv`, {
    method: 'POST', headers: { 'content-type': 'application/octet-stream' }, body: readFileSync(file) })
  assert.equal(sent.status, 202)
  const { id } = await sent.json()
  const job = async from => (await fetch(`${from}/v1/imports/${id}`)).json()
  while ((await job(address)).events === 0) await new Promise(resolve => setTimeout(resolve, 5))
  const gone = new Promise(resolve => child.once('exit', resolve))
  child.kill('SIGKILL')
  await gone
  assert.ok(existsSync(join(data, 'imports', id, 'large.csv')))
  const again = await serve(data)
  let now
  do {
    await new Promise(resolve => setTimeout(resolve, 50))
    now = await job(again.address)
  } while (now.ended_at === null)
  assert.equal(now.state, 'done')
  assert.ok(now.repeats > 0)
  assert.equal(now.events + now.repeats, rows)
  assert.match(sojourn(data, 'sql', 'select count(*) from events', '--format', 'csv').out, /\n300000\r?\n/)
  assert.deepEqual(readdirSync(join(data, 'imports')), [])
  await again.stop()
})
