// What one customer ordered, a row a currency: currencies are never added up.
import type { TimelineEvent } from '../../api'
import { dayText, money } from '../../format'
import { plural, t } from '../../i18n'
import { ordersOf } from './life'
import s from './customer_parts.module.css'

export function Orders({ events }: { events: TimelineEvent[] }) {
  const rows = ordersOf(events)
  return <section class="card" aria-label={t('person.orders')}>
    <h2>{t('person.orders')}</h2>
    {rows.length === 0 ? <p class="muted">{t('person.orders_none')}</p> : <ul class={s.orders}>{rows.map(row => <li key={row.currency}>
      <p><b class={s.figure}>{money(row.sum, row.currency)}</b> {plural('person.orders_count', row.orders)}</p>
      {row.refunds < 0 ? <p class="muted">{t('person.refunds', { sum: money(row.refunds, row.currency) })}</p> : null}
      {row.last > -Infinity ? <p class="muted">{t('person.last_order', { day: dayText(row.last) })}</p> : null}
    </li>)}</ul>}
  </section>
}
