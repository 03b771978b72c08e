// What can be done with a place of the journey: see its people, see only who was here, follow paths from here or to here.
import { t } from '../i18n'
import { patched, query } from '../router'
import s from './node_actions.module.css'

/** The filter of the page, and that a customer was there at some time. */
export function narrowedTo(condition: string): string {
  const where = query.value.get('where')
  return `${where ? `(${where}) and ` : ''}did(${condition})`
}

const journeyWith = (patch: Record<string, string | null>) => {
  const kept = new URLSearchParams([...query.value].filter(([key]) => ['period', 'where', 'zone'].includes(key)))
  return '/journey?' + patched(kept, patch)
}

export function NodeActions({ name, field, condition, people, ended }: {
  name: string; field: string; condition: string; people: string; ended: string }) {
  const node = field === 'touchpoint' ? null : field
  return <section class={s.selected} aria-label={name}>
    <h3>{name}</h3>
    <p class={s.actions}>
      <a class="button" href={people}>{t('node.people')}</a>
      {ended ? <a class="button" href={ended}>{t('node.ended')}</a> : null}
      <a class="button" href={journeyWith({ node, where: narrowedTo(condition) })}>{t('paths.only_through')}</a>
      <a class="button" href={journeyWith({ view: 'paths', node, anchor: condition })}>{t('paths.start_here')}</a>
      <a class="button" href={journeyWith({ view: 'paths', node, anchor: condition, direction: 'before' })}>{t('paths.end_here')}</a>
    </p>
  </section>
}
