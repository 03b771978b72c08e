// How a theme is spoken of: a bar in three parts, each hatched or plain, with its shares in words.
import { useId } from 'preact/hooks'
import { withUnit } from '../../format'
import { t } from '../../i18n'
import s from './sentiment_bar.module.css'

export function SentimentBar({ positive, neutral, negative }: { positive: number; neutral: number; negative: number }) {
  const id = useId()
  const total = positive + neutral + negative
  if (total === 0) return <span class={s.none}>{t('voice.unjudged')}</span>
  const share = (n: number) => 100 * n / total
  const words = t('voice.split', { positive: withUnit(share(positive), '%'), neutral: withUnit(share(neutral), '%'), negative: withUnit(share(negative), '%') })
  const short = (sign: string, n: number) => n === 0 ? '' : sign + withUnit(Math.round(share(n)), '%').replace(/[.,]0/, '')
  return <span class={s.split} title={words}>
    <svg width="100%" height="12" role="img" aria-label={words}>
      <defs><pattern id={id} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width="6" height="6" class={s.bad} /><line y2="6" class={s.hatch} /></pattern></defs>
      <rect height="12" width={share(negative).toFixed(2) + '%'} fill={`url(#${id})`} />
      <rect height="12" x={share(negative).toFixed(2) + '%'} width={share(neutral).toFixed(2) + '%'} class={s.flat} />
      <rect height="12" x={share(negative + neutral).toFixed(2) + '%'} width={share(positive).toFixed(2) + '%'} class={s.good} />
    </svg>
    <span class={s.words} aria-hidden="true"><span>{short('\u2212', negative)}</span><span>{short('+', positive)}</span></span>
  </span>
}
