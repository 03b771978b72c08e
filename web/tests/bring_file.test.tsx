// The page that brings a file: what it sends, what it makes of the replies, and what it says when something is wrong.
import { render } from 'preact'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { openFurther } from '../src/further'
import { setLanguage } from '../src/i18n'
import BringFile from '../src/pages/bring_file/page'
import { openWords } from '../src/pages/bring_file/words'
import { cut, sampleBytes, sampleOf, wholeBytes } from '../src/pages/bring_file/sample'
import { chosenFor, faultsOf, groupsOf, propertyName, whyText } from '../src/pages/bring_file/targets'
import { linesOf } from '../src/pages/bring_file/told'
import { bringIn, clear, corrected, look, proposal, step } from '../src/pages/bring_file/wizard'
import type { Column, Job, Look, Proposal } from '../src/pages/bring_file/requests'
import { forget } from '../src/query'
import { go } from '../src/router'

const column = (name: string, target: string, more: Partial<Column> = {}): Column => ({
  column: name, samples: ['x'], filled: 2, target, why: 'its name', kind: '', scale: null, time_format: '', unit: '',
  strip_prefix: '', strip_suffix: '', times: '', values: {}, point_zero: false, ...more })
const table = (...columns: Column[]): Proposal => ({ source: 'till', zone: '', rows: 2, columns, constants: {} })
const known = () => table(column('Datum', 'time', { time_format: '%d-%m-%Y' }), column('Klant', 'who.id'), column('Cijfer', 'answer', { kind: 'nps' }),
  column('Prijs', 'amount'), column('Naam', ''), column('Filiaal', 'properties.Filiaal', { why: 'kept as a property' }))
const targets = ['id', 'time', 'customer', 'who.id', 'who.email', 'answer', 'text', 'amount', 'currency', 'wait', 'channel', 'touchpoint', 'scale', 'novel']
  .map(name => ({ name, title: 'Title of ' + name }))

describe('a sample', () => {
  test('of a table ends with a whole row, though a cell holds line ends', () => {
    const row = '"1;\n2";b\n'
    expect(cut(row.repeat(3), row.length * 2 + 4)).toBe(row.repeat(2))
    expect(cut('a\nb\nc', 4)).toBe('a\nb\n')
    expect(cut('short', 9)).toBe('short')
  })
  test('of JSON lines too; a JSON array may be cut anywhere', () => {
    expect(cut('{"a":"\\""}\n{"a":2}\n', 15)).toBe('{"a":"\\""}\n')
    expect(cut('{"rows":[{"a":1}]}', 12)).toBe('{"rows":[{"a')
    expect(cut('[{"a":1},{"a":2}]', 12)).toBe('[{"a":1},{"a')
  })
  test('is the beginning of a large file, and all of a small one', async () => {
    const large = await sampleOf(new Blob([new Uint8Array(sampleBytes + 1).fill(97)]))
    expect([large!.body.size, large!.cut]).toEqual([sampleBytes, true])
    const small = await sampleOf(new Blob(['a,b\n']))
    expect([small!.body.size, small!.cut]).toEqual([4, false])
  })
  test('is all of a file that can only be read as a whole, unless that is too much', async () => {
    const parquet = await sampleOf(new Blob(['PAR1', new Uint8Array(sampleBytes)]))
    expect([parquet!.body.size, parquet!.cut]).toEqual([sampleBytes + 4, false])
    expect(await sampleOf(new Blob(['PK\x03\x04', new Uint8Array(wholeBytes)]))).toBe(null)
  })
})

