// The heading has the focus of a page from its first drawing on, and hands it over to the one that takes its place.
import { render } from 'preact'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { go } from '../src/router'
import { Heading } from '../src/ui/heading'

const root = document.createElement('div')
document.body.append(root)
beforeEach(() => { go('/'); render(<Heading title="Overview" />, root); (document.activeElement as HTMLElement | null)?.blur() })
afterEach(() => render(null, root))

const show = (title: string) => render(<Heading key={title} title={title} />, root)
const focused = () => document.activeElement?.tagName === 'H1' ? document.activeElement.textContent : null

test('the heading of another page has the focus as soon as it is drawn', () => {
  go('/journey')
  show('Journey')
  expect(focused()).toBe('Journey')
})

test('that of a page that waits gives it to that of what came', () => {
  go('/customer/anna')
  show('anna')
  show('Anna Visser')
  expect(focused()).toBe('Anna Visser')
})

test('it is not taken from where a person went meanwhile, nor without another page', () => {
  const field = document.body.appendChild(document.createElement('input'))
  go('/customer/anna')
  show('anna')
  field.focus()
  show('Anna Visser')
  expect(document.activeElement).toBe(field)
  field.remove()
  show('Anna')
  expect(focused()).toBe(null)
})

test('who leaves and comes back before the other page was there is told where', () => {
  go('/journey')
  render(null, root)
  go('/')
  show('Overview again')
  expect(focused()).toBe('Overview again')
})
