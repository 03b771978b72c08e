// What a statement came to: rows with their time, or an error with the way to its place.
import type { RefObject } from 'preact'
import { useState } from 'preact/hooks'
import { download as save, type TableValues } from '../../csv'
import { whole } from '../../format'
import { language, plural, t } from '../../i18n'
import { problemText, Waiting } from '../../ui/state'
import type { Run } from './sql'
import { isNumeric, offsetOf, valueOf, wordAt, type Place, type SqlTable } from './sql_text'
import s from './sql.module.css'

const shownAtOnce = 200

export function Outcome({ run, field, sql }: { run: Run; field: RefObject<HTMLTextAreaElement | null>; sql: string }) {
  return <div id="sql-outcome" class={s.outcome}>
    {run.state === 'running' ? <Waiting height={160} cancel={run.cancel} />
      : run.state === 'done' ? <Rows table={run.table} seconds={run.seconds} limit={run.limit} />
      : run.state === 'failed' ? <Failed run={run} field={field} sql={sql} />
      : <p class="muted">{t('explore.sql.about')}</p>}
  </div>
}

function Failed({ run, field, sql }: { run: Extract<Run, { state: 'failed' }>; field: RefObject<HTMLTextAreaElement | null>; sql: string }) {
  const { fault, problem } = run
  const goTo = (place: Place) => {
    const at = offsetOf(sql, place)
    field.current?.focus()
    field.current?.setSelectionRange(at, at + wordAt(sql, at))
  }
  return <div class={'card ' + s.failed} role="alert">
    {fault.place ? <button type="button" onClick={() => goTo(fault.place!)}>
      {t('explore.sql.at', { line: fault.place.line, column: fault.place.column })}</button> : null}
    <pre>{problem.code === 'cancelled' ? t('explore.sql.cancelled') : problem.code === 'offline' ? problemText(problem) : fault.text}</pre>
  </div>
}

const secondsText = (seconds: number) => new Intl.NumberFormat(language.value,
  { style: 'unit', unit: 'second', unitDisplay: 'short', minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(seconds)

function Rows({ table, seconds, limit }: { table: SqlTable; seconds: number; limit: number }) {
  const [shown, setShown] = useState(shownAtOnce)
  const values = (): TableValues => ({ head: table.columns.map(column => column.name),
    rows: table.rows.map(row => row.map((cell, i) => valueOf(cell, table.columns[i]!))) })
  const left = table.rows.length - shown
  return <section class="card" aria-label={t('explore.sql.rows')}>
    <header class={s.head}>
      <p role="status">{plural('explore.sql.count', table.rows.length)} · {secondsText(seconds)}
        {table.cut ? <> · <b>{t('explore.sql.cut', { n: limit })}</b></> : null}</p>
      {table.rows.length ? <button type="button" class="quiet" onClick={() => save('sojourn-sql', values())}>CSV</button> : null}
    </header>
    {table.columns.length ? <div class="scroll" tabIndex={0} role="group" aria-label={t('explore.sql.rows')}><table class={s.rows}>
      <thead><tr>{table.columns.map((column, i) => <th key={i} scope="col" class={isNumeric(column) ? undefined : 'text'}>
        {column.name}<span>{column.type}</span></th>)}</tr></thead>
      <tbody>{table.rows.slice(0, shown).map((row, i) => <tr key={i}>{row.map((cell, j) =>
        <td key={j} class={isNumeric(table.columns[j]!) ? undefined : 'text'} title={cell ?? ''}>{cell ?? <span class="muted">null</span>}</td>)}</tr>)}</tbody>
    </table></div> : null}
    {left > 0 ? <p class={s.more}><button type="button" onClick={() => setShown(shown + shownAtOnce)}>
      {t('explore.sql.more', { n: whole(Math.min(left, shownAtOnce)) })}</button> <span class="muted">{t('people.range', { from: 1, to: shown, total: table.rows.length })}</span></p> : null}
  </section>
}