describe('targets', () => {
  beforeEach(openWords)
  test('are those of the server, in groups, each once, with its own words where we have none', () => {
    const groups = groupsOf(targets)
    const names = groups.flatMap(group => group.names.map(each => each.name))
    expect(names).toEqual([...new Set(names)])
    expect(names).toHaveLength(12)
    expect(names).not.toContain('customer')
    expect(groups[0]).toEqual({ title: 'When', names: [{ name: 'time', title: 'Time' }] })
    expect(groups.at(-1)).toEqual({ title: 'Other', names: [{ name: 'novel', title: 'Title of novel' }] })
  })
  test('a choice brings what it needs, and drops what belonged to the old one', () => {
    expect(chosenFor(known(), 3, 'answer')).toEqual({ target: 'answer', why: 'chosen', kind: 'rating', scale: { min: 1, max: 10 }, times: '' })
    expect(chosenFor(known(), 2, '-')).toEqual({ target: '', why: 'chosen', kind: '', scale: null, times: '' })
    expect(chosenFor(table(column('Waar?', ''), column('Waar', 'properties.Waar')), 0, 'property').target).toBe('properties.Waar_2')
  })
  test('names of properties are those of the server', () => {
    expect(['Filiaal van herkomst', '_a.b-c!', '???', 'Größe (cm)'].map(propertyName)).toEqual(['Filiaal_van_herkomst', 'a.b_c', 'column', 'Größe_cm'])
  })
  test('faults: two columns for one field, no time, a scale that runs downwards', () => {
    const faults = faultsOf(table(column('a', 'who.id'), column('b', 'who.id'), column('c', 'answer', { kind: 'rating', scale: { min: 5, max: 1 } }), column('d', 'answer', { kind: 'rating' }), column('e', 'text'), column('f', 'text')))
    expect(faults.time).toBe(true)
    expect([...faults.columns.keys()]).toEqual([1, 2, 3])
    expect(faults.columns.get(1)).toContain('“a” is Customer number already')
    expect(faultsOf(known())).toEqual({ columns: new Map(), time: false })
  })
  test('reasons in the language of the page; a sentence nobody knows stays as it is', async () => {
    await setLanguage('nl')
    expect(whyText('its name, and whole numbers up to 10')).toBe('De naam, en hele getallen tot 10')
    expect(whyText('its values are times; day and month cannot be told apart, taken as %d-%m-%Y')).toContain('%d-%m-%Y')
    expect(whyText('a new reason')).toBe('a new reason')
    await setLanguage('en')
  })
  test('every reason that the engine gives is one we know', () => {
    const files = import.meta.glob<string>(['../../engine/collect/{column,propose}_*.cc', '!**/*_test.cc'], { query: '?raw', import: 'default', eager: true })
    const code = Object.values(files).join('\n').replace(/\/\/.*/g, '').replaceAll('"; ', '"')
    // A 7 stands for what comes behind: a number, the name of a column, a way of writing a time.
    const literals = (text: string) => [...text.matchAll(/"([^"]*)"( \+)?/g)].map(([, words, more]) => words! + (more ? '7' : ''))
    const set = [...code.matchAll(/\bwhy \+?= [^;]*/g)].flatMap(([text]) => literals(text))
    const added = [...code.matchAll(/\badd\([^;]*/g)].flatMap(([text]) => literals(text)).filter(text => text.includes(' '))
    const reasons = [...new Set([...set, ...added])]
    expect(reasons).toEqual(expect.arrayContaining(['its name', 'its name tells a scale', 'chosen', 'day and month cannot be told apart, taken as 7']))
    expect(reasons.length).toBeGreaterThanOrEqual(14)
    for (const reason of reasons) expect(whyText(reason), reason).not.toBe(reason)
  })
})

test('an event as lines: time and who first, properties last', () => {
  expect(linesOf({ id: 'a', source: 'till', time: 't', who: [{ kind: 'id', value: '7' }], fields: { channel: 'web', answer: 0, text: '' }, properties: { plan: 'gold', tags: [1] } }))
    .toEqual([['time', 't'], ['who.id', '7'], ['channel', 'web'], ['answer', '0'], ['id', 'a'], ['source', 'till'], ['properties.plan', 'gold'], ['properties.tags', '[1]']])
})

// --- the page with a server that stands in

type Reply = { status?: number; body: unknown }
let asked: { method: string; url: string; body: unknown }[]
let replies: Record<string, (url: string, body: string) => Reply>
let sent: { url: string; file: File } | null

class Upload {
  upload: { onprogress?: (event: { loaded: number }) => void } = {}
  status = 0
  responseText = ''
  onload = () => {}
  onabort = () => {}
  private url = ''
  open(_: string, url: string) { this.url = url }
  setRequestHeader() {}
  abort() { this.onabort() }
  send(file: File) {
    sent = { url: this.url, file }
    const reply = replies['UPLOAD']!(this.url, '')
    this.upload.onprogress?.({ loaded: file.size / 2 })
    setTimeout(() => { this.status = reply.status ?? 202; this.responseText = JSON.stringify(reply.body); this.onload() }, 40)
  }
}

const said = (found: Proposal | null, more: Partial<Look> = {}): Look =>
  ({ proposal: found, problem: null, map: found ? 'source = "till"\n' : null, targets, format: null, ready: false, sample: 'Datum;Klant\n1;2\n', ...more })
const job = (more: Partial<Job> = {}): Job => ({ id: '7', name: 'till.csv', map: 'till', format: null, state: 'done', dry_run: false, bytes_total: 100, bytes_read: 100,
  rows: 12, events: 10, repeats: 1, rejected: 1, superseded: 0, without_event: 0, error: null, source: null, sources: [{ source: 'till' }], started_at: '2026-03-01T10:00:00Z', ended_at: null,
  rejects: [{ line: 5, field: 'time', reason: 'no time' }], ...more })

let root: HTMLElement
beforeEach(async () => {
  asked = []
  sent = null
  forget()
  clear()
  replies = {
    'GET /v1/formats': () => ({ body: { formats: [{ id: 'qualtrics', title: 'Qualtrics responses', about: 'Three header lines.' }] } }),
    'GET /v1/maps': () => ({ body: { maps: [{ name: 'till', changed_at: '2026-03-01T00:00:00Z', source: 'till' }] } }),
    'GET /v1/imports': () => ({ body: { imports: [job({ id: '3', name: 'feb.csv' })] } }),
    'POST /v1/maps/propose': () => ({ body: said(known()) }),
    'POST /v1/maps/revise': (_, body) => ({ body: { ...said((JSON.parse(body) as { proposal: Proposal }).proposal), counts: { rows: 2, events: 1, rejected: 1 },
      events: [{ time: '2026-03-01T00:00:00Z', who: [{ kind: 'id', value: '7' }] }], rejects: [{ line: 3, field: 'time', reason: 'is no time' }] } }),
    'PUT /v1/maps/till': () => ({ body: { name: 'till', source: 'till' } }),
    'GET /v1/imports/7': () => ({ body: job() }),
    UPLOAD: () => ({ body: job({ state: 'queued' }) }),
  }
  vi.stubGlobal('XMLHttpRequest', Upload)
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    const method = init.method ?? 'GET'
    const body = typeof init.body === 'string' ? init.body : init.body instanceof Blob ? await init.body.text() : ''
    asked.push({ method, url, body })
    const reply = replies[`${method} ${url.split('?')[0]}`]?.(url, body) ?? { status: 404, body: { title: 'Not Found', detail: url } }
    return new Response(JSON.stringify(reply.body), { status: reply.status ?? 200, headers: { 'content-type': 'application/json' } })
  })
  await openFurther()
  await openWords()
  go('/sources/file')
  root = document.createElement('div')
  document.body.append(root)
  render(<BringFile />, root)
})
afterEach(() => { render(null, root); root.remove(); vi.unstubAllGlobals() })

