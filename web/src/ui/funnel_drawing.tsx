// An answer of `funnel` as bars: who got how far, who was lost and how long each step took.
import type { Answer, Question, Row } from '../api'
import { Funnel, type FunnelStep } from '../charts/funnel'
import { duration, whole, withUnit } from '../format'
import { t } from '../i18n'
import { keysOf, peopleHref } from '../question'
import { measureTitle } from '../record'

const number = (value: Row[string]) => typeof value === 'number' ? value : null

export function FunnelDrawing({ question, answer }: { question: Question; answer: Answer }) {
  const steps = answer.rows.map((row, i): FunnelStep => {
    const keys = keysOf(answer.columns, row)
    const link = (column: string) => peopleHref(question, { keys, column })
    const share = number(row.share_of_first) ?? number(row.value) ?? 0
    const dropped = number(row.dropped) ?? 0
    const before = number(row.share_of_previous)
    const median = number(row.median_seconds)
    return {
      name: String(row.name ?? row.step ?? i + 1),
      share, shareText: withUnit(share, '%'),
      count: whole(number(row.customers) ?? 0), href: link('customers'),
      lost: i === 0 ? '' : '\u2212' + whole(dropped) + (before === null ? '' : ` (${withUnit(100 - before, '%')})`),
      lostHref: dropped > 0 ? link('dropped') : '',
      wait: median === null || i === 0 ? '' : t('funnel.median', { time: duration(median) }),
    }
  })
  return <Funnel steps={steps} label={measureTitle(question.measure)} />
}
