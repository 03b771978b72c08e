// How comments are judged: models with their quality, what people corrected, and what can be learned anew.
import { useState } from 'preact/hooks'
import type { Problem } from '../../api'
import { dayText, whole } from '../../format'
import { plural, t } from '../../i18n'
import { may } from '../../me'
import { problemText } from '../../ui/state'
import { useSending } from '../surveys/use_sending'
import { languageName, Mood } from './mood'
import { refit, takeBack, train, useCorrections, type Kept, type Model, type VoiceStatus } from './requests'
import { useWork, WorkBar } from './work'
import s from './voice.module.css'

export function Judge() {
  const voice = useWork()
  const [open, setOpen] = useState(false)
  if (!voice) return null
  return <section class={s.judge} aria-label={t('voice.judge')}>
    <WorkBar voice={voice} />
    <details onToggle={event => setOpen(event.currentTarget.open)}><summary>{t('voice.judge')}</summary>{open ? <Inside voice={voice} /> : null}</details>
  </section>
}

const Inside = ({ voice }: { voice: VoiceStatus }) => <>
  <p class="muted">{[voice.judged === null ? '' : plural('voice.judged', voice.judged), t('voice.edition', { edition: voice.edition })].filter(Boolean).join(' · ')}</p>
  {voice.last && !voice.last.ok ? <p class="warn">{t(`voice.work.${voice.last.kind}`)} {voice.last.detail}</p> : null}
  <h3>{t('voice.languages')}</h3>
  <ul>{voice.models.map(one => <li key={one.language + one.version}><b>{one.language ? languageName(one.language) : t('voice.any_language')}</b> <ModelOf model={one} /></li>)}
    <li class="muted">{t('voice.by_rules')}</li></ul>
  {may('setup') ? <><Acts busy={voice.work !== null} /><Corrections /></> : null}
</>

function ModelOf({ model }: { model: Model }) {
  const quality = model.quality ? t('voice.quality', { f1: model.quality.macro_f1.toFixed(2), ece: model.quality.ece.toFixed(2) }) : ''
  return <span class="muted">{[model.origin === 'learned' ? plural('voice.learned', model.learned_from ?? 0) : t('voice.built_in'), quality].filter(Boolean).join(' · ')}</span>
}

const Trouble = ({ problem }: { problem: Problem | null }) => problem ? <span class="warn" role="alert">{problemText(problem)}</span> : null

function Acts({ busy: working }: { busy: boolean }) {
  const { problem, busy, send } = useSending()
  const act = (work: () => Promise<unknown>) => () => void send(async () => { await work() })
  return <div class={s.acts}><button type="button" disabled={busy || working} onClick={act(train)}>{t('voice.train')}</button>
    <button type="button" disabled={busy || working} onClick={act(refit)}>{t('voice.refit')}</button><Trouble problem={problem} /></div>
}

function Corrections() {
  const known = useCorrections()
  const { problem, busy, send } = useSending()
  if (known.state !== 'ready' || known.value.length === 0) return null
  const words = (one: Kept) => [one.language ? languageName(one.language) : t('voice.any_language'), one.account, dayText(Date.parse(one.at))].filter(Boolean).join(' · ')
  return <><h3>{t('voice.corrections')} ({whole(known.value.length)})</h3><Trouble problem={problem} />
    <ul>{known.value.map(one => <li key={one.phrase + one.language}><q lang={one.language || undefined}>{one.phrase}</q> <Mood of={one.sentiment} /> <span class="muted">{words(one)}</span>
      <button type="button" class="quiet" disabled={busy} aria-label={t('voice.take_back_of', { phrase: one.phrase })}
        onClick={() => void send(async () => { await takeBack(one) })}>{t('voice.take_back')}</button></li>)}</ul></>
}
