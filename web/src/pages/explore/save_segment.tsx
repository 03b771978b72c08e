// Those the question is asked of, kept under a name that stands in any filter.
import { useState } from 'preact/hooks'
import { call, Refused, type Problem, type Question, type Status } from '../../api'
import { t } from '../../i18n'
import { columnOf } from '../../question'
import { useQuery, type Query } from '../../query'
import { State, Trouble } from '../../ui/state'
import { freeName, nameOf } from '../boards/board'
import { Dialog } from '../boards/dialog'
import d from '../boards/board_dialog.module.css'
import { FilterField } from '../../ui/filter_field'
import { useSending } from '../surveys/use_sending'
import { setQuestion } from './address'
import type { Segment } from './comparison'
import s from './explore.module.css'

const titleMost = 200
const pathOf = (name: string) => '/v1/segments/' + encodeURIComponent(name)

export const segments = async (signal?: AbortSignal): Promise<Segment[]> =>
  (await call<{ segments: Segment[] }>('GET', '/v1/segments', undefined, signal)).segments
export const useSegments = (): Query<Segment[]> => useQuery('segments', segments)

const about = (problem: Problem, field: string) => problem.where === field || field === 'where' && columnOf(problem.where) !== null

/** Under the name of its title, or under the next one that nobody has: never in place of another segment. */
async function saved(title: string, where: string): Promise<Segment> {
  const taken = (await segments()).map(one => one.name)
  const name = freeName(nameOf(title).replace(/^board$/, 'segment'), taken)
  return call<Segment>('PUT', pathOf(name), { name, title, about: '', where })
}

export function SaveSegment({ question, status, onClose }: { question: Question; status: Status; onClose: () => void }) {
  const { problem, busy, send, setProblem } = useSending()
  const [where, setWhere] = useState(question.where ?? '')
  const [done, setDone] = useState<Segment | null>(null)
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    const title = String(new FormData(event.currentTarget as HTMLFormElement).get('title') ?? '').trim()
    void send(async () => {
      if (!where) throw new Refused({ title: t('explore.segment_empty'), where: 'where' })
      const made = await saved(title, where)
      setDone(made)
    })
  }
  const use = (segment: Segment) => {
    onClose()
    setQuestion({ ...question, where: `segment("${segment.name}")` }, status.data_until)
  }
  const filter = problem && about(problem, 'where') ? problem : null
  return <Dialog title={t('explore.as_segment')} onClose={onClose}>
    {done ? <><p role="status">{t('explore.segment_done', { name: `segment("${done.name}")` })}</p><Size name={done.name} />
      <div class={d.actions}><button type="button" class="primary" onClick={() => use(done)}>{t('explore.segment_use')}</button></div></>
      : <>
        <div class={s.filter}><FilterField name={t('filter.name')} value={where} problem={filter}
          onCommit={text => { setWhere(text); setProblem(null) }} /></div>
        <form onSubmit={submit}>
          <label><span>{t('boards.title')}</span><input name="title" required maxLength={titleMost} autocomplete="off" /></label>
          {problem && !filter ? <Trouble problem={problem} /> : null}
          <div class={d.actions}><button class="primary" disabled={busy}>{t('explore.save')}</button></div>
        </form></>}
  </Dialog>
}

function Size({ name }: { name: string }) {
  const size = useQuery('size ' + name, signal => call<{ customers: number; of: number }>('GET', pathOf(name) + '/size', undefined, signal))
  return <State query={size} height={40}>{({ customers, of }) => <p>{t('explore.segment_size', { n: customers, of })}</p>}</State>
}
