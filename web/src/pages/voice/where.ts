// What a choice of the page means as a filter, and where the choice stands in the address.
import { query } from '../../router'

export const quoted = (text: string): string => `"${text.replace(/[\\"]/g, sign => '\\' + sign).replace(/\n/g, '\\n')}"`
export const both = (...parts: (string | undefined)[]): string => {
  const said = parts.filter((part): part is string => Boolean(part))
  return said.length < 2 ? said.join('') : said.map(part => /\bor\b/i.test(part) ? `(${part})` : part).join(' and ')
}

export const tabs = ['themes', 'wishes', 'obstacles', 'switching', 'feelings'] as const
export type Tab = typeof tabs[number]
export const tabNow = (): Tab => tabs.find(one => one === query.value.get('tab')) ?? 'themes'

/** What can be chosen on the page, by its name in the address, and the field that it is a value of. */
const choices = {
  theme: 'voice.topic', wish: 'voice.wish', obstacle: 'voice.obstacle', place: 'touchpoint', rival: 'voice.rival',
  emotion: 'voice.emotion', motive: 'voice.motive', intent: 'voice.intent', sentiment: 'voice.sentiment',
} as const
export type Choice = keyof typeof choices
const names = Object.keys(choices) as Choice[]

export const chosenNow = (): Partial<Record<Choice, string>> =>
  Object.fromEntries(names.flatMap(name => query.value.get(name) ? [[name, query.value.get(name)!]] : []))

/** What has no name: comments of a place that name no obstacle. */
export const unnamed = '(none)'

/** Nothing is chosen any more. */
export const unchosen: Record<Choice | 'sel', null> = { ...Object.fromEntries(names.map(name => [name, null])) as Record<Choice, null>, sel: null }

/** A tab without a choice shows the comments that it is about. */
const ofTab: Record<Tab, string> = {
  themes: 'exists(voice.sentiment)', wishes: 'exists(voice.wish)', obstacles: 'exists(voice.obstacle)', switching: 'exists(voice.rival)', feelings: 'exists(voice.sentiment)',
}

/** What the measure of obstacles counts at a place without a word for it: that it was hard there. */
const hard = 'voice.sentiment = "negative" or kind = "ces" and answer <= 3'
const obstaclesAt = ({ obstacle, place }: Partial<Record<Choice, string>>): string =>
  obstacle === unnamed ? hard : place !== undefined && obstacle === undefined ? 'exists(voice.obstacle) or ' + hard : ''

/** The comments that the page shows: of the choice, within the filter of the page. */
export function whereOf(tab: Tab, chosen: Partial<Record<Choice, string>>, filter = ''): string {
  const own = names.flatMap(name => {
    const value = chosen[name]
    return value === undefined ? [] : [value === unnamed ? `not exists(${choices[name]})` : `${choices[name]} = ${quoted(value)}`]
  })
  return both(filter, tab === 'obstacles' ? obstaclesAt(chosen) : '', ...own.some(one => !one.startsWith(choices.sentiment)) ? [] : [ofTab[tab]], ...own)
}
