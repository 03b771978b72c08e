// Finds a customer by any identifier: type, arrow down, Enter.
import { useEffect, useId, useState } from 'preact/hooks'
import { call, type Person } from '../api'
import { t } from '../i18n'
import { go, keep } from '../router'
import s from './search.module.css'

const patience = 160

export const customerHref = (person: Person): string =>
  '/customer/' + encodeURIComponent(person.customer || 'c-' + person.number)

export function Search() {
  const id = useId()
  const [text, setText] = useState('')
  const [found, setFound] = useState<Person[] | null>(null)
  const [chosen, setChosen] = useState(0)
  const sought = text.trim()
  useEffect(() => {
    if (sought === '') { setFound(null); return }
    const stop = new AbortController()
    const timer = setTimeout(() => {
      call<{ customers: Person[] }>('GET',
        `/v1/customers?find=${encodeURIComponent(sought)}&limit=8`, undefined, stop.signal)
        .then(reply => { setFound(reply.customers); setChosen(0) })
        .catch(() => { if (!stop.signal.aborted) setFound([]) })
    }, patience)
    return () => { clearTimeout(timer); stop.abort() }
  }, [sought])
  const open = (person: Person | undefined) => {
    if (!person) return
    setText('')
    go(keep(customerHref(person)))
  }
  const key = (event: KeyboardEvent) => {
    const count = found?.length ?? 0
    if (event.key === 'ArrowDown' && count) setChosen((chosen + 1) % count)
    else if (event.key === 'ArrowUp' && count) setChosen((chosen + count - 1) % count)
    else if (event.key === 'Enter') open(found?.[chosen])
    else if (event.key === 'Escape') setText('')
    else return
    event.preventDefault()
  }
  const option = (i: number) => `${id}-option-${i}`
  return <div class={s.search} role="search">
    <input type="search" {...{ role: 'combobox' } as {}} aria-label={t('search.label')} placeholder={t('search.label')}
      value={text} autocomplete="off" spellcheck={false} aria-expanded={found !== null}
      aria-controls={id + '-list'} aria-autocomplete="list"
      aria-activedescendant={found?.length ? option(chosen) : undefined}
      onInput={event => setText(event.currentTarget.value)} onKeyDown={key} />
    <kbd aria-hidden="true">/</kbd>
    {found === null ? null : <div class={s.found}>
      <ul id={id + '-list'} role="listbox" aria-label={t('search.found')}>{found.map((person, i) =>
        <li key={person.number} id={option(i)} role="option" aria-selected={i === chosen}
          onPointerDown={event => { event.preventDefault(); open(person) }}>
          <b>{person.identifiers[0]?.value ?? person.customer}</b>
          <span>{person.identifiers.slice(1, 3).map(one => one.value).join(' · ') || person.customer}</span>
        </li>)}</ul>
      {found.length === 0 ? <p role="status">{t('search.none')}</p> : null}
    </div>}
  </div>
}
