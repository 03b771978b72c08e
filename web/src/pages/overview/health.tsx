// Where the journey is weakest, and where customers fall silent.
import { isAnswer, type Row } from '../../api'
import { withUnit, whole } from '../../format'
import { t, why } from '../../i18n'
import { keysOf, peopleHref } from '../../question'
import { measureHref, measureTitle } from '../../record'
import { keep, linkTo } from '../../router'
import { Age } from '../../ui/age'
import { humane } from '../../ui/answer_words'
import type { Asked } from '../../ui/board'
import { TroubleInside } from '../../ui/state'
import { fewest } from '../../ui/tile'
import s from '../overview.module.css'

const most = 5

export function Health({ weakest, drops }: { weakest: Asked; drops: Asked }) {
  return <section class={`card ${s.side}`} aria-label={t('overview.health')}>
    <h2><a href={keep('/journey?period=24m')}>{t('overview.health')}</a></h2>
    <Weakest asked={weakest} />
    <h3><a href={keep(measureHref('drop_outs') + '?period=24m')}>{t('overview.drops')}</a></h3>
    <Drops asked={drops} />
    {isAnswer(drops.reply) ? <p class={s.when}>{t('period.24m')} <Age at={drops.reply.as_of} /></p> : null}
  </section>
}

function Weakest({ asked }: { asked: Asked }) {
  if (!isAnswer(asked.reply)) return <TroubleInside problem={asked.reply.error} />
  const { rows, columns, none } = asked.reply
  const row = rows.find(one => one.weakest === 'yes')
  if (!row || typeof row.value !== 'number') return <p class="muted">{measureTitle('weakest_link', t('overview.weakest'))}: {why(none)}</p>
  const href = peopleHref(asked.question, { keys: keysOf(columns, row), column: 'customers' })
  return <><h3><a href={keep(measureHref('weakest_link') + '?period=24m')}>{t(rows.length === 1 ? 'overview.only_stage' : 'overview.weakest')}</a></h3>
    <p class={s.weakest}><strong><a {...linkTo(href)} data-value={row.value}>{withUnit(row.value, 'score')}</a></strong>
      <b>{humane(String(row.stage))}</b></p></>
}

function Drops({ asked }: { asked: Asked }) {
  if (!isAnswer(asked.reply)) return <TroubleInside problem={asked.reply.error} />
  const { rows, columns, none } = asked.reply
  const low = (row: Row) => Number(row.low ?? 0)
  const worst = rows.filter(row => row.touchpoint && Number(row.n ?? 0) >= fewest && typeof row.value === 'number' && row.value > 0)
    .sort((a, b) => low(b) - low(a)).slice(0, most)
  if (worst.length === 0) return <p class="muted">{why(none)}</p>
  return <ul class={s.drops}>{worst.map(row => <li key={String(row.touchpoint)}>
    <a {...linkTo(peopleHref(asked.question, { keys: keysOf(columns, row), column: 'dropped' }))}>
      <span>{humane(String(row.touchpoint))}</span>
      <b>{withUnit(Number(row.value), '%')}</b><em>{t('overview.of', { n: whole(Number(row.n)) })}</em></a></li>)}</ul>
}
