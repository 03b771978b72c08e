// Feelings: emotions, what moves people, and what they want when they write. A bar leads to its comments.
import { isAnswer, type Answer, type Row } from '../../api'
import { Bars } from '../../charts/bars'
import { whole, withUnit } from '../../format'
import { label, t } from '../../i18n'
import { patched, path, query } from '../../router'
import { AnswerFrame } from '../../ui/answer_frame'
import type { Asked } from '../../ui/board'
import { fewest } from '../../ui/tile'
import { number } from './figures'
import { VoicePart } from './part'
import { chosenNow, unchosen } from './where'
import s from './voice.module.css'

const families = ['emotion', 'motive', 'intent'] as const
type Family = typeof families[number]
const measures = { emotion: 'emotion', motive: 'motives', intent: 'intents' } as const

const rowsOf = ({ reply }: Asked): Row[] => isAnswer(reply) ? reply.rows : []
const said = (family: Family, row: Row) => String(row[family] ?? '')
/** What is told, the most frequent first; what could not be told comes last. */
const ordered = (family: Family, rows: Row[]) => [...rows].sort((a, b) =>
  Number(said(family, a) === 'unknown') - Number(said(family, b) === 'unknown') || (number(b.n) ?? 0) - (number(a.n) ?? 0))

export default function Feelings() {
  const chosen = chosenNow()
  const family = families.find(one => chosen[one] !== undefined)
  return <VoicePart heading={family ? t('voice.about', { name: label(family, chosen[family]!) }) : t('voice.newest')}
    questions={({ range }) => ({ emotion: { measure: 'emotion', ...range }, motive: { measure: 'motives', ...range }, intent: { measure: 'intents', ...range } })}
    finding={replies => {
      const most = (family: Family) => ordered(family, rowsOf(replies[family])).find(row => !['unknown', 'none'].includes(said(family, row)) && (number(row.n) ?? 0) > 0)
      const [emotion, intent] = [most('emotion'), most('intent')]
      return emotion && intent ? t('voice.felt_most', { emotion: label('emotion', said('emotion', emotion)), share: withUnit(number(emotion.share) ?? 0, '%'),
        intent: label('intent', said('intent', intent)), share_of: withUnit(number(intent.share) ?? 0, '%') }) : t('voice.no_feelings')
    }}>
    {replies => <>{families.map(family => <AnswerFrame key={family} id={measures[family]} asked={replies[family]} sentence={t(`voice.${family}.sentence`)}>{answer =>
      <FeelingBars family={family} answer={answer} />}</AnswerFrame>)}</>}
  </VoicePart>
}

function FeelingBars({ family, answer }: { family: Family; answer: Answer }) {
  const now = chosenNow()[family]
  return <div class={s.feelings}><Bars label={t(`voice.${family}`)} bars={ordered(family, answer.rows).map(row => {
    const name = said(family, row)
    const n = number(row.n)
    const on = now === name
    return { name: (on ? '› ' : '') + label(family, name), value: number(row.share), low: number(row.low), high: number(row.high), text: withUnit(number(row.share) ?? 0, '%'),
      note: n === null ? '' : `n = ${whole(n)}`, faint: name === 'unknown' || name === 'none' || n !== null && n < fewest,
      href: `${path.value}?${patched(query.value, { ...unchosen, [family]: on ? null : name })}` }
  })} /></div>
}
