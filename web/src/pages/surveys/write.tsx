// The fields of a survey: what it is called and says, its languages, its questions.
import { useMemo, useRef, useState } from 'preact/hooks'
import { label, language, t } from '../../i18n'
import { useCardKeys } from './card_keys'
import { Field, Fault, useFault } from './fault'
import { focusSoon, Tell } from './focus'
import { Languages } from './languages'
import { QuestionCard } from './question_card'
import { kinds, moved, withoutQuestion, withQuestion, type Kind, type Survey } from './survey'
import { Shown, Texts } from './texts'
import s from './write.module.css'

export type Change = (how: (now: Survey) => Survey, field?: string) => void

/** The one to fall back on, and beside it that of the page, else the next. */
function shownAtFirst({ languages: [first = 'en', ...others] }: Survey): string[] {
  const beside = others.find(one => one === language.value) ?? others[0]
  return beside ? [first, beside] : [first]
}

export function Write({ survey, stored, change }: { survey: Survey; stored: boolean; change: Change }) {
  const [chosen, show] = useState(() => shownAtFirst(survey))
  const kept = survey.languages.filter(one => chosen.includes(one))
  const shown = kept.length > 0 ? kept : survey.languages.slice(0, 1)
  const shownWords = useMemo(() => ({ all: survey.languages, shown }), [survey.languages, shown.join()])
  const [told, tell] = useState('')
  const move = (from: number, by: -1 | 1) => {
    const { id } = survey.questions[from]!
    change(now => moved(now, from, from + by))
    tell(t('editor.moved', { id, place: from + by + 1, n: survey.questions.length }))
    // The button that was pressed went along; at an end, the other one has the focus.
    focusSoon(...(by < 0 ? ['up', 'down'] : ['down', 'up']).map(way => () => document.getElementById(`${way}-${id}`)))
  }
  const cards = useRef<HTMLOListElement>(null)
  const heading = useRef<HTMLHeadingElement>(null)
  const card = (at: number) => cards.current?.children[at]
  const add = (kind: Kind) => {
    const at = survey.questions.length
    change(now => withQuestion(now, kind))
    tell(t('asking.added', { what: t('editor.question', { n: at + 1 }) }))
    focusSoon(() => card(at))
  }
  const remove = (at: number) => {
    change(now => withoutQuestion(now, at))
    tell(t('asking.removed', { what: `${t('editor.question', { n: at + 1 })} (${survey.questions[at]!.id})` }))
    focusSoon(() => card(at), () => card(at - 1), () => heading.current)
  }
  const keys = useCardKeys(survey.questions.map(one => one.id))
  return <Tell.Provider value={tell}><Shown.Provider value={shownWords}><div class={s.write}>
    <Languages survey={survey} shown={shown} show={show} change={change} />
    <Basics survey={survey} stored={stored} change={change} />
    <section aria-labelledby="survey-questions">
      <h2 id="survey-questions" class={s.heading} tabIndex={-1} ref={heading}>{t('surveys.questions')}</h2>
      <Fault at="questions" whole />
      <ol class={s.questions} ref={cards}>{survey.questions.map((question, i) =>
        <QuestionCard key={keys[i]} survey={survey} at={i} question={question} change={change} move={by => move(i, by)} remove={() => remove(i)} />)}</ol>
      <p class="hidden" role="status">{told}</p>
      <div class={s.add} role="group" aria-label={t('editor.add_question')}><span>{t('editor.add_question')}</span>
        {kinds.map(kind => <button type="button" key={kind} onClick={() => add(kind)}>
          {label('question_kind', kind)}</button>)}</div>
    </section>
  </div></Shown.Provider></Tell.Provider>
}

function Basics({ survey, stored, change }: { survey: Survey; stored: boolean; change: Change }) {
  const part = (name: 'title' | 'intro' | 'thanks') => ({
    title: t(`editor.${name}`), at: name, text: survey[name],
    change: (text: Survey['intro'], field: string) => change(now => {
      const { [name]: _, ...rest } = now
      return (text === undefined ? name === 'title' ? { ...rest, title: {} } : rest : { ...rest, [name]: text }) as Survey
    }, field),
  })
  return <section class={'card ' + s.basics} aria-labelledby="survey-basics">
    <h2 id="survey-basics">{t('editor.basics')}</h2>
    {stored ? null : <Field title={t('editor.name')} at="name">
      <input value={survey.name} maxLength={64} autoComplete="off" spellcheck={false} {...useFault('name')}
        onInput={event => { const name = event.currentTarget.value; change(now => ({ ...now, name }), 'name') }} /></Field>}
    <Texts {...part('title')} />
    <Texts {...part('intro')} tall hint={t('editor.optional')} />
    <Texts {...part('thanks')} tall hint={t('editor.optional')} />
    <Field title={t('editor.touchpoint')} at="touchpoint">
      <input value={survey.touchpoint ?? ''} maxLength={200} autoComplete="off" {...useFault('touchpoint')}
        onInput={event => { const touchpoint = event.currentTarget.value; change(now => ({ ...now, touchpoint }), 'touchpoint') }} /></Field>
    <label class={s.check}><input type="checkbox" checked={survey.open ?? false}
      onChange={event => { const open = event.currentTarget.checked; change(now => ({ ...now, open })) }} />
      <span>{t('editor.open')} <span class="muted">{t('editor.open_about')}</span></span></label>
  </section>
}
