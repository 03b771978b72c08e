// What is done to all that were selected.
import { useState } from 'preact/hooks'
import { plural, t } from '../../i18n'
import { here } from '../../me'
import { leaveField } from './keys'
import type { Change } from './requests'
import s from './inbox.module.css'

export function Bulk({ chosen, tags, change, clear }: {
  chosen: ReadonlySet<number>; tags: readonly string[]; change: (to: Change) => void; clear: () => void }) {
  const [tag, setTag] = useState('')
  const me = here.value?.account
  if (chosen.size === 0) return null
  return <div class={s.bulk} role="group" aria-label={plural('inbox.selected', chosen.size)}>
    <b>{plural('inbox.selected', chosen.size)}</b>
    <button type="button" onClick={() => change({ state: 'done' })}>{t('inbox.mark_done')}</button>
    <button type="button" onClick={() => change({ state: 'doing' })}>{t('inbox.begin')}</button>
    <button type="button" onClick={() => change({ state: 'open' })}>{t('inbox.reopen')}</button>
    {me ? <button type="button" onClick={() => change({ assignee: me })}>{t('inbox.take')}</button> : null}
    <form onSubmit={event => {
      event.preventDefault()
      if (tag.trim()) change({ add_tags: [tag.trim()] })
      setTag('')
    }}><label><span class="hidden">{t('inbox.add_tag')}</span>
        <input id="inbox-bulk-tag" list="inbox-bulk-tags" value={tag} maxLength={60} placeholder={t('inbox.add_tag')} autocomplete="off"
          onInput={event => setTag(event.currentTarget.value)} onKeyDown={leaveField} /></label>
      <datalist id="inbox-bulk-tags">{tags.map(one => <option key={one} value={one} />)}</datalist>
      {tag.trim() ? <button>{t('inbox.add')}</button> : null}</form>
    <button type="button" class="quiet" onClick={clear}>{t('inbox.unselect')}</button>
  </div>
}
