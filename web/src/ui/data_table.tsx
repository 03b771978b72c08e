// Values as a real table that scrolls by itself when it is wider than its place.
import type { TableValues } from '../csv'

export function DataTable({ values, label }: { values: TableValues; label: string }) {
  return <div class="scroll" tabIndex={0} role="group" aria-label={label}>
    <table>
      <thead><tr>{values.head.map((name, i) =>
        <th scope="col" key={i} class={i ? undefined : 'text'}>{name}</th>)}</tr></thead>
      <tbody>{values.rows.map((row, i) => <tr key={i}>{row.map((cell, j) =>
        j ? <td key={j}>{cell ?? ''}</td> : <th scope="row" class="text" key={j}>{cell ?? ''}</th>)}</tr>)}
      </tbody>
    </table>
  </div>
}
