// A survey on any page:
//   <script src="https://HOST/widget.js" data-survey="NAME" data-key="sjw_..." async></script>
// Also data-who, data-about, data-language; data-open="5" opens it after so many seconds.
// A button in the corner opens a dialog; it says nothing more once it was closed or answered (memory.ts).
import { random, rest, rests, visitor } from './memory'
import { asked, type Answers, type Question, type Survey } from './questions'
import { css } from './style'

type Child = Node | string | false | undefined

function element<K extends keyof HTMLElementTagNameMap>(
  tag: K, attributes: Record<string, string | boolean>, ...children: Child[]): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false) made.setAttribute(name, value === true ? '' : value)
  }
  made.append(...children.filter((child): child is Node | string => Boolean(child)))
  return made
}

function scale(question: Question, [low, high]: [number, number]): Node[] {
  const steps = Array.from({ length: high - low + 1 }, (_, i) => low + i)
  const meaning = (step: number) => (step === low && question.low) || (step === high && question.high)
  return [
    element('div', { class: high - low < 7 ? 'scale few' : 'scale' }, ...steps.map(step => element('label', {},
      element('input', { type: 'radio', name: question.id, value: String(step),
        'aria-label': meaning(step) ? `${step} ${meaning(step)}` : String(step) }),
      element('span', { 'aria-hidden': 'true' }, question.kind === 'stars' ? `${step} ★` : String(step))))),
    element('div', { class: 'ends', 'aria-hidden': 'true' },
      element('span', {}, question.low && `${low} = ${question.low}`), element('span', {}, question.high && `${high} = ${question.high}`)),
  ]
}

function field(question: Question, survey: Survey): HTMLElement {
  const hint = [question.several && survey.words.several, !question.required && survey.words.optional].filter(Boolean).join(', ')
  const title: Child[] = [question.text, ' ', hint && element('small', {}, `(${hint})`)]
  const fault = element('p', { class: 'fault', id: 'f-' + question.id })
  if (question.scale || question.choices) {
    return element('fieldset', { 'aria-describedby': fault.id }, element('legend', {}, ...title), fault,
      ...question.scale ? scale(question, question.scale) : [],
      ...(question.choices ?? []).map(({ id, text }) => element('label', { class: 'choice' },
        element('input', { type: question.several ? 'checkbox' : 'radio', name: question.id, value: id }), text)))
  }
  return element('div', { class: 'text' }, element('label', { for: 't-' + question.id }, ...title), fault,
    element('textarea', { id: 't-' + question.id, name: question.id, maxlength: '5000', 'aria-describedby': fault.id }))
}

