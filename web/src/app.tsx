// The frame around every page: where to go, how to search, which period, how it looks, in which language.
import { computed, useSignal, useSignalEffect } from './signal'
import type { ComponentType } from 'preact'
import { signedOut } from './api'
import { destinations, type Destination } from './destinations'
import { t } from './i18n'
import { useKeys } from './keys'
import { here, homeBoard, may, me } from './me'
import { offlineSince, unreached } from './query'
import { clock } from './format'
import { keep, path, query, setQuery } from './router'
import { Missing } from './ui/lazy'
import { Settings } from './ui/settings'
import { Search } from './ui/search'
import s from './app.module.css'

/** The first page: the overview, unless another board takes its place. */
async function home(): Promise<ComponentType> {
  const [name, { default: overview }] = await Promise.all([homeBoard(), import('./pages/overview')])
  if (name || !may('ask')) return (await import('./pages/more')).openedHome(name)
  return overview
}

/** The page of a section, once its words are there as well. */
const opened = async (section: string): Promise<ComponentType> => section ? (await import('./pages/more')).opened(section) : home()

/** A page has a heading, for the keyboard to begin at. */
const MissingPage = () => <><h1 class="hidden" tabIndex={-1}>{t('state.error')}</h1><Missing /></>

/** The list of keys, with its words. */
async function helpPage() {
  const [{ default: component }, { openFurther }] = await Promise.all([import('./ui/shortcuts'), import('./further')])
  await openFurther()
  return component
}

const section = computed(() => signedOut.value ? 'sign-in' : path.value.split('/')[1] ?? '')

export function App() {
  const shown = useSignal<{ section: string; component: ComponentType } | null>(null)
  const corner = useSignal<ComponentType | null>(null)
  const help = useSignal<ComponentType<{ onClose: () => void }> | null>(null)
  useSignalEffect(() => {
    let wanted = true
    const name = section.value
    const show = (component: ComponentType) => { if (wanted) shown.value = { section: name, component } }
    opened(name).then(show, () => show(MissingPage))
    return () => { wanted = false }
  })
  useSignalEffect(() => {
    // The first page asks by itself; who was given one board is nobody.
    if (here.value === null) return void (['', 'shared', 'sign-in'].includes(section.value) || me().catch(() => { /* the page says it */ }))
    if (!here.value.single_user) void import('./pages/access/user_menu').then(module => { corner.value = module.default }, unreached)
  })
  useSignalEffect(() => {
    if (query.value.get('kiosk') !== '1') return
    const key = (event: KeyboardEvent) => { if (event.key === 'Escape') leaveKiosk() }
    document.addEventListener('keydown', key)
    return () => document.removeEventListener('keydown', key)
  })
  const showHelp = () => void helpPage().then(component => { help.value = component }, unreached)
  useKeys(showHelp)
  // A page never sees the address of another one.
  const ShownPage = shown.value?.section === section.value ? shown.value.component : null
  const Help = help.value
  const Corner = corner.value
  const asked = section.value === 'sign-in'
  // Who was given one board has no other pages.
  const bare = asked || section.value === 'shared'
  const kiosk = query.value.get('kiosk') === '1'
  const current = (to: Destination) => to.path.split('/')[1] === section.value
  return <>
    <a class={s.skip} href="#main" onClick={event => {
      event.preventDefault()
      document.querySelector<HTMLElement>('main h1')?.focus()
    }}>{t('nav.skip')}</a>
    <div class={bare || kiosk ? undefined : s.app} data-kiosk={kiosk || undefined}>
      {bare || kiosk ? null : <nav class={s.side} aria-label={t('nav.main')}>
        <a class={s.brand} href={keep('/')}><img src="/icon.svg" alt="" width="22" height="22" />Sojourn</a>
        <ul>{destinations.filter(to => !to.needs || may(...to.needs)).map(to => <li key={to.path}>
          <a href={keep(to.path)} aria-current={current(to) ? 'page' : undefined}>
            <span>{t(to.name)}</span><kbd aria-hidden="true">g {to.key}</kbd></a></li>)}</ul>
        <button type="button" class={'quiet ' + s.help} onClick={showHelp}>
          <span>{t('keys.title')}</span><kbd aria-hidden="true">?</kbd></button>
      </nav>}
      <div class={s.column}>
        {kiosk ? <button type="button" class={'quiet ' + s.leave} onClick={leaveKiosk}>{t('nav.leave_kiosk')}</button> : null}
        {asked || kiosk ? null : <header class={s.bar} role="banner">{bare || !may('people') ? <span /> : <Search />}
          <div class={s.corner}><Settings />{Corner && !bare ? <Corner /> : null}</div></header>}
        {offlineSince.value ? <p class={s.offline} role="status">
          {t('state.offline', { time: clock(localTime(offlineSince.value)) })}</p> : null}
        <main id="main" class={asked ? undefined : s.main}>{ShownPage ? <ShownPage /> : null}</main>
      </div>
    </div>
    {Help ? <Help onClose={() => { help.value = null }} /> : null}
  </>
}

function leaveKiosk(): void {
  setQuery({ kiosk: null })
  if (document.fullscreenElement) void document.exitFullscreen()
}

// The formatter writes UTC; this one time is the reader's own.
const localTime = (date: Date) => date.getTime() - date.getTimezoneOffset() * 60_000
