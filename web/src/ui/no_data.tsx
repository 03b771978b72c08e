// Nothing at all in the record: the two commands that bring data in, and where a browser does.
import { t } from '../i18n'
import { may } from '../me'
import { Note } from './state'

export function NoData() {
  return <Note title={t('empty.title')}>
    <p>{t('empty.text')}</p>
    <pre>{'sojourn simulate --customers 2000 --out sample.jsonl\nsojourn import sample.jsonl'}</pre>
    <p class="muted">{t('empty.own')}</p>
    {may('setup') ? <p><a href="/sources/file">{t('empty.here')}</a></p> : null}
  </Note>
}
