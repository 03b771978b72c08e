// The frame of a drawing: its table and its CSV come when they are asked for, or it says that they did not.
import { render } from 'preact'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Frame } from '../src/ui/frame'
import * as parts from '../src/ui/table_parts'

vi.mock('../src/ui/table_parts', async importOriginal => ({ ...await importOriginal<typeof parts>(), download: vi.fn(), openFurther: vi.fn() }))

const values = { head: ['month', 'value'], rows: [['May', 3], ['June', null]] }
let root: HTMLElement
const button = (name: string) => root.querySelector<HTMLButtonElement>(`button[aria-label="${name}"]`)!
beforeEach(() => {
  vi.mocked(parts.openFurther).mockResolvedValue()
  root = document.createElement('div')
  document.body.append(root)
  render(<Frame id="one" title="Sales" values={values}><b>drawing</b></Frame>, root)
})
afterEach(() => { render(null, root); root.remove(); vi.clearAllMocks() })

test('the table comes in the place of the drawing, and the drawing back', async () => {
  button('Table: Sales').click()
  await vi.waitFor(() => expect([...root.querySelectorAll('th,td')].map(cell => cell.textContent)).toEqual(['month', 'value', 'May', '3', 'June', '']))
  expect(root.textContent).not.toContain('drawing')
  button('Chart: Sales').click()
  await vi.waitFor(() => expect(root.textContent).toContain('drawing'))
})

test('they are fetched when somebody comes near the buttons', async () => {
  expect(parts.openFurther).not.toHaveBeenCalled()
  button('CSV: Sales').dispatchEvent(new Event('focusin', { bubbles: true }))
  await vi.waitFor(() => expect(parts.openFurther).toHaveBeenCalledOnce())
})

test('the CSV has the name and the values of the frame', async () => {
  button('CSV: Sales').click()
  await vi.waitFor(() => expect(parts.download).toHaveBeenCalledWith('one', values))
})

test('a CSV that did not come is said', async () => {
  vi.stubGlobal('fetch', async () => { throw new TypeError('offline') })
  vi.mocked(parts.openFurther).mockRejectedValue(new TypeError('offline'))
  const drawn = root.textContent
  button('CSV: Sales').click()
  await vi.waitFor(() => expect(root.querySelector('[role=alert]')?.textContent).toContain('The server does not answer'))
  expect(root.textContent.replace(root.querySelector('[role=alert]')!.textContent, '')).toBe(drawn)
  vi.unstubAllGlobals()
})
