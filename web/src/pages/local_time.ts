// Moments that the server tells in UTC, as they are on the reader's own clock.
import { clock, dayText } from '../format'

// The formatter writes UTC: shifted by the reader's zone, as it was at that moment.
const here = (text: string): number => {
  const at = Date.parse(text)
  return at - new Date(at).getTimezoneOffset() * 60_000
}

export const localDay = (text: string | null): string => text ? dayText(here(text)) : '–'
export const localMoment = (text: string | null): string => text ? `${localDay(text)} ${clock(here(text))}` : '–'
