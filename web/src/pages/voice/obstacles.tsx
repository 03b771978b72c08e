// Obstacles: what stood in the way and where, by what customers wrote, how hard it was for them, and where they failed.
import { isAnswer, type Answer, type Row } from '../../api'
import { whole } from '../../format'
import { plural, t } from '../../i18n'
import { keysOf, peopleHref } from '../../question'
import { keep, linkTo } from '../../router'
import { humane, rawValues } from '../../ui/answer_words'
import { AnswerTable } from '../../ui/answer_table'
import type { Asked } from '../../ui/board'
import { Frame } from '../../ui/frame'
import { Note, TroubleInside } from '../../ui/state'
import { told } from '../../ui/told'
import { number } from './figures'
import { VoicePart } from './part'
import { PickTable, shownRows, type PickColumn } from './pick_table'
import { Workbook } from './take_along'
import { TrendWord } from './trend_word'
import { usePicking } from './themes'
import { chosenNow, unnamed } from './where'

interface Obstacle { key: string; place: string; name: string; row: Row }

/** Of a place, all together. */
const any = '(any)'
const keyOf = (place: string, name: string) => place + '/' + name

const obstaclesOf = ({ reply }: Asked): Obstacle[] => isAnswer(reply) ? reply.rows.map(row => {
  const [place, name] = [String(row.place ?? ''), String(row.obstacle ?? '') || unnamed]
  return { key: keyOf(place, name), place, name, row }
}) : []

const isNamed = ({ name }: Obstacle) => name !== any && name !== unnamed
const nameText = (name: string) => name === any ? t('voice.all_of_it') : name === unnamed ? t('voice.unsaid') : name
const patchOf = ({ name, place }: Obstacle) => ({ obstacle: name === any ? null : name, place: place || null })
const comments = ({ row }: Obstacle) => number(row.comments) ?? 0
const placed = (name: string, place: string) => [name && nameText(name), place && humane(place)].filter(Boolean).join(' · ')

export default function Obstacles() {
  const { obstacle = '', place = '' } = chosenNow()
  const name = placed(obstacle, place)
  return <VoicePart heading={name ? t('voice.about', { name }) : t('voice.obstacles_newest')}
    questions={base => ({ obstacles: { measure: 'obstacles', ...base.range } })}
    finding={replies => {
      const first = obstaclesOf(replies.obstacles).filter(isNamed).sort((a, b) => comments(b) - comments(a))[0]
      return first ? t('voice.stands_most', { name: placed(first.name, first.place), comments: plural('voice.comments', comments(first)) }) : t('voice.no_obstacles')
    }}>
    {replies => isAnswer(replies.obstacles.reply) ? <Table asked={replies.obstacles} answer={replies.obstacles.reply} />
      : <Note title={t('voice.obstacles')}><TroubleInside problem={replies.obstacles.reply.error} /></Note>}
  </VoicePart>
}

function Table({ asked, answer }: { asked: Asked; answer: Answer }) {
  const rows = obstaclesOf(asked)
  const counted = (name: string, title: string): PickColumn<Obstacle>[] => {
    const column = answer.columns.find(one => one.name === name)
    return column ? [{ name, title, by: one => number(one.row[name]), cell: one => {
      const n = number(one.row[name])
      return n === null ? '–' : column.role === 'count' && n > 0
        ? <a {...linkTo(peopleHref(asked.question, { keys: keysOf(answer.columns, one.row), column: name }))} data-value={n}>{whole(n)}</a> : whole(n)
    } }] : []
  }
  const columns: PickColumn<Obstacle>[] = [
    { name: 'obstacle', title: t('voice.obstacle'), text: true, by: one => one.name, cell: one => nameText(one.name) },
    { name: 'place', title: t('voice.place'), text: true, by: one => one.place, cell: one => one.place ? humane(one.place) : '–' },
    ...counted('comments', t('voice.comments_head')), ...counted('low_effort', t('voice.low_effort')), ...counted('failed', t('voice.failed')), ...counted('customers', t('voice.customers')),
    { name: 'trend', title: t('voice.trend_head'), by: one => String(one.row.trend ?? '') || null, text: true, cell: one => <TrendWord of={one.row.trend} /> },
  ]
  const first = columns.some(one => one.name === 'comments') ? 'comments' : 'customers'
  usePicking(shownRows({ rows, columns, first }).map(one => ({ key: one.key, patch: patchOf(one) })))
  const { obstacle = '', place = '' } = chosenNow()
  if (rows.length === 0) return <Note title={t('voice.no_obstacles')}><p>{answer.none ? told(answer.none) : t('voice.no_obstacles_text')}</p></Note>
  return <Frame id="obstacles" title={t('voice.obstacles')} href={keep('/measure/obstacles')} values={rawValues(answer)} asOf={answer.as_of}
    aside={<Workbook name="obstacles" title={t('voice.obstacles')} question={asked.question} />}
    table={<AnswerTable answer={answer} question={asked.question} title={t('voice.obstacles')} />} foot={answer.notes?.map(note => <p key={note}>{told(note)}</p>)}>
    <PickTable title={t('voice.obstacles')} columns={columns} rows={rows} keyOf={one => one.key} chosen={obstacle || place ? keyOf(place, obstacle || any) : null}
      choose={patchOf} first={first} />
  </Frame>
}
