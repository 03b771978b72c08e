// A measure of the catalogue: type a word of its name or of what it answers, arrow down, Enter.
import { useEffect, useId, useRef, useState } from 'preact/hooks'
import type { Definition } from '../../api'
import { plural, t } from '../../i18n'
import { measureTitle } from '../../record'
import { said } from '../said'
import s from './measure_search.module.css'

export interface Found { id: string; title: string; about: string }

export const foundOf = (measures: Definition[]): Found[] => measures.map(one => ({
  id: one.id, title: measureTitle(one.id, one.title), about: said({ of: one.id, field: 'question', text: one.question }) }))

/** Those that have every word somewhere; those that have them in their name first. */
export function matching(all: Found[], text: string): Found[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  const has = (where: string) => words.every(word => where.toLowerCase().includes(word))
  const named = all.filter(one => has(`${one.title} ${one.id}`))
  return [...named, ...all.filter(one => !named.includes(one) && has(`${one.title} ${one.id} ${one.about}`))]
}

export function MeasureSearch({ measures, value, onChoose }: { measures: Definition[]; value: string; onChoose: (id: string) => void }) {
  const id = useId()
  const all = foundOf(measures)
  const title = all.find(one => one.id === value)?.title ?? value
  const [text, setText] = useState<string | null>(null)  // Null: closed, and the measure's name stands there.
  const [at, setAt] = useState(0)
  const list = useRef<HTMLUListElement>(null)
  const found = text === null ? [] : matching(all, text)
  useEffect(() => { list.current?.children[at]?.scrollIntoView?.({ block: 'nearest' }) }, [at, text])
  const open = () => { setText(''); setAt(Math.max(0, all.findIndex(one => one.id === value))) }
  const choose = (one: Found | undefined) => {
    if (!one) return
    setText(null)
    if (one.id !== value) onChoose(one.id)
  }
  const key = (event: KeyboardEvent) => {
    if (text === null) {
      if (!['ArrowDown', 'ArrowUp', 'Enter'].includes(event.key)) return
      open()
    } else if (event.key === 'ArrowDown') setAt(Math.min(at + 1, found.length - 1))
    else if (event.key === 'ArrowUp') setAt(Math.max(at - 1, 0))
    else if (event.key === 'Enter') choose(found[at])
    else if (event.key === 'Escape') setText(null)
    else return
    event.preventDefault()
  }
  return <div class={s.search}>
    <label for={id}>{t('measure.choose')}</label>
    <input id={id} type="text" {...{ role: 'combobox' } as {}} value={text ?? title} placeholder={title} autocomplete="off" spellcheck={false}
      aria-expanded={text !== null} aria-controls={text === null ? undefined : id + '-list'} aria-autocomplete="list"
      aria-activedescendant={found.length ? `${id}-${at}` : undefined}
      onInput={event => { setText(event.currentTarget.value); setAt(0) }}
      onClick={() => { if (text === null) open() }} onKeyDown={key} onBlur={() => setText(null)} />
    <span class="hidden" role="status">{text ? plural('explore.found', found.length) : ''}</span>
    {text === null ? null : <div class={s.found}>
      <ul id={id + '-list'} role="listbox" aria-label={t('measure.choose')} ref={list}>{found.map((one, i) =>
        <li key={one.id} id={`${id}-${i}`} role="option" aria-selected={i === at}
          onPointerDown={event => { event.preventDefault(); choose(one) }}><b>{one.title}</b><span>{one.about}</span></li>)}</ul>
      {found.length ? null : <p>{t('measure.unknown')}</p>}
    </div>}
  </div>
}