const until = (check: () => unknown) => vi.waitFor(() => { if (!check()) throw new Error(root.textContent ?? '') }, { timeout: 3000, interval: 10 })
const find = <E extends HTMLElement = HTMLElement>(selector: string) => root.querySelector<E>(selector)
const button = (text: string) => [...root.querySelectorAll('button')].find(each => each.textContent === text)!
const field = <E extends HTMLElement = HTMLInputElement>(title: string) =>
  [...root.querySelectorAll('label')].find(each => each.querySelector('span')?.textContent === title)?.querySelector<E>('input,select')
function set(element: HTMLInputElement | HTMLSelectElement, value: string) {
  element.value = value
  element.dispatchEvent(new Event('input', { bubbles: true }))
  element.dispatchEvent(new Event('change', { bubbles: true }))
}
async function choose(name = 'till.csv') {
  await until(() => find('#bring-input'))
  const input = find<HTMLInputElement>('#bring-input')!
  Object.defineProperty(input, 'files', { value: [new File(['Datum;Klant\n1;2\n'], name)], configurable: true })
  input.dispatchEvent(new Event('change', { bubbles: true }))
}
const toColumns = async () => { await choose(); await until(() => find('#bring-preview ~ div[aria-busy=false] li')) }
const row = (name: string) => [...root.querySelectorAll('tbody tr')].find(each => each.querySelector('th')!.firstChild!.textContent === name)!
const lastSent = () => (JSON.parse(asked.filter(each => each.url === '/v1/maps/revise').at(-1)!.body as string) as { proposal: Proposal }).proposal

