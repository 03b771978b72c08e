// Writing a survey: the model, undo, what is shown at which field, and what is sent.
import { render } from 'preact'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { openFurther } from '../src/further'
import { setLanguage } from '../src/i18n'
import { forget } from '../src/query'
import { go } from '../src/router'
import { carried } from '../src/pages/surveys/card_keys'
import { Editor } from '../src/pages/surveys/editor'
import { isAt } from '../src/pages/surveys/fault'
import { redone, started, stepped, undone } from '../src/pages/surveys/history'
import { chatbotOf, mailOf } from '../src/pages/surveys/share_snippets'
import SurveysPage from '../src/pages/surveys/page'
import {
  conditionOn, missing, moved, ofKind, renamed, said, told, withFirst, withLanguage, withoutLanguage, withoutQuestion, withQuestion,
  type Survey,
} from '../src/pages/surveys/survey'

const survey: Survey = {
  name: 'visit', title: { en: 'Your visit', nl: 'Uw bezoek' }, thanks: 'Thank you.', languages: ['en', 'nl'],
  questions: [
    { id: 'score', kind: 'nps', text: { en: 'Recommend?', nl: 'Aanbevelen?' }, scale: [0, 10], low: { en: 'no', nl: 'nee' } },
    { id: 'what', kind: 'choice', text: { en: 'What?', nl: 'Wat?' }, choices: [{ id: 'price', text: 'price' }, { id: 'time', text: { en: 'time' } }],
      when: { question: 'score', comparison: '<=', value: 6 } },
    { id: 'why', kind: 'text', text: { en: 'Why?' }, when: { question: 'what', comparison: '=', value: 'price' } },
  ],
}

describe('texts', () => {
  test('one for all is there in each; a change makes it one a language; the last letter gone, it is no text', () => {
    expect(said('Thank you.', 'nl')).toBe('Thank you.')
    expect(told('Thanks', 'nl', 'Bedankt', ['en', 'nl'])).toEqual({ en: 'Thanks', nl: 'Bedankt' })
    expect(told({ en: 'a', nl: 'b' }, 'nl', '', ['en', 'nl'])).toEqual({ en: 'a' })
    expect(told({ en: 'a' }, 'en', '', ['en'])).toBeUndefined()
  })
  test('missing counts what exists in another language', () => {
    expect(missing(survey, 'en')).toBe(0)
    expect(missing(survey, 'nl')).toBe(2)
    expect(missing(withLanguage(survey, 'de'), 'de')).toBe(6)
  })
  test('a language that goes takes its texts along; the first is the one to fall back on', () => {
    const left = withoutLanguage(survey, 'nl')
    expect(left.languages).toEqual(['en'])
    expect(JSON.stringify(left)).not.toMatch(/Uw bezoek|nee|"nl"/)
    expect(left.thanks).toBe('Thank you.')
    expect(withFirst(survey, 'nl').languages).toEqual(['nl', 'en'])
  })
})

describe('questions', () => {
  test('a new id is followed by what asks after it', () => {
    expect(renamed(survey, 0, 'rating').questions[1]!.when!.question).toBe('rating')
    expect(survey.questions[1]!.when!.question).toBe('score')
  })
  test('what asked after a question that goes is asked always', () => {
    const left = withoutQuestion(survey, 1)
    expect(left.questions.map(one => one.id)).toEqual(['score', 'why'])
    expect(left.questions[1]!.when).toBeUndefined()
  })
  test('moving stays within the list', () => {
    expect(moved(survey, 0, 1).questions.map(one => one.id)).toEqual(['what', 'score', 'why'])
    expect(moved(survey, 0, -1)).toBe(survey)
    expect(moved(survey, 2, 3)).toBe(survey)
  })
  test('a new kind brings what it needs and loses what it cannot have', () => {
    expect(ofKind(survey.questions[0]!, 'text')).toEqual({ id: 'score', kind: 'text', text: { en: 'Recommend?', nl: 'Aanbevelen?' } })
    expect(ofKind(survey.questions[2]!, 'ces').scale).toEqual([1, 7])
    expect(ofKind(survey.questions[0]!, 'choice').choices).toHaveLength(2)
    expect(withQuestion(survey, 'nps').questions.at(-1)!.id).toBe('nps')
    expect(withQuestion(withQuestion(survey, 'nps'), 'nps').questions.at(-1)!.id).toBe('nps-2')
  })
  test('the first condition is one that can hold', () => {
    expect(conditionOn(survey.questions[0]!)).toEqual({ question: 'score', comparison: '<=', value: 0 })
    expect(conditionOn(survey.questions[1]!)).toEqual({ question: 'what', comparison: '=', value: 'price' })
    expect(conditionOn(survey.questions[2]!)).toEqual({ question: 'why', comparison: 'answered' })
  })
})

