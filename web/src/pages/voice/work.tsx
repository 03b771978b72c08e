// Long work as it goes on: what it is, and how far. When it ends, what is shown is asked again.
import { useEffect } from 'preact/hooks'
import { withUnit } from '../../format'
import { t } from '../../i18n'
import { changes } from '../../live'
import { useQuery } from '../../query'
import { useSignal } from '../../signal'
import { status, type VoiceStatus } from './requests'
import s from './voice.module.css'

const often = 1000  // Ms between two looks while something goes on.

/** How things stand; asked again and again while work goes on. */
export function useWork(): VoiceStatus | null {
  const look = useSignal(0)
  const known = useQuery('voice', status)
  const fresh = useSignal<VoiceStatus | null>(null)
  const now = fresh.value ?? (known.state === 'ready' ? known.value : null)
  useEffect(() => { fresh.value = null }, [known])
  const busy = Boolean(now?.work)
  useEffect(() => {
    if (!busy) return
    const timer = setTimeout(() => void status().then(next => {
      fresh.value = next
      look.value++
      if (!next.work) changes.value++
    }, () => { look.value++ }), often)
    return () => clearTimeout(timer)
  }, [busy, look.value])
  return now
}

export function WorkBar({ voice }: { voice: VoiceStatus | null }) {
  const work = voice?.work
  if (!work) return null
  const name = t(`voice.work.${work.kind}`)
  const share = work.total > 0 ? Math.min(1, work.done / work.total) : null
  return <div class={'card ' + s.work} data-work={work.kind}><span>{name}</span>
    <progress aria-label={name} {...share === null ? {} : { value: share, max: 1 }} />
    {share === null ? null : <b class="number">{withUnit(100 * share, '%')}</b>}</div>
}
