// What no column says: the source, the zone of times, and what holds for every event of the file.
import { label, t } from '../../i18n'
import { Field, TextField } from './parts'
import type { Proposal } from './requests'
import { stages, targetTitle } from './targets'
import { change, setConstant, trouble } from './wizard'
import { ZoneField } from './zone_field'
import s from './bring_file.module.css'

const offered = ['touchpoint', 'channel']
const channels = ['web', 'app', 'email', 'call', 'chat', 'store', 'survey', 'social', 'mail']

export function EveryEvent({ proposal }: { proposal: Proposal }) {
  const byColumn = (name: string) => proposal.columns.some(each => each.target === name)
  const others = Object.keys(proposal.constants).filter(name => ![...offered, 'currency', 'stage'].includes(name))
  const faultAt = (name: string) => trouble.value?.where?.split(/[.:\s]+/).pop() === name ? trouble.value.detail : undefined
  const sourceFault = faultAt('source')
  return <section class={'card ' + s.card} aria-labelledby="bring-every">
    <h2 id="bring-every">{t('bring.every.title')}</h2>
    <div class={s.fields}>
      <Field title={t('bring.every.source')}>
        <TextField value={proposal.source} maxLength={100} required aria-invalid={sourceFault ? 'true' : undefined}
          say={source => change({ source: source.trim() })} />{sourceFault ? <em class="warn">{sourceFault}</em> : null}</Field>
      <ZoneField title={t('bring.zone')} value={proposal.zone} say={zone => change({ zone: zone.trim() })}
        fault={faultAt('zone')} />
      {[...offered, ...others].filter(name => !byColumn(name)).map(name => <Field key={name} title={targetTitle(name)}>
        <TextField value={proposal.constants[name] ?? ''} maxLength={200} say={text => setConstant(name, text)}
          {...(name === 'channel' ? { list: 'bring-channels' } : {})} /></Field>)}
      {byColumn('stage') ? null : <Field title={targetTitle('stage')}>
        <select value={proposal.constants.stage ?? ''} onChange={event => setConstant('stage', event.currentTarget.value)}>
          <option value="">{t('bring.every.found_out')}</option>
          {stages.map(stage => <option key={stage} value={stage}>{label('stage', stage)}</option>)}</select></Field>}
      <datalist id="bring-channels">{channels.map(name => <option key={name} value={name} />)}</datalist>
    </div>
  </section>
}
