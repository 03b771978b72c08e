// The responses, newest first. Each row is a link, so that Back and a copied link work; many rows are few elements.
import { useEffect } from 'preact/hooks'
import { plural, t } from '../../i18n'
import { patched, path, query } from '../../router'
import { humane } from '../../ui/answer_words'
import { languageName, MoodOf } from '../voice/mood'
import { nameOf } from './name'
import { languageOf, type Item } from './requests'
import { CaseMark, Score, When } from './score'
import { rowHeight, useWindow } from './window'
import s from './inbox_list.module.css'

export interface ListProps {
  items: Item[]; fresh: number; more: boolean; open: number | null; chosen: ReadonlySet<number>
  choose: (id: number) => void; showFresh: () => void; needMore: () => void
}

export const rowId = (id: number) => 'feedback-' + id
const near = 15  // Rows before the end of what is here, at which the next page is fetched.

export function List({ items, fresh, more, open, chosen, choose, showFresh, needMore }: ListProps) {
  const { box, list, range, bring } = useWindow(items.length, open)
  useEffect(() => { if (more && range.last > items.length - near) needMore() }, [range.last, items.length, more])
  const at = items.findIndex(item => item.id === open)
  useEffect(() => { if (at >= 0) bring(at) }, [open])
  const top = () => {
    showFresh()
    box.current?.scrollTo(0, 0)
  }
  const last = Math.min(range.last, items.length)
  return <div class={s.pane}>
    <div role="status" class={s.fresh}>{fresh > 0 ? <button type="button" onClick={top}>
      <span aria-hidden="true">↑ </span>{plural('inbox.new', fresh)}</button> : null}</div>
    <div class={s.box} ref={box}>
      <ul ref={list} class={s.list} aria-label={t('inbox.list')}
        style={{ paddingTop: range.first * rowHeight + 'px', paddingBottom: (items.length - last) * rowHeight + 'px' }}>
        {items.slice(range.first, last).map((item, i) => <Row key={item.id} item={item} open={item.id === open} chosen={chosen.has(item.id)}
          choose={choose} place={range.first + i + 1} of={more ? -1 : items.length} />)}
      </ul>
      {more ? <button type="button" class={'quiet ' + s.more} onClick={needMore}>{t('inbox.more')}</button> : null}
    </div>
  </div>
}

function Row({ item, open, chosen, choose, place, of }: {
  item: Item; open: boolean; chosen: boolean; choose: (id: number) => void; place: number; of: number }) {
  const name = nameOf(item)
  return <li class={`${s.row} ${open ? s.open : ''} ${chosen ? s.chosen : ''}`} aria-posinset={place} aria-setsize={of}>
    <label class={s.check}><input type="checkbox" checked={chosen} onChange={() => choose(item.id)} />
      <span class="hidden">{t('inbox.select', { name })}</span></label>
    <a id={rowId(item.id)} href={`${path.value}?${patched(query.value, { item: String(item.id) })}`} aria-current={open ? 'true' : undefined}>
      <span class={s.first}>{item.score ? <Score score={item.score} /> : null}<b>{name}</b><When at={item.time} /></span>
      <span class={s.text} lang={item.text ? languageOf(item) : undefined}>
        {item.text || <i class="muted">{t('inbox.no_comment')}</i>}</span>
      <span class={s.marks}><MoodOf of={item.voice?.sentiment} />{item.voice && item.text ? <span>{languageName(languageOf(item) ?? 'unknown')}</span> : null}{item.voice?.topic && item.voice.topic !== 'other' ? <span class={s.topic}>{item.voice.topic}</span> : null}
        {item.case ? <CaseMark of={item.case} /> : null}
        <span>{[item.channel, item.touchpoint].filter(Boolean).map(humane).join(' · ')}</span>
        {item.tags.map(tag => <span key={tag} class={s.tag}>{tag}</span>)}
        {item.assignee ? <span>→ {item.assignee}</span> : null}</span>
    </a>
  </li>
}
