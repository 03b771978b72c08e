// Where do they go, loop and stop: the map, the stages, where they fall silent, and a funnel of one's own.
import { isAnswer, type Question } from '../api'
import { Bars } from '../charts/bars'
import { withUnit, whole } from '../format'
import { t } from '../i18n'
import { keysOf, peopleHref } from '../question'
import { measureHref, measureTitle, type Base } from '../record'
import { go, keep, query, setQuery } from '../router'
import { AnswerTable, humane, rawValues } from '../ui/answer_table'
import { Board, type Asked, type Replies } from '../ui/board'
import { Frame } from '../ui/frame'
import { JourneyMap } from '../ui/journey_map'
import { Note, problemText } from '../ui/state'
import { fewest } from '../ui/tile'
import s from './journey.module.css'

const nodeFields = ['touchpoint', 'channel', 'stage'] as const
const node = () => nodeFields.find(field => field === query.value.get('node')) ?? 'touchpoint'

function questions({ range }: Base) {
  const plain = (measure: string, more: Partial<Question> = {}): Question => ({ measure, ...range, ...more })
  return {
    map: plain('process_map', { parameters: { node: [node()] } }),
    staged: plain('volume', { by: ['touchpoint', 'stage'] }),
    stages: plain('stages'),
    drops: plain('drop_outs'),
  }
}
type Name = keyof ReturnType<typeof questions>

export default function JourneyPage() {
  const nodes = <label class={s.node}><span>{t('journey.node')}</span>
    <select value={node()} onChange={event => setQuery({ node: event.currentTarget.value })}>
      {nodeFields.map(field => <option key={field} value={field}>{t(`node.${field}`)}</option>)}</select></label>
  return <Board<Name> title={t('nav.journey')} sentence={t('journey.sentence')} aside={nodes} questions={questions}>
    {replies => <Parts replies={replies} />}</Board>
}

function Parts({ replies }: { replies: Replies<Name> }) {
  return <div class={s.parts}>
    <JourneyMap asked={replies.map} staged={replies.staged} field={node()} />
    <div class={s.two}>
      <Stages asked={replies.stages} />
      <DropOuts asked={replies.drops} />
    </div>
    <QuickFunnel touchpoints={touchpointsOf(replies.drops)} />
  </div>
}

function Stages({ asked }: { asked: Asked }) {
  const title = measureTitle('stages')
  if (!isAnswer(asked.reply)) return <Note title={title}><p class="warn">{problemText(asked.reply.error)}</p></Note>
  const answer = asked.reply
  if (answer.rows.length === 0) return <Note title={title}><p>{answer.none ?? t('state.nothing')}</p></Note>
  const shown = ['stage', 'now', 'n', 'dwell_median', 'dwell_p90', 'loop_backs']
  const columns = shown.flatMap(name => answer.columns.filter(column => column.name === name))
  return <Frame id="stages" title={title} href={keep(measureHref('stages'))} values={rawValues(answer)}
    sentence={t('stages.sentence')}
    table={<AnswerTable answer={answer} question={asked.question} title={title} />}>
    <AnswerTable answer={{ ...answer, columns }} question={asked.question} title={title} />
  </Frame>
}

function DropOuts({ asked }: { asked: Asked }) {
  const title = measureTitle('drop_outs')
  if (!isAnswer(asked.reply)) return <Note title={title}><p class="warn">{problemText(asked.reply.error)}</p></Note>
  const answer = asked.reply
  if (answer.rows.length === 0) return <Note title={title}><p>{answer.none ?? t('state.nothing')}</p></Note>
  const rows = answer.rows.filter(row => typeof row.value === 'number')
    .sort((a, b) => Number(b.value) - Number(a.value)).slice(0, 12)
  return <Frame id="drop-outs" title={title} href={keep(measureHref('drop_outs'))} values={rawValues(answer)}
    sentence={t('drops.sentence')}
    table={<AnswerTable answer={answer} question={asked.question} title={title} />}>
    <Bars label={title} bars={rows.map(row => ({
      name: humane(String(row.touchpoint ?? '')), value: Number(row.value),
      low: typeof row.low === 'number' ? row.low : null, high: typeof row.high === 'number' ? row.high : null,
      text: withUnit(Number(row.value), '%'), note: `n = ${whole(Number(row.n ?? 0))}`,
      faint: Number(row.n ?? 0) < fewest,
      href: peopleHref(asked.question, { keys: keysOf(answer.columns, row), column: 'dropped' }) }))} />
  </Frame>
}

function touchpointsOf(asked: Asked): string[] {
  if (!isAnswer(asked.reply)) return []
  return asked.reply.rows.flatMap(row => typeof row.touchpoint === 'string' ? [row.touchpoint] : [])
}

/** Two steps chosen from what there is; the measure page takes it from there. */
function QuickFunnel({ touchpoints }: { touchpoints: string[] }) {
  if (touchpoints.length < 2) return null
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget as HTMLFormElement)
    const steps = form.getAll('step').map(String).filter(Boolean)
      .map(name => 'p.step=' + encodeURIComponent(`touchpoint = "${name}"`))
    go(keep('/measure/funnel?' + steps.join('&')))
  }
  return <section class={'card ' + s.funnel} aria-label={t('funnel.quick')}>
    <h2>{t('funnel.quick')}</h2>
    <p class="muted">{t('funnel.quick_text')}</p>
    <form onSubmit={submit}>
      {[0, 1, 2].map(i => <label key={i}><span>{t('funnel.step', { n: i + 1 })}</span>
        <select name="step" required={i < 2}>
          <option value="">{i < 2 ? t('funnel.choose') : t('funnel.optional')}</option>
          {touchpoints.map(name => <option key={name} value={name}>{humane(name)}</option>)}</select></label>)}
      <button class="primary">{t('funnel.show')}</button>
    </form>
  </section>
}
