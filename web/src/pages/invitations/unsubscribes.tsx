// Who wants no invitations: put down by a link in a letter, or here.
import { useRef, useState } from 'preact/hooks'
import { call } from '../../api'
import { label, plural, t } from '../../i18n'
import { useQuery } from '../../query'
import { Note, State, Trouble } from '../../ui/state'
import { localDay } from '../local_time'
import { Fault, Faults, useFault } from '../surveys/fault'
import { focusSoon } from '../surveys/focus'
import { useSending } from '../surveys/use_sending'
import type { Unsubscribed } from './requests'
import s from './unsubscribes.module.css'

export function Unsubscribes() {
  const list = useQuery('unsubscribes', async signal =>
    (await call<{ unsubscribes: Unsubscribed[] }>('GET', '/v1/unsubscribes', undefined, signal)).unsubscribes)
  const { problem, busy, send } = useSending()
  const [told, tell] = useState('')
  const heading = useRef<HTMLHeadingElement>(null)
  const add = (event: SubmitEvent) => {
    event.preventDefault()
    const form = event.currentTarget as HTMLFormElement
    const who = String(new FormData(form).get('who') ?? '').trim()
    void send(async () => {
      await call('POST', '/v1/unsubscribes', { who })
      form.reset()
    }).then(done => {
      if (done) tell(t('asking.added', { what: who }))
      focusSoon(() => form.querySelector('input'))
    })
  }
  const remove = (who: string, row: HTMLTableRowElement | null) =>
    void send(async () => { await call('DELETE', '/v1/unsubscribes/' + encodeURIComponent(who)) }).then(done => {
      const button = (of: Element | null | undefined) => () => of?.querySelector('button')
      if (!done) return focusSoon(button(row))
      tell(t('asking.removed', { what: who }))
      focusSoon(button(row?.nextElementSibling), button(row?.previousElementSibling), () => heading.current)
    })
  return <Faults.Provider value={problem}>
    <form class={'card ' + s.add} onSubmit={add} aria-labelledby="unsubscribe-add"><h2 id="unsubscribe-add" tabIndex={-1} ref={heading}>{t('unsubscribes.add_title')}</h2>
      <p class="muted">{t('unsubscribes.about')}</p>
      <p class="hidden" role="status">{told}</p>
      <div class={s.row}><WhoField /><button type="submit" disabled={busy}>{t('unsubscribes.add')}</button></div>
      <Fault at="who" />{problem && problem.where !== 'who' ? <Trouble problem={problem} /> : null}</form>
    <State query={list} height={160}>{found => found.length === 0 ? <Note title={t('unsubscribes.none')} />
      : <section class="card" aria-label={t('invitations.view.unsubscribed')}>
        <div class={'scroll ' + s.list} tabIndex={0} role="group" aria-label={plural('n.unsubscribed', found.length)}><table>
          <thead><tr><th scope="col" class="text">{t('unsubscribes.who')}</th><th scope="col" class="text">{t('unsubscribes.since')}</th>
            <th scope="col" class="text">{t('unsubscribes.by')}</th><th scope="col"><span class="hidden">{t('unsubscribes.remove')}</span></th></tr></thead>
          <tbody>{found.map(one => <tr key={one.who}><th scope="row" class="text">{one.who}</th>
            <td class="text">{localDay(one.at)}</td><td class="text">{label('unsubscribed_by', one.by)}</td>
            <td><button type="button" disabled={busy} aria-label={`${t('unsubscribes.remove')}: ${one.who}`}
              onClick={event => remove(one.who, event.currentTarget.closest('tr'))}>
              {t('unsubscribes.remove')}</button></td></tr>)}</tbody></table></div></section>}</State>
  </Faults.Provider>
}

const WhoField = () => <input name="who" required maxLength={500} autoComplete="off" spellcheck={false}
  aria-label={t('unsubscribes.who')} placeholder="email:anna@example.com" {...useFault('who')} />
