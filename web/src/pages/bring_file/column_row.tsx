// One column: its name, what stands in it, what it becomes, why, and what that choice still asks.
import { useId } from 'preact/hooks'
import { withUnit } from '../../format'
import { t } from '../../i18n'
import { Options } from './column_options'
import type { Column, Proposal } from './requests'
import { choiceOf, chosenFor, leftOut, property, whyText, type Group } from './targets'
import { changeColumn } from './wizard'
import c from './column_table.module.css'

interface Props { index: number; column: Column; proposal: Proposal; groups: Group[]; fault: string | undefined }

export function ColumnRow({ index, column, proposal, groups, fault }: Props) {
  const id = useId()
  const choice = choiceOf(column)
  const listed = choice === leftOut || choice === property || groups.some(group => group.names.some(each => each.name === choice))
  const share = proposal.rows > 0 ? 100 * column.filled / proposal.rows : 0
  return <tr role="row" class={choice === leftOut ? c.left : undefined}>
    <th role="rowheader" scope="row" class="text" id={id + 'n'}>{column.column}
      <span class="muted">{t('bring.columns.filled', { share: withUnit(share, '%') })}</span></th>
    <td role="cell" class="text">{column.samples.length > 0
      ? <ul class={c.samples}>{column.samples.map((sample, i) => <li key={i}><code>{sample}</code></li>)}</ul>
      : <span class="muted">{t('bring.columns.no_value')}</span>}</td>
    <td role="cell" class="text">
      <select aria-label={`${column.column}: ${t('bring.columns.becomes')}`} value={choice} aria-invalid={fault ? 'true' : undefined}
        aria-describedby={id + 'w'} onChange={event => changeColumn(index, chosenFor(proposal, index, event.currentTarget.value))}>
        <option value={leftOut}>{t('bring.target.left_out')}</option>
        <option value={property}>{t('bring.target.property')}</option>
        {listed ? null : <option value={choice}>{choice}</option>}
        {groups.map(group => <optgroup key={group.title} label={group.title}>{group.names.map(each =>
          <option key={each.name} value={each.name}>{each.title}</option>)}</optgroup>)}
      </select>
      <span id={id + 'w'} class={fault ? 'warn ' + c.why : 'muted ' + c.why}>{fault ?? whyText(column.why)}</span>
      <Options index={index} column={column} proposal={proposal} />
    </td>
  </tr>
}
