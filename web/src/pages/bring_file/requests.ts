// What this page asks of the server: maps are proposed, revised and kept; files are sent whole and read there.
import { call, Refused, type Problem } from '../../api'
import { t } from '../../i18n'

export interface Scale { min: number; max: number }

/** What one column of the file becomes. Members that this page does not change go back as they came. */
export interface Column {
  column: string
  samples: string[]
  filled: number
  target: string                     // "" : left out.
  why: string
  kind: string                       // Of an answer.
  scale: Scale | null                // Of an answer; null: the kind's own.
  time_format: string                // Of a time; "" : found out.
  unit: string                       // Of a length of time; "" : seconds.
  strip_prefix: string               // Of money.
  strip_suffix: string
  times: string                      // Of an amount: the column with the quantity.
  values: Record<string, string>     // A translation: { inbound: 'in' }.
  point_zero: boolean
}

export interface Proposal {
  source: string
  zone: string                       // "" : UTC.
  rows: number
  columns: Column[]
  constants: Record<string, string>  // What every event says.
}

export interface RejectedRow { line: number; field: string; reason: string }

/** A proposal and what the server says of it. */
export interface Look {
  proposal: Proposal | null
  problem: string | null             // Why it is no map yet.
  map: string | null                 // As TOML.
  targets: { name: string; title: string }[]
  format?: string | null             // The signature of a known tool's export.
  ready?: boolean                    // The columns have the names of import files: no map is needed.
  sample?: string                    // The rows that were looked at, as text.
  events?: Record<string, unknown>[]
  rejects?: RejectedRow[]
  counts?: { rows: number; events: number; rejected: number } | null
}

export interface SavedMap { name: string; changed_at: string; source: string }

export interface Job {
  id: string
  name: string
  map?: string | null
  format?: string | null
  state: 'open' | 'queued' | 'running' | 'done' | 'failed' | 'stopped'
  dry_run?: boolean
  /** Events with a text, and those of them with personal data: known when the import is done. */
  texts?: number
  personal?: number
  redact?: boolean
  bytes_total: number
  bytes_read: number
  rows: number
  events: number
  repeats: number
  rejected: number
  superseded: number
  without_event: number              // Rows that no event of the map is for.
  error: string | null
  source: string | null              // As it was asked for.
  sources?: { source: string }[]     // What the file gave.
  started_at: string | null
  ended_at: string | null
  rejects: RejectedRow[]
}

export const isOver = (job: Job): boolean => ['done', 'failed', 'stopped'].includes(job.state)
/** How much of the file is read, in percent; all of it only when it is. */
export const shareOf = (job: Job): number => job.bytes_total > 0 ? Math.floor(1000 * job.bytes_read / job.bytes_total) / 10 : 0
export const sourceOf = (job: Job): string => job.sources?.[0]?.source || job.source || ''

function problemIn(text: string, status: number): Problem {
  try {
    const said = JSON.parse(text) as Problem | null
    if (typeof said?.title === 'string') return said
  } catch { /* whatever answers: its words are shown */ }
  return { title: 'HTTP ' + status, detail: text.slice(0, 300), status }
}

/** What is sent is no JSON: the beginning of a file, a map. */
async function callText(method: string, url: string, body: string | Blob | null, signal?: AbortSignal): Promise<string> {
  let reply: Response
  try {
    reply = await fetch(url, { method, body, signal: signal ?? null,
      headers: body === null ? {} : { 'content-type': typeof body === 'string' ? 'application/toml' : 'application/octet-stream' } })
  } catch (error) {
    if (signal?.aborted) throw error
    throw new Refused({ title: 'offline', code: 'offline' })
  }
  const text = await reply.text()
  if (!reply.ok) throw new Refused(problemIn(text, reply.status))
  return text
}

const mapPath = (name: string) => '/v1/maps/' + encodeURIComponent(name)

export const propose = async (name: string, sample: Blob, cut: boolean, signal?: AbortSignal): Promise<Look> =>
  JSON.parse(await callText('POST', '/v1/maps/propose?' + new URLSearchParams({ name, cut: String(cut) }), sample, signal)) as Look
export const revise = (name: string, sample: string, proposal: Proposal, signal?: AbortSignal): Promise<Look> =>
  call<Look>('POST', '/v1/maps/revise', { proposal, sample, name }, signal)
export const savedMaps = async (signal?: AbortSignal): Promise<SavedMap[]> =>
  (await call<{ maps: SavedMap[] }>('GET', '/v1/maps', undefined, signal)).maps
export const readMap = (name: string, signal?: AbortSignal): Promise<string> => callText('GET', mapPath(name), null, signal)
export const saveMap = (name: string, toml: string): Promise<string> => callText('PUT', mapPath(name), toml)
export const removeMap = (name: string): Promise<string> => callText('DELETE', mapPath(name), null)
export const imports = async (signal?: AbortSignal): Promise<Job[]> =>
  (await call<{ imports: Job[] }>('GET', '/v1/imports', undefined, signal)).imports
export const readJob = (id: string, signal?: AbortSignal): Promise<Job> =>
  call<Job>('GET', '/v1/imports/' + encodeURIComponent(id), undefined, signal)
export const stopJob = (id: string): Promise<Job> => call<Job>('DELETE', '/v1/imports/' + encodeURIComponent(id))

/** How the server is to read a file: by a saved map, as a tool's format, or by what it finds (neither). */
export interface Reading { map?: string; format?: string; source?: string; zone?: string; dry_run?: boolean; redact?: boolean }

export interface Sending { done: Promise<Job>; stop: () => void }

/** Something between us and the server may answer in its place. */
function jobIn(text: string): Job | null {
  try {
    const job = JSON.parse(text) as Partial<Job> | null
    return typeof job?.id === 'string' ? job as Job : null
  } catch { return null }
}

/** Sends a file of any size from the disk. `tell` hears how many bytes have left. */
export function send(file: File, reading: Reading, tell: (sent: number) => void): Sending {
  const request = new XMLHttpRequest()
  const words = new URLSearchParams({ name: file.name })
  for (const [name, value] of Object.entries(reading)) if (value) words.set(name, String(value))
  const done = new Promise<Job>((resolve, reject) => {
    request.upload.onprogress = event => tell(event.loaded)
    request.onerror = () => reject(new Refused({ title: 'offline', code: 'offline' }))
    request.onabort = () => reject(new Refused({ title: 'cancelled', code: 'cancelled' }))
    request.onload = () => {
      const job = request.status < 300 ? jobIn(request.responseText) : null
      if (job) resolve(job)
      else reject(new Refused(request.status < 300 ? { title: t('bring.send.no_job') } : problemIn(request.responseText, request.status)))
    }
  })
  request.open('POST', '/v1/imports?' + words)
  request.setRequestHeader('content-type', 'application/octet-stream')
  request.send(file)
  return { done, stop: () => request.abort() }
}
