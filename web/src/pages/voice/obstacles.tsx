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
import { Notes, usePicking } from './themes'
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
const nameText = (name: string) => name === unnamed ? t('voice.unsaid') : name
const patchOf = ({ name, place }: Obstacle) => ({ obstacle: name === any ? null : name, place: place || null })
const comments = ({ row }: Obstacle) => number(row.comments) ?? 0
const placed = (name: string, place: string) => [name && name !== any && nameText(name), place && humane(place)].filter(Boolean).join(' · ')

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

/** Where it is hard, if there is more than one place; and what for. */
function Table({ asked, answer }: { asked: Asked; answer: Answer }) {
  const rows = obstaclesOf(asked)
  const places = rows.filter(one => one.name === any)
  const named = rows.filter(one => one.name !== any)
  const several = places.length > 1
  const counted = (name: string, title: string): PickColumn<Obstacle>[] => {
    const column = answer.columns.find(one => one.name === name)
    return column && rows.some(one => (number(one.row[name]) ?? 0) > 0) ? [{ name, title, by: one => number(one.row[name]), cell: one => {
      const n = number(one.row[name])
      return n === null ? '–' : column.role === 'count' && n > 0
        ? <a {...linkTo(peopleHref(asked.question, { keys: keysOf(answer.columns, one.row), column: name }))} data-value={n}>{whole(n)}</a> : whole(n)
    } }] : []
  }
  const place: PickColumn<Obstacle> = { name: 'place', title: t('voice.place'), text: true, by: one => one.place, cell: one => one.place ? humane(one.place) : '–' }
  const figures = [...counted('comments', t('voice.comments_head')), ...counted('low_effort', t('voice.low_effort')), ...counted('failed', t('voice.failed')), ...counted('customers', t('voice.customers')),
    { name: 'trend', title: t('voice.trend_head'), by: (one: Obstacle) => String(one.row.trend ?? '') || null, text: true, cell: (one: Obstacle) => <TrendWord of={one.row.trend} /> }]
  const what: PickColumn<Obstacle>[] = [{ name: 'obstacle', title: t('voice.obstacle'), text: true, by: one => one.name, cell: one => nameText(one.name) }, ...several ? [place] : [], ...figures]
  const first = figures.some(one => one.name === 'comments') ? 'comments' : 'customers'
  const last = (one: Obstacle) => one.name === unnamed
  usePicking(shownRows({ rows: named, columns: what, first, last }).map(one => ({ key: one.key, patch: patchOf(one) })))
  const { obstacle = '', place: at = '' } = chosenNow()
  if (rows.length === 0) return <Note title={t('voice.no_obstacles')}><p>{answer.none ? told(answer.none) : t('voice.no_obstacles_text')}</p></Note>
  const picking = { keyOf: (one: Obstacle) => one.key, chosen: obstacle || at ? keyOf(at, obstacle || any) : null, choose: patchOf, first, last }
  const table = { href: keep('/measure/obstacles'), values: rawValues(answer), table: <AnswerTable answer={answer} question={asked.question} title={t('voice.obstacles')} /> }
  return <>
    {several ? <Frame id="obstacle-places" title={t('voice.places')} {...table}>
      <PickTable title={t('voice.places')} columns={[place, ...figures]} rows={places} {...picking} /></Frame> : null}
    <Frame id="obstacles" title={t('voice.obstacles')} asOf={answer.as_of} {...table}
      aside={<Workbook name="obstacles" title={t('voice.obstacles')} question={asked.question} />} foot={answer.notes?.length ? <Notes of={answer} /> : null}>
      <PickTable title={t('voice.obstacles')} columns={what} rows={named} {...picking} /></Frame>
  </>
}