describe('the page', () => {
  test('proposes a target for each column, with samples, the reason, and what would be stored', async () => {
    await toColumns()
    expect(step.value).toBe('columns')
    expect(asked.find(each => each.url.startsWith('/v1/maps/propose'))!.url).toBe('/v1/maps/propose?name=till.csv&cut=false')
    expect([...root.querySelectorAll('tbody th')].slice(0, 3).map(each => each.textContent)).toEqual(['Datumfilled in 100.0%', 'Klantfilled in 100.0%', 'Cijferfilled in 100.0%'])
    expect([...root.querySelectorAll<HTMLSelectElement>('tbody tr td > select')].map(each => each.value)).toEqual(['time', 'who.id', 'answer', 'amount', '-', 'property'])
    expect(row('Filiaal').textContent).toContain('Not known: kept for filters and splits')
    const preview = find('#bring-preview')!.parentElement!.textContent!
    expect(preview).toContain('2 rows · 1 event · 1 refused')
    expect(preview).toContain('is no time')
    expect(preview).toContain('who.id7')
    expect(field('Time zone of times without one')!.value).toBe(Intl.DateTimeFormat().resolvedOptions().timeZone)
  })

  test('each change is looked at again, once it rests', async () => {
    await toColumns()
    const before = asked.length
    set(row('Naam').querySelector('select')!, 'who.email')
    await until(() => row('Naam').querySelector('select')!.value === 'who.email')
    set(field<HTMLSelectElement>('Kind of question')!, 'rating')
    set(field('Currency')!, 'eur')
    set(field('Name of the source')!, 'kassa')
    await until(() => asked.length > before && find('#bring-preview ~ div[aria-busy=false]'))
    expect(asked.length).toBe(before + 1)
    const now = lastSent()
    expect(now.columns[4]).toMatchObject({ target: 'who.email', why: 'chosen' })
    expect(now.columns[2]).toMatchObject({ kind: 'rating', scale: { min: 1, max: 10 } })
    expect(now.constants).toEqual({ currency: 'EUR' })
    expect(now.source).toBe('kassa')
  })

  test('says in place that no column is the time, and lets nobody go on', async () => {
    await toColumns()
    set(row('Datum').querySelector('select')!, '-')
    await until(() => root.textContent!.includes('No column tells when it happened'))
    expect(button('Next: save the map').disabled).toBe(true)
    set(row('Klant').querySelector('select')!, 'time')
    set(row('Naam').querySelector('select')!, 'time')
    await until(() => row('Naam').querySelector('[aria-invalid=true]'))
    const about = row('Naam').querySelector('select')!.getAttribute('aria-describedby')!
    expect(document.getElementById(about)!.textContent).toContain('“Klant” is Time already')
  })

  test('what the server refuses stands with its field', async () => {
    await toColumns()
    const refuse = (where: string) => { replies['POST /v1/maps/revise'] = () => ({ status: 400, body: { title: 'Bad Request', detail: 'is not so', where } }) }
    refuse('proposal: zone')
    set(field('Time zone of times without one')!, 'Nowhere')
    await until(() => field('Time zone of times without one')?.getAttribute('aria-invalid') === 'true')
    expect(find('[role=alert]')).toBe(null)
    expect(button('Next: save the map').disabled).toBe(true)
    refuse('proposal: columns[0].time_format')
    set(field('How the time is written')!, '%')
    await until(() => row('Datum').textContent!.includes('is not so'))
  })

  test('an older reply does not take the place of a newer one', async () => {
    await toColumns()
    let n = 0
    const answer = replies['POST /v1/maps/revise']!
    const fetchNow = globalThis.fetch
    vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
      if (url === '/v1/maps/revise' && n++ === 0) await new Promise(resolve => setTimeout(resolve, 700))
      return fetchNow(url, init)
    })
    replies['POST /v1/maps/revise'] = (url, body) => ({ body: { ...(answer(url, body).body as Look), map: (JSON.parse(body) as { proposal: Proposal }).proposal.source } })
    set(field('Name of the source')!, 'first')
    await new Promise(resolve => setTimeout(resolve, 400))
    set(field('Name of the source')!, 'second')
    await until(() => look.value?.map === 'second')
    await new Promise(resolve => setTimeout(resolve, 500))
    expect(look.value!.map).toBe('second')
  })

  test('saves the map, sends the file by it, and says what came of it', async () => {
    await toColumns()
    button('Next: save the map').click()
    await until(() => find('#bring-save'))
    expect(document.activeElement!.textContent).toBe('Keep it as a map')
    expect(root.textContent).toContain('There is a map “till” already: it will be replaced.')
    expect(find('pre')!.textContent).toBe('source = "till"\n')
    find('form')!.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }))
    await until(() => find('#bring-next'))
    expect(asked.find(each => each.method === 'PUT')).toMatchObject({ url: '/v1/maps/till', body: 'source = "till"\n' })
    expect(sent!.url).toBe('/v1/imports?name=till.csv&map=till')
    expect(location.search).toBe('?job=7')
    expect(root.textContent).toContain('It is in. 10 new events, 1 refused.')
    const links = [...root.querySelectorAll('#bring-next ~ ul a')].map(link => link.getAttribute('href'))
    expect(links).toContain('/measure/nps?period=all&where=source+%3D+%22till%22')
    expect(links).toContain('/measure/revenue?period=all&where=source+%3D+%22till%22')
    expect(links).toContain('/sources/rejects?source=till')
  })

  test('a map that cannot be saved says why, and nothing is sent', async () => {
    await toColumns()
    replies['PUT /v1/maps/till'] = () => ({ status: 400, body: { title: 'Bad Request', where: 'map:3', detail: 'the zone is unknown' } })
    button('Next: save the map').click()
    await until(() => find('#bring-save'))
    find('form')!.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }))
    await until(() => find('[role=alert]'))
    expect(find('[role=alert]')!.textContent).toContain('map:3: the zone is unknown')
    expect(sent).toBe(null)
  })

  test('the export of a known tool needs no map', async () => {
    replies['POST /v1/maps/propose'] = () => ({ body: said(null, { format: 'qualtrics', targets: [] }) })
    await choose('march.csv')
    await until(() => root.textContent!.includes('This is known: Qualtrics responses'))
    expect(root.textContent).toContain('Three header lines.')
    set(field('Source (else: qualtrics)')!, 'panel')
    await new Promise(resolve => setTimeout(resolve, 20))
    button('Only try the whole file').click()
    replies['GET /v1/imports/7'] = () => ({ body: job({ dry_run: true, name: 'march.csv' }) })
    await until(() => sent && find('#bring-job'))
    expect(sent!.url).toBe('/v1/imports?name=march.csv&format=qualtrics&source=panel&dry_run=true')
    await until(() => root.textContent!.includes('Nothing was stored: this was a try.'))
    expect(find('#bring-next')).toBe(null)
    button('Bring it in now').click()
    await until(() => sent!.url === '/v1/imports?name=march.csv&format=qualtrics&source=panel')
  })

  test('a saved map is used by its name', async () => {
    await until(() => button('Use it'))
    button('Use it').click()
    await until(() => field<HTMLSelectElement>('Read it as')!.value === 'map:till')
    await choose()
    await until(() => root.textContent!.includes('Read by the map “till”'))
    expect(asked.some(each => each.url.includes('propose'))).toBe(false)
  })

  test('a running job is followed and stopped; one that fails says why', async () => {
    let state: Job['state'] = 'running'
    replies['GET /v1/imports/7'] = () => ({ body: job({ state, bytes_read: 40, error: state === 'failed' ? 'till.csv:9: a quote is not closed' : null }) })
    replies['DELETE /v1/imports/7'] = () => { state = 'stopped'; return { body: job({ state }) } }
    go('/sources/file?job=7')
    await until(() => root.textContent!.includes('40.0% read.'))
    expect(find<HTMLProgressElement>('progress')!.getAttribute('aria-label')).toBe('The file is coming in')
    button('Stop').click()
    await until(() => root.textContent!.includes('It was stopped.'))
    expect(asked.filter(each => each.method === 'DELETE').map(each => each.url)).toEqual(['/v1/imports/7'])
    state = 'failed'
    go('/sources/file')
    await until(() => find('#bring-input'))
    go('/sources/file?job=7')
    await until(() => find('[role=alert]'))
    expect(find('[role=alert]')!.textContent).toBe('till.csv:9: a quote is not closed')
  })

  test('what the server cannot take is said, and can be tried again', async () => {
    replies['POST /v1/maps/propose'] = () => ({ status: 400, body: { title: 'Bad Request', detail: 'it has no rows', where: 'file' } })
    await choose()
    await until(() => find('[role=alert]'))
    expect(find('[role=alert]')!.textContent).toContain('it has no rows')
    replies['POST /v1/maps/propose'] = () => ({ body: said(known()) })
    button('Try again').click()
    await until(() => proposal.value)
    replies['UPLOAD'] = () => ({ status: 507, body: { title: 'Insufficient Storage', detail: 'the disk has no room for 3 GB' } })
    await until(() => !button('Next: save the map').disabled)
    button('Next: save the map').click()
    await until(() => find('#bring-save'))
    find('form')!.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }))
    await until(() => root.textContent!.includes('the disk has no room for 3 GB'))
    expect(button('Try again')).toBeTruthy()
  })

  test('a picture is refused in the words of the page, which know how the server says it', async () => {
    const engine = Object.values(import.meta.glob<string>('../../engine/collect/*.cc', { query: '?raw', import: 'default', eager: true })).join('\n')
    const detail = /"(this is no table but a picture[^"]*)/.exec(engine)![1]!
    replies['POST /v1/maps/propose'] = () => ({ status: 400, body: { title: 'Bad Request', status: 400, detail, code: 'invalid_argument' } })
    await choose('photo.png')
    await until(() => find('[role=alert]'))
    expect(find('[role=alert]')!.textContent).toBe('photo.png: This is no text that holds rows. Export it as CSV, Excel or JSON and choose that file.')
  })

  test('an address with a step but no file begins anew', async () => {
    go('/sources/file?step=columns')
    await until(() => find('#bring-input'))
  })

  test('a second file is looked at for itself: what the first was found to be, and how it was sent, stays with the first', async () => {
    replies['POST /v1/maps/propose'] = url => ({ body: url.includes('march') ? said(null, { format: 'qualtrics', targets: [] }) : said(known()) })
    await choose('march.csv')
    await until(() => root.textContent!.includes('This is known: Qualtrics responses'))
    set(field('Source (else: qualtrics)')!, 'panel')
    await new Promise(resolve => setTimeout(resolve, 20))
    find('form')!.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }))
    await until(() => find('#bring-next'))
    expect(sent!.url).toBe('/v1/imports?name=march.csv&format=qualtrics&source=panel')
    go('/sources/file')
    await choose('till.csv')
    await until(() => find('#bring-columns'))
    expect(asked.at(-1)!.url).not.toContain('qualtrics')
    await until(() => !button('Next: save the map').disabled)
    button('Next: save the map').click()
    await until(() => find('#bring-save'))
    find('form')!.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }))
    await until(() => find('#bring-next'))
    expect(sent!.url).toBe('/v1/imports?name=till.csv&map=till')
    go('/sources/file')
    await choose('march.csv')
    await until(() => root.textContent!.includes('This is known: Qualtrics responses'))
    expect(field('Source (else: qualtrics)')!.value).toBe('')
  })

  test('a late reply leaves who went elsewhere there', async () => {
    const fetchNow = globalThis.fetch
    let answer = () => {}
    vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
      if (url.startsWith('/v1/maps/propose')) await new Promise<void>(resolve => { answer = resolve })
      return fetchNow(url, init)
    })
    for (const elsewhere of ['/surveys', '/sources/file?job=7']) {
      answer = () => {}
      proposal.value = null
      await choose()
      await until(() => root.textContent!.includes('Looking at till.csv'))
      go(elsewhere)
      answer()
      await until(() => proposal.value)
      await new Promise(resolve => setTimeout(resolve, 30))
      expect(location.pathname + location.search).toBe(elsewhere)
      go('/sources/file')
      await until(() => button('Go on with this file'))
    }
    button('Go on with this file').click()
    await until(() => find('#bring-columns'))
  })

  test('one file is sent once, and a window that would lose it asks', async () => {
    const loses = () => !window.dispatchEvent(new Event('beforeunload', { cancelable: true }))
    const uploads: string[] = []
    const reply = replies['UPLOAD']!
    replies['UPLOAD'] = url => { uploads.push(url); return reply(url, '') }
    await toColumns()
    expect(loses()).toBe(false)
    set(row('Klant').querySelector('select')!, 'who.email')
    expect([corrected.value, loses()]).toEqual([true, true])
    await until(() => lastSent().columns[1]!.target === 'who.email')
    await until(() => !button('Next: save the map').disabled)
    button('Next: save the map').click()
    await until(() => find('#bring-save'))
    const submit = () => find('form')!.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }))
    submit()
    submit()
    await until(() => uploads.length > 0)
    expect([corrected.value, loses()]).toEqual([false, true])
    go('/sources/file?step=save')
    await until(() => find('#bring-save') && button('Save it and bring the file in')?.disabled)
    void bringIn({ map: 'till' })
    expect(step.value).toBe('send')
    await until(() => find('#bring-next'))
    expect([uploads.length, loses()]).toEqual([1, false])
  })

  test('an import that waits for the record says so, and which rows no event was for', async () => {
    replies['GET /v1/imports/7'] = () => ({ body: job({ state: 'queued', error: 'the disk is full', without_event: 4, rejects: [] }) })
    go('/sources/file?job=7')
    await until(() => root.textContent!.includes('It waits for its turn.'))
    expect(find('[role=alert]')!.textContent).toBe('the disk is full')
    expect([...root.querySelectorAll('dl div')].map(each => each.textContent)).toContain('Rows no event is for4')
    replies['GET /v1/imports/7'] = () => ({ body: job() })
    await until(() => root.textContent!.includes('10 new events'))
    expect(root.textContent).not.toContain('Rows no event is for')
  })
  test('columns that were put right go with another file only when one says so', async () => {
    const confirm = vi.fn(() => false)
    vi.stubGlobal('confirm', confirm)
    await toColumns()
    set(row('Naam').querySelector('select')!, '-')
    expect(corrected.value).toBe(true)
    go('/sources/file')
    await choose('april.csv')
    expect(confirm).toHaveBeenCalledWith(expect.stringContaining('till.csv'))
    await until(() => button('Go on with this file'))
    button('Go on with this file').click()
    await until(() => row('Naam')?.querySelector('select')!.value === '-')
    confirm.mockReturnValue(true)
    go('/sources/file')
    await choose('april.csv')
    await until(() => root.textContent!.includes('april.csv') && row('Naam'))
    expect(corrected.value).toBe(false)
  })
  test('a reply that is no job is said, and the file can be sent again', async () => {
    replies['POST /v1/maps/propose'] = () => ({ body: said(null, { format: 'qualtrics', targets: [] }) })
    const good = replies['UPLOAD']!
    replies['UPLOAD'] = () => ({ status: 200, body: 'welcome to the lobby' })
    await choose('march.csv')
    await until(() => find('#bring-known'))
    find('form')!.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }))
    await until(() => root.textContent!.includes('The reply did not come from the server.'))
    expect(find('progress')).toBe(null)
    replies['UPLOAD'] = good
    button('Try again').click()
    await until(() => find('#bring-next'))
  })

  test('a file that is dropped never opens in place of the page, at whichever step', async () => {
    const drop = () => {
      const event = Object.assign(new Event('drop', { bubbles: true, cancelable: true }), { dataTransfer: { files: [new File(['a'], 'other.csv')] } })
      document.body.dispatchEvent(event)
      return event.defaultPrevented
    }
    await toColumns()
    const looks = () => asked.filter(each => each.url.includes('propose')).length
    expect([drop(), looks(), step.value]).toEqual([true, 1, 'columns'])
    go('/sources/file?job=7')
    await until(() => find('#bring-next'))
    expect([drop(), looks()]).toEqual([true, 1])
  })

  test('a map that is removed hands the focus on, and it is said', async () => {
    const maps = ['april', 'may', 'june'].map(name => ({ name, changed_at: '2026-03-01T00:00:00Z', source: 'till' }))
    replies['GET /v1/maps'] = () => ({ body: { maps } })
    for (const { name } of maps) replies['DELETE /v1/maps/' + name] = () => { maps.splice(maps.findIndex(one => one.name === name), 1); return { body: {} } }
    forget()
    render(null, root)
    render(<BringFile />, root)
    await until(() => find('[data-map=june]'))
    const named = (name: string) => [...root.querySelectorAll('button')].find(each => each.getAttribute('aria-label') === name)!
    const focused = () => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent
    for (const [name, next] of [['may', 'Use it: june'], ['june', 'Saved maps'], ['april', 'Bring a file']] as const) {
      const ask = named('Remove: ' + name)
      ask.focus()
      ask.click()
      await until(() => named('Remove: ' + name) !== ask && document.activeElement === named('Remove: ' + name))
      named('Remove: ' + name).click()
      await until(() => focused() === next)
      expect(root.textContent).toContain('Removed: ' + name)
    }
  })

  test('earlier imports lead to what came of them', async () => {
    await until(() => find('#bring-earlier'))
    const link = find<HTMLAnchorElement>('#bring-earlier ~ div tbody a')!
    expect([link.textContent, link.getAttribute('href')]).toEqual(['feb.csv', '/sources/file?job=3'])
  })
})
