// What a comparison came to: a sentence each, bars of the differences with their whiskers, and all of it as a table.
import type { Definition } from '../../api'
import { Bars, type Bar } from '../../charts/bars'
import { withUnit } from '../../format'
import { label, t } from '../../i18n'
import { peopleHref } from '../../question'
import { measureTitle } from '../../record'
import { linkTo, query, setQuery } from '../../router'
import { humane } from '../../ui/answer_words'
import { Frame } from '../../ui/frame'
import { Copy } from '../copy'
import { curlOf } from '../ways_to_ask'
import { fewest } from '../../ui/tile'
import { told } from '../../ui/told'
import { chanceText, comparisonCommand, differenceInWords, differenceText, keysOf, noteText, number, ownName, verdictOf, verdictText, type Asked, type Comparison, type DifferenceRow } from './comparison'
import s from './compare.module.css'

interface Shown { comparison: Comparison; asked: Asked; definition: Definition }

const keysText = ({ comparison }: Shown, row: DifferenceRow) => keysOf(comparison).map(key => humane(String(row[key] ?? ''))).join(' · ')
const nameOf = (shown: Shown, row: DifferenceRow) => shown.asked.names[row.question] ?? row.name
/** Rows of one kind: not split, or all of one currency. They are told one by one. */
const isSingle = (shown: Shown) => new Set(shown.comparison.rows.map(row => keysText(shown, row))).size <= 1
const fullName = (shown: Shown, row: DifferenceRow) => [isSingle(shown) ? '' : keysText(shown, row), nameOf(shown, row)].filter(Boolean).join(' · ')
const currencyOf = (row: DifferenceRow) => String(row.currency ?? '')

function peopleOf({ comparison, asked }: Shown, row: DifferenceRow): string {
  const question = asked.questions[row.question]
  const keys = Object.fromEntries(keysOf(comparison).map(key => [ownName(key), String(row[key] ?? '')]))
  return question && number(row.n) ? peopleHref(question, { keys, column: 'n' }) : ''
}

const rangeText = (low: number | null, high: number | null, text: (value: number) => string) =>
  low === null || high === null ? '' : t('tile.range', { low: text(low), high: text(high) })

export function Compared(shown: Shown) {
  const { comparison, asked, definition } = shown
  const title = t('explore.compared', { title: measureTitle(definition.id, definition.title) })
  const judged = comparison.rows.filter(row => verdictOf(row) !== null)
  const asTable = query.value.get('compared') === 'table'
  const shared = Object.entries(comparison.shared ?? {}).filter((one): one is [string, number] => one[1] !== null && one[1] > 0)
  const command = comparisonCommand(asked)
  const single = isSingle(shown)
  return <div class={s.both}><Frame id="comparison" title={title} asOf={comparison.as_of} values={valuesOf(shown)} table={<Table {...shown} />}
    view={asTable || judged.length === 0 ? 'table' : 'chart'} onView={view => setQuery({ compared: view === 'table' ? view : null })}
    sentence={comparison.none ? told(comparison.none) : [t('explore.compared_with', { base: asked.names[0] ?? '' }), ...single ? [] : [clearText(judged)]].join(' · ')}
    foot={<>{single ? null : <Reasons shown={shown} rows={judged} />}
      {shared.map(([question, n]) => <p key={question}>{t('explore.shared', { n, a: asked.names[0] ?? '', b: asked.names[Number(question)] ?? '' })}</p>)}
      {comparison.notes?.map(note => <p key={note}>{noteText(note, asked.names)}</p>)}
      <p>{t('explore.compare_method')}</p></>}>
    {single ? <ul class={s.says}>{judged.map(row => <li key={row.question}><Sentence shown={shown} row={row} /></li>)}</ul> : null}
    <Bars label={title} bars={judged.map(row => barOf(shown, row))} />
  </Frame>
  <section class="card" aria-label={t('explore.compare_elsewhere')}>
    <h2>{t('explore.compare_elsewhere')}</h2>
    {command ? <Copy name={t('copy.cli')} text={command} /> : null}
    <Copy name={t('copy.curl')} text={curlOf(asked, window.location.origin, '/v1/compare')} />
  </section></div>
}

/** Of those that can be judged. */
function clearText(rows: DifferenceRow[]): string {
  const judged = rows.filter(row => verdictOf(row) !== 'unjudged')
  return judged.length ? t('explore.clear_of', { n: judged.filter(row => row.proven).length, total: judged.length }) : t('explore.none_judged')
}