test('typing in one field is one step; a step back can be taken again', () => {
  let history = stepped(stepped(stepped(started('a'), 'ab', 'title'), 'abc', 'title'), 'abcd', 'intro')
  expect(history.past).toEqual(['a', 'abc'])
  history = undone(undone(history))
  expect(history.now).toBe('a')
  expect(redone(history).now).toBe('abc')
  expect(undone(started('x')).now).toBe('x')
  expect(stepped(history, 'b').future).toEqual([])
})

test('a fault is at the field that it names, or within it', () => {
  expect(isAt('questions[1].when.value', 'questions[1].when')).toBe(true)
  expect(isAt('questions[1]', 'questions[1].when')).toBe(false)
  expect(isAt('questions[10].text', 'questions[1]')).toBe(false)
  expect(isAt('on: column 3', 'on')).toBe(true)
})

test('snippets hold the address, and nothing of a question is markup', () => {
  const html = mailOf('Good <b>?', { path: '/s/x?t=T', scores: [{ score: 1, path: '/s/x?t=T&score=1' }] }, 'https://a.example')
  expect(html).toContain('href="https://a.example/s/x?t=T&amp;score=1">1</a>')
  expect(html).toContain('Good &lt;b&gt;?')
  expect(chatbotOf(survey, 'https://a.example')).toContain('"answers":{"score":10}')
})

// --- drawn

type Handler = (body: unknown) => { status?: number; json: unknown }
let root: HTMLElement
let asked: { request: string; body: unknown }[]

function serve(routes: Record<string, Handler>) {
  vi.stubGlobal('fetch', vi.fn(async (url: string, { method = 'GET', body }: { method?: string; body?: string }) => {
    const request = `${method} ${url.split('?')[0]}`
    const sent: unknown = body ? JSON.parse(body) : undefined
    asked.push({ request, body: sent })
    const { status = 200, json } = routes[request]?.(sent) ?? { status: 404, json: { title: 'nothing at ' + request } }
    return new Response(JSON.stringify(json), { status, headers: { 'content-type': status < 400 ? 'application/json' : 'application/problem+json' } })
  }))
}
const good: Handler = body => ({ status: 201, json: {
  survey: (body as { survey: Survey }).survey, toml: 'name = "visit"', path: '/v1/survey-drafts/1' } })
const until = (check: () => unknown) => vi.waitFor(() => { if (!check()) throw new Error(root.textContent ?? '') }, { timeout: 3000 })
const find = <E extends HTMLElement = HTMLElement>(selector: string) => root.querySelector<E>(selector)!
const button = (text: string) => [...root.querySelectorAll('button')].find(one => (one.getAttribute('aria-label') ?? one.textContent)?.startsWith(text))!
const field = (name: string) => find<HTMLInputElement>(`[aria-label="${name}"]`)
const type = (input: HTMLInputElement, text: string) => { input.value = text; input.dispatchEvent(new Event('input', { bubbles: true })) }

