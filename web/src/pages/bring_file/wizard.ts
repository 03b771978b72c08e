// The file at hand and what has been decided of it. It outlives a look at another page; the step is in the URL.
import { computed, effect, signal } from '../../signal'
import type { Problem } from '../../api'
import { t } from '../../i18n'
import { changes } from '../../live'
import { problemOf } from '../../query'
import { go, query } from '../../router'
import { propose, revise, send, type Column, type Look, type Proposal, type Reading, type Sending } from './requests'
import { cut, previewChars, sampleOf } from './sample'

export const page = '/sources/file'
export type Step = 'file' | 'known' | 'columns' | 'save' | 'send'

const restBeforeLook = 350  // Ms after the last change.

export const file = signal<File | null>(null)
export const proposal = signal<Proposal | null>(null)
/** The last that the server said; of an older state of the proposal while `looking`. */
export const look = signal<Look | null>(null)
export const looking = signal(false)
/** What went wrong with reading the file, with looking. */
export const trouble = signal<Problem | null>(null)
/** It can only be read as a whole, and is too large to be looked into. */
export const unseen = signal(false)
/** A saved map or a format that a person chose, instead of what is found out. It holds for the next file as well. */
export const reading = signal<Reading>({})
/** How the file at hand is read: as was chosen, else as was found out. */
export const readAs = computed<Reading>(() => reading.value.map || reading.value.format ? reading.value
  : look.value?.format ? { format: look.value.format } : {})
export const mapName = signal('')
export const sending = signal<{ sent: number; total: number; stop: () => void } | null>(null)
/** How the file was sent last, and what went wrong with that. */
export const asSent = signal<Reading>({})
export const unsent = signal<Problem | null>(null)
/** Columns were put right, and no map keeps that yet. */
export const corrected = signal(false)

let sample = ''
let running: AbortController | null = null
let timer = 0
let sent: Sending | null = null

/** The step in the URL, as far as there is a file for it. */
export const step = computed<Step>(() => {
  const wanted = query.value.get('step') as Step | null
  if (!file.value || !wanted) return 'file'
  if (wanted === 'columns' || wanted === 'save') return proposal.value ? wanted : 'file'
  return wanted === 'known' || wanted === 'send' ? wanted : 'file'
})

export const goTo = (next: Step): void => go(next === 'file' ? page : `${page}?step=${next}`)

const stands = (...steps: Step[]) => window.location.pathname === page && !query.value.has('job') && steps.includes(step.value)
/** After a look, which may take long: who went elsewhere meanwhile is left there, and finds the way on at the first step. */
const goOn = (next: Step) => { if (stands('file')) goTo(next) }

// Another page of ours loses nothing: whoever comes back goes on. A window that is closed or loaded again does, and so does another file.
const warn = (event: BeforeUnloadEvent) => event.preventDefault()
effect(() => {
  const act = sending.value || corrected.value ? 'addEventListener' : 'removeEventListener'
  window[act]('beforeunload', warn)
})

/** A file's name without its endings: answers.csv.gz is "answers". */
export const stem = (name: string): string => name.replace(/(\.[A-Za-z0-9]{1,7}){1,2}$/, '') || name

function begin(): AbortController {
  running?.abort()
  window.clearTimeout(timer)
  running = new AbortController()
  return running
}

export function clear(): void {
  begin()
  for (const one of [file, proposal, look, trouble, sending, unsent]) one.value = null
  looking.value = unseen.value = corrected.value = false
  reading.value = asSent.value = {}
  mapName.value = ''
  sample = ''
  sent = null  // What is on its way arrives, and stands in the list.
}

const zoneHere = () => Intl.DateTimeFormat().resolvedOptions().timeZone

/** Looks at a file; then the step that fits it. While one is on its way to the server, that one is shown instead. */
export async function bring(chosen: File): Promise<void> {
  if (sending.value) return goTo('send')
  if (corrected.value && file.value && !window.confirm(t('bring.choose.unkept', { file: file.value.name }))) return
  const wanted = reading.value
  clear()
  reading.value = wanted
  file.value = chosen
  if (chosen.size === 0) { trouble.value = { title: 'empty', code: 'empty' }; return }
  if (wanted.map || wanted.format) { goOn('known'); return }
  await find(chosen)
}

