// A file that needs no map: a tool's export, known column names, a saved map, or one that cannot be looked into here.
import { useState } from 'preact/hooks'
import type { Format } from '../../api'
import { call } from '../../api'
import { t } from '../../i18n'
import { useQuery } from '../../query'
import { Field, FileLine, RedactField, StepHeading } from './parts'
import { bringIn, canMap, goTo, look, mapByHand, readAs, sending, unseen } from './wizard'
import { ZoneField } from './zone_field'
import s from './bring_file.module.css'

export function KnownFile() {
  const { map, format } = readAs.value
  const [source, setSource] = useState('')
  const [zone, setZone] = useState('')
  const [redact, setRedact] = useState(false)
  const formats = useQuery('formats', async signal =>
    (await call<{ formats: Format[] }>('GET', '/v1/formats', undefined, signal)).formats)
  const known = formats.state === 'ready' ? formats.value.find(one => one.id === format) : undefined
  const start = (dry: boolean) => void bringIn({
    ...(map ? { map } : {}), ...(format ? { format } : {}), source: source.trim(), zone: zone.trim(), dry_run: dry, redact })
  return <section class={'card ' + s.card} aria-labelledby="bring-known">
    <StepHeading name="known"><span id="bring-known">{map ? t('bring.known.map', { map })
      : format ? t('bring.known.format', { format: known?.title ?? format }) : t('bring.known.names')}</span></StepHeading>
    <FileLine />
    <p>{map ? t('bring.known.map_text') : known ? known.about : look.value?.ready ? t('bring.known.names_text')
      : unseen.value ? t('bring.known.unseen') : t('bring.known.found_out')}</p>
    <form onSubmit={event => { event.preventDefault(); start(false) }}>
      <div class={s.fields}>
        <Field title={t('bring.source_or', { source: map ? t('bring.source_of_map') : format || t('bring.source_of_file') })}>
          <input value={source} maxLength={100} autoComplete="off" onInput={event => setSource(event.currentTarget.value)} /></Field>
        {map ? null : <ZoneField title={t('bring.zone')} value={zone} say={setZone} />}
      </div>
      <RedactField value={redact} say={setRedact} />
      <div class={s.foot}>
        <button type="submit" class="primary" disabled={sending.value !== null}>{t('bring.known.start')}</button>
        <button type="button" disabled={sending.value !== null} onClick={() => start(true)}>{t('bring.try_whole')}</button>
        {canMap.value && !map ? <button type="button" class="quiet" onClick={mapByHand}>{t('bring.known.by_hand')}</button> : null}
        <button type="button" class="quiet" onClick={() => goTo('file')}>{t('bring.other_file')}</button>
      </div>
    </form>
  </section>
}
