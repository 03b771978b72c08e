// The frame of a drawing: title, a sentence that says what it says, the same as a table, and as CSV.
import { useId } from 'preact/hooks'
import { useSignal } from '../signal'
import type { ComponentChildren } from 'preact'
import type { TableValues } from '../csv'
import { t } from '../i18n'
import { Age } from './age'
import { Missing } from './lazy'
import { DataTable, download, tables } from './tables'
import s from './frame.module.css'

// Who comes near the buttons may want what they open.
const warm = () => void tables().catch(() => { /* said when it is asked for */ })

export function Frame({ id, title, href, sentence, values, table, aside, foot, asOf, view, onView, children }: {
  id: string
  title: string
  href?: string                 // The page of the measure.
  sentence?: ComponentChildren
  values: TableValues           // For the CSV, and the table unless `table` is given.
  table?: ComponentChildren
  aside?: ComponentChildren
  foot?: ComponentChildren
  asOf?: string                 // Of the answer: how old its newest data is.
  view?: 'chart' | 'table'      // Where the page keeps it; otherwise the frame does.
  onView?: (view: 'chart' | 'table') => void
  children: ComponentChildren
}) {
  const heading = useId()
  const own = useSignal<'chart' | 'table'>('chart')
  const lost = useSignal(false)
  const asTable = (view ?? own.value) === 'table'
  const other = asTable ? t('frame.chart') : t('frame.table')
  const toggle = () => {
    const next = asTable ? 'chart' : 'table'
    if (onView) onView(next)
    else own.value = next
  }
  return <section class={'card ' + s.frame} aria-labelledby={heading}>
    <header class={s.head}>
      <h2 id={heading}>{href ? <a href={href}>{title}</a> : title}</h2>
      {aside}
      <span class={s.tools} onPointerEnter={warm} onFocusIn={warm}>
        <button type="button" class="quiet" aria-label={`${other}: ${title}`} onClick={toggle}>{other}</button>
        <button type="button" class="quiet" aria-label={`CSV: ${title}`}
          onClick={() => void download(id, values).catch(() => { lost.value = true })}>CSV</button>
      </span>
    </header>
    {sentence ? <p class={s.sentence}>{sentence}</p> : null}
    <div class={s.body}>{lost.value ? <Missing /> : null}{asTable
      ? table ?? <DataTable values={values} label={title} /> : children}</div>
    {foot ? <div class={s.foot}>{foot}</div> : null}
    {asOf ? <Age at={asOf} /> : null}
  </section>
}