// How the server begins when a picture or a program is no table; the page has words for it in five languages.
const noTable = 'this is no table but a picture'
const binary: Problem = { title: 'binary', code: 'binary' }

async function find(chosen: File): Promise<void> {
  const { signal } = begin()
  looking.value = true
  try {
    const part = await sampleOf(chosen)
    const found = part && await propose(chosen.name, part.body, part.cut, signal)
    if (signal.aborted) return
    if (found) take(found)
    else { unseen.value = true; goOn('known') }
  } catch (error) {
    if (signal.aborted) return
    const problem = problemOf(error)
    trouble.value = problem.detail?.startsWith(noTable) ? binary : problem
  }
  if (!signal.aborted) looking.value = false
}

/** Of the first look: a known file needs no map. */
function take(found: Look): void {
  sample = found.sample ?? ''
  // A picture, a program: rows are text, and text holds no NUL.
  if (!found.format && sample.includes('\0')) { trouble.value = binary; return }
  look.value = found
  if (found.format || found.ready) { goOn('known'); return }
  if (found.proposal) {
    describe(found.proposal)
    goOn('columns')
  } else trouble.value = { title: found.problem ?? '' }
}

function describe(found: Proposal): void {
  proposal.value = { ...found, zone: found.zone || zoneHere() }
  mapName.value = found.source.replace(/[\/\\]/g, '-').trim()
  lookAgain(0)
}

/** For a known file that is to be mapped by hand all the same. */
export const canMap = computed(() => look.value?.proposal != null)
export function mapByHand(): void {
  reading.value = {}
  if (!look.value?.proposal) return
  describe(look.value.proposal)
  goTo('columns')
}

export function change(patch: Partial<Proposal>): void {
  if (!proposal.value) return
  proposal.value = { ...proposal.value, ...patch }
  corrected.value = true
  lookAgain(restBeforeLook)
}

export function changeColumn(index: number, patch: Partial<Column>): void {
  if (!proposal.value) return
  change({ columns: proposal.value.columns.map((column, i) => i === index ? { ...column, ...patch } : column) })
}

export function setConstant(name: string, value: string): void {
  if (!proposal.value) return
  const { [name]: _, ...others } = proposal.value.constants
  change({ constants: value.trim() ? { ...others, [name]: value.trim() } : others })
}

export function lookAgain(rest = 0): void {
  const { signal } = begin()
  looking.value = true
  timer = window.setTimeout(() => {
    const sent = proposal.value
    if (!sent || !file.value) return
    revise(file.value.name, cut(sample, previewChars), sent, signal).then(said => {
      if (signal.aborted) return
      const { targets = [], format = null, ready = false } = look.value ?? {}  // Of the file, not of what it is made.
      look.value = { ...look.value, ...said, targets: said.targets?.length ? said.targets : targets, format, ready }
      trouble.value = null
    }, error => {
      if (!signal.aborted) trouble.value = problemOf(error)
    }).finally(() => { if (!signal.aborted) looking.value = false })
  }, rest)
}

/** Sends the file; then the page of its job. One at a time: while one is on its way, that one is shown. */
export async function bringIn(how: Reading): Promise<void> {
  const chosen = file.value
  if (!chosen) return
  if (sending.value) return goTo('send')
  asSent.value = how
  unsent.value = null
  let own: Sending | null = null
  const tell = (bytes: number) => { if (own === sent && sending.value) sending.value = { ...sending.value, sent: bytes } }
  own = sent = send(chosen, how, tell)
  sending.value = { sent: 0, total: chosen.size, stop: own.stop }
  goTo('send')
  try {
    const job = await own.done
    if (own !== sent) return
    sending.value = null
    changes.value++
    // Who went elsewhere meanwhile is left there: the job stands in the list.
    if (stands('send', 'save', 'known')) go(`${page}?job=${encodeURIComponent(job.id)}`, true)
  } catch (error) {
    if (own !== sent) return
    sending.value = null
    unsent.value = problemOf(error)
  }
}
