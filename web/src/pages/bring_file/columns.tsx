// Step 2: one row for each column of the file, what it becomes, and beside it what would be stored.
import { t, plural } from '../../i18n'
import { ColumnRow } from './column_row'
import { EveryEvent } from './every_event'
import { FileLine, StepHeading } from './parts'
import { Preview } from './preview'
import { faultsOf, groupsOf } from './targets'
import { goTo, look, looking, proposal, trouble } from './wizard'
import s from './bring_file.module.css'
import c from './column_table.module.css'

export function Columns() {
  const known = proposal.value
  if (!known) return null
  const faults = faultsOf(known)
  // What the server says of one column stands with that column, unless the page says so itself.
  const place = /columns\[(\d+)\]/.exec(trouble.value?.where ?? '')
  if (place && !faults.columns.has(Number(place[1]))) faults.columns.set(Number(place[1]), trouble.value!.detail ?? '')
  const groups = groupsOf(look.value?.targets ?? [])
  const ready = faults.columns.size === 0 && !faults.time && !look.value?.problem && !trouble.value
  return <div class={c.sides}>
    <section class={'card ' + s.card} aria-labelledby="bring-columns">
      <StepHeading name="columns"><span id="bring-columns">{t('bring.columns.title')}</span></StepHeading>
      <FileLine />
      <p class="muted">{plural('bring.columns.looked', known.rows)} {t('bring.columns.text')}</p>
      {faults.time ? <p role="alert" class="warn">{t('bring.fault.time')}</p> : null}
      {/* On a phone each row is a block: the roles keep it a table for those who hear it. */}
      <table class={c.table} role="table">
        <thead role="rowgroup"><tr role="row">
          <th role="columnheader" scope="col" class="text">{t('bring.columns.column')}</th>
          <th role="columnheader" scope="col" class="text">{t('bring.columns.samples')}</th>
          <th role="columnheader" scope="col" class="text">{t('bring.columns.becomes')}</th></tr></thead>
        <tbody role="rowgroup">{known.columns.map((column, i) =>
          <ColumnRow key={i} index={i} column={column} proposal={known} groups={groups} fault={faults.columns.get(i)} />)}</tbody>
      </table>
    </section>
    <div class={c.beside}>
      <EveryEvent proposal={known} />
      <Preview faulty={faults.columns.size > 0 || faults.time} />
    </div>
    <div class={s.foot + ' ' + c.foot}>
      <button type="button" class="primary" disabled={!ready || looking.value || !look.value?.map}
        onClick={() => goTo('save')}>{t('bring.columns.next')}</button>
      <button type="button" class="quiet" onClick={() => goTo('file')}>{t('bring.other_file')}</button>
      {ready ? null : <span class="muted">{t('bring.columns.not_yet')}</span>}
    </div>
  </div>
}
