// Which touchpoint belongs to which stage of the journey: the rules, what others would change, and saving them.
import { useEffect, useRef, useState } from 'preact/hooks'
import { plural, t } from '../../i18n'
import { changes } from '../../live'
import { problemOf, type Query } from '../../query'
import { path } from '../../router'
import type { Problem } from '../../api'
import { Heading } from '../../ui/heading'
import { Note, State, Trouble } from '../../ui/state'
import { useUnsaved } from '../surveys/unsaved'
import { Preview } from './preview'
import { readStages, saveStages, tryStages, type Saved, type Trial } from './requests'
import { changedBetween, sameRules, withStage, type Rule } from './rules'
import { TouchpointTable } from './touchpoint_table'
import s from './stages.module.css'

interface Loaded { saved: Saved; counts: Trial }

/** Counted once, not at every event that comes in: it reads the whole record. */
function useLoaded(): { query: Query<Loaded>; keep: (saved: Saved) => void } {
  const [attempt, setAttempt] = useState(0)
  const [query, setQuery] = useState<Query<Loaded>>({ state: 'waiting', cancel: () => {} })
  const again = () => setAttempt(n => n + 1)
  const keep = (saved: Saved) => {
    setQuery(old => old.state === 'ready' ? { ...old, value: { ...old.value, saved } } : old)
    again()
  }
  useEffect(() => {
    const stop = new AbortController()
    const fail = (problem: Problem) => setQuery({ state: 'error', problem, retry: again })
    const cancel = () => { stop.abort(); fail({ title: 'cancelled', code: 'cancelled' }) }
    setQuery(old => old.state === 'ready' ? old : { state: 'waiting', cancel })
    void (async () => {
      try {
        const saved = await readStages(stop.signal)
        const counts = await tryStages(saved.rules, stop.signal)
        if (!stop.signal.aborted) setQuery({ state: 'ready', value: { saved, counts }, stale: false })
      } catch (error) { if (!stop.signal.aborted) fail(problemOf(error)) }
    })()
    return () => stop.abort()
  }, [attempt])
  return { query, keep }
}

export default function StagesPage() {
  const { query, keep } = useLoaded()
  return <>
    <Heading title={t('setup.stages.title')} sentence={t('setup.stages.sentence')} />
    <State query={query} height={420}>{loaded => loaded.counts.touchpoints.length === 0
      ? <Note title={t('setup.stages.empty')}><p>{t('setup.stages.empty_text')}</p></Note>
      : <Editor loaded={loaded} keep={keep} />}</State>
  </>
}

type Step = 'try' | 'save'

function Editor({ loaded: { saved, counts }, keep }: { loaded: Loaded; keep: (saved: Saved) => void }) {
  const [draft, setDraft] = useState<Rule[]>(saved.rules)
  const [trial, setTrial] = useState<Trial | null>(null)
  const [busy, setBusy] = useState<Step | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [told, setTold] = useState('')
  const preview = useRef<HTMLHeadingElement>(null)
  const names = counts.touchpoints.map(one => one.touchpoint)
  const changed = changedBetween(saved.rules, draft, names)
  const unsaved = !sameRules(saved.rules, draft)
  useUnsaved(unsaved, to => to.pathname === path.value ? undefined : t('setup.stages.leave'))
  useEffect(() => { if (trial) preview.current?.focus() }, [trial])

  const change = (rules: Rule[]) => { setDraft(rules); setTrial(null); setTold(''); setProblem(null) }
  const run = async (step: Step, work: () => Promise<void>) => {
    setBusy(step)
    setProblem(null)
    setTold('')
    try { await work() } catch (error) { setProblem(problemOf(error)) }
    setBusy(null)
  }
  const look = () => void run('try', async () => setTrial(await tryStages(draft)))
  const save = () => void run('save', async () => {
    const now = await readStages()
    // Somebody else saved meanwhile: their rules are not to vanish unseen.
    if (!sameRules(now.rules, saved.rules)) return setProblem({ title: t('setup.stages.conflict') })
    keep(await saveStages(draft))
    setTrial(null)
    setTold(t('setup.stages.saved'))
    changes.value++
  })
  return <>
    <div class={s.bar} role="region" aria-label={t('setup.stages.bar')}>
      <button type="button" disabled={busy !== null || !unsaved} onClick={look}>{t('setup.stages.preview')}</button>
      <button type="button" class="primary" disabled={busy !== null || !unsaved} onClick={save}>{t('setup.stages.save')}</button>
      <button type="button" class="quiet" disabled={busy !== null || !unsaved} onClick={() => change(saved.rules)}>{t('setup.stages.discard')}</button>
      <p aria-live="polite">{busy ? t(busy === 'try' ? 'setup.stages.trying' : 'setup.stages.saving')
        : told || (unsaved ? plural('setup.stages.unsaved', Math.max(1, changed.length)) : t('setup.stages.no_changes'))}</p>
    </div>
    {problem ? <Trouble problem={problem} /> : null}
    {trial ? <Preview trial={trial} heading={preview} /> : null}
    <TouchpointTable counts={counts} stages={saved.stages} saved={saved.rules} draft={draft}
      set={(touchpoint, stage) => change(withStage(draft, touchpoint, stage))} />
  </>
}
