// A table whose cells are coloured by their value: cohorts by interval, hours by weekday. Colour is a class and the
// number stands in every cell, so nothing is said by colour alone. Cells that are not complete are hatched.
import { linkTo } from '../router'
import '../style/heat_tokens.css'
import s from './heat_map.module.css'

export interface HeatCell { value: number; text: string; title: string; href: string; complete: boolean }
export interface HeatRow { name: string; note: string; noteHref: string; cells: (HeatCell | null)[] }

export const steps = 9
/** The colour class of a value between none and all of `most`. */
export const heatStep = (value: number, most: number): number =>
  most <= 0 ? 0 : Math.max(0, Math.min(steps - 1, Math.floor(value / most * steps)))

export function HeatMap({ label, corner, noteName, columns, rows }: {
  label: string; corner: string; noteName: string; columns: string[]; rows: HeatRow[] }) {
  const most = Math.max(0, ...rows.flatMap(row => row.cells.map(cell => cell?.value ?? 0)))
  return <div class={'scroll ' + s.frame} tabIndex={0} role="group" aria-label={label}>
    <table class={s.heat}>
      <thead><tr><th scope="col" class="text">{corner}</th><th scope="col">{noteName}</th>
        {columns.map(column => <th scope="col" key={column}>{column}</th>)}</tr></thead>
      <tbody>{rows.map(row => <tr key={row.name}>
        <th scope="row" class="text">{row.name}</th>
        <td class={s.note}><a {...linkTo(row.noteHref)}>{row.note}</a></td>
        {columns.map((column, i) => {
          const cell = row.cells[i]
          if (!cell) return <td key={column} />
          return <td key={column} class={`${s.cell} ${s['h' + heatStep(cell.value, most)]} ${cell.complete ? '' : s.part}`}>
            <a {...linkTo(cell.href)} title={cell.title} aria-label={`${cell.text}, ${cell.title}`}>{cell.text}</a></td>
        })}</tr>)}</tbody>
    </table>
  </div>
}