beforeEach(() => {
  // A frame stays empty here; the browser tests look into it.
  Object.assign((window as unknown as { happyDOM: { settings: object } }).happyDOM.settings, { handleDisabledFileLoadingAsSuccess: true })
  root = document.createElement('div')
  document.body.append(root)
  asked = []
  forget()
  go('/surveys/visit')
  return openFurther()
})
afterEach(async () => { render(null, root); root.remove(); vi.unstubAllGlobals(); await setLanguage('en') })

describe('the editor', () => {
  const draw = () => render(<Editor survey={survey} stored sentence="visit" />, root)

  test('marks what a language lacks, undoes step by step, and saves what is shown', async () => {
    serve({ 'POST /v1/survey-drafts': good, 'PUT /v1/surveys/visit': body => ({ json: body }) })
    draw()
    await until(() => find('iframe')?.getAttribute('src') === '/v1/survey-drafts/1?lang=en')
    expect(root.textContent).toContain('2 texts missing')
    expect(field('Question, Dutch').closest('div')!.textContent).not.toContain('missing')
    expect([...root.querySelectorAll('[aria-label="Question, Dutch"]')].at(-1)!.closest('div')!.textContent).toContain('missing')
    expect(button('Save').disabled).toBe(true)
    type(field('Title, English'), 'Your')
    type(field('Title, English'), 'Your day')
    await until(() => find('h1').textContent === 'Your day')
    button('Undo').click()
    await until(() => find('h1').textContent === 'Your visit')
    button('Redo').click()
    await until(() => find('h1').textContent === 'Your day')
    button('Save').click()
    await until(() => root.textContent!.includes('Saved'))
    expect((asked.find(one => one.request.startsWith('PUT'))!.body as Survey).title).toEqual({ en: 'Your day', nl: 'Uw bezoek' })
  })

  test('a fault stands at its field, as the server says it, and holds back saving', async () => {
    serve({ 'POST /v1/survey-drafts': () => ({ status: 400, json: {
      title: 'Bad Request', detail: 'has no text in nl, one of the survey\'s languages', where: 'questions[2].text' } }) })
    draw()
    await until(() => find('[aria-invalid]'))
    const input = find('[aria-invalid]')
    expect(document.getElementById(input.getAttribute('aria-describedby')!)!.textContent).toContain('has no text in nl')
    expect(input.closest('li')!.getAttribute('aria-label')).toBe('Question 3')
    type(field('Title, English'), 'x')
    await until(() => !find<HTMLButtonElement>('button.primary') || button('Save').disabled)
  })

  test('questions move by buttons and keep the focus', async () => {
    serve({ 'POST /v1/survey-drafts': good })
    draw()
    button('Move question 1 down').focus()
    button('Move question 1 down').click()
    await until(() => document.activeElement?.id === 'down-score')
    expect([...root.querySelectorAll('ol summary code')].map(one => one.textContent)).toEqual(['what', 'score', 'why'])
    expect(root.textContent).toContain('score is now question 2 of 3')
  })

  test('what is added or removed is said, and the focus is at the new card or the next', async () => {
    serve({ 'POST /v1/survey-drafts': good })
    draw()
    const said = () => find('ol').parentElement!.querySelector('[role=status]')!.textContent
    const at = (name: string) => until(() => document.activeElement?.getAttribute('aria-label') === name)
    button('Remove: Question 1').click()
    await at('Question 1')
    expect(said()).toBe('Question 1 (score) removed')
    expect([...root.querySelectorAll('ol summary code')].map(one => one.textContent)).toEqual(['what', 'why'])
    button('Free text').click()
    await at('Question 3')
    expect(said()).toBe('Question 3 added')
    button('Remove: Question 3').click()
    await at('Question 2')
    button('Add a choice').click()
    await at('Choice 3, English')
    button('Move choice 3 up').click()
    await at('Move choice 2 up')
    button('Remove: Choice 1').click()
    await at('Choice 1, English')
    button('Remove: Dutch').click()
    await until(() => said() === 'Dutch removed' && document.activeElement?.closest('li')?.textContent?.startsWith('English'))
  })

  test('another id leaves the card and the focus where they are', async () => {
    serve({ 'POST /v1/survey-drafts': good })
    draw()
    const input = root.querySelectorAll<HTMLInputElement>('ol details input')[0]!
    input.focus()
    type(input, 'rating')
    input.dispatchEvent(new Event('change', { bubbles: true }))
    await until(() => find('ol summary code').textContent === 'rating')
    expect(document.activeElement).toBe(input)
    expect(input.isConnected).toBe(true)
    button('Undo').click()
    await until(() => input.value === 'score')
  })

  test('leaving with unsaved work asks first, however it is left', async () => {
    serve({ 'POST /v1/survey-drafts': good })
    const confirm = vi.fn(() => false)
    window.confirm = confirm
    draw()
    type(field('Title, English'), 'Your day')
    await until(() => find('h1').textContent === 'Your day')
    await new Promise(resolve => setTimeout(resolve, 50))
    go('/surveys/visit?view=definition')
    go('/surveys/visit')
    expect(confirm).not.toHaveBeenCalled()
    go('/journey')
    expect(confirm).toHaveBeenCalledTimes(1)
    expect(window.location.pathname).toBe('/surveys/visit')
  })

  test('a definition that is typed takes the place of the draft, and its name stays', async () => {
    const other = { ...survey, name: 'other', title: { en: 'Other', nl: 'Ander' } }
    serve({ 'POST /v1/survey-drafts': body => 'toml' in (body as object) ? good({ survey: other }) : good(body) })
    draw()
    await until(() => find('iframe'))
    go('/surveys/visit?view=definition')
    await until(() => find<HTMLTextAreaElement>('textarea')?.value === 'name = "visit"')
    type(find<HTMLInputElement>('textarea'), 'name = "other"')
    await until(() => !button('Use this').disabled)
    button('Use this').click()
    await until(() => find('h1').textContent === 'Other')
    button('Undo').click()
    await until(() => find('h1').textContent === 'Your visit')
  })
})

