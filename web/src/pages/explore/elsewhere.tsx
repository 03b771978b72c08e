// The right side: what the measure is, the same question elsewhere, and what can be made of it.
import type { Definition, Question, Reply, Status } from '../../api'
import { t } from '../../i18n'
import { patched, query } from '../../router'
import { Copy } from '../copy'
import { DefinitionCard } from '../definition_card'
import { commandOf, curlOf } from '../ways_to_ask'
import { explorePath } from './address'
import { Keep } from './keep'
import s from './explore.module.css'

/** This very page, comparison and all, also where the address does not say the question itself. */
export const linkOf = (question: Question): string =>
  `${window.location.origin}${explorePath}?${patched(query.value, { q: JSON.stringify(question), where: null, period: null })}`

export function Elsewhere({ definition, question, status, reply }: {
  definition: Definition; question: Question; status: Status; reply: Reply | undefined }) {
  return <div class={s.right}>
    <section class="card" aria-label={t('explore.elsewhere')}>
      <h2>{t('explore.elsewhere')}</h2>
      <Copy name={t('copy.cli')} text={commandOf(question)} />
      <Copy name={t('copy.curl')} text={curlOf(question, window.location.origin)} />
      <Copy name={t('boards.link')} text={linkOf(question)} />
    </section>
    <Keep definition={definition} question={question} status={status} />
    <DefinitionCard definition={definition} reply={reply} />
  </div>
}