/** Why some of many rows cannot be judged: each reason once. */
function Reasons({ shown, rows }: { shown: Shown; rows: DifferenceRow[] }) {
  const reasons = new Set(rows.filter(row => verdictOf(row) === 'unjudged').map(row => `${nameOf(shown, row)}: ${verdictText(row, 'none')}`))
  return <>{[...reasons].map(reason => <p key={reason}>{reason}</p>)}</>
}

function Sentence({ shown, row }: { shown: Shown; row: DifferenceRow }) {
  const { comparison, definition } = shown
  const difference = number(row.difference)
  const text = (value: number) => differenceText(value, comparison.unit, currencyOf(row))
  const range = rangeText(number(row.difference_low), number(row.difference_high), text)
  const p = number(row.p_adjusted) ?? number(row.p)
  const figures = [range, p === null ? '' : `p ${p < 0.001 ? '' : '= '}${chanceText(p)}`].filter(Boolean).join('; ')
  return <><b>{nameOf(shown, row)}</b>: {difference === null ? null : <><span class="number">{differenceInWords(difference, comparison.unit, currencyOf(row))}</span> {figures ? `(${figures}) ` : ''}</>}
    {difference === null ? '' : '– '}<em class={s[verdictOf(row) ?? '']}>{verdictText(row, comparison.better ?? definition.better)}</em></>
}

function barOf(shown: Shown, row: DifferenceRow): Bar {
  const difference = number(row.difference)
  const verdict = verdictOf(row)
  return {
    name: fullName(shown, row), value: difference, low: number(row.difference_low), high: number(row.difference_high),
    text: difference === null ? '–' : differenceText(difference, shown.comparison.unit, currencyOf(row)),
    note: verdict === 'unjudged' ? t('explore.short.unjudged') : verdict ? t(`explore.short.${verdict}`) : '',
    href: peopleOf(shown, row), faint: verdict !== 'higher' && verdict !== 'lower',
  }
}

function Table(shown: Shown) {
  const { comparison, definition } = shown
  const keys = keysOf(comparison)
  const unit = comparison.unit
  return <div class="scroll" tabIndex={0} role="group" aria-label={t('explore.compare')}><table>
    <thead><tr>
      {keys.map(key => <th scope="col" class="text" key={key}>{label('column', ownName(key))}</th>)}
      <th scope="col" class="text">{t('explore.column.who')}</th><th scope="col">{measureTitle(definition.id, definition.title)}</th>
      <th scope="col">{t('tile.interval')}</th><th scope="col">{t('column.n')}</th><th scope="col">{t('explore.column.difference')}{unit === '%' ? ` (${t('explore.points', { n: '' }).trim()})` : ''}</th>
      <th scope="col">{t('tile.interval')}</th><th scope="col">{t('explore.column.p')}</th><th scope="col" class="text">{t('explore.column.verdict')}</th>
    </tr></thead>
    <tbody>{comparison.rows.map((row, i) => {
      const value = number(row.value)
      const difference = number(row.difference)
      const text = (of: number) => withUnit(of, unit, currencyOf(row))
      const by = (of: number) => differenceText(of, unit, currencyOf(row))
      const p = number(row.p_adjusted) ?? number(row.p)
      return <tr key={i}>
        {keys.map(key => <td class="text" key={key}>{humane(String(row[key] ?? ''))}</td>)}
        <th scope="row" class="text wrap">{nameOf(shown, row)}</th>
        <td>{value === null ? '–' : text(value)}</td><td>{rangeText(number(row.low), number(row.high), text)}</td>
        <td>{number(row.n) ? <a {...linkTo(peopleOf(shown, row))} class={row.n! < fewest ? 'muted' : undefined}>{withUnit(row.n!, 'count')}</a> : number(row.n) ?? ''}</td>
        <td>{difference === null ? '' : by(difference)}</td><td>{rangeText(number(row.difference_low), number(row.difference_high), by)}</td>
        <td>{p === null ? '' : chanceText(p)}</td><td class="text wrap">{verdictText(row, comparison.better ?? definition.better)}</td>
      </tr>
    })}</tbody></table></div>
}

const columns = ['value', 'low', 'high', 'n', 'difference', 'difference_low', 'difference_high', 'p', 'p_adjusted', 'proven', 'reason'] as const

/** As a spreadsheet wants it. */
function valuesOf(shown: Shown) {
  const keys = keysOf(shown.comparison)
  return { head: [...keys, 'name', ...columns],
    rows: shown.comparison.rows.map(row => [...keys.map(key => row[key]), nameOf(shown, row), ...columns.map(name => row[name])]) }
}
