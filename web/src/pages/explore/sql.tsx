// SQL over the record: written, run, cancelled; its rows, its time, its errors at their place. It reads and changes nothing.
import { useEffect, useRef, useState } from 'preact/hooks'
import { call, type Problem } from '../../api'
import { t } from '../../i18n'
import { problemOf } from '../../query'
import { query, setQuery } from '../../router'
import { readSql, sqlText } from './address'
import { Editor } from './sql_editor'
import { Outcome } from './sql_outcome'
import { Schema } from './sql_schema'
import { faultOf, nameOf, type Fault, type SqlTable } from './sql_text'
import s from './sql.module.css'

export const limits = [100, 1000, 10_000]
const firstSql = 'select channel, count(*) as events\nfrom events\ngroup by channel\norder by events desc'
const draftKey = 'sojourn.sql'

export type Run = { state: 'idle' } | { state: 'running'; cancel: () => void }
  | { state: 'done'; table: SqlTable; seconds: number; limit: number } | { state: 'failed'; fault: Fault; problem: Problem }

/** What was written last in this window, where the address does not say. */
function draft(): string {
  try { return sessionStorage.getItem(draftKey) ?? firstSql } catch { return firstSql }
}
const keepDraft = (sql: string) => { try { sessionStorage.setItem(draftKey, sql) } catch { /* until the page is left */ } }

/** Runs one statement at a time; another one, or leaving, ends it on the server as well. */
function useRun() {
  const [run, setRun] = useState<Run>({ state: 'idle' })
  const stop = useRef<AbortController | null>(null)
  useEffect(() => () => stop.current?.abort(), [])
  const start = (sql: string, limit: number) => {
    stop.current?.abort()
    const own = stop.current = new AbortController()
    const began = performance.now()
    const tell = (next: Run) => { if (stop.current === own) setRun(next) }
    tell({ state: 'running', cancel: () => {
      own.abort()
      tell({ state: 'failed', fault: { text: '', place: null }, problem: { title: 'cancelled', code: 'cancelled' } })
    } })
    call<SqlTable>('POST', '/v1/sql', { sql, limit }, own.signal).then(
      table => { if (!own.signal.aborted) tell({ state: 'done', table, limit, seconds: (performance.now() - began) / 1000 }) },
      (error: unknown) => {
        const problem = problemOf(error)
        if (!own.signal.aborted) tell({ state: 'failed', problem, fault: faultOf(problem, sql) })
      })
  }
  return { run, start, forget: () => { if (run.state === 'failed') setRun({ state: 'idle' }) } }
}

export function Sql() {
  const told = query.value.get('sql')
  const shared = told === null ? null : readSql(told)
  const [sql, setSql] = useState(() => shared ?? draft())
  const [limit, setLimit] = useState(limits[1]!)
  const { run, start, forget } = useRun()
  const field = useRef<HTMLTextAreaElement>(null)
  const known = useRef(shared)
  // Back, and a link that was followed: the text is that of the address again. It runs when somebody says so.
  useEffect(() => {
    if (shared !== null && shared !== known.current) setSql(shared)
    known.current = shared
  }, [shared])
  const write = (text: string) => {
    setSql(text)
    keepDraft(text)
    forget()
  }
  const text = sqlText(sql)
  const go = () => {
    if (!sql.trim()) return
    keepDraft(sql)
    known.current = text === null ? null : readSql(text)
    setQuery({ sql: text })
    start(sql, limit)
  }
  const insert = (name: string) => {
    const area = field.current
    if (!area) return
    area.focus()
    area.setRangeText(nameOf(name), area.selectionStart, area.selectionEnd, 'end')
    write(area.value)
  }
  return <div class={s.page}>
    <div class={s.main}>
      <Editor value={sql} field={field} onInput={write} onRun={go} place={run.state === 'failed' ? run.fault.place : null} />
      <div class={s.bar}>
        {run.state === 'running' ? <button type="button" class="primary" onClick={run.cancel}>{t('state.cancel')}</button>
          : <button type="button" class="primary" onClick={go}>{t('explore.sql.run')} <span aria-hidden="true" class={s.key}>Ctrl ↵</span></button>}
        <label class={s.limit}><span>{t('explore.sql.limit')}</span>
          <select name="limit" value={String(limit)} onChange={event => setLimit(Number(event.currentTarget.value))}>
            {limits.map(one => <option key={one} value={String(one)}>{new Intl.NumberFormat(document.documentElement.lang || 'en').format(one)}</option>)}</select></label>
        {text !== null ? null : <p class="muted">{t('explore.sql.long')}</p>}
      </div>
      <Outcome run={run} field={field} sql={sql} />
    </div>
    <Schema onPick={insert} />
  </div>
}
