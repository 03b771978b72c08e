// What the visitor's browser remembers: who it is, and which surveys are done with. Without storage nothing is.
const day = 86_400_000

function read(name: string): string | null {
  try { return localStorage.getItem(name) } catch { return null }
}

function write(name: string, value: string) {
  try { localStorage.setItem(name, value) } catch { /* Asked again next time. */ }
}

/** Closed: not shown for 30 days; answered: for 90. */
export const rest = (survey: string, answered: boolean) =>
  write('sojourn.survey.' + survey, String(Date.now() + (answered ? 90 : 30) * day))
export const rests = (survey: string) => Number(read('sojourn.survey.' + survey)) > Date.now()

export const random = () => [...crypto.getRandomValues(new Uint8Array(12))].map(byte => byte.toString(16).padStart(2, '0')).join('')

/** As Segment's library keeps its ids: JSON texts. */
function segment(name: string): string | undefined {
  try {
    const value: unknown = JSON.parse(read(name) ?? 'null')
    return typeof value === 'string' && value ? value : undefined
  } catch { return undefined }
}

/** Whom the page names; else whom its tracking knows; else a number of our own. */
export function visitor(named: string | undefined): string | Record<string, string> {
  if (named) return named
  const id = segment('ajs_user_id')
  const anonymous = segment('ajs_anonymous_id')
  if (id || anonymous) return { ...(id && { id }), ...(anonymous && { anonymous }) }
  const own = read('sojourn.visitor') ?? random()
  write('sojourn.visitor', own)
  return { anonymous: own }
}
