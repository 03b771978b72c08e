// Step 4: the file is read and stored; how far it is, what came of it, and where to look next.
import { useEffect, useState } from 'preact/hooks'
import type { Problem } from '../../api'
import { whole, withUnit } from '../../format'
import { plural, t } from '../../i18n'
import { problemOf } from '../../query'
import { go } from '../../router'
import { Trouble, Waiting } from '../../ui/state'
import { localMoment } from '../local_time'
import { sizeText, StepHeading, useSlowly } from './parts'
import { RejectTable } from './reject_table'
import { isOver, readJob, shareOf, sourceOf, stopJob, type Job } from './requests'
import { WhereNext } from './where_next'
import { asSent, bringIn, clear, file, goTo, page, proposal, sending } from './wizard'
import s from './bring_file.module.css'
import j from './job.module.css'

const restBetween = 700  // Ms between two looks at a job.

type Seen = { job: Job | null; problem: Problem | null }

/** Follows a job until it is over; a server that is away for a moment is asked again. */
function useJob(id: string): Seen & { look: () => void } {
  const [seen, setSeen] = useState<Seen>({ job: null, problem: null })
  const [attempt, setAttempt] = useState(0)
  useEffect(() => {
    const stop = new AbortController()
    let timer = 0
    const look = async () => {
      try {
        const job = await readJob(id, stop.signal)
        setSeen({ job, problem: null })
        if (!isOver(job)) timer = window.setTimeout(() => void look(), restBetween)
      } catch (error) {
        if (stop.signal.aborted) return
        const problem = problemOf(error)
        setSeen(old => ({ ...old, problem }))
        if (problem.code === 'offline') timer = window.setTimeout(() => void look(), 5 * restBetween)
      }
    }
    void look()
    return () => { stop.abort(); window.clearTimeout(timer) }
  }, [id, attempt])
  return { ...seen, look: () => setAttempt(count => count + 1) }
}

export function JobPage({ id }: { id: string }) {
  const { job, problem, look } = useJob(id)
  const [stopping, setStopping] = useState(false)
  const [refused, setRefused] = useState<Problem | null>(null)
  const told = useSlowly(job ? sentenceOf(job) : '', job !== null && isOver(job))
  const stop = async () => {
    setStopping(true)
    setRefused(null)
    try { await stopJob(id) } catch (error) { setRefused(problemOf(error)) }
    setStopping(false)
    look()
  }
  return <section class={'card ' + s.card} aria-labelledby="bring-job">
    <StepHeading name="job"><span id="bring-job">{job ? t('bring.job.title', { file: job.name }) : t('bring.send.title')}</span></StepHeading>
    <p class="hidden" aria-live="polite">{told}</p>
    {problem ? <Trouble problem={problem} retry={look} /> : null}
    {refused ? <Trouble problem={refused} /> : null}
    {job ? <>
      <Standing job={job} />
      <Counts job={job} />
      {job.rejects.length > 0 ? <RejectTable rejects={job.rejects} title={plural('bring.job.rejects', job.rejected)} /> : null}
      {isOver(job) ? <WhereNext job={job} /> : null}
      <Foot job={job} stopping={stopping} stop={() => void stop()} />
    </> : problem ? null : <Waiting height={120} />}
  </section>
}

function sentenceOf(job: Job): string {
  switch (job.state) {
    case 'open':
    case 'queued': return t('bring.job.queued')
    case 'running': return `${t('bring.job.running', { share: withUnit(shareOf(job), '%') })} ${plural('bring.n.rows', job.rows)}`
    case 'done': {
      const events = plural(job.dry_run ? 'n.events' : 'bring.n.new_events', job.events)
      return `${t(job.dry_run ? 'bring.job.tried' : 'bring.job.done')} ${events}, ${plural('bring.n.rejected', job.rejected)}.`
    }
    case 'stopped': return t(job.dry_run ? 'bring.job.stopped_try' : 'bring.job.stopped')
    case 'failed': return t('bring.job.failed')
  }
}

function Standing({ job }: { job: Job }) {
  const said = [job.map ? t('bring.job.by_map', { map: job.map }) : job.format ? t('bring.job.by_format', { format: job.format }) : '',
    sourceOf(job) ? t('bring.job.source', { source: sourceOf(job) }) : '', sizeText(job.bytes_total),
    job.started_at ? localMoment(job.started_at) : '']
  return <>
    {isOver(job) ? null : <progress class={j.bar} aria-label={t('bring.send.title')}
      {...(job.state === 'running' ? { max: Math.max(1, job.bytes_total), value: job.bytes_read } : {})} />}
    <p class={job.state === 'failed' ? 'warn' : undefined}><strong>{sentenceOf(job)}</strong></p>
    {job.error ? <p role="alert" class="warn">{job.error}</p> : null}
    <p class="muted">{said.filter(Boolean).join(' · ')}</p>
  </>
}

function Counts({ job }: { job: Job }) {
  const counts: [string, number][] = [[t('bring.count.rows'), job.rows],
    [t(job.dry_run ? 'bring.count.would' : 'bring.count.events'), job.events], [t('bring.count.repeats'), job.repeats],
    [t('bring.count.superseded'), job.superseded], ...(job.without_event > 0 ? [[t('bring.count.without_event'), job.without_event] as [string, number]] : []), [t('bring.count.rejected'), job.rejected],
    ...(job.personal ? [[t(job.redact ? 'bring.count.masked' : 'bring.count.personal'), job.personal] as [string, number]] : [])]
  return <dl class={j.counts}>{counts.map(([name, n]) => <div key={name}><dt>{name}</dt><dd>{whole(n)}</dd></div>)}</dl>
}

function Foot({ job, stopping, stop }: { job: Job; stopping: boolean; stop: () => void }) {
  const another = () => { if (!sending.value) clear(); go(page) }
  const here = file.value?.name === job.name && !sending.value
  const wasTry = job.dry_run && job.state === 'done'
  if (!isOver(job)) {
    return <div class={s.foot}><button type="button" disabled={stopping} onClick={stop}>{t('bring.send.stop')}</button></div>
  }
  return <div class={s.foot}>
    {here && wasTry ? <button type="button" class="primary" onClick={() => void bringIn({ ...asSent.value, dry_run: false })}>
      {t('bring.job.now')}</button> : null}
    {here && proposal.value && (job.state !== 'done' || job.dry_run || job.rejected > 0)
      ? <button type="button" onClick={() => goTo('columns')}>{t('bring.job.correct')}</button> : null}
    <button type="button" onClick={another}>{t('bring.job.another')}</button>
  </div>
}
