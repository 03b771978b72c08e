// How old the newest of the data is that an answer stands on.
import { ago } from '../format'
import { t } from '../i18n'
import { now } from '../live'
import s from './tile.module.css'

export function Age({ at }: { at: string }) {
  return <p class={s.age}><time dateTime={at}>{t('tile.age', { time: ago(Date.parse(at), now.value) })}</time></p>
}
