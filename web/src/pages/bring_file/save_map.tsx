// Step 3: the map gets a name, is shown as it is kept, and brings this file in; next month's goes the same way.
import { useState } from 'preact/hooks'
import type { Problem } from '../../api'
import { t } from '../../i18n'
import { changes } from '../../live'
import { problemOf, useQuery } from '../../query'
import { Trouble } from '../../ui/state'
import { CopyLines } from '../copy'
import { Field, FileLine, RedactField, StepHeading } from './parts'
import { savedMaps, saveMap } from './requests'
import { bringIn, corrected, goTo, look, mapName, sending } from './wizard'
import s from './bring_file.module.css'

export function SaveMap() {
  const maps = useQuery('maps', savedMaps)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [busy, setBusy] = useState(false)
  const [saved, setSaved] = useState('')
  const [redact, setRedact] = useState(false)
  const toml = look.value?.map ?? ''
  const name = mapName.value.trim()
  const exists = maps.state === 'ready' && maps.value.some(one => one.name === name)
  const held = busy || !name || !toml || sending.value !== null
  const save = async (then: () => void) => {
    if (held) return
    setBusy(true)
    setProblem(null)
    try {
      await saveMap(name, toml)
      changes.value++
      corrected.value = false
      setSaved(name)
      then()
    } catch (error) { setProblem(problemOf(error)) }
    setBusy(false)
  }
  const send = (dry: boolean) => void save(() => void bringIn({ map: name, dry_run: dry, redact }))
  return <section class={'card ' + s.card} aria-labelledby="bring-save">
    <StepHeading name="save"><span id="bring-save">{t('bring.save.title')}</span></StepHeading>
    <FileLine />
    <p class="muted">{t('bring.save.text')}</p>
    <form onSubmit={event => { event.preventDefault(); send(false) }}>
      <div class={s.fields}><Field title={t('bring.save.name')}>
        <input value={mapName.value} required maxLength={100} autoComplete="off" aria-describedby="bring-name-note"
          onInput={event => { mapName.value = event.currentTarget.value; setSaved('') }} /></Field></div>
      <p id="bring-name-note" class="muted" aria-live="polite">{saved && saved === name ? t('bring.save.saved', { name })
        : exists ? t('bring.save.exists', { name }) : ''}</p>
      <RedactField value={redact} say={setRedact} />
      {problem ? <Trouble problem={problem} /> : null}
      <div class={s.foot}>
        <button type="submit" class="primary" disabled={held}>{t('bring.save.import')}</button>
        <button type="button" disabled={held} onClick={() => send(true)}>{t('bring.try_whole')}</button>
        <button type="button" disabled={held} onClick={() => void save(() => {})}>{t('bring.save.only')}</button>
        <button type="button" class="quiet" onClick={() => goTo('columns')}>{t('bring.save.back')}</button>
      </div>
    </form>
    <CopyLines name={t('bring.save.as_toml')} text={toml} />
  </section>
}
