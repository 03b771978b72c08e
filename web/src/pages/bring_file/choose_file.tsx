// Step 1: a file is chosen or dropped; how it is read is found out unless one says.
import type { Format } from '../../api'
import { call } from '../../api'
import { t } from '../../i18n'
import { useQuery } from '../../query'
import { Trouble } from '../../ui/state'
import { Field, FileLine, StepHeading } from './parts'
import { savedMaps } from './requests'
import { asSent, bring, bringIn, file, goTo, look, looking, proposal, reading, sending, trouble, unsent, unseen } from './wizard'
import s from './bring_file.module.css'

export function ChooseFile({ over }: { over: boolean }) {
  const busy = sending.value !== null
  return <section class={'card ' + s.card} aria-labelledby="bring-file">
    <StepHeading name="file"><span id="bring-file">{t('bring.choose.title')}</span></StepHeading>
    <div class={s.drop + (over ? ' ' + s.over : '')}>
      <label for="bring-input"><strong>{t('bring.choose.drop')}</strong></label>
      <input id="bring-input" type="file" disabled={busy} aria-describedby="bring-kinds" onChange={event => {
        const chosen = event.currentTarget.files?.[0]
        if (chosen) void bring(chosen)
        event.currentTarget.value = ''  // The same file may be chosen again after it was mended.
      }} />
      <p id="bring-kinds" class="muted">{t('bring.choose.kinds')}</p>
    </div>
    <ReadAs />
    <p aria-live="polite">{looking.value && file.value ? t('bring.choose.looking', { file: file.value.name }) : ''}</p>
    {looking.value ? null : <Found />}
  </section>
}

/** Whether to find out what it is, or a map or a format by name. */
function ReadAs() {
  const maps = useQuery('maps', savedMaps)
  const formats = useQuery('formats', async signal =>
    (await call<{ formats: Format[] }>('GET', '/v1/formats', undefined, signal)).formats)
  const { map, format } = reading.value
  const saved = maps.state === 'ready' ? maps.value : []
  const tools = formats.state === 'ready' ? formats.value : []
  return <div class={s.fields}><Field title={t('bring.choose.read_as')}>
    <select value={map ? 'map:' + map : format ? 'format:' + format : ''} onChange={event => {
      const [kind, name] = event.currentTarget.value.split(/:(.*)/s)
      reading.value = kind === 'map' ? { map: name! } : kind === 'format' ? { format: name! } : {}
    }}>
      <option value="">{t('bring.choose.find_out')}</option>
      {saved.length > 0 ? <optgroup label={t('bring.maps.title')}>{saved.map(one =>
        <option key={one.name} value={'map:' + one.name}>{one.name}</option>)}</optgroup> : null}
      {tools.length > 0 ? <optgroup label={t('bring.choose.tools')}>{tools.map(one =>
        <option key={one.id} value={'format:' + one.id}>{one.title}</option>)}</optgroup> : null}
    </select></Field></div>
}

/** What keeps a file from being brought, or the way back to one that was looked at or sent before. */
function Found() {
  const chosen = file.value
  if (!chosen) return null
  const code = trouble.value?.code
  if (code === 'empty' || code === 'binary') return <p role="alert" class="warn"><b>{chosen.name}</b>: {t(`bring.choose.${code}`)}</p>
  if (trouble.value && !proposal.value) return <><FileLine /><Trouble problem={trouble.value} retry={() => void bring(chosen)} /></>
  if (unsent.value) return <><FileLine /><Trouble problem={unsent.value} retry={() => void bringIn(asSent.value)} /></>
  const { map, format } = reading.value
  const next = sending.value ? 'send' : map || format || unseen.value ? 'known' : proposal.value ? 'columns' : look.value ? 'known' : null
  return <div class={s.foot}><FileLine />
    {sending.value ? <span>{t('bring.send.title')}</span> : null}
    <button type="button" onClick={() => next ? goTo(next) : void bring(chosen)}>{t('bring.choose.go_on')}</button></div>
}
