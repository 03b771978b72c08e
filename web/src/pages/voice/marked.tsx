// A comment with its evidence marked: by line and by colour, and once more in words.
import { signed } from '../../format'
import { t } from '../../i18n'
import { marks, piecesOf, saidOf } from './evidence'
import type { Reason, Sentiment } from './requests'
import s from './marked.module.css'

interface Of { text: string; reasons: readonly Reason[]; sentiment: Sentiment }

export function Marked({ text, reasons, sentiment }: Of) {
  return <>{piecesOf(text, reasons, sentiment).map((piece, i) => piece.marks.length === 0 ? piece.text
    : <mark key={i} class={piece.marks.map(mark => s[mark]).join(' ')} title={piece.marks.map(mark => t(`voice.mark.${mark}`)).join(', ')}>{piece.text}</mark>)}</>
}

/** What each mark means, drawn as it is drawn. */
export const Legend = () => <p class={s.legend}>{marks.map(mark => <span key={mark}><mark class={s[mark]}>{t(`voice.mark.${mark}`)}</mark></span>)}</p>

const weightText = (weight: number | undefined) => weight ? ` (${signed(weight)})` : ''

/** Why, in words: the text alternative of the marks. */
export function Why({ text, reasons, sentiment, language }: Of & { language: string | undefined }) {
  const said = saidOf(text, reasons, sentiment)
  if (said.length === 0) return <p class="muted">{t('voice.why_none')}</p>
  return <ul class={s.why}>{said.map(({ mark, words, scope, reason }, i) => <li key={i}>
    <b>{t(`voice.mark.${mark}`)}</b>: <q lang={language}>{words}</q>{weightText(reason.weight)}
    {scope ? <> {t(mark === 'negation' ? 'voice.turns' : 'voice.weighs')} <q lang={language}>{scope}</q></> : null}</li>)}</ul>
}
