// What can be done with a tile: the people behind it, the same as a table, as files, and elsewhere.
import { useState } from 'preact/hooks'
import { isAnswer, type Answer, type Definition, type Question } from '../../api'
import { t } from '../../i18n'
import { may } from '../../me'
import { problemOf } from '../../query'
import { keysOf, peopleColumn, peopleHref, questionParams } from '../../question'
import { measureHref } from '../../record'
import type { Asked } from '../../ui/board'
import { rawValues } from '../../ui/answer_words'
import { problemText } from '../../ui/state'
import { download as downloadTable } from '../../ui/tables'
import { lazily } from '../../ui/lazy'
import { Copy } from '../copy'
import { commandOf, curlOf } from '../ways_to_ask'
import type { MeasureTile } from './board'
import { alertHref, exploreHref } from '../explore/address'
import { Dialog } from './dialog'
import { Menu } from './menu'
import { download, pictureOf } from './picture'
import { workbook } from './requests'

/** The measure's page with the very question of the tile. */
export function measurePage(question: Question): string {
  const params = questionParams(question)
  params.delete('measure')
  return `${measureHref(question.measure)}?${params}`
}

const AddTo = lazily(async () => (await import('./add_to')).AddTo)

/** Who is behind a figure; rows have links of their own. */
function peopleOf(question: Question, answer: Answer): string {
  const column = peopleColumn(answer.columns)
  const row = answer.rows.length === 1 ? answer.rows[0] : undefined
  return row && column ? peopleHref(question, { keys: keysOf(answer.columns, row), column }) : ''
}

export interface TileMenuProps {
  tile: MeasureTile
  title: string
  asked: Asked
  definition: Definition | undefined
  asTable: boolean
  onTable: (asTable: boolean) => void
  open: boolean        // May more be asked than what is shown?
  editHref: string     // "" : not to be edited here.
  card: () => HTMLElement | null
  trouble: (text: string) => void
}

export function TileMenu({ tile, title, asked, definition, asTable, onTable, open, editHref, card, trouble }: TileMenuProps) {
  const { id } = tile
  const [elsewhere, setElsewhere] = useState(false)
  const [adding, setAdding] = useState(false)
  const { question, reply } = asked
  const answer = isAnswer(reply) ? reply : null
  const people = answer ? peopleOf(question, answer) : ''
  const attempt = (work: () => Promise<unknown>, words?: string) =>
    void work().catch((error: unknown) => trouble(words ?? problemText(problemOf(error))))
  const picture = async () => { download(id + '.png', await pictureOf(card()!)) }
  return <>
    <Menu name={t('boards.menu', { title })}>{close => {
      const item = (name: string, act: () => void) => <li><button type="button" onClick={() => { close(); act() }}>{name}</button></li>
      return <>
        {people ? <li><a href={people}>{t('boards.people')}</a></li> : null}
        {answer && answer.rows.length > 0 ? <>
          {item(t(asTable ? 'boards.as_drawing' : 'boards.as_table'), () => onTable(!asTable))}
          {item('CSV', () => attempt(() => downloadTable(id, rawValues(answer))))}
          {open ? item('XLSX', () => attempt(async () => download(id + '.xlsx', await workbook(question)))) : null}
          {item('PNG', () => attempt(picture, t('boards.no_picture')))}
        </> : null}
        {open ? <li><a href={exploreHref(question)}>{t('boards.explore')}</a></li> : null}
        {open && may('boards') ? <>
          {definition?.shape === 'number' ? <li><a href={alertHref(question)}>{t('boards.alert')}</a></li> : null}
          {item(t('boards.add_to'), () => setAdding(true))}
        </> : null}
        {open ? item(t('boards.elsewhere'), () => setElsewhere(true)) : null}
        {editHref ? <li><a href={editHref}>{t('boards.edit_tile')}</a></li> : null}
      </>
    }}</Menu>
    {elsewhere ? <Dialog title={t('boards.elsewhere_of', { title })} wide onClose={() => setElsewhere(false)}>
      <Copy name={t('copy.cli')} text={commandOf(question)} />
      <Copy name={t('copy.curl')} text={curlOf(question, window.location.origin)} />
      <Copy name={t('boards.link')} text={window.location.origin + measurePage(question)} />
    </Dialog> : null}
    {adding ? <AddTo tile={tile} where={question.where ?? ''} onClose={() => setAdding(false)} /> : null}
  </>
}
