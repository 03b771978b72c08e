// Has the tour been seen, or turned down? The browser remembers; where it may not, nobody is asked twice in one visit.
const place = 'sojourn.tour'
let done = false

export function seen(): void {
  done = true
  try { localStorage.setItem(place, 'seen') } catch { /* asked again next time */ }
}

export function wanted(): boolean {
  try { return !done && localStorage.getItem(place) === null } catch { return false }
}
