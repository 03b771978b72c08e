// Several of one question beside each other: saved segments, filters, or other times. Who is held against whom, and what came of it.
import { useState } from 'preact/hooks'
import type { Definition, Question, Status } from '../../api'
import { dayText } from '../../format'
import { t } from '../../i18n'
import { useQuery, type Query } from '../../query'
import { query, setQuery } from '../../router'
import { FilterField } from '../../ui/filter_field'
import { State, Trouble } from '../../ui/state'
import { isTime, partsMost, partText, readCompared, type Part } from './address'
import { compare, ownSpan, questionsOf, spanOf, type Segment } from './comparison'
import { Compared } from './compared'
import { useSegments } from './save_segment'
import s from './compare.module.css'

const setCompared = (chosen: Part | null, parts: Part[]) =>
  setQuery({ base: chosen === null || parts.length === 0 ? null : partText(chosen), vs: parts.map(partText) })

const day = 86_400_000
/** Both days are in it; the one after it is where it ends. */
const spanText = ({ from, to }: { from: string; to: string }) => `${dayText(Date.parse(from))} – ${dayText(Date.parse(to) - day)}`

export function Compare({ definition, question, status }: { definition: Definition; question: Question; status: Status }) {
  const known = useSegments()
  const segments = known.state === 'ready' ? known.value : []
  const { base, chosen, parts } = readCompared(query.value)
  const nameOf = (part: Part): string => {
    switch (part.kind) {
      case 'all': {
        const span = parts.every(isTime) ? ownSpan(question, status.data_until) : null
        return t(parts.every(isTime) ? 'explore.base.now' : 'explore.base.all') + (span ? ` (${spanText(span)})` : '')
      }
      case 'rest': return t('explore.base.rest')
      case 'segment': return segments.find(one => one.name === part.name)?.title || part.name
      case 'where': return part.where
      case 'time': return spanText(part)
      default: {
        const span = spanOf(part.kind, question, status.data_until)
        return t(`boards.compare.${part.kind}`) + (span ? ` (${spanText(span)})` : '')
      }
    }
  }
  const asked = parts.length ? questionsOf(question, base, parts, status, nameOf) : null
  const answer = useQuery(asked && known.state !== 'waiting' ? 'compare ' + JSON.stringify(asked) : null, signal => compare(asked!, signal))
  return <>
    <section class={'card ' + s.compare} aria-label={t('explore.compare')}>
      <h2>{t('explore.compare')}</h2>
      {parts.length === 0 ? <p class="muted">{t('explore.compare_about')}</p> : <>
        <Base base={base} parts={parts} segments={segments} />
        <ul class={s.parts}>{parts.map((part, i) => <li key={partText(part)}><span>{nameOf(part)}</span>
          <button type="button" class="quiet" aria-label={`${t('form.remove')}: ${nameOf(part)}`}
            onClick={() => setCompared(chosen, parts.filter((_, j) => j !== i))}>×</button></li>)}</ul></>}
      {parts.length < partsMost ? <Add segments={segments} onAdd={part => {
        if (!parts.some(one => partText(one) === partText(part))) setCompared(chosen, [...parts, part])
      }} /> : <p class="muted">{t('explore.compare_most', { n: partsMost })}</p>}
      {question.over && parts.length ? <p class="muted">{t('explore.compare_whole')}</p> : null}
    </section>
    {parts.length === 0 ? null : asked === null ? <Trouble problem={{ title: t('explore.no_beginning') }} />
      : <State query={named(answer, asked.names)} height={200}>{value => <Compared comparison={value} asked={asked} definition={definition} />}</State>}
  </>
}

/** A refusal names one of the questions by its number; people know it by its name. */
function named<T>(answer: Query<T>, names: string[]): Query<T> {
  const where = answer.state === 'error' ? answer.problem.where ?? '' : ''
  const found = /^questions\[(\d+)\]\.?(?:where)?[:,]? ?/.exec(where)
  if (answer.state !== 'error' || !found) return answer
  return { ...answer, problem: { ...answer.problem, where: [names[Number(found[1])], where.slice(found[0].length)].filter(Boolean).join(', ') } }
}

