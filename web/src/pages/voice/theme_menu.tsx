// A theme gets a name of one's own, or is kept whatever the next fit finds.
import { useState } from 'preact/hooks'
import { t } from '../../i18n'
import { query, setQuery } from '../../router'
import { problemText } from '../../ui/state'
import { Dialog } from '../boards/dialog'
import d from '../boards/board_dialog.module.css'
import { Menu } from '../boards/menu'
import { useSending } from '../surveys/use_sending'
import { changeTopic, useTopics, type Topic } from './requests'

export function ThemeMenu({ name }: { name: string }) {
  const topics = useTopics()
  const topic = topics.state === 'ready' ? topics.value.find(one => one.name === name) : undefined
  const [renaming, setRenaming] = useState(false)
  const { problem, send } = useSending()
  if (!topic) return null
  const pin = () => void send(async () => { await changeTopic(topic.id, { pinned: !topic.pinned }) })
  return <><Menu name={t('voice.theme_menu', { name })}>{close => <>
    <li><button type="button" onClick={() => { close(); setRenaming(true) }}>{t('voice.rename')}</button></li>
    <li><button type="button" onClick={() => { close(); pin() }}>{t(topic.pinned ? 'voice.unpin' : 'voice.pin')}</button></li></>}</Menu>
    {problem ? <span class="warn" role="alert">{problemText(problem)}</span> : null}
    {renaming ? <Rename topic={topic} onClose={() => setRenaming(false)} /> : null}</>
}

function Rename({ topic, onClose }: { topic: Topic; onClose: () => void }) {
  const [name, setName] = useState(topic.name)
  const { problem, busy, send } = useSending()
  const save = (event: Event) => {
    event.preventDefault()
    const next = name.trim()
    if (!next || next === topic.name) return onClose()
    void send(async () => { await changeTopic(topic.id, { name: next }) }).then(done => {
      if (!done) return
      onClose()
      if (query.value.get('theme') === topic.name) setQuery({ theme: next }, true)
    })
  }
  return <Dialog title={t('voice.rename_title', { name: topic.name })} onClose={onClose}><form onSubmit={save}>
    <label><span>{t('voice.name')}</span><input name="name" value={name} autofocus required maxLength={80} autocomplete="off" onInput={event => setName(event.currentTarget.value)} /></label>
    {topic.words.length ? <p class="muted">{t('voice.words', { words: topic.words.slice(0, 10).join(', ') })}</p> : null}
    {problem ? <p class="warn" role="alert">{problemText(problem)}</p> : null}
    <div class={d.actions}><button class="primary" disabled={busy}>{t('voice.save')}</button></div></form></Dialog>
}