async function start(script: HTMLScriptElement) {
  const { survey: name, key, who, about, language, open } = script.dataset
  if (!name || !key || rests(name)) return
  const address = `${new URL(script.src).origin}/v1/surveys/${encodeURIComponent(name)}/`
  const query = '?key=' + encodeURIComponent(key)
  const wanted = language || document.documentElement.lang || navigator.language
  const reply = await fetch(`${address}questions${query}&lang=${encodeURIComponent(wanted)}`, { credentials: 'omit' })
  if (!reply.ok) throw new Error(`Sojourn: the survey ${name} cannot be shown (${reply.status})`)
  const survey = await reply.json() as Survey
  // The same when it is sent again.
  const response = random()
  let person: ReturnType<typeof visitor> | undefined

  const fields = new Map(survey.questions.map(question => [question.id, field(question, survey)]))
  const places = element('div', {})
  const fault = element('p', { class: 'fault', role: 'alert' })
  const send = element('button', { type: 'submit' }, survey.words.send)
  const form = element('form', { novalidate: true }, survey.intro && element('p', {}, survey.intro), places, fault, send)
  const heading = element('h2', { id: 'title', tabindex: '-1', autofocus: true }, survey.title)
  const close = element('button', { type: 'button', class: 'close', 'aria-label': survey.words.close })
  const dialog = element('dialog', { 'aria-labelledby': 'title' }, element('div', { class: 'head' }, heading, close), form)
  const launch = element('button', { type: 'button', class: 'launch', 'aria-haspopup': 'dialog' }, survey.title)
  const frame = element('div', { class: 'frame', lang: survey.language, dir: survey.right_to_left ? 'rtl' : 'ltr' }, launch, dialog)

  const answers = (): Answers => {
    const given = new FormData(form)
    return Object.fromEntries([...given.keys()].map(id => [id, given.getAll(id).join().trim()]))
  }
  const follow = () => {
    const given = answers()
    const wantedFields = asked(survey.questions, given).map(({ id }) => fields.get(id)!)
    for (const [id, each] of fields) if (given[id]) each.querySelector('.fault')!.textContent = ''
    for (const each of [...places.children]) if (!wantedFields.includes(each as HTMLElement)) each.remove()
    wantedFields.forEach((each, i) => { if (places.children[i] !== each) places.insertBefore(each, places.children[i] ?? null) })
  }

  /** Marks what is missing and goes there. */
  const complete = (given: Answers) => {
    let first: HTMLElement | undefined
    for (const { id, required } of asked(survey.questions, given)) {
      const missing = required && !given[id]
      fields.get(id)!.querySelector('.fault')!.textContent = missing ? survey.words.need_answer : ''
      if (missing) first ??= fields.get(id)!.querySelector<HTMLElement>('input, textarea')!
    }
    first?.focus()
    fault.textContent = first || Object.values(given).some(Boolean) ? '' : survey.words.need_any
    return !first && !fault.textContent
  }

  const thank = () => {
    const done = element('button', { type: 'button', class: 'done' }, survey.words.close)
    done.onclick = () => dialog.close()
    const thanks = element('p', { role: 'status' })
    form.replaceWith(thanks, done)
    thanks.textContent = survey.thanks  // After it is in the page: so that it is read out.
    done.focus()
  }

  form.oninput = follow
  form.onsubmit = async event => {
    event.preventDefault()
    const given = answers()
    if (send.getAttribute('aria-disabled') === 'true' || !complete(given)) return
    send.setAttribute('aria-disabled', 'true')
    try {
      // A plain text needs no question beforehand (CORS); the server looks at what it is.
      const sent = await fetch(address + 'answers' + query, { method: 'POST', credentials: 'omit', keepalive: true,
        body: JSON.stringify({ who: person ??= visitor(who), ...(about && { about }), language: survey.language, response, medium: 'widget',
          properties: { path: location.pathname.slice(0, 100) }, answers: Object.fromEntries(Object.entries(given).filter(([, one]) => one)) }) })
      if (!sent.ok) throw new Error(String(sent.status))
      rest(name, true)
      thank()
    } catch {
      fault.textContent = survey.words.failed
    }
    send.removeAttribute('aria-disabled')
  }
  close.onclick = () => dialog.close()
  dialog.onclose = () => {
    if (!rests(name)) rest(name, false)
    frame.remove()
  }
  // The dialog keeps the focus: from its last button to its first, and back.
  dialog.onkeydown = event => {
    const buttons = dialog.querySelectorAll('button')
    const [from, to] = event.shiftKey ? [buttons[0], buttons[buttons.length - 1]] : [buttons[buttons.length - 1], buttons[0]]
    if (event.key !== 'Tab' || (root.activeElement !== from && !(event.shiftKey && root.activeElement === heading))) return
    event.preventDefault()
    to?.focus()
  }
  launch.onclick = () => dialog.showModal()

  follow()
  const host = element('div', {})
  const root = host.attachShadow({ mode: 'open' })
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  root.adoptedStyleSheets = [sheet]
  root.append(frame)
  document.body.append(host)
  if (open) setTimeout(() => { if (frame.isConnected && !dialog.open) dialog.showModal() }, Number(open) * 1000)
}

const script = document.currentScript
if (script instanceof HTMLScriptElement) {
  const begin = () => { start(script).catch((error: unknown) => console.warn(error)) }
  if (document.body) begin()
  else document.addEventListener('DOMContentLoaded', begin)
}
