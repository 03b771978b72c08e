// A segment while it is written: its filter says at once how many customers it finds, or what is wrong with it.
import { useEffect, useRef, useState } from 'preact/hooks'
import { call, type Problem } from '../../api'
import { whole, withUnit } from '../../format'
import { plural, t } from '../../i18n'
import { FilterField } from '../../ui/filter_field'
import { freeName, nameOf } from '../boards/board'
import { useSending } from '../surveys/use_sending'
import { FormDialog, isOf, Line } from './parts'
import { pathOf, useCount, type Segment } from './requests'
import s from './targets.module.css'

const titleMost = 200
const nameMost = 64

export function SegmentForm({ segment, taken, onClose }: { segment: Segment; taken: string[]; onClose: (name?: string) => void }) {
  const stored = segment.name !== ''
  const [title, setTitle] = useState(segment.title || segment.name)
  const [name, setName] = useState(segment.name)
  const [about, setAbout] = useState(segment.about)
  const [where, setWhere] = useState(segment.where)
  const { problem, busy, send, setProblem } = useSending()
  const own = name || freeName(nameOf(title, 'segment'), taken)
  const save = () => {
    if (!where) return setProblem({ title: t('targets.filter_needed'), where: 'where' })
    if (!stored && name && taken.includes(name)) return setProblem({ title: t('targets.taken'), where: 'name' })
    void send(async () => { await call('PUT', pathOf('segments', own), { title, about, where }) }).then(done => { if (done) onClose(own) })
  }
  return <FormDialog title={stored ? t('targets.edit_of', { title: segment.title || segment.name }) : t('targets.segments.new')} problem={isOf(problem, 'where') ? null : problem}
    busy={busy} onSave={save} onClose={() => onClose(segment.name)}>{form => <>
      <Line title={t('targets.title')} at="title" form={form} required autofocus maxLength={titleMost} value={title} onText={setTitle} />
      {stored ? null : <Line title={t('targets.segments.name')} at="name" form={form} maxLength={nameMost} pattern="[a-z0-9_\-]+" spellcheck={false}
        value={name} placeholder={title ? own : 'loyal'} onText={text => setName(text.trim())} />}
      <Line title={t('targets.about')} at="about" form={form} value={about} onText={setAbout} />
      <div class={s.wide}><Filter where={where} problem={isOf(problem, 'where') ? problem : null} onCommit={text => { setWhere(text); setProblem(null) }} /></div>
      <p class={'muted ' + s.wide}>{t('targets.segments.used_as')} <code>segment("{own}")</code></p>
    </>}</FormDialog>
}

const restBetween = 350  // Ms without a key before it is counted.

/** Counted as it is written; what is wrong with it is said once it is meant. */
function Filter({ where, problem, onCommit }: { where: string; problem: Problem | null; onCommit: (text: string) => void }) {
  const [typed, setTyped] = useState(where)
  const timer = useRef(0)
  useEffect(() => () => clearTimeout(timer.current), [])
  const type = (text: string) => {
    clearTimeout(timer.current)
    timer.current = window.setTimeout(() => setTyped(text.trim()), restBetween)
  }
  const count = useCount(typed)
  const told = typed && count.state === 'ready' ? count.value : null
  const wrong = problem ?? (typed === where && told && 'problem' in told && told.problem.title ? told.problem : null)
  return <div onInput={event => type((event.target as HTMLInputElement).value)}>
    <FilterField name={t('filter.name')} value={where} placeholder={'did("purchase") >= 2'} problem={wrong}
      onCommit={text => { clearTimeout(timer.current); setTyped(text); onCommit(text) }} />
    <p role="status" class={s.count}>{!typed ? <span class="muted">{t('targets.segments.count_hint')}</span>
      : told && 'n' in told ? <><b data-count={told.n}>{plural('n.customers', told.n)}</b> {t('targets.of_all', {
        of: whole(told.of), share: withUnit(told.of ? 100 * told.n / told.of : 0, '%') })}</>
      : wrong ? null : <span class="muted">{t(told ? 'targets.not_yet' : 'targets.counting')}</span>}</p>
  </div>
}