function Base({ base, parts, segments }: { base: Part; parts: Part[]; segments: Segment[] }) {
  const [writing, setWriting] = useState(false)
  const own = base.kind === 'where' || writing
  const choose = (text: string) => {
    setWriting(text === 'where')
    if (text === 'where') return
    setCompared(text.startsWith('segment:') ? { kind: 'segment', name: text.slice('segment:'.length) } : { kind: text === 'rest' ? 'rest' : 'all' }, parts)
  }
  return <div class={s.base}>
    <label class={s.field}><span>{t('explore.base')}</span>
      <select name="base" value={own ? 'where' : partText(base)} onChange={event => choose(event.currentTarget.value)}>
        <option value="all">{t(parts.every(isTime) ? 'explore.base.now' : 'explore.base.all')}</option>
        {parts.every(isTime) && base.kind !== 'rest' ? null : <option value="rest">{t('explore.base.rest')}</option>}
        <Segments segments={segments} also={base} />
        <option value="where">{t('explore.own_filter')}</option>
      </select></label>
    {own ? <FilterField name={t('explore.own_filter')} value={base.kind === 'where' ? base.where : ''}
      onCommit={where => { setWriting(false); setCompared(where ? { kind: 'where', where } : null, parts) }} /> : null}
  </div>
}

function Segments({ segments, also }: { segments: Segment[]; also?: Part }) {
  const lost = also?.kind === 'segment' && !segments.some(one => one.name === also.name) ? [{ name: also.name, title: '' }] : []
  const all = [...lost, ...segments]
  return all.length ? <optgroup label={t('explore.segments')}>{all.map(one =>
    <option key={one.name} value={'segment:' + one.name}>{one.title || one.name}</option>)}</optgroup> : null
}

/** The part that a form has been filled in for; null while it is not. */
function partOf(kind: string, form: FormData): Part | null {
  const said = (name: string) => String(form.get(name) ?? '').trim()
  if (kind === 'before' || kind === 'year') return { kind }
  if (kind.startsWith('segment:')) return { kind: 'segment', name: kind.slice('segment:'.length) }
  if (kind === 'where') return said('where') ? { kind, where: said('where') } : null
  return said('from') && said('to') > said('from') ? { kind: 'time', from: said('from'), to: said('to') } : null
}

function Add({ segments, onAdd }: { segments: Segment[]; onAdd: (part: Part) => void }) {
  const [kind, setKind] = useState('before')
  const [wrong, setWrong] = useState(false)
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    const form = event.currentTarget as HTMLFormElement
    const part = partOf(kind, new FormData(form))
    setWrong(!part)
    if (!part) return
    onAdd(part)
    if (kind === 'where') form.reset()
  }
  return <form class={s.add} onSubmit={submit}>
    <label class={s.field}><span>{t('explore.add')}</span>
      <select name="kind" value={kind} onChange={event => { setKind(event.currentTarget.value); setWrong(false) }}>
        <optgroup label={t('explore.times')}>
          <option value="before">{t('boards.compare.before')}</option>
          <option value="year">{t('boards.compare.year')}</option>
          <option value="time">{t('explore.own_dates')}</option></optgroup>
        <Segments segments={segments} />
        <optgroup label={t('explore.filters')}><option value="where">{t('explore.own_filter')}</option></optgroup>
      </select></label>
    {kind === 'time' ? <>
      <label class={s.field}><span>{t('form.from')}</span><input type="date" name="from" required /></label>
      <label class={s.field}><span>{t('form.to')}</span><input type="date" name="to" required /></label></> : null}
    {kind === 'where' ? <label class={`${s.field} ${s.wide}`}><span>{t('explore.own_filter')}</span>
      <input type="text" name="where" required spellcheck={false} autocomplete="off" autocapitalize="off" placeholder={'channel = "web"'} /></label> : null}
    <button>{t('explore.add_it')}</button>
    {wrong ? <p class="warn" role="alert">{t('explore.wrong_dates')}</p> : null}
  </form>
}
