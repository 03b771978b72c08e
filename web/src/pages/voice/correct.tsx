// A phrase means something else than was thought: what that changes is shown before it is saved.
import { useEffect, useState } from 'preact/hooks'
import type { Problem } from '../../api'
import { whole } from '../../format'
import { label, language as ownLanguage, plural, t } from '../../i18n'
import { problemOf } from '../../query'
import { problemText } from '../../ui/state'
import { Dialog } from '../boards/dialog'
import d from '../boards/board_dialog.module.css'
import { useSending } from '../surveys/use_sending'
import { languageName, Mood } from './mood'
import { correct, preview, type Correction, type Preview, type Sentiment } from './requests'
import s from './correct.module.css'

export interface Wish { key: string; phrase: string; language: string | undefined; now: Sentiment }

const choices = ['positive', 'neutral', 'negative'] as const
const patience = 350  // Ms after the last letter.

type Trial = { state: 'none' | 'waiting' } | { state: 'ready'; value: Preview } | { state: 'error'; problem: Problem }

/** What the correction would change; asked again with each letter, a little after it. */
function useTrial(correction: Correction | null): Trial {
  const [trial, setTrial] = useState<Trial>({ state: 'none' })
  const key = correction && JSON.stringify(correction)
  useEffect(() => {
    if (!correction) return setTrial({ state: 'none' })
    setTrial({ state: 'waiting' })
    const stop = new AbortController()
    const timer = setTimeout(() => preview(correction, stop.signal).then(value => { if (!stop.signal.aborted) setTrial({ state: 'ready', value }) },
      error => { if (!stop.signal.aborted) setTrial({ state: 'error', problem: problemOf(error) }) }), patience)
    return () => {
      stop.abort()
      clearTimeout(timer)
    }
  }, [key])
  return trial
}

export function Correct({ wish, onClose }: { wish: Wish; onClose: () => void }) {
  const [phrase, setPhrase] = useState(wish.phrase)
  const [everywhere, setEverywhere] = useState(wish.language === undefined)
  const [sentiment, setSentiment] = useState<typeof choices[number] | null>(null)
  const { problem, busy, send } = useSending()
  const words = phrase.trim()
  const wanted: Correction | null = words && sentiment ? { phrase: words, sentiment, ...everywhere || !wish.language ? {} : { language: wish.language } } : null
  const trial = useTrial(wanted)
  const faults = [problem, trial.state === 'error' ? trial.problem : null].filter(one => one !== null)
  const ofPhrase = faults.find(one => one.where === 'phrase')
  const save = (event: Event) => {
    event.preventDefault()
    if (wanted && trial.state === 'ready') void send(async () => { await correct(wanted) }).then(done => { if (done) onClose() })
  }
  return <Dialog title={t('voice.correct_title')} wide onClose={onClose}><form onSubmit={save}>
    <label><span>{t('voice.phrase')}</span><input name="phrase" value={phrase} autofocus maxLength={200} spellcheck={false} autocomplete="off" lang={wish.language}
      aria-invalid={ofPhrase ? true : undefined} aria-describedby={(ofPhrase ? 'phrase-problem ' : '') + 'phrase-help'}
      onInput={event => setPhrase(event.currentTarget.value)} /></label>
    {ofPhrase ? <p id="phrase-problem" class={'warn ' + s.help} role="alert">{problemText(ofPhrase)}</p> : null}
    <p id="phrase-help" class={'muted ' + s.help}>{t('voice.phrase_help')}</p>
    <fieldset class={s.choices}><legend>{t('voice.means')}</legend>{choices.map(one => <label key={one}>
      <input type="radio" name="sentiment" value={one} checked={sentiment === one} onChange={() => setSentiment(one)} /><Mood of={one} /></label>)}</fieldset>
    {wish.language ? <label class={s.line}><input type="checkbox" name="everywhere" checked={everywhere} onChange={event => setEverywhere(event.currentTarget.checked)} />
      <span>{t('voice.everywhere', { language: languageName(wish.language) })}</span></label> : null}
    <div role="status" aria-busy={trial.state === 'waiting'} class={s.trial}>{trial.state === 'ready' ? <Outcome of={trial.value} />
      : trial.state === 'error' ? null
      : <p class="muted">{trial.state === 'waiting' ? t('voice.trying') : t('voice.choose_first')}</p>}</div>
    {faults.filter(one => one !== ofPhrase).map(one => <p key={problemText(one)} class="warn" role="alert">{problemText(one)}</p>)}
    <div class={d.actions}><button class="primary" disabled={busy || trial.state !== 'ready'} aria-busy={busy}>{t('voice.save_correction')}</button></div>
  </form></Dialog>
}

function Outcome({ of }: { of: Preview }) {
  const changes = of.changes.filter(one => one.from !== one.to && one.comments > 0)
  return <>
    <p><b data-affected={of.affected}>{plural('voice.affected', of.affected)}</b> <span class="muted">{t('voice.looked_at', { n: whole(of.judged) })}</span> {changes.length === 0 ? t('voice.nothing_turns') : ''}</p>
    {changes.length ? <ul class={s.turns}>{changes.map(one => <li key={one.from + one.to}><Mood of={one.from} /> <span aria-hidden="true">→</span><span class="hidden">{t('voice.becomes')}</span> <Mood of={one.to} /> <b>{whole(one.comments)}</b></li>)}</ul> : null}
    {of.examples.length ? <><h3>{t('voice.examples')}</h3><ul class={s.examples}>{of.examples.slice(0, 5).map((one, i) => <li key={i}>
      <q lang={one.language && one.language !== 'unknown' ? one.language : ownLanguage.value}>{one.text}</q>
      <span>{label('sentiment', one.from)}{one.from === one.to ? '' : ' → ' + label('sentiment', one.to)}</span></li>)}</ul></> : null}
  </>
}
