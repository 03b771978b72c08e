// Step 4, first half: the file is on its way to the server.
import { t } from '../../i18n'
import { Trouble } from '../../ui/state'
import { FileLine, sizeText, StepHeading, useSlowly } from './parts'
import { asSent, bringIn, goTo, proposal, readAs, sending, unsent } from './wizard'
import s from './bring_file.module.css'
import j from './job.module.css'

export function SendingPage() {
  const now = sending.value
  const sentShare = now && now.total > 0 ? Math.floor(100 * now.sent / now.total) : 0
  const sentence = now ? t('bring.send.sending', { sent: sizeText(now.sent), total: sizeText(now.total) }) : ''
  const told = useSlowly(sentence, false)
  return <section class={'card ' + s.card} aria-labelledby="bring-send">
    <StepHeading name="send"><span id="bring-send">{t('bring.send.title')}</span></StepHeading>
    <FileLine />
    <p class="hidden" aria-live="polite">{told}</p>
    {now ? <>
      <progress class={j.bar} max={100} value={sentShare} aria-label={t('bring.send.title')} />
      <p class="number">{sentence}</p>
      <div class={s.foot}><button type="button" onClick={now.stop}>{t('bring.send.stop')}</button></div>
    </> : <>
      {unsent.value ? <Trouble problem={unsent.value} retry={() => void bringIn(asSent.value)} /> : null}
      <div class={s.foot}><button type="button" onClick={() => goTo(proposal.value && !readAs.value.map ? 'save' : 'known')}>{t('bring.save.back')}</button></div></>}
  </section>
}
