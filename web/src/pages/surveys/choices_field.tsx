// What can be chosen, in the languages that are shown; reordered by buttons, like the questions.
import { useContext, useRef } from 'preact/hooks'
import { t } from '../../i18n'
import { useCardKeys } from './card_keys'
import { Fault, useFault } from './fault'
import { focusSoon, Tell } from './focus'
import { withChoice, type Choice, type Question } from './survey'
import { Texts } from './texts'
import s from './choices_field.module.css'

const choicesMost = 50

export function Choices({ where, question, put }: {
  where: string; question: Question; put: (how: (now: Question) => Question, field?: string) => void }) {
  const at = `${where}.choices`
  const choices = question.choices ?? []
  const edit = (how: (now: Choice[]) => Choice[], field?: string) => put(now => ({ ...now, choices: how(now.choices ?? []) }), field)
  const keys = useCardKeys(choices.map(one => one.id))
  const list = useRef<HTMLUListElement>(null)
  const tell = useContext(Tell)
  const inside = (at: number, selector: string) => () => list.current?.children[at]?.querySelector(selector)
  const move = (i: number, by: -1 | 1) => {
    const [low, high] = by < 0 ? [i - 1, i] : [i, i + 1]
    edit(now => now.map((one, j) => j === low ? now[high]! : j === high ? now[low]! : one))
    tell(t('editor.moved_choice', { id: choices[i]!.id, place: i + by + 1, n: choices.length }))
    // The button that was pressed went along; at an end, the other one has the focus.
    focusSoon(inside(i + by, `button[data-by="${by}"]`), inside(i + by, `button[data-by="${-by}"]`))
  }
  const add = () => {
    put(withChoice)
    tell(t('asking.added', { what: t('editor.choice', { n: choices.length + 1 }) }))
    focusSoon(inside(choices.length, 'input'))
  }
  const remove = (i: number) => {
    edit(now => now.filter((_, j) => j !== i))
    tell(t('asking.removed', { what: `${t('editor.choice', { n: i + 1 })} (${choices[i]!.id})` }))
    focusSoon(inside(i, 'input'), inside(i - 1, 'input'))
  }
  return <fieldset class={s.choices} aria-describedby={useFault(at)['aria-describedby']}><legend>{t('editor.choices')}</legend>
    <ul ref={list}>{choices.map((choice, i) => <li key={keys[i]}>
      <Texts title={t('editor.choice', { n: i + 1 })} at={`${at}[${i}].text`} text={choice.text}
        change={(text, field) => edit(now => now.map((one, j) => j === i ? { ...one, text: text ?? {} } : one), field)} />
      <label class={s.id}><span>{t('editor.id')}</span><IdInput at={`${at}[${i}].id`} id={choice.id}
        put={id => edit(now => now.map((one, j) => j === i ? { ...one, id } : one), `${at}[${i}].id`)} /></label>
      <span class={s.tools}>
        <button type="button" class="quiet" data-by={-1} disabled={i === 0}
          aria-label={t('editor.choice_up', { n: i + 1 })} onClick={() => move(i, -1)}>↑</button>
        <button type="button" class="quiet" data-by={1} disabled={i === choices.length - 1}
          aria-label={t('editor.choice_down', { n: i + 1 })} onClick={() => move(i, 1)}>↓</button>
        <button type="button" class="quiet" disabled={choices.length <= 2} aria-label={`${t('editor.remove')}: ${t('editor.choice', { n: i + 1 })}`}
          onClick={() => remove(i)}>×</button></span>
    </li>)}</ul>
    <Fault at={at} />
    <button type="button" disabled={choices.length >= choicesMost} onClick={add}>{t('editor.add_choice')}</button>
  </fieldset>
}

const IdInput = ({ at, id, put }: { at: string; id: string; put: (id: string) => void }) =>
  <input value={id} maxLength={40} spellcheck={false} autoComplete="off" {...useFault(at)}
    onInput={event => put(event.currentTarget.value.trim())} />
