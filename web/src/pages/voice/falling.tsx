// Conversations whose tone falls while they go on: on the page of the voice, and where the customer is shown.
import { withUnit } from '../../format'
import { plural, t } from '../../i18n'
import { may } from '../../me'
import { keep, linkTo } from '../../router'
import { humane } from '../../ui/answer_words'
import { When } from '../inbox/score'
import { useFalling, type Falling } from './requests'
import s from './voice.module.css'

const shown = 6

/** `customer`: only of this one. Nothing where nothing falls, and where nobody can tell. */
export function FallingStrip({ customer }: { customer?: string }) {
  return may('people') ? <Strip {...customer === undefined ? {} : { customer }} /> : null
}

function Strip({ customer }: { customer?: string }) {
  const falling = useFalling()
  const list = falling.state === 'ready' ? falling.value.filter(one => customer === undefined || one.customer === customer) : []
  return <div aria-live="polite">{list.length === 0 ? null : <section class={'card ' + s.strip} aria-label={t('falling.title')}>
    <h2><span aria-hidden="true">▼ </span>{customer === undefined ? plural('falling.now', list.length) : t('falling.here')}</h2>
    <ul>{list.slice(0, shown).map((one, i) => <li key={i}><One of={one} named={customer === undefined} /></li>)}
      {list.length > shown ? <li class="muted">{plural('falling.more', list.length - shown)}</li> : null}</ul></section>}</div>
}

function One({ of, named }: { of: Falling; named: boolean }) {
  const name = of.identifiers[0]?.value ?? of.customer ?? t('falling.somebody')
  return <>{named ? <><a {...linkTo(of.customer ? keep('/customer/' + encodeURIComponent(of.customer)) : '')}>{name}</a> · </> : null}
    {of.channel ? humane(of.channel) + ' · ' : ''}{of.tone === null ? '' : t('falling.tone', { tone: withUnit(of.tone, 'score') }) + ' · '}<When at={of.last} />
    {of.text ? <q class={s.lastWords}>{of.text}</q> : null}</>
}
