// How refused rows are mended: by the map for files, at the sender for events, and by reading again what webhooks brought.
import { useState } from 'preact/hooks'
import type { Source } from '../../api'
import { plural, t } from '../../i18n'
import { may } from '../../me'
import { keep } from '../../router'
import { Trouble } from '../../ui/state'
import { useSending } from '../surveys/use_sending'
import { replay, type Group, type Replayed } from './requests'
import s from './quality.module.css'

const takesHooks = (source: Source) => source.format !== null && source.format !== 'tracking'

export function Mend({ sources, source, groups }: { sources: Source[]; source: string; groups: Group[] }) {
  const refused = new Set(groups.map(one => one.source))
  const concerned = sources.filter(one => refused.has(one.source) && (!source || one.source === source))
  const hooks = concerned.filter(takesHooks)
  return <section class={'card ' + s.mend} aria-labelledby="mend">
    <h2 id="mend">{t('mend.title')}</h2>
    <ul>
      <li>{t('mend.file')} {may('setup') ? <a href={keep('/sources/file')}>{t('sources.bring')}</a> : null}</li>
      <li>{t('mend.live')}</li>
      <li>{t('mend.hook')}</li>
    </ul>
    {hooks.filter(() => may('setup')).map(one => <Again key={one.source} source={one.source} />)}
  </section>
}

/** The bodies of a source's webhooks, read again as it is set today. */
function Again({ source }: { source: string }) {
  const [done, setDone] = useState<Replayed | null>(null)
  const { problem, busy, send } = useSending()
  const start = () => { setDone(null); void send(async () => { setDone(await replay(source)) }) }
  return <div>
    <button type="button" disabled={busy} onClick={start}>{t('mend.again', { source })}</button>
    {problem ? <Trouble problem={problem} /> : null}
    <div aria-live="polite">{busy ? <p class="muted">{t('mend.busy')}</p> : done ? <>
      <p>{t('mend.done', { bodies: plural('mend.bodies', done.bodies), stored: plural('n.events', done.stored) })}{' '}
        {done.rejected > 0 ? t('mend.still', { n: done.rejected }) : t('mend.all_well')}</p>
      {done.faults.length > 0 ? <ul>{done.faults.map(one => <li key={one.body}>{one.reason}</li>)}</ul> : null}</> : null}</div>
  </div>
}
