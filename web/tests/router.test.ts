// Leaving with unsaved work: links, keys, the search (all by `go`) and Back ask first.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { followLinks, go, guardLeaving, path, query } from '../src/router'

let answers: boolean[]
let asked: string[]
let free = () => {}
beforeEach(() => {
  go('/surveys')
  go('/surveys/visit?edit=1')
  asked = []
  answers = []
  vi.stubGlobal('confirm', (words: string) => { asked.push(words); return answers.shift() ?? false })
})
afterEach(() => { free(); free = () => {}; vi.unstubAllGlobals() })
const here = () => [path.value, location.pathname]

test('stays when the answer is no, goes when it is yes, and asks no more when nothing is left unsaved', () => {
  let unsaved: string | undefined = 'Leave what you wrote?'
  free = guardLeaving(() => unsaved)
  go('/journey')
  expect([here(), asked]).toEqual([['/surveys/visit', '/surveys/visit'], ['Leave what you wrote?']])
  answers = [true]
  go('/journey')
  expect(here()).toEqual(['/journey', '/journey'])
  unsaved = undefined
  go('/people')
  expect([here(), asked.length]).toEqual([['/people', '/people'], 2])
  unsaved = 'Again?'
  free()
  go('/sources')
  expect([here(), asked.length]).toEqual([['/sources', '/sources'], 2])
})

test('a link asks as well', () => {
  free = guardLeaving(() => 'Leave?')
  followLinks()
  const link = document.createElement('a')
  link.href = '/people'
  document.body.append(link)
  link.click()
  expect([here(), asked]).toEqual([['/surveys/visit', '/surveys/visit'], ['Leave?']])
  answers = [true]
  link.click()
  expect(path.value).toBe('/people')
  link.remove()
})

test('Back asks: no keeps the page and its address', () => {
  free = guardLeaving(() => 'Leave?')
  const back = () => { window.history.replaceState(null, '', '/surveys'); window.dispatchEvent(new Event('popstate')) }
  back()
  expect([here(), location.search, query.value.get('edit'), asked.length]).toEqual([['/surveys/visit', '/surveys/visit'], '?edit=1', '1', 1])
  answers = [true]
  back()
  expect(here()).toEqual(['/surveys', '/surveys'])
})

test('the question hears where to: a step of the same page may lose nothing', () => {
  free = guardLeaving(to => to.pathname === '/surveys/visit' ? undefined : 'Leave?')
  go('/surveys/visit?edit=2')
  expect([query.value.get('edit'), asked]).toEqual(['2', []])
})
