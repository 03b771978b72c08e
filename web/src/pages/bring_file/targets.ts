// What a column may become, in groups as people look for them, and what each choice still asks.
import { label, t, type TextKey } from '../../i18n'
import type { Column, Look, Proposal } from './requests'

/** Other names of what stands in the groups, and what is no field. */
const otherNames = ['customer', 'email', 'phone', 'anonymous', 'account', 'timestamp', 'scale', 'properties']

const groups: [TextKey, string[]][] = [
  ['bring.group.when', ['time', 'promise']],
  ['bring.group.who', ['who.id', 'who.email', 'who.phone', 'who.anonymous', 'who.device', 'who.account']],
  ['bring.group.what', ['touchpoint', 'channel', 'stage', 'direction', 'id', 'version', 'outcome', 'campaign', 'department', 'location',
    'device', 'perceived']],
  ['bring.group.answers', ['answer', 'text', 'question', 'kind', 'scale_min', 'scale_max', 'language']],
  ['bring.group.money', ['amount', 'currency', 'cost', 'product', 'quantity', 'order', 'subscription']],
  ['bring.group.contact', ['agent', 'queue', 'wait', 'talk', 'hold', 'wrap', 'transfers', 'resolved']],
]

/** Of the select: these two are no names of fields. */
export const leftOut = '-'
export const property = 'property'

export const kinds = ['nps', 'csat', 'ces', 'stars', 'useful', 'usable', 'enjoyable', 'rating']
export const units = ['', 'ms', 'min', 'h']
export const stages = ['consider', 'evaluate', 'buy', 'enjoy', 'advocate', 'bond']
export const timeFormats = ['%d-%m-%Y %H:%M', '%d-%m-%Y %H:%M:%S', '%d-%m-%Y', '%d.%m.%Y %H:%M', '%d.%m.%Y', '%d/%m/%Y %H:%M', '%d/%m/%Y',
  '%m/%d/%Y %H:%M', '%m/%d/%Y', '%m/%d/%Y %I:%M %p', '%Y-%m-%d %H:%M:%S', '%Y%m%d', '%d %b %Y']

export const isDuration = (target: string) => ['wait', 'talk', 'hold', 'wrap'].includes(target)
export const isTime = (target: string) => target === 'time' || target === 'promise'
export const isMoney = (target: string) => target === 'amount' || target === 'cost'
export const isProperty = (target: string) => target.startsWith('properties.')
/** Several columns of one file may hold answers and comments. */
const mayRepeat = (target: string) => target === '' || target === 'answer' || target === 'text'

/** A target in words; the server's where we have none. */
export const targetTitle = (name: string, title = name): string => label('target', name, title)

export interface Group { title: string; names: { name: string; title: string }[] }

export function groupsOf(targets: Look['targets']): Group[] {
  const known = new Set(groups.flatMap(([, names]) => names))
  const titles = new Map(targets.map(each => [each.name, each.title]))
  const others = [...titles.keys()].filter(name => !known.has(name) && !otherNames.includes(name))
  const listed = groups.map(([title, names]): [string, string[]] => [t(title), names.filter(name => titles.has(name))])
  listed.push([t('bring.group.other'), others])
  return listed.filter(([, names]) => names.length > 0)
    .map(([title, names]) => ({ title, names: names.map(name => ({ name, title: targetTitle(name, titles.get(name)) })) }))
}

/** What the select shows for a column. */
export const choiceOf = (column: Column): string =>
  column.target === '' ? leftOut : isProperty(column.target) ? property : column.target

/** A column's name as a property's: letters, digits, dots and underscores. */
export const propertyName = (name: string): string =>
  name.replace(/[^A-Za-z0-9._\u0080-\uffff]+/g, '_').replace(/^[_.]+|[_.]+$/g, '') || 'column'

function freeName(proposal: Proposal, index: number): string {
  const taken = new Set(proposal.columns.filter((_, i) => i !== index).map(each => each.target))
  const name = 'properties.' + propertyName(proposal.columns[index]!.column)
  let free = name
  for (let n = 2; taken.has(free); ++n) free = `${name}_${n}`
  return free
}

/** A column after a person chose something else for it. */
export function chosenFor(proposal: Proposal, index: number, choice: string): Partial<Column> {
  const column = proposal.columns[index]!
  const fresh = { why: 'chosen', kind: '', scale: null, times: '' }
  if (choice === leftOut) return { ...fresh, target: '' }
  if (choice === property) return { ...fresh, target: freeName(proposal, index) }
  if (choice === 'answer') {
    return { ...fresh, target: choice, kind: column.kind || 'rating', scale: column.kind ? column.scale : { min: 1, max: 10 } }
  }
  return { ...fresh, target: choice }
}

export interface Faults { columns: Map<number, string>; time: boolean }

/** What stands in the way of a map, as far as the page sees it: the server looks again. */
export function faultsOf(proposal: Proposal): Faults {
  const columns = new Map<number, string>()
  const first = new Map<string, string>()
  proposal.columns.forEach(({ column, target, kind, scale }, i) => {
    if (target === 'answer' && (scale ? !(scale.min < scale.max) : kind === 'rating')) columns.set(i, t('bring.fault.scale'))
    if (mayRepeat(target)) return
    const other = first.get(target)
    if (other === undefined) first.set(target, column)
    else columns.set(i, t('bring.fault.twice', { other, target: targetTitle(target) }))
  })
  return { columns, time: !first.has('time') }
}

/** Why the server proposes it, in the language of the page where the sentence is one we know. */
export function whyText(why: string): string {
  const parts = why.split('; ')
  return parts.map(part => {
    const scale = /^its name, and whole numbers up to (\d+)$/.exec(part)
    if (scale) return t('bring.why.scale', { most: scale[1]! })
    const pattern = /^day and month cannot be told apart, taken as (.+)$/.exec(part)
    if (pattern) return t('bring.why.either', { format: pattern[1]! })
    const price = /^the price of one piece, times (.+)$/.exec(part)
    if (price) return t('bring.why.price', { column: price[1]! })
    const key = whys[part]
    return key ? t(key) : part
  }).join('; ')
}

const whys: Record<string, TextKey> = {
  'its name': 'bring.why.name',
  'its name tells a scale': 'bring.why.name_scale',
  'personal data that no measure needs': 'bring.why.personal',
  'its values are e-mail addresses': 'bring.why.email',
  'its values are phone numbers': 'bring.why.phone',
  'its values are times': 'bring.why.times',
  'its values are money': 'bring.why.money',
  'its values are written text': 'bring.why.text',
  'whole numbers on a scale': 'bring.why.rated',
  'it is empty': 'bring.why.empty',
  'kept as a property': 'bring.why.property',
  chosen: 'bring.why.chosen',
}
