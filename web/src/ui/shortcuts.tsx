// The keys, and the switch that turns them off (WCAG 2.1.4).
import { useEffect, useRef } from 'preact/hooks'
import { destinations } from '../destinations'
import { t } from '../i18n'
import { shortcutsOn, switchShortcuts } from '../keys'
import { pageKeys } from './page_keys'
import s from './shortcuts.module.css'

export default function Shortcuts({ onClose }: { onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => dialog.current?.showModal(), [])
  return <dialog ref={dialog} class={s.dialog} aria-labelledby="shortcuts-title" onClose={onClose}>
    <h2 id="shortcuts-title">{t('keys.title')}</h2>
    {pageKeys.value ? <><h3>{t(pageKeys.value.title)}</h3><dl>{pageKeys.value.keys.map(one => <div key={one.name}>
      <dt>{one.keys.map(key => <><kbd>{key}</kbd>{' '}</>)}</dt><dd>{t(one.name)}</dd></div>)}</dl><hr /></> : null}
    <dl>
      <div><dt><kbd>/</kbd></dt><dd>{t('search.label')}</dd></div>
      {destinations.map(to => <div key={to.key}>
        <dt><kbd>g</kbd> <kbd>{to.key}</kbd></dt><dd>{t('keys.go', { page: t(to.name) })}</dd></div>)}
      <div><dt><kbd>←</kbd> <kbd>→</kbd></dt><dd>{t('chart.inspect')}</dd></div>
      <div><dt><kbd>?</kbd></dt><dd>{t('keys.title')}</dd></div>
    </dl>
    <label><input type="checkbox" checked={shortcutsOn.value}
      onChange={event => switchShortcuts(event.currentTarget.checked)} /> {t('keys.switch')}</label>
    <form method="dialog"><button class="primary">{t('keys.close')}</button></form>
  </dialog>
}
