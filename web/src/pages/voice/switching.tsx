// Switching: who speaks of going elsewhere, to whom, and the money that would go along.
import { isAnswer, type Answer, type Row } from '../../api'
import { whole, withUnit } from '../../format'
import { label, plural, t } from '../../i18n'
import { keysOf, peopleHref } from '../../question'
import { keep, linkTo } from '../../router'
import { rawValues } from '../../ui/answer_words'
import { AnswerTable } from '../../ui/answer_table'
import type { Asked } from '../../ui/board'
import { Frame } from '../../ui/frame'
import { Note, TroubleInside } from '../../ui/state'
import { told } from '../../ui/told'
import { amountsOf, number, type Amount } from './figures'
import { VoicePart } from './part'
import { PickTable, shownRows, type PickColumn } from './pick_table'
import { Workbook } from './take_along'
import { Amounts, Notes, usePicking } from './themes'
import { chosenNow } from './where'

interface Rival { name: string; row: Row; n: number; revenue: Amount[] }

export function rivalsOf({ reply }: Asked): Rival[] {
  if (!isAnswer(reply)) return []
  const names = [...new Set(reply.rows.map(row => String(row.rival ?? '')).filter(Boolean))]
  return names.map(name => {
    const rows = reply.rows.filter(row => row.rival === name)
    return { name, row: rows[0]!, n: number(rows[0]!.n) ?? 0, revenue: amountsOf(rows) }
  })
}

/** Switching that is told without a name. */
const nameOf = (name: string) => label('rival', name, name)

export default function Switching() {
  const rival = chosenNow().rival
  return <VoicePart heading={rival ? t('voice.about', { name: nameOf(rival) }) : t('voice.switching_newest')}
    questions={base => ({ switching: { measure: 'switching', ...base.range } })}
    finding={replies => {
      const rivals = rivalsOf(replies.switching).sort((a, b) => b.n - a.n)
      const n = rivals.reduce((sum, one) => sum + one.n, 0)
      const most = rivals.find(one => one.name !== 'unnamed')
      return n === 0 ? t('voice.no_switching') : most ? t('voice.switch_most', { comments: plural('voice.comments', n), rival: most.name }) : t('voice.switch_unnamed', { comments: plural('voice.comments', n) })
    }}>
    {replies => isAnswer(replies.switching.reply) ? <Table asked={replies.switching} answer={replies.switching.reply} />
      : <Note title={t('voice.switching')}><TroubleInside problem={replies.switching.reply.error} /></Note>}
  </VoicePart>
}

function Table({ asked, answer }: { asked: Asked; answer: Answer }) {
  const rivals = rivalsOf(asked)
  const people = (one: Rival, column: string) => peopleHref(asked.question, { keys: keysOf(answer.columns, one.row), column })
  const columns: PickColumn<Rival>[] = [
    { name: 'rival', title: t('voice.rival'), text: true, by: one => one.name, cell: one => nameOf(one.name) },
    { name: 'n', title: t('voice.comments_head'), by: one => one.n, cell: one => <a {...linkTo(people(one, 'n'))} data-value={one.n}>{whole(one.n)}</a> },
    { name: 'share', title: t('voice.share'), by: one => number(one.row.share), cell: one => typeof one.row.share === 'number' ? withUnit(one.row.share, '%') : '–' },
    { name: 'customers', title: t('voice.customers'), by: one => number(one.row.customers),
      cell: one => typeof one.row.customers === 'number' ? <a {...linkTo(people(one, 'customers'))}>{whole(one.row.customers)}</a> : '–' },
    { name: 'revenue', title: t('voice.at_risk'), about: t('voice.revenue_about'), by: one => one.revenue[0]?.value ?? null, cell: one => <Amounts of={one.revenue} /> },
  ]
  usePicking(shownRows({ rows: rivals, columns, first: 'n' }).map(one => ({ key: one.name, patch: { rival: one.name } })))
  if (rivals.length === 0) return <Note title={t('voice.no_switching')}><p>{answer.none ? told(answer.none) : t('voice.no_switching_text')}</p></Note>
  return <Frame id="switching" title={t('voice.switching')} href={keep('/measure/switching')} values={rawValues(answer)} asOf={answer.as_of}
    aside={<Workbook name="switching" title={t('voice.switching')} question={asked.question} />}
    table={<AnswerTable answer={answer} question={asked.question} title={t('voice.switching')} />} foot={answer.notes?.length ? <Notes of={answer} /> : null}>
    <PickTable title={t('voice.switching')} columns={columns} rows={rivals} keyOf={one => one.name} chosen={chosenNow().rival ?? null} choose={one => ({ rival: one.name })} first="n" />
  </Frame>
}
