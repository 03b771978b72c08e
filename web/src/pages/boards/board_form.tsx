// What holds for a whole board: what it is called, what it leaves out, its period, who sees it, and whose first page it is.
import { useEffect, useRef } from 'preact/hooks'
import { label, t } from '../../i18n'
import type { Me } from '../../me'
import { isPeriod, periods } from '../../period'
import { FilterField } from '../../ui/filter_field'
import { homes, overs, roles, type Definition } from './board'
import s from './board_editor.module.css'

const titleMost = 200

export function BoardForm({ board, me, close, change }: {
  board: Definition; me: Me; close: () => void; change: (how: (board: Definition) => Definition, field?: string) => void }) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus({ preventScroll: true }), [])
  const set = (part: Partial<Definition>, field?: string) => change(one => ({ ...one, ...part }), field)
  const mayHome = me.role === 'owner' || me.role === 'admin'
  return <aside class={'card ' + s.panel} aria-label={t('boards.settings')}>
    <header><h2 tabIndex={-1} ref={heading}>{t('boards.settings')}</h2>
      <button type="button" class="quiet" onClick={close}>{t('boards.close')}</button></header>
    <label><span>{t('boards.title')}</span><input value={board.title} maxLength={titleMost}
      onInput={event => set({ title: event.currentTarget.value }, 'title')} /></label>
    <label><span>{t('boards.about')}</span><textarea rows={3} value={board.about}
      onInput={event => set({ about: event.currentTarget.value }, 'about')} /></label>
    <FilterField name={t('boards.where')} value={board.where} onCommit={where => set({ where })} />
    <label><span>{t('period.name')}</span><select value={board.period} onChange={event => {
      const period = event.currentTarget.value
      if (isPeriod(period)) set({ period })
    }}>{periods.map(name => <option key={name} value={name}>{t(`period.${name}`)}</option>)}</select></label>
    <label><span>{t('boards.over')}</span><select value={board.over} onChange={event => set({ over: event.currentTarget.value })}>
      {overs.map(over => <option key={over} value={over}>{over ? label('over', over) : t('boards.over.period')}</option>)}</select></label>
    <fieldset class={s.roles}><legend>{t('boards.roles')}</legend>
      {roles.map(role => <label key={role}><input type="checkbox" checked={board.roles.includes(role)}
        onChange={event => set({ roles: event.currentTarget.checked ? [...board.roles, role] : board.roles.filter(one => one !== role) })} />{' '}
        {label('boards.role', role)}</label>)}
      <p class="muted">{t('boards.roles_about')}</p></fieldset>
    <label><span>{t('boards.home')}</span><select value={board.home} disabled={!mayHome} onChange={event => set({ home: event.currentTarget.value })}>
      <option value="">{t('boards.home.none')}</option>
      {homes.map(home => <option key={home} value={home}>{label('boards.role', home)}</option>)}</select></label>
  </aside>
}
