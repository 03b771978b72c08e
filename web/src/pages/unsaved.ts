// Unsaved work: leaving the page, in whatever way, asks first.
import { useEffect, useRef } from 'preact/hooks'
import { guardLeaving } from '../router'

/** `question` says what to confirm before the address becomes `to`, or undefined where nothing is lost. It is asked as of the last drawing;
 *  who saves and goes on in one breath answers from a ref. `unsaved` also holds a window that is closed or loaded again. */
export function useUnsaved(unsaved: boolean, question: (to: URL) => string | undefined): void {
  const latest = useRef(question)
  latest.current = question
  useEffect(() => {
    if (!unsaved) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', warn)
    const free = guardLeaving(to => latest.current(to))
    return () => { window.removeEventListener('beforeunload', warn); free() }
  }, [unsaved])
}
