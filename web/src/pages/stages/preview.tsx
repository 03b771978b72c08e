// What the changed rules would do: events in each stage before and after, and the touchpoints that move.
import type { Ref } from 'preact'
import { whole } from '../../format'
import { label, plural, t } from '../../i18n'
import type { Trial } from './requests'
import s from './stages.module.css'

const most = 100
export const stageText = (stage: string | null) => stage ? label('stage', stage, stage) : t('setup.stages.none')

function difference(n: number) {
  return n === 0 ? '–' : (n > 0 ? '+' : '') + whole(n)
}

export function Preview({ trial, heading }: { trial: Trial; heading: Ref<HTMLHeadingElement> }) {
  const moved = trial.touchpoints.filter(one => one.before !== one.after)
  const stages = t('setup.stages.by_stage')
  const points = t('setup.stages.by_touchpoint')
  return <section class={'card ' + s.preview} aria-labelledby="stages-preview">
    <h2 id="stages-preview" tabIndex={-1} ref={heading}>{t('setup.stages.preview_title')}</h2>
    <p>{plural('setup.stages.changed', trial.changed)}{trial.changed === 0 && moved.length > 0 ? ' ' + t('setup.stages.no_effect') : ''}</p>
    <div class={s.side}>
      <div class="scroll" tabIndex={0} role="group" aria-label={stages}><table>
        <thead><tr><th scope="col" class="text">{label('column', 'stage')}</th><th scope="col">{t('setup.stages.before')}</th>
          <th scope="col">{t('setup.stages.after')}</th><th scope="col">{t('setup.stages.difference')}</th></tr></thead>
        <tbody>{trial.stages.map(one => <tr key={one.stage ?? ''}><th scope="row" class="text">{stageText(one.stage)}</th>
          <td>{whole(one.before)}</td><td>{whole(one.after)}</td><td>{difference(one.after - one.before)}</td></tr>)}</tbody></table></div>
      <div class="scroll" tabIndex={0} role="group" aria-label={points}><table>
        <thead><tr><th scope="col" class="text">{label('column', 'touchpoint')}</th><th scope="col" class="text">{t('setup.stages.before')}</th>
          <th scope="col" class="text">{t('setup.stages.after')}</th><th scope="col">{label('column', 'events')}</th></tr></thead>
        <tbody>{moved.slice(0, most).map(one => <tr key={one.touchpoint}><th scope="row" class="text wrap">{one.touchpoint}</th>
          <td class="text">{stageText(one.before)}</td><td class="text">{stageText(one.after)}</td><td>{whole(one.changed)}</td></tr>)}</tbody></table></div>
    </div>
    {moved.length > most ? <p class="muted">{plural('setup.stages.more', moved.length - most)}</p> : null}
  </section>
}
