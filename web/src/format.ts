// Numbers, money, durations and dates as people write them. Decimals are fixed by unit.
import { language, t } from './i18n'

const formats = new Map<string, Intl.NumberFormat>()

function formatter(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = language.value + JSON.stringify(options)
  let found = formats.get(key)
  if (!found) {
    found = new Intl.NumberFormat(language.value, options)
    formats.set(key, found)
  }
  return found
}

// A true minus sign lines up with the plus; the hyphen of some locales does not.
const minus = (text: string) => text.replace('-', '\u2212')

export const whole = (value: number): string => minus(formatter({ maximumFractionDigits: 0 }).format(value))
const fixed = (value: number, digits: number) =>
  minus(formatter({ minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value))
export const compact = (value: number): string =>
  minus(formatter({ notation: 'compact', maximumSignificantDigits: 3 }).format(value))

export function signed(value: number): string {
  const text = fixed(Math.abs(value), 1)
  const isZero = !/[1-9]/.test(text.normalize('NFKC'))
  return isZero ? text : (value > 0 ? '+' : '\u2212') + text
}

export function money(value: number, currency: string, short = false): string {
  const digits: Intl.NumberFormatOptions = short && Math.abs(value) >= 10_000
    ? { notation: 'compact', maximumSignificantDigits: 3 }
    : { minimumFractionDigits: short ? 0 : 2, maximumFractionDigits: short ? 0 : 2 }
  if (!/^[A-Z]{3}$/.test(currency)) return minus(formatter(digits).format(value))
  return minus(formatter({ style: 'currency', currency, currencyDisplay: 'narrowSymbol', ...digits })
    .format(value))
}

/** The largest unit that leaves at least one: 45 s, 3.2 h, 12.5 d. */
export function duration(seconds: number): string {
  const size = Math.abs(seconds)
  const [unit, per] = size >= 86_400 ? ['day', 86_400] as const
    : size >= 3_600 ? ['hour', 3_600] as const
    : size >= 60 ? ['minute', 60] as const : ['second', 1] as const
  return minus(formatter({
    style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: unit === 'second' ? 0 : 1,
  }).format(seconds / per))
}

/** How long ago, in words: "12 seconds ago"; what is old, in months and years. */
export function ago(time: number, now: number): string {
  const seconds = Math.min(-0, Math.round((time - now) / 1000))  // A minus zero is "ago", and zero would be "in".
  const [unit, per] = seconds > -60 ? ['second', 1] as const : seconds > -3600 ? ['minute', 60] as const
    : seconds > -86_400 ? ['hour', 3600] as const : seconds > -7_776_000 ? ['day', 86_400] as const
    : seconds > -63_113_904 ? ['month', 2_629_746] as const : ['year', 31_556_952] as const
  return new Intl.RelativeTimeFormat(language.value, { numeric: 'always' }).format(Math.ceil(seconds / per), unit)
}

/** A value with its unit. `currency` only matters for money. */
export function withUnit(value: number, unit: string, currency = ''): string {
  switch (unit) {
    case 'points': return signed(value)
    case '%': return minus(formatter({
      style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(value / 100))
    case 'money': return money(value, currency)
    case 's': return duration(value)
    case 'days': return duration(value * 86_400)
    case 'events': case 'customers': case 'count': return whole(value)
    default: return /^[A-Z]{3}$/.test(unit) ? money(value, unit)
      : Number.isInteger(value) ? whole(value) : fixed(value, 2)
  }
}

const dates = new Map<string, Intl.DateTimeFormat>()

// Days are cut by the server in the question's zone, so labels are written in UTC arithmetic.
function dated(time: number, options: Intl.DateTimeFormatOptions): string {
  if (Number.isNaN(time)) return ''
  const key = language.value + JSON.stringify(options)
  let found = dates.get(key)
  if (!found) {
    found = new Intl.DateTimeFormat(language.value, { timeZone: 'UTC', ...options })
    dates.set(key, found)
  }
  return found.format(time)
}

export const dayText = (time: number): string => dated(time, { dateStyle: 'medium' })
export const longDay = (time: number): string =>
  dated(time, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })
export const clock = (time: number): string =>
  dated(time, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
export const monthTick = (time: number, year: boolean): string =>
  dated(time, year ? { month: 'short', year: 'numeric' } : { month: 'short' })
export const dayTick = (time: number, year: boolean): string =>
  dated(time, year ? { dateStyle: 'medium' } : { day: 'numeric', month: 'short' })
export const yearTick = (time: number): string => dated(time, { year: 'numeric' })

/** A period's start as its name: the day, the month, the year. */
export function periodText(time: number, over: string): string {
  if (over === 'month') return dated(time, { month: 'short', year: 'numeric' })
  if (over === 'year') return yearTick(time)
  if (over === 'quarter') {
    const quarter = Math.floor(new Date(time).getUTCMonth() / 3) + 1
    return t('period.quarter', { n: quarter, year: yearTick(time) })
  }
  return over === 'hour' ? `${dayText(time)} ${clock(time)}` : dayText(time)
}
