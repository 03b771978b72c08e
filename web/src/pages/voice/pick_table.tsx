// A table whose rows can be chosen and whose columns can be sorted; both stand in the address.
import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { plural, t } from '../../i18n'
import { patched, path, query, setQuery, type QueryPatch } from '../../router'
import { pickId } from './keys'
import s from './pick_table.module.css'

export interface PickColumn<T> {
  name: string
  title: string
  about?: string                                     // What the heading means.
  by?: (row: T) => number | string | null            // How it is sorted; absent: it is not.
  cell: (row: T) => ComponentChildren
  text?: boolean
}

export interface PickTable<T> {
  title: string
  columns: readonly PickColumn<T>[]                  // The first one names the row.
  rows: readonly T[]
  keyOf: (row: T) => string
  chosen: string | null
  choose: (row: T) => QueryPatch                     // What the address then says.
  first: string                                      // The column that rows come sorted by.
  last?: (row: T) => boolean                         // Stays at the end however it is sorted.
}

const most = 20  // Rows at first; the rest when somebody asks.

interface Order { name: string; up: boolean }

/** "sort=effect" and "sort=-effect": from little to much, and back. */
function orderNow<T>(columns: readonly PickColumn<T>[], first: string): Order {
  const asked = query.value.get('sort') ?? '-' + first
  const name = asked.replace(/^-/, '')
  return columns.some(one => one.name === name && one.by) ? { name, up: !asked.startsWith('-') } : { name: first, up: false }
}

const compare = (a: number | string, b: number | string): number => typeof a === 'string' || typeof b === 'string' ? String(a).localeCompare(String(b)) : a - b

export function sorted<T>(rows: readonly T[], columns: readonly PickColumn<T>[], { name, up }: Order, last: (row: T) => boolean = () => false): T[] {
  const by = columns.find(one => one.name === name)?.by
  if (!by) return [...rows]
  const turn = up ? 1 : -1
  return [...rows].sort((a, b) => {
    const [x, y] = [by(a), by(b)]
    // What has no value comes after what has one, in both directions.
    return Number(last(a)) - Number(last(b)) || Number(x === null) - Number(y === null) || (x === null || y === null ? 0 : turn * compare(x, y))
  })
}

/** The rows as the table has them now: the keys of the page step through these. */
export const shownRows = <T,>({ rows, columns, first, last }: Pick<PickTable<T>, 'rows' | 'columns' | 'first' | 'last'>): T[] =>
  sorted(rows, columns, orderNow(columns, first), last)

export function PickTable<T>(table: PickTable<T>) {
  const { title, columns, keyOf, chosen, choose, first } = table
  const order = orderNow(columns, first)
  const rows = shownRows(table)
  const [all, setAll] = useState(false)
  // What is chosen is always seen.
  const shown = all || rows.findIndex(row => keyOf(row) === chosen) >= most ? rows : rows.slice(0, most)
  const href = (row: T) => `${path.value}?${patched(query.value, { sel: null, ...choose(row) })}`
  return <><div class={'scroll ' + s.frame} tabIndex={0} role="group" aria-label={title}><table class={s.table}>
    <thead><tr>{columns.map(column => column.title === '' ? <td key={column.name} /> : <th scope="col" key={column.name} class={column.text ? 'text' : undefined} title={column.about}
      aria-sort={column.by && order.name === column.name ? order.up ? 'ascending' : 'descending' : undefined}>
      {column.by ? <Sorter column={column} order={order} first={first} /> : column.title}</th>)}</tr></thead>
    <tbody>{shown.map(row => {
      const key = keyOf(row)
      return <tr key={key} class={key === chosen ? s.chosen : undefined}>{columns.map((column, i) => i === 0
        ? <th scope="row" class="text" key={column.name}><a id={pickId(key)} href={href(row)} aria-current={key === chosen ? 'true' : undefined}>{column.cell(row)}</a></th>
        : <td key={column.name} class={column.text ? 'text' : undefined}>{column.cell(row)}</td>)}</tr>
    })}</tbody>
  </table></div>
  {shown.length < rows.length ? <button type="button" class={'quiet ' + s.more} onClick={() => setAll(true)}>{plural('voice.more_rows', rows.length - shown.length)}</button> : null}</>
}

function Sorter<T>({ column, order, first }: { column: PickColumn<T>; order: Order; first: string }) {
  const on = order.name === column.name
  const next = on && !order.up ? column.name : '-' + column.name
  return <button type="button" class={s.sorter} title={t('voice.sort', { column: column.title })} onClick={() => setQuery({ sort: next === '-' + first ? null : next }, true)}>
    {column.title}<span aria-hidden="true">{on ? order.up ? '\u00a0↑' : '\u00a0↓' : ''}</span></button>
}
