// Who exactly is in this number: the customers behind a cell, as many as the number said.
import { useState } from 'preact/hooks'
import { who, type Question } from '../api'
import { label, plural, t } from '../i18n'
import { cellOf, questionOf, questionParams } from '../question'
import { may } from '../me'
import { useQuery } from '../query'
import { measureHref, measureTitle } from '../record'
import { keep, path, query } from '../router'
import { humane } from '../ui/answer_words'
import { Heading } from '../ui/heading'
import { customerHref } from '../ui/search'
import { State } from '../ui/state'
import { dayText } from '../format'
import { startOf } from '../period'
import { SaveSegment } from './people/save_segment'
import { TakeAlong } from './people/take_along'
import s from './people.module.css'

const page = 100

export default function PeoplePage() {
  const params = query.value
  const [saving, setSaving] = useState(false)
  const question = questionOf(params)
  const cell = cellOf(params)
  const offset = Math.max(0, Math.floor(Number(params.get('offset') ?? 0)) || 0)
  const people = useQuery('who ' + JSON.stringify([question, cell, offset]),
    signal => who(question, cell, offset, page, signal))
  const total = people.state === 'ready' ? people.value.total : null
  const to = (start: number) => {
    const next = new URLSearchParams(params)
    if (start > 0) next.set('offset', String(start))
    else next.delete('offset')
    return `${path.value}?${next}`
  }
  return <>
    <Heading title={total === null ? t('people.title') : plural('n.customers', total)}
      sentence={t('people.sentence', {
        column: cell.column ? label('column', cell.column) : t('people.all'),
        measure: measureTitle(question.measure) })}>
      <div class={s.actions}>
        {total === null ? null : <TakeAlong question={question} cell={cell} total={total} />}
        {total !== null && may('boards') && may('ask') ? <button type="button" class="quiet" onClick={() => setSaving(true)}>{t('people.segment')}</button> : null}
        {may('ask') ? <a class="quiet" href={measureLink(question)}>{t('people.measure')}</a> : null}
      </div>
    </Heading>
    <ul class={s.conditions} aria-label={t('people.conditions')}>{conditions(question, cell.keys).map(([name, value]) =>
      <li key={name + value}><span>{name}</span> {value}</li>)}</ul>
    <State query={people} height={420}>{({ total, people }) => <section class="card" aria-label={t('people.title')}
      data-total={total}>
      {people.length === 0 ? <p class="muted">{t('people.none')}</p> : <div class="scroll" tabIndex={0}
        role="group" aria-label={t('people.title')}><table>
        <thead><tr><th scope="col" class="text">{t('people.customer')}</th>
          <th scope="col" class="text">{t('people.identifiers')}</th></tr></thead>
        <tbody>{people.map(person => <tr key={person.number}>
          <th scope="row" class="text"><a href={keep(customerHref(person))}>
            {person.identifiers[0]?.value ?? person.customer}</a></th>
          <td class="text wrap">{person.identifiers.slice(1, 5).map((one, i) =>
            <span key={i} class={s.identifier}><i>{one.kind}</i> {one.value}</span>)}
            {person.identifiers.length > 5 ? <span class="muted">+{person.identifiers.length - 5}</span> : null}</td>
        </tr>)}</tbody></table></div>}
      {total > page ? <nav class={s.pager} aria-label={t('people.pages')}>
        {offset > 0 ? <a class="quiet" href={to(Math.max(0, offset - page))}>{t('people.previous')}</a> : <span />}
        <span class="muted number">{t('people.range', {
          from: Math.min(offset + 1, total), to: Math.min(offset + page, total), total })}</span>
        {offset + page < total ? <a class="quiet" href={to(offset + page)}>{t('people.next')}</a> : <span />}
      </nav> : null}
    </section>}</State>
    {saving ? <SaveSegment question={question} cell={cell} shown={total ?? 0} onClose={() => setSaving(false)} /> : null}
  </>
}

function measureLink(question: Question): string {
  const params = questionParams(question)
  params.delete('measure')
  return measureHref(question.measure) + '?' + params.toString()
}

/** Everything that narrows the number, each as a name and a value. */
function conditions(question: Question, keys: Record<string, string>): [string, string][] {
  const day = (text: string) => dayText(startOf(text)) || text
  const out: [string, string][] = Object.entries(keys).map(([name, value]) =>
    [label('column', name), name === 'period' ? day(value) : humane(value)])
  if (question.where) out.push([t('filter.name'), question.where])
  if (question.from) out.push([t('form.from'), day(question.from)])
  if (question.to) out.push([t('form.to'), day(question.to)])
  for (const [name, values] of Object.entries(question.parameters ?? {})) {
    values.forEach((value, i) => out.push(
      [label('parameter', name) + (values.length > 1 ? ` ${i + 1}` : ''), label('choice', value, value)]))
  }
  return out
}
