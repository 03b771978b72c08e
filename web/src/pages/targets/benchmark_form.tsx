// A table of what others reach: pasted, or read from a file; its source and its day are part of it.
import { useRef, useState } from 'preact/hooks'
import type { Definition } from '../../api'
import { plural, t } from '../../i18n'
import { measureTitle } from '../../record'
import { freeName, nameOf } from '../boards/board'
import { Field } from '../surveys/fault'
import { useSending } from '../surveys/use_sending'
import { FormDialog, Line } from './parts'
import { putTable, type Benchmark } from './requests'
import s from './targets.module.css'

const titleMost = 200
const fileMost = 1_000_000
const cell = (text: string) => /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text

/** As it is pasted: what is known so far, to change it. */
export const csvOf = (table: Benchmark): string => table.rows.length === 0 ? ''
  : ['measure,group,value,n', ...table.rows.map(one => [one.measure, cell(one.group), one.value, one.n ?? ''].join(','))].join('\n') + '\n'

/** What a spreadsheet puts on the clipboard has tabs; the table is sent with commas. */
export function commas(text: string): string {
  const first = text.split('\n', 1)[0] ?? ''
  if (!first.includes('\t') || first.includes(',')) return text
  return text.split(/\r?\n/).map(line => line.split('\t').map(one => cell(one.trim())).join(',')).join('\n')
}

export function BenchmarkForm({ table, measures, taken, onClose }: {
  table: Benchmark; measures: Definition[]; taken: string[]; onClose: (name?: string) => void }) {
  const stored = table.name !== ''
  const [title, setTitle] = useState(table.title)
  const [source, setSource] = useState(table.source)
  const [date, setDate] = useState(table.date)
  const [csv, setCsv] = useState(csvOf(table))
  const file = useRef<HTMLInputElement>(null)
  const { problem, busy, send, setProblem } = useSending()
  const bring = async (chosen: File | undefined) => {
    if (!chosen) return
    if (chosen.size > fileMost) return setProblem({ title: t('targets.benchmarks.large') })
    setCsv(await chosen.text())
    setProblem(null)
    if (!title) setTitle(chosen.name.replace(/\.\w+$/, ''))
    file.current!.value = ''
  }
  const name = table.name || freeName(nameOf(title, 'benchmark'), taken)
  const save = () => void send(async () => { await putTable({ name, title, source, date }, commas(csv)) }).then(done => { if (done) onClose(name) })
  const lines = csv.split('\n').filter(line => line.trim()).length - 1
  return <FormDialog title={stored ? t('targets.edit_of', { title: table.title || table.name }) : t('targets.benchmarks.new')} problem={problem} busy={busy}
    onSave={save} onClose={() => onClose(table.name)}>{form => <>
      <Line title={t('targets.title')} at="title" form={form} required autofocus maxLength={titleMost} value={title} onText={setTitle} />
      <Line narrow title={t('targets.benchmarks.source')} at="source" form={form} required value={source} placeholder={t('targets.benchmarks.source_hint')} onText={setSource} />
      <Line narrow title={t('targets.benchmarks.date')} at="date" form={form} type="date" value={date} onText={setDate} />
      <div class={s.wide}><Field title={t('targets.benchmarks.table')} at="body" wide><textarea form={form} required rows={8} class={s.csv} spellcheck={false} wrap="off" aria-describedby="csv-hint"
        value={csv} placeholder={'measure,group,value,n\nnps,…,38,1200'} onInput={event => { setCsv(event.currentTarget.value); setProblem(null) }} /></Field>
        <p class={'muted ' + s.small} id="csv-hint">{t('targets.benchmarks.hint')}{lines > 0 ? ' ' + plural('targets.benchmarks.rows', lines) : ''}</p>
        <button type="button" onClick={() => file.current?.click()}>{t('targets.benchmarks.file')}</button>
        <input ref={file} type="file" hidden accept=".csv,.tsv,.txt,text/csv" aria-label={t('targets.benchmarks.file')} onChange={event => void bring(event.currentTarget.files?.[0])} />
        <details class={s.names}><summary>{t('targets.benchmarks.names')}</summary>
          <ul>{measures.filter(one => one.shape === 'number').map(one => <li key={one.id}><code>{one.id}</code> {measureTitle(one.id, one.title)}</li>)}</ul></details></div>
    </>}</FormDialog>
}

