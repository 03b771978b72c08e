// The people of a number as a segment: a filter with a name. Says beforehand how many it holds today, and what of the number it cannot hold.
import { useEffect, useState } from 'preact/hooks'
import { call, who, type CellRef, type Problem, type Question } from '../../api'
import { label, t } from '../../i18n'
import { problemOf } from '../../query'
import { useFields } from '../../record'
import { FilterField } from '../../ui/filter_field'
import { problemText } from '../../ui/state'
import { Dialog } from '../dialog'
import { asFilter, nameFor } from './as_filter'
import s from '../people.module.css'

interface Size { n: number; of: number }
const everybody = { keys: {}, column: 'n' }
const countOf = async (where: string, signal: AbortSignal): Promise<number> =>
  (await who(where ? { measure: 'customers', where } : { measure: 'customers' }, everybody, 0, 0, signal)).total

export function SaveSegment({ question, cell, shown, onClose }: { question: Question; cell: CellRef; shown: number; onClose: () => void }) {
  const fields = useFields()
  return <Dialog title={t('people.segment')} onClose={onClose}>{fields.state === 'ready'
    ? <Form question={question} cell={cell} shown={shown} types={Object.fromEntries(fields.value.fields.map(field => [field.name, field.type]))} />
    : <p aria-busy="true" />}</Dialog>
}

function useSize(where: string) {
  const [size, setSize] = useState<Size | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  useEffect(() => {
    const stop = new AbortController()
    setSize(null)
    setProblem(null)
    if (!where) return
    Promise.all([countOf(where, stop.signal), countOf('', stop.signal)]).then(([n, of]) => setSize({ n, of }),
      error => { if (!stop.signal.aborted) setProblem(problemOf(error)) })
    return () => stop.abort()
  }, [where])
  return { size, problem }
}

function Form({ question, cell, shown, types }: { question: Question; cell: CellRef; shown: number; types: Record<string, string> }) {
  const [first] = useState(() => asFilter(question, cell, types))
  const [where, setWhere] = useState(first.where)
  const [title, setTitle] = useState('')
  const [fault, setFault] = useState('')
  const [saved, setSaved] = useState('')
  const [busy, setBusy] = useState(false)
  const { size, problem } = useSize(where)
  const save = async () => {
    if (!title.trim()) return setFault(t('people.segment_needed'))
    setBusy(true)
    setFault('')
    try {
      const { segments } = await call<{ segments: { name: string; title: string }[] }>('GET', '/v1/segments')
      if (segments.some(one => one.title === title.trim())) return setFault(t('people.segment_taken'))
      const name = nameFor(title, segments.map(one => one.name))
      await call('PUT', '/v1/segments/' + name, { title: title.trim(), where })
      setSaved(name)
    } catch (error) { setFault(problemText(problemOf(error))) } finally { setBusy(false) }
  }
  if (saved) return <p role="status">{t('people.segment_saved', { filter: `segment("${saved}")` })}</p>
  const lost = first.lost.map(one => one === 'period' ? t('people.the_period') : t('people.the_column', { column: label('column', cell.column) }))
  return <>
    {first.where ? null : <p>{t('people.segment_empty')}</p>}
    {lost.length ? <p class="muted">{t('people.segment_loose', { what: lost.join(', ') })}</p> : null}
    <FilterField name={t('filter.name')} value={where} problem={problem} onCommit={setWhere} />
    <p class={s.size} role="status">{size ? t('people.segment_size', { n: size.n, of: size.of, shown }) : ''}</p>
    <form onSubmit={event => { event.preventDefault(); void save() }}>
      <label><span>{t('people.segment_name')}</span><input name="title" autofocus value={title} maxLength={120} autocomplete="off"
        aria-invalid={fault ? true : undefined} aria-describedby={fault ? 'segment-fault' : undefined}
        onInput={event => { setTitle(event.currentTarget.value); setFault('') }} /></label>
      {fault ? <p class="warn" role="alert" id="segment-fault">{fault}</p> : null}
      <div><button class="primary" disabled={busy || !where || problem !== null}>{t('people.segment_save')}</button></div>
    </form>
  </>
}
