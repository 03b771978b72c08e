// Up to three sentences found by rule, each with the people it speaks of.
import { isAnswer, type Row } from '../api'
import { seriesOf } from '../charts/series'
import { signed, withUnit, whole } from '../format'
import { t } from '../i18n'
import { keysOf, peopleHref } from '../question'
import { humane } from '../ui/answer_words'
import type { Asked } from '../ui/board'
import { fewest } from '../ui/tile'

export interface Finding { tone: 'good' | 'bad' | 'flat'; text: string; href: string }

export function npsFinding(asked: Asked): Finding | null {
  if (!isAnswer(asked.reply)) return null
  const whole = seriesOf(asked.reply, asked.question)
    .filter(point => point.whole && point.value !== null && (point.n ?? 0) >= fewest)
  const [before, after] = whole.slice(-2)
  if (!before || !after || before.low === null || before.high === null ||
      after.low === null || after.high === null) return null
  const words = {
    from: signed(before.value!), to: signed(after.value!), before: before.label, after: after.label }
  // Intervals apart: a stricter test than that of the difference, so what it calls a change is one.
  if (after.low > before.high) return { tone: 'good', text: t('finding.rose', words), href: after.href }
  if (after.high < before.low) return { tone: 'bad', text: t('finding.fell', words), href: after.href }
  return { tone: 'flat', text: t('finding.same', words), href: after.href }
}

export function dropFinding(asked: Asked): Finding | null {
  if (!isAnswer(asked.reply)) return null
  const answer = asked.reply
  const low = (row: Row) => Number(row.low ?? 0)
  const worst = answer.rows
    .filter(row => Number(row.n ?? 0) >= fewest && Number(row.dropped ?? 0) > 0 && typeof row.value === 'number')
    .sort((a, b) => low(b) - low(a))[0]
  if (!worst) return null
  return {
    tone: 'bad',
    text: t('finding.silent', {
      share: withUnit(Number(worst.value), '%'), n: Number(worst.n), place: humane(String(worst.touchpoint)) }),
    href: peopleHref(asked.question, { keys: keysOf(answer.columns, worst), column: 'dropped' }),
  }
}

export function repeatFinding(asked: Asked): Finding | null {
  if (!isAnswer(asked.reply)) return null
  const answer = asked.reply
  const again = answer.rows
    .filter(row => row.from === row.to && row.from !== '(start)')
    .sort((a, b) => Number(b.customers ?? 0) - Number(a.customers ?? 0))[0]
  if (!again || !again.customers) return null
  return {
    tone: 'flat',
    text: t('finding.again', { place: humane(String(again.from)), count: whole(Number(again.value)),
      n: Number(again.customers) }),
    href: peopleHref(asked.question, { keys: keysOf(answer.columns, again), column: 'customers' }),
  }
}
