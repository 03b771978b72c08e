// Nothing at all in the record: the two commands that bring data in.
import { t } from '../i18n'
import { Note } from './state'

export function NoData() {
  return <Note title={t('empty.title')}>
    <p>{t('empty.text')}</p>
    <pre>{'sojourn simulate --customers 2000 --out sample.jsonl\nsojourn import sample.jsonl'}</pre>
    <p class="muted">{t('empty.own')}</p>
  </Note>
}
