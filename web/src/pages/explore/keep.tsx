// What can be made of a question: a tile of a board, an alert on its figure, a segment of those it is asked of.
import { useState } from 'preact/hooks'
import type { Definition, Question, Status } from '../../api'
import { t } from '../../i18n'
import { may } from '../../me'
import { alertHref } from './address'
import { SaveSegment } from './save_segment'
import { SaveTile } from './save_tile'
import s from './explore.module.css'

export function Keep({ definition, question, status }: { definition: Definition; question: Question; status: Status }) {
  const [open, setOpen] = useState<'tile' | 'segment' | null>(null)
  if (!may('boards')) return null
  const close = () => setOpen(null)
  return <section class="card" aria-label={t('explore.keep')}>
    <h2>{t('explore.keep')}</h2>
    <div class={s.keep}>
      <button type="button" onClick={() => setOpen('tile')}>{t('explore.as_tile')}</button>
      {definition.splits ? <button type="button" onClick={() => setOpen('segment')}>{t('explore.as_segment')}</button> : null}
      {definition.splits && definition.shape === 'number' ? <a href={alertHref(question)}>{t('explore.as_alert')}</a> : null}
    </div>
    {open === 'tile' ? <SaveTile definition={definition} question={question} status={status} onClose={close} /> : null}
    {open === 'segment' ? <SaveSegment question={question} status={status} onClose={close} /> : null}
  </section>
}
