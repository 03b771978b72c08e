// The frame around every page: where to go, how to search, which period, how it looks, in which language.
import { computed, useSignal, useSignalEffect } from '@preact/signals'
import type { ComponentType } from 'preact'
import { destinations, type Destination } from './destinations'
import { t } from './i18n'
import { useKeys } from './keys'
import { offlineSince } from './query'
import { clock } from './format'
import { keep, path } from './router'
import { Settings } from './ui/settings'
import { Search } from './ui/search'
import { Trouble } from './ui/state'
import s from './app.module.css'

/** The page of a section, once its words are there as well. */
const opened = async (section: string): Promise<ComponentType> =>
  section ? (await import('./pages/more')).opened(section) : (await import('./pages/overview')).default

/** For a page that did not come. A browser may remember a part that failed: only loading again surely asks for it anew. */
const Missing = () => <Trouble problem={{ title: '', code: 'offline' }} retry={() => location.reload()} />

const section = computed(() => path.value.split('/')[1] ?? '')

export function App() {
  const shown = useSignal<{ section: string; component: ComponentType } | null>(null)
  const help = useSignal<ComponentType<{ onClose: () => void }> | null>(null)
  useSignalEffect(() => {
    let wanted = true
    const name = section.value
    const show = (component: ComponentType) => { if (wanted) shown.value = { section: name, component } }
    opened(name).then(show, () => show(Missing))
    return () => { wanted = false }
  })
  const showHelp = () => void import('./ui/shortcuts').then(module => { help.value = module.default })
  useKeys(showHelp)
  // A page never sees the address of another one.
  const ShownPage = shown.value?.section === section.value ? shown.value.component : null
  const Help = help.value
  const current = (to: Destination) => to.path.split('/')[1] === section.value
  return <>
    <a class={s.skip} href="#main" onClick={event => {
      event.preventDefault()
      document.querySelector<HTMLElement>('main h1')?.focus()
    }}>{t('nav.skip')}</a>
    <div class={s.app}>
      <nav class={s.side} aria-label={t('nav.main')}>
        <a class={s.brand} href={keep('/')}><img src="/icon.svg" alt="" width="22" height="22" />Sojourn</a>
        <ul>{destinations.map(to => <li key={to.path}>
          <a href={keep(to.path)} aria-current={current(to) ? 'page' : undefined}>
            <span>{t(to.name)}</span><kbd aria-hidden="true">g {to.key}</kbd></a></li>)}</ul>
        <button type="button" class={'quiet ' + s.help} onClick={showHelp}>
          <span>{t('keys.title')}</span><kbd aria-hidden="true">?</kbd></button>
      </nav>
      <div class={s.column}>
        <header class={s.bar} role="banner"><Search /><Settings /></header>
        {offlineSince.value ? <p class={s.offline} role="status">
          {t('state.offline', { time: clock(localTime(offlineSince.value)) })}</p> : null}
        <main id="main" class={s.main}>{ShownPage ? <ShownPage /> : null}</main>
      </div>
    </div>
    {Help ? <Help onClose={() => { help.value = null }} /> : null}
  </>
}

// The formatter writes UTC; this one time is the reader's own.
const localTime = (date: Date) => date.getTime() - date.getTimezoneOffset() * 60_000
