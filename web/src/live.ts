// The server tells when answers may have changed; what is on the screen is then asked again, in place.
// Only while the page is looked at: a hidden page holds no connection, and looks once when it is shown again.
import { signal } from './signal'

/** Grows when the answers may have changed. */
export const changes = signal(0)
/** The clock of ages, in steps that people notice. */
export const now = signal(Date.now())

const restBetween = 1000  // Ms; many small changes are one look.
const tick = 10_000

interface Told { change: number }

export function follow(): void {
  let source: EventSource | null = null
  let seen: number | null = null
  let waiting = 0
  const look = () => {
    waiting ||= window.setTimeout(() => {
      waiting = 0
      now.value = Date.now()
      changes.value++
    }, restBetween)
  }
  const listen = () => {
    source = new EventSource('/v1/live')
    source.onmessage = message => {
      const { change } = JSON.parse(message.data as string) as Told
      if (seen !== null && change !== seen) look()
      seen = change
    }
  }
  const shown = () => {
    if (document.hidden) {
      source?.close()
      source = null
    } else if (!source) listen()
  }
  document.addEventListener('visibilitychange', shown)
  setInterval(() => { now.value = Date.now() }, tick)
  shown()
}
