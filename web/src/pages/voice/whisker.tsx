// An effect with its interval on one scale for the whole column; what is not proven is drawn pale and said so.
import { linear } from '../../charts/scale'
import { signed, withUnit } from '../../format'
import { plural, t } from '../../i18n'
import { told } from '../../ui/told'
import { isProven, type Effect } from './figures'
import s from './whisker.module.css'

/** Both ends of the column, with zero in it. */
export const boundsOf = (effects: readonly (Effect | null)[]): [number, number] => {
  const ends = effects.flatMap(one => one === null ? [] : [one.low ?? one.value ?? 0, one.high ?? one.value ?? 0])
  return [Math.min(0, ...ends), Math.max(0, ...ends)]
}

/** In points of the score; of shares as well, since an effect is a difference. */
export const effectText = (value: number, unit: string): string => unit === '%' || unit === 'points' ? signed(value) : (value > 0 ? '+' : '') + withUnit(value, unit)

const fewest = 10  // Answers on either side; as the measure has it.

/** Why there is no effect: in short where it is that few say so, in the server's words elsewhere. */
const Why = ({ of: { none, n } }: { of: Effect }) => n !== null && n < fewest ? <span title={told(none)}>{plural('voice.few_answers', n)}</span> : <>{none ? told(none) : '–'}</>

export function Whisker({ effect, bounds, unit }: { effect: Effect | null; bounds: [number, number]; unit: string }) {
  if (!effect || effect.value === null) return <span class={'muted ' + s.none}>{effect === null ? '–' : <Why of={effect} />}</span>
  const [low, high] = bounds
  const x = linear(low, high === low ? low + 1 : high, 3, 97)
  const at = (value: number) => x(value).toFixed(2) + '%'
  const proven = isProven(effect)
  const range = effect.low !== null && effect.high !== null ? t('tile.range', { low: effectText(effect.low, unit), high: effectText(effect.high, unit) }) : ''
  const words = [effectText(effect.value, unit), range, proven ? '' : t('voice.effect_unclear')].filter(Boolean).join('; ')
  return <span class={`${s.effect} ${proven ? effect.value < 0 ? s.bad : s.good : s.unclear}`} title={words}>
    <b data-value={effect.value}>{effectText(effect.value, unit)}</b>
    <svg width="100%" height="14" aria-hidden="true">
      <line class={s.zero} x1={at(0)} x2={at(0)} y1="0" y2="14" />
      {effect.low === null || effect.high === null ? null : <line class={s.range} x1={at(effect.low)} x2={at(effect.high)} y1="7" y2="7" />}
      <circle class={s.point} cx={at(effect.value)} cy="7" r="3.5" />
    </svg>
    <small>{range}{proven ? null : <span class="hidden">; {t('voice.effect_unclear')}</span>}</small>
  </span>
}
