// What a measure is, and the same question elsewhere.
import type { ComponentChildren } from 'preact'
import { isAnswer, type Definition, type Reply } from '../api'
import { t } from '../i18n'
import { conventionOf, Said } from './said'
import s from './definition_card.module.css'

export function DefinitionCard({ definition, reply, children }: { definition: Definition; reply: Reply | undefined; children?: ComponentChildren }) {
  return <section class="card" aria-label={t('measure.definition')}>
    <h2>{t('measure.definition')}</h2>
    <p class={s.words}><Said of={definition.id} field="definition" text={definition.definition} /></p>
    {isAnswer(reply) && reply.convention ? <p class={'muted ' + s.words}>{conventionOf(definition, reply.convention)}</p> : null}
    <dl class={s.facts}>
      <div><dt>{t('tile.interval')}</dt><dd>{definition.interval ? <Said of="any" field="interval" text={definition.interval} /> : '–'}</dd></div>
      <div><dt>{t('measure.inputs')}</dt><dd>{definition.inputs ? <Said of="any" field="inputs" text={definition.inputs} /> : '–'}</dd></div>
      <div><dt>{t('measure.source')}</dt><dd lang="en">{definition.source || '–'}</dd></div>
    </dl>
    {children}
  </section>
}
