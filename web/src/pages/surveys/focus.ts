// Where the focus goes when what had it is gone, and what is said of it.
import { createContext } from 'preact'

/** Says something in the live region of the page. */
export const Tell = createContext<(text: string) => void>(() => {})

/** After the next drawing, to the first of these that is there and can take it. */
export function focusSoon(...finds: (() => Element | null | undefined)[]): void {
  requestAnimationFrame(() => {
    for (const find of finds) {
      const element = find()
      if (element instanceof HTMLElement && !(element as HTMLButtonElement).disabled) return element.focus()
    }
  })
}
