// What a tile shows while it has no answer: waiting, an error with a way on, or why there is nothing.
import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { Problem } from '../api'
import { fill, label, t } from '../i18n'
import type { Query } from '../query'
import s from './state.module.css'

export function State<T>({ query, height = 160, children }: {
  query: Query<T>; height?: number; children: (value: T) => ComponentChildren }) {
  if (query.state === 'waiting') return <Waiting height={height} cancel={query.cancel} />
  if (query.state === 'error') return <Trouble problem={query.problem} retry={query.retry} />
  return <div class={query.stale ? s.stale : undefined} aria-busy={query.stale}>{children(query.value)}</div>
}

export function Waiting({ height, cancel }: { height: number; cancel?: () => void }) {
  const [seconds, setSeconds] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => setSeconds(count => count + 1), 1000)
    return () => clearInterval(timer)
  }, [])
  return <div class={'card ' + s.waiting} role="status" style={{ minHeight: height + 'px' }}>
    <span class="hidden">{t('state.waiting')}</span>
    {seconds >= 2 ? <p class="muted">{t('state.elapsed', { seconds })}
      {cancel ? <button type="button" class="quiet" onClick={cancel}>{t('state.cancel')}</button> : null}</p> : null}
  </div>
}

/** What a problem says, in words: the server's own, or ours where it could not be reached. */
export const problemText = (problem: Problem): string =>
  label('problem', problem.code && ['offline', 'cancelled', 'renewed'].includes(problem.code) ? problem.code : '',
    problem.detail || problem.title)

export function Trouble({ problem, retry }: { problem: Problem; retry?: () => void }) {
  return <div class={'card ' + s.note} role="alert">
    <strong>{t('state.error')}</strong>
    <p>{problem.where ? <b>{problem.where}: </b> : null}{problemText(problem)}</p>
    {problem.request_id
      ? <p class="muted">{fill(t('state.request'), { id: '' })}<code>{problem.request_id}</code></p> : null}
    {retry ? <button type="button" onClick={retry}>{t('state.retry')}</button> : null}
  </div>
}

export function Note({ title, children }: { title: string; children?: ComponentChildren }) {
  return <div class={'card ' + s.note}><strong>{title}</strong>{children}</div>
}
