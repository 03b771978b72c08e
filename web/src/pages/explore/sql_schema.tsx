// The tables and their columns, as the server has them. A name goes into the text where the caret is.
import { call, type Fields } from '../../api'
import { t } from '../../i18n'
import { useQuery } from '../../query'
import { useFields } from '../../record'
import { State } from '../../ui/state'
import { schemaSql, tablesOf, type SqlTable, type Table } from './sql_text'
import s from './sql.module.css'

const columnsMost = 10_000

export function Schema({ onPick }: { onPick: (name: string) => void }) {
  const schema = useQuery('sql schema', signal => call<SqlTable>('POST', '/v1/sql', { sql: schemaSql, limit: columnsMost }, signal))
  const fields = useFields()
  return <section class={'card ' + s.schema} aria-label={t('explore.sql.tables')}>
    <h2>{t('explore.sql.tables')}</h2>
    <State query={schema} height={240}>{table => <>{tablesOf(table).map((one, i) =>
      <Branch key={one.name} table={one} open={i === 0} onPick={onPick} fields={fields.state === 'ready' ? fields.value : null} />)}</>}</State>
  </section>
}

function Branch({ table, open, onPick, fields }: { table: Table; open: boolean; onPick: (name: string) => void; fields: Fields | null }) {
  const about = (name: string) => fields?.fields.find(field => field.name === name)?.about
  const pick = (name: string) => <button type="button" class="quiet" title={about(name)}
    aria-label={t('explore.sql.insert', { name })} onClick={() => onPick(name)}>{name}</button>
  return <details open={open}>
    <summary>{table.name} <span class="muted">{table.columns.length}</span></summary>
    <ul>
      <li>{pick(table.name)}<span>{t('explore.sql.table')}</span></li>
      {table.columns.map(column => <li key={column.name}>{pick(column.name)}<span>{column.type.toLowerCase()}</span></li>)}
    </ul>
  </details>
}
