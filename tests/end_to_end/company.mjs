// What the test files share: a served company for the file, pages of its own, and what a link to people asks.
import assert from 'node:assert/strict'
import { after, before } from 'node:test'
import { useBrowser } from './browser.mjs'
import { folderWithData, remove, serve } from './server.mjs'

export { withPage } from './browser.mjs'

/** Where the company of this test file is served. Each file runs in a process of its own. */
export let address
/** Its folder: the terminal is told it, too, and asks the server that holds it. */
export let data

/** Makes, serves and browses one company for all tests of the file, and clears it away after them. */
export function useCompany(customers, seed) {
  let server, folder
  useBrowser()
  before(async () => {
    const made = folderWithData(customers, seed)
    folder = made.folder
    data = made.data
    server = await serve(made.data)
    address = server.address
  })
  after(async () => {
    await server?.stop()
    if (folder) remove(folder)
  })
}

/** The question and the cell of a link to people, as the API takes them. */
export function cellOf(href) {
  const params = new URL(href, address).searchParams
  const question = { measure: params.get('measure') }
  for (const name of ['where', 'over', 'from', 'to', 'zone']) if (params.get(name)) question[name] = params.get(name)
  if (params.get('by')) question.by = params.get('by').split(',')
  const parameters = {}
  for (const [name, value] of params) if (name.startsWith('p.')) (parameters[name.slice(2)] ??= []).push(value)
  if (Object.keys(parameters).length) question.parameters = parameters
  const keys = Object.fromEntries([...params].filter(([name]) => name.startsWith('k.')).map(([name, value]) => [name.slice(2), value]))
  return { question, cell: { keys, column: params.get('column') } }
}

/** How many people the engine finds behind a link. */
export async function peopleBehind(href) {
  const reply = await fetch(address + '/v1/who', { method: 'POST', headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...cellOf(href), offset: 0, limit: 1 }) })
  const people = await reply.json()
  assert.equal(reply.status, 200, href + JSON.stringify(people))
  return people.total
}

export const digits = text => Number(text.replace(/[^\d]/g, ''))
