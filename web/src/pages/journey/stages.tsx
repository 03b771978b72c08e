// The stages: who is where and was when, how long they stay, from where to where they move, and the weakest link.
import type { Answer, Row } from '../../api'
import { LineChart, type Line } from '../../charts/line'
import { whole, withUnit } from '../../format'
import { label, t } from '../../i18n'
import { startOf } from '../../period'
import { AnswerFrame } from '../../ui/answer_frame'
import { AnswerTable } from '../../ui/answer_table'
import { humane } from '../../ui/answer_words'
import type { Asked } from '../../ui/board'
import { Choose, chosen } from '../../ui/choices'
import { CurveDrawing } from '../../ui/curve_drawing'
import { MeasuredBars } from '../../ui/measured_bars'
import { Part, Two } from './part'
import { StageTable } from './stage_table'

const kinds = ['csat', 'nps', 'ces'] as const
const number = (value: Row[string]) => typeof value === 'number' ? value : null

export default function StagesPart() {
  const kind = chosen('kind', kinds)
  return <Part sentence={t('stages.part_sentence')}
    settings={<Choose name="kind" title={t('stages.kind')} choices={kinds.map(value => ({ value, title: value.toUpperCase() }))} />}
    questions={({ range, over }) => ({
      stages: { measure: 'stages', ...range },
      dwell: { measure: 'stages', ...range, parameters: { show: ['dwell'] } },
      moves: { measure: 'stages', ...range, parameters: { show: ['moves'] } },
      occupancy: { measure: 'stages', ...range, parameters: { show: ['occupancy'], every: [over === 'day' ? 'week' : over] } },
      conversion: { measure: 'stage_conversion', ...range, parameters: { kind: [kind] } },
      weakest: { measure: 'weakest_link', ...range, parameters: { kind: [kind] } },
    })}>
    {replies => <>
      <StageTable asked={replies.stages} />
      <Two>
        <Dwell asked={replies.dwell} />
        <Occupancy asked={replies.occupancy} />
      </Two>
      <Two>
        <AnswerFrame asked={replies.conversion} sentence={t('stages.conversion_text')}>{answer =>
          <MeasuredBars question={replies.conversion.question} answer={answer} column="customers" most={24}
            nameOf={row => `${humane(String(row.stage ?? ''))} · ${label('band', String(row.band ?? ''))}`} />}
        </AnswerFrame>
        <AnswerFrame asked={replies.weakest} sentence={weakestSentence}>{answer =>
          <MeasuredBars question={replies.weakest.question} answer={answer} column="customers" />}
        </AnswerFrame>
      </Two>
      <AnswerFrame asked={replies.moves} id="stage-moves" title={t('stages.moves')} sentence={t('stages.moves_text')}>{answer =>
        <AnswerTable answer={answer} question={replies.moves.question} title={t('stages.moves')} />}
      </AnswerFrame>
    </>}
  </Part>
}

function Dwell({ asked }: { asked: Asked }) {
  return <AnswerFrame asked={asked} id="stage-dwell" title={t('stages.dwell')} sentence={t('stages.dwell_text')}>{answer =>
    <CurveDrawing answer={answer} question={asked.question} title={t('stages.dwell')} along="days" nameOf={row => humane(String(row.stage ?? ''))} />}
  </AnswerFrame>
}

function Occupancy({ asked }: { asked: Asked }) {
  return <AnswerFrame asked={asked} id="stage-occupancy" title={t('stages.occupancy')} sentence={t('stages.occupancy_text')}>{answer => {
    const lines = [...Map.groupBy(answer.rows, row => String(row.stage ?? ''))].map(([stage, rows]): Line => ({
      name: humane(stage), points: rows.map(row => pointOf(row)) }))
    // The chart tells four lines apart; the table has them all.
    const largest = lines.sort((a, b) => total(b) - total(a)).slice(0, 4)
    return <LineChart id="stage-occupancy" lines={largest} unit="customers" title={t('stages.occupancy')} />
  }}</AnswerFrame>
}

const total = (line: Line) => line.points.reduce((sum, point) => sum + (point.value ?? 0), 0)

function pointOf(row: Row): Line['points'][number] {
  const text = String(row.at ?? '')
  return { start: startOf(text), label: text.slice(0, 10), value: number(row.customers), low: null, high: null, n: null, none: '', href: '', whole: true }
}

function weakestSentence(answer: Answer): string {
  const rows = answer.rows.filter(row => typeof row.value === 'number')
  const worst = [...rows].sort((a, b) => Number(a.value) - Number(b.value))[0]
  const mean = number(worst?.mean)
  if (!worst || rows.length < 2) return ''
  return t('stages.weakest', { stage: humane(String(worst.stage ?? '')), value: withUnit(Number(worst.value), ''),
    n: whole(Number(worst.n ?? 0)), mean: mean === null ? '–' : withUnit(mean, '') })
}