test('cards keep their keys: along with their ids, or in their places', () => {
  const first = carried({ ids: [], keys: [], next: 0 }, ['a', 'b', 'c'])
  expect(first.keys).toEqual([0, 1, 2])
  expect(carried(first, ['c', 'a', 'b']).keys).toEqual([2, 0, 1])
  expect(carried(first, ['a', 'x', 'c']).keys).toEqual([0, 1, 2])
  expect(carried(first, ['a', 'a', 'c']).keys).toEqual([0, 1, 2])
  expect(carried(first, ['a', 'c']).keys).toEqual([0, 2])
  expect(carried(first, ['a', 'b', 'c', 'd'])).toMatchObject({ keys: [0, 1, 2, 3], next: 4 })
})

test('an address that is none says so', () => {
  go('/surveys/%E0%A4%A')
  render(<SurveysPage />, root)
  expect(find('h1').textContent).toBe('There is no such page')
})

test('the list says how many answered and where it is used', async () => {
  serve({ 'GET /v1/surveys': () => ({ json: { templates: [], surveys: [
    { name: 'nps', title: 'How are we doing?', languages: ['en', 'nl'], touchpoint: '', open: true, questions: 3, path: '/s/nps', rules: ['after'],
      last_30_days: { answers: 12, by_medium: { widget: 5, link: 7 }, sent: 20, answered: 7, response_rate: 35 } },
    { name: 'new', title: 'New', languages: ['en'], touchpoint: '', open: false, questions: 1, path: '/s/new', rules: [],
      last_30_days: { answers: 0, by_medium: {}, sent: 0, answered: 0, response_rate: null } }] } }) })
  go('/surveys')
  render(<SurveysPage />, root)
  await until(() => root.querySelectorAll('tbody tr').length === 2)
  const [first, second] = [...root.querySelectorAll('tbody tr')].map(row => row.textContent)
  expect(first).toContain('open to anybody')
  expect(first).toContain('35.0%7 of 20 invited')
  expect(first).toMatch(/signed links 7.*website 5 · 1 rule/)
  expect(second).toContain('nobody invited')
  expect(second).toContain('not used lately')
})
