// Who is signed in, in the frame: the name, one's own account, and the way out.
import { useEffect, useRef, useState } from 'preact/hooks'
import { call } from '../../api'
import { t } from '../../i18n'
import { useMe } from '../../me'
import { unreached } from '../../query'
import { path } from '../../router'
import './words'
import s from './user_menu.module.css'

export async function signOut(): Promise<void> {
  try {
    await call('POST', '/v1/sign-out')
    location.assign('/sign-in')
  } catch { unreached() }
}

export default function UserMenu() {
  const me = useMe()
  const menu = useRef<HTMLDetailsElement>(null)
  const [open, setOpen] = useState(false)
  const at = path.value
  useEffect(() => setOpen(false), [at])
  useEffect(() => {
    if (!open) return
    const close = (event: Event) => {
      const inside = menu.current?.contains(event.target as Node)
      const escape = event instanceof KeyboardEvent && event.key === 'Escape'
      if (escape && inside) menu.current?.querySelector('summary')?.focus()
      if (escape || !(event instanceof KeyboardEvent) && !inside) setOpen(false)
    }
    const events = ['pointerdown', 'focusin', 'keydown']
    events.forEach(name => document.addEventListener(name, close))
    return () => events.forEach(name => document.removeEventListener(name, close))
  }, [open])
  if (me.state !== 'ready' || me.value.account === null) return null
  return <details ref={menu} class={s.menu} open={open} onToggle={event => setOpen(event.currentTarget.open)}>
    <summary aria-label={t('user.menu', { name: me.value.name })}><span>{me.value.name}</span></summary>
    <div class={'card ' + s.list}>
      <p class="muted">{me.value.account} · {t(`role.${me.value.role as 'owner'}`)}</p>
      <a href="/settings">{t('user.account')}</a>
      <button type="button" class="quiet" onClick={() => void signOut()}>{t('user.sign_out')}</button>
    </div>
  </details>
}
