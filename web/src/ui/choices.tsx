// Settings of a page that live in its URL: a choice each, the first one is the default and leaves no trace there.
import { query, setQuery } from '../router'
import s from './choices.module.css'

export interface Choice { value: string; title: string }

/** What the URL says, or the first choice when it says nothing known. */
export const chosen = (name: string, values: readonly string[]): string =>
  values.find(value => value === query.value.get(name)) ?? values[0] ?? ''

export function Choose({ name, title, choices }: { name: string; title: string; choices: Choice[] }) {
  const value = chosen(name, choices.map(choice => choice.value))
  return <label class={s.choose}><span>{title}</span>
    <select name={name} value={value} onChange={event => {
      const next = event.currentTarget.value
      setQuery({ [name]: next === choices[0]?.value ? null : next })
    }}>{choices.map(choice => <option key={choice.value} value={choice.value}>{choice.title}</option>)}</select></label>
}

export const Choices = ({ children }: { children: preact.ComponentChildren }) => <div class={s.choices}>{children}</div>
