// What a tile shows while it has no answer: waiting, an error with a way on, or why there is nothing.
import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { Problem } from '../api'
import { fill, label, t } from '../i18n'
import { changes } from '../live'
import type { Query } from '../query'
import s from './state.module.css'

export function State<T>({ query, height = 160, children }: {
  query: Query<T>; height?: number; children: (value: T) => ComponentChildren }) {
  if (query.state === 'waiting') return <Waiting height={height} cancel={query.cancel} />
  if (query.state === 'error') return <Trouble problem={query.problem} retry={query.retry} />
  return <div class={query.stale ? s.stale : undefined} aria-busy={query.stale}>{children(query.value)}</div>
}

/** Says nothing for two seconds; then how long it has been, and offers to stop. */
export function Elapsed({ cancel, class: name = 'muted' }: { cancel?: (() => void) | undefined; class?: string | undefined }) {
  const [seconds, setSeconds] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => setSeconds(count => count + 1), 1000)
    return () => clearInterval(timer)
  }, [])
  return seconds < 2 ? null : <p class={name}>{t('state.elapsed', { seconds })}
    {cancel ? <button type="button" class="quiet" onClick={cancel}>{t('state.cancel')}</button> : null}</p>
}

export const Waiting = ({ height, cancel }: { height: number; cancel?: () => void }) =>
  <div class={'card ' + s.waiting} role="status" style={{ minHeight: height + 'px' }}>
    <span class="hidden">{t('state.waiting')}</span>
    <Elapsed cancel={cancel} />
  </div>

/** Below drawings whose places are kept: nothing moves for it. */
export const WaitingBelow = ({ cancel }: { cancel: () => void }) => <Elapsed cancel={cancel} class={'card ' + s.below} />

/** Of one question among several that were asked together: asked again, they are all. */
export const TroubleInside = ({ problem }: { problem: Problem }) => <Trouble inside problem={problem} retry={() => { changes.value++ }} />

/** What a problem says, in words: the server's own, or ours where it could not be reached. */
export const problemText = (problem: Problem): string =>
  label('problem', problem.code && ['offline', 'cancelled', 'renewed'].includes(problem.code) ? problem.code : '',
    problem.detail || problem.title)

/** `inside`: of a card that has its own frame and title. */
export function Trouble({ problem, retry, inside = false }: { problem: Problem; retry?: () => void; inside?: boolean }) {
  return <div class={inside ? s.inside : 'card ' + s.note} role="alert">
    {inside ? null : <strong>{t('state.error')}</strong>}
    <p class={inside ? 'warn' : undefined}>{problem.where ? <b>{problem.where}: </b> : null}{problemText(problem)}</p>
    {problem.request_id
      ? <p class="muted">{fill(t('state.request'), { id: '' })}<code>{problem.request_id}</code></p> : null}
    {retry ? <button type="button" onClick={retry}>{t('state.retry')}</button> : null}
  </div>
}

export function Note({ title, children }: { title: string; children?: ComponentChildren }) {
  return <div class={'card ' + s.note}><strong>{title}</strong>{children}</div>
}
