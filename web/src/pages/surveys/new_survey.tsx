// A new survey: from a template, which is opened to be changed and stored only when it is saved.
import { useEffect, useState } from 'preact/hooks'
import type { Problem } from '../../api'
import { label, language, plural, t } from '../../i18n'
import { problemOf } from '../../query'
import { keep, query, setQuery } from '../../router'
import { Heading } from '../../ui/heading'
import { State, Trouble, Waiting } from '../../ui/state'
import { Editor } from './editor'
import { draftOf, useSurveys } from './requests'
import { blank, type Survey } from './survey'
import s from './new_survey.module.css'

export function NewSurvey() {
  const template = query.value.get('template')
  return template === null ? <Choose /> : <Opened key={template} template={template} />
}

function Choose() {
  const surveys = useSurveys()
  return <>
    <Heading title={t('surveys.new')} sentence={t('surveys.new_sentence')}>
      <a class="quiet" href={keep('/surveys')}>{t('surveys.all')}</a></Heading>
    <State query={surveys} height={200}>{({ templates }) => <ul class={s.templates}>
      {[...order.filter(id => templates.includes(id)), ...templates.filter(id => !order.includes(id)), ''].map(id =>
        <li key={id}><button type="button" class="card" onClick={() => setQuery({ template: id })}>
          <strong>{label('template', id || 'blank', id)}</strong>
          <span class="muted">{label('template_about', id || 'blank', '')}</span></button></li>)}</ul>}</State>
  </>
}

/** The best known first. */
const order = ['nps', 'csat', 'ces', 'stars', 'experience', 'after-delivery']

/** The name of the template, or another that is free. */
function freeName(wanted: string, taken: string[]): string {
  for (let n = 1; ; ++n) {
    const name = n === 1 ? wanted : `${wanted}-${n}`
    if (!taken.includes(name)) return name
  }
}

function Opened({ template }: { template: string }) {
  const surveys = useSurveys()
  const [survey, setSurvey] = useState<Survey | null>(template ? null : blank(language.value))
  const [problem, setProblem] = useState<Problem | null>(null)
  useEffect(() => {
    if (template) draftOf({ template }).then(draft => setSurvey(draft.survey), error => setProblem(problemOf(error)))
  }, [])
  if (problem) return <><Heading title={t('surveys.new')} /><Trouble problem={problem} /></>
  if (!survey || surveys.state === 'waiting') return <><Heading title={t('surveys.new')} /><Waiting height={200} /></>
  const taken = surveys.state === 'ready' ? surveys.value.surveys.map(one => one.name) : []
  const sentence = template ? label('template', template, template) : plural('n.questions', survey.questions.length)
  return <Editor survey={{ ...survey, name: freeName(survey.name || 'survey', taken) }} taken={taken} sentence={sentence} />
}
