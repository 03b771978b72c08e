// Rows that are refused: where, which field, why.
import { whole } from '../../format'
import { label } from '../../i18n'
import type { RejectedRow } from './requests'
import p from './preview.module.css'

export const RejectTable = ({ rejects, title }: { rejects: RejectedRow[]; title: string }) => <div class={p.rejects}>
  <h3>{title}</h3>
  <div class="scroll" tabIndex={0} role="group" aria-label={title}><table>
    <thead><tr><th scope="col">{label('column', 'line')}</th>
      <th scope="col" class="text">{label('column', 'field')}</th><th scope="col" class="text">{label('column', 'reason')}</th></tr></thead>
    <tbody>{rejects.map((one, i) => <tr key={i}><th scope="row">{whole(one.line)}</th>
      <td class="text">{one.field}</td><td class="text wrap">{one.reason}</td></tr>)}</tbody></table></div></div>
