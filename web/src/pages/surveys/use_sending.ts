// Something that is sent: busy meanwhile, with its trouble kept; what is shown is asked again afterwards.
import { useState } from 'preact/hooks'
import type { Problem } from '../../api'
import { changes } from '../../live'
import { problemOf } from '../../query'

export function useSending() {
  const [problem, setProblem] = useState<Problem | null>(null)
  const [busy, setBusy] = useState(false)
  const send = async (work: () => Promise<void>): Promise<boolean> => {
    setBusy(true)
    setProblem(null)
    try {
      await work()
      changes.value++
      return true
    } catch (error) {
      setProblem(problemOf(error))
      return false
    } finally { setBusy(false) }
  }
  return { problem, busy, send, setProblem }
}
