// A tour of seven steps for the first visit: asked for in the free corner of the menu, never in anybody's way. Escape ends it.
import { useEffect, useRef, useState } from 'preact/hooks'
import { label, t } from '../../i18n'
import { query, setQuery } from '../../router'
import { openWords } from './words'
import { seen } from './wanted'
import s from './tour.module.css'

/** What each step points at. */
const steps: [name: string, target: string][] = [
  ['numbers', 'main section strong'], ['period', '#period'], ['search', 'form[role=search], [role=search]'],
  ['journey', 'nav a[href^="/journey"]'], ['voice', 'nav a[href^="/voice"]'], ['boards', 'nav a[href^="/boards"]'], ['keys', 'nav button'],
]

export async function opened() {
  await openWords()
  return Tour
}

function Tour() {
  const asked = query.value.get('tour') === '1'
  const [step, setStep] = useState(asked ? 0 : -1)
  const [over, setOver] = useState(false)
  const heading = useRef<HTMLHeadingElement>(null)
  const end = () => {
    seen()
    setOver(true)
    if (query.value.get('tour')) setQuery({ tour: null }, true)
    document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true })
  }
  useEffect(() => {
    if (step < 0 || over) return
    const target = document.querySelector(steps[step]![1])
    target?.setAttribute('data-tour', '')
    target?.scrollIntoView({ block: 'nearest' })
    heading.current?.focus({ preventScroll: true })
    const key = (event: KeyboardEvent) => { if (event.key === 'Escape') end() }
    document.addEventListener('keydown', key)
    return () => {
      target?.removeAttribute('data-tour')
      document.removeEventListener('keydown', key)
    }
  }, [step, over])
  if (over) return null
  if (step < 0) return <aside class={'card ' + s.invite} aria-label={t('tour.invite')}>
    <strong>{t('tour.invite')}</strong><p>{t('tour.invite_text')}</p>
    <div><button type="button" class="primary" onClick={() => setStep(0)}>{t('tour.start')}</button>
      <button type="button" class="quiet" onClick={end}>{t('tour.no')}</button></div></aside>
  const last = step === steps.length - 1
  const name = steps[step]![0]
  return <section class={'card ' + s.card} role="dialog" aria-modal="false" aria-labelledby="tour-title">
    <header><span>{t('tour.step', { n: step + 1, of: steps.length })}</span>
      <button type="button" class="quiet" onClick={end} aria-label={t('tour.close')}><span aria-hidden="true">×</span></button></header>
    <h2 id="tour-title" tabIndex={-1} ref={heading}>{label('tour', name + '.title')}</h2>
    <p>{label('tour', name + '.text')}</p>
    <footer>{step > 0 ? <button type="button" onClick={() => setStep(step - 1)}>{t('tour.back')}</button> : null}
      <button type="button" class="primary" onClick={() => last ? end() : setStep(step + 1)}>{t(last ? 'tour.done' : 'tour.next')}</button></footer>
  </section>
}
