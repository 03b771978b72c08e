// Wishes: one wish in different words is one, with how often, by whom, the money behind, and whether it grows.
import { isAnswer, type Answer, type Row } from '../../api'
import { dayText, whole } from '../../format'
import { plural, t } from '../../i18n'
import { keysOf, peopleHref } from '../../question'
import { useStatus } from '../../record'
import { keep, linkTo } from '../../router'
import { rawValues } from '../../ui/answer_words'
import { AnswerTable } from '../../ui/answer_table'
import type { Asked } from '../../ui/board'
import { Frame } from '../../ui/frame'
import { Note, TroubleInside } from '../../ui/state'
import { told } from '../../ui/told'
import { amountsOf, number, weekly, type Amount } from './figures'
import { VoicePart } from './part'
import { PickTable, shownRows, type PickColumn } from './pick_table'
import { Workbook } from './take_along'
import { Amounts, Notes, risen, Trend, usePicking, weeksOf } from './themes'
import { chosenNow } from './where'

interface Wish { name: string; row: Row; n: number; customers: number | null; revenue: Amount[]; first: string; last: string }

/** One for each wish, with an amount for each currency. */
export function wishesOf({ reply }: Asked): Wish[] {
  if (!isAnswer(reply)) return []
  const names = [...new Set(reply.rows.map(row => String(row.wish ?? '')).filter(Boolean))]
  return names.map(name => {
    const rows = reply.rows.filter(row => row.wish === name)
    const row = rows[0]!
    return { name, row, n: number(row.mentions) ?? number(row.n) ?? 0, customers: number(row.customers), revenue: amountsOf(rows), first: String(row.first ?? ''), last: String(row.last ?? '') }
  })
}

export default function Wishes() {
  const status = useStatus()
  const until = status.state === 'ready' ? status.value.data_until : null
  const wish = chosenNow().wish
  return <VoicePart heading={wish ? t('voice.about', { name: wish }) : t('voice.wishes_newest')}
    questions={base => ({ wishes: { measure: 'wishes', ...base.range }, weeks: weeksOf('wishes', base, until) })}
    finding={replies => {
      const [most] = wishesOf(replies.wishes).sort((a, b) => b.n - a.n)
      return most ? t('voice.wished_most', { wish: most.name, comments: plural('voice.comments', most.n) }) : t('voice.no_wishes')
    }}>
    {replies => isAnswer(replies.wishes.reply) ? <Table asked={replies.wishes} answer={replies.wishes.reply} weeks={replies.weeks} />
      : <Note title={t('voice.wishes')}><TroubleInside problem={replies.wishes.reply.error} /></Note>}
  </VoicePart>
}

function Table({ asked, answer, weeks }: { asked: Asked; answer: Answer; weeks: Asked }) {
  const wishes = wishesOf(asked)
  const trend = weekly(weeks, 'wish')
  const people = (wish: Wish, column: string) => peopleHref(asked.question, { keys: keysOf(answer.columns, wish.row), column })
  const mentions = answer.columns.some(one => one.name === 'mentions') ? 'mentions' : 'n'
  const day = (text: string) => text ? dayText(Date.parse(text)) : '–'
  const columns: PickColumn<Wish>[] = [
    { name: 'wish', title: t('voice.wish'), text: true, by: one => one.name, cell: one => one.name },
    { name: 'n', title: t('voice.mentions'), by: one => one.n, cell: one => <a {...linkTo(people(one, mentions))} data-value={one.n}>{whole(one.n)}</a> },
    { name: 'customers', title: t('voice.customers'), by: one => one.customers, cell: one => one.customers === null ? '–' : <a {...linkTo(people(one, 'customers'))}>{whole(one.customers)}</a> },
    { name: 'revenue', title: t('voice.revenue'), about: t('voice.revenue_about'), by: one => one.revenue[0]?.value ?? null, cell: one => <Amounts of={one.revenue} /> },
    { name: 'trend', title: t('voice.twelve_weeks'), by: one => risen(trend.get(one.name)), cell: one => <Trend name={one.name} points={trend.get(one.name)} /> },
    { name: 'last', title: t('voice.last'), by: one => one.last || null, cell: one => day(one.last) },
  ]
  usePicking(shownRows({ rows: wishes, columns, first: 'n' }).map(one => ({ key: one.name, patch: { wish: one.name } })))
  if (wishes.length === 0) return <Note title={t('voice.no_wishes')}><p>{answer.none ? told(answer.none) : t('voice.no_wishes_text')}</p></Note>
  return <Frame id="wishes" title={t('voice.wishes')} href={keep('/measure/wishes')} values={rawValues(answer)} asOf={answer.as_of}
    aside={<Workbook name="wishes" title={t('voice.wishes')} question={asked.question} />}
    table={<AnswerTable answer={answer} question={asked.question} title={t('voice.wishes')} />} foot={answer.notes?.length ? <Notes of={answer} /> : null}>
    <PickTable title={t('voice.wishes')} columns={columns} rows={wishes} keyOf={one => one.name} chosen={chosenNow().wish ?? null} choose={one => ({ wish: one.name })} first="n" />
  </Frame>
}
