// What the target that was chosen for a column still needs to know: kind and scale, how a time is written, a unit ...
import { useId } from 'preact/hooks'
import { label, t } from '../../i18n'
import { Field, TextField } from './parts'
import type { Column, Proposal, Scale } from './requests'
import { isDuration, isMoney, isProperty, isTime, kinds, propertyName, timeFormats, units } from './targets'
import { changeColumn, setConstant } from './wizard'
import c from './column_table.module.css'

type Say = (patch: Partial<Column>) => void

export function Options({ index, column, proposal }: { index: number; column: Column; proposal: Proposal }) {
  const say = (patch: Partial<Column>) => changeColumn(index, patch)
  const { target } = column
  const fields = target === 'answer' ? <AnswerOptions column={column} say={say} />
    : isTime(target) ? <TimeOptions column={column} say={say} />
    : isDuration(target) ? <UnitOption column={column} say={say} />
    : isMoney(target) ? <MoneyOptions column={column} proposal={proposal} say={say} />
    : target === 'direction' ? <DirectionOptions column={column} say={say} />
    : isProperty(target) ? <NameOption target={target} say={say} /> : null
  return fields ? <div class={c.options} role="group" aria-label={column.column}>{fields}</div> : null
}

function AnswerOptions({ column, say }: { column: Column; say: Say }) {
  const listed = kinds.includes(column.kind) ? kinds : [...kinds, column.kind]
  const bound = (name: keyof Scale, text: string) => {
    const other = column.scale ?? { min: 1, max: 10 }
    say({ scale: text === '' ? null : { ...other, [name]: Number(text) } })
  }
  const choose = (kind: string) => say({ kind, scale: kind === 'rating' ? column.scale ?? { min: 1, max: 10 } : null })
  const own = column.kind !== 'rating'
  const boundField = (name: keyof Scale) => <TextField type="number" step="any" value={column.scale ? String(column.scale[name]) : ''}
    placeholder={own ? t('bring.option.usual') : ''} say={text => bound(name, text)} />
  return <>
    <Field wide title={t('bring.option.kind')}>
      <select value={column.kind} onChange={event => choose(event.currentTarget.value)}>
        {listed.map(kind => <option key={kind} value={kind}>{label('bring.kind', kind)}</option>)}</select></Field>
    <Field title={t('bring.option.lowest')}>{boundField('min')}</Field>
    <Field title={t('bring.option.highest')}>{boundField('max')}</Field>
  </>
}

function TimeOptions({ column, say }: { column: Column; say: Say }) {
  const list = useId()
  return <Field wide title={t('bring.option.time_format')}>
    <TextField value={column.time_format} list={list} maxLength={60} placeholder={t('bring.option.found_out')}
      say={format => say({ time_format: format.trim() })} />
    <datalist id={list}>{timeFormats.map(format => <option key={format} value={format} />)}</datalist>
    <small class="muted">{t('bring.option.time_letters')}</small></Field>
}

const UnitOption = ({ column, say }: { column: Column; say: Say }) => <Field wide title={t('bring.option.unit')}>
  <select value={column.unit} onChange={event => say({ unit: event.currentTarget.value })}>
    {units.map(unit => <option key={unit} value={unit}>{label('bring.unit', unit || 's')}</option>)}</select></Field>

const NameOption = ({ target, say }: { target: string; say: Say }) => <Field wide title={t('bring.option.name')}>
  <TextField value={target.slice('properties.'.length)} maxLength={100} say={name => say({ target: 'properties.' + propertyName(name) })} /></Field>

function MoneyOptions({ column, proposal, say }: { column: Column; proposal: Proposal; say: Say }) {
  const byColumn = proposal.columns.some(each => each.target === 'currency')
  const others = proposal.columns.map(each => each.column).filter(name => name !== column.column)
  return <>
    {byColumn ? null : <Field title={t('bring.option.currency')}>
      <TextField value={proposal.constants.currency ?? ''} maxLength={3} placeholder="EUR"
        say={code => setConstant('currency', code.toUpperCase())} /></Field>}
    <Field title={t('bring.option.before')}>
      <TextField value={column.strip_prefix} maxLength={20} say={text => say({ strip_prefix: text })} /></Field>
    <Field title={t('bring.option.after')}>
      <TextField value={column.strip_suffix} maxLength={20} say={text => say({ strip_suffix: text })} /></Field>
    {column.target === 'amount' ? <Field wide title={t('bring.option.times')}>
      <select value={column.times} onChange={event => say({ times: event.currentTarget.value })}>
        <option value="">{t('bring.option.times_none')}</option>
        {others.map(name => <option key={name} value={name}>{name}</option>)}</select></Field> : null}
  </>
}

/** Which words of the column mean that the customer came to us, and which that we went to the customer. */
function DirectionOptions({ column, say }: { column: Column; say: Say }) {
  const pairs = Object.entries(column.values)
  const tell = (way: string, text: string) => say({ values: Object.fromEntries([
    ...pairs.filter(([, to]) => to !== way),
    ...text.split(',').map(word => word.trim()).filter(Boolean).map((word): [string, string] => [word, way])]) })
  return <>{(['in', 'out'] as const).map(way => <Field wide key={way} title={t(`bring.option.direction_${way}`)}>
    <TextField value={pairs.filter(([, to]) => to === way).map(([from]) => from).join(', ')} maxLength={200} say={text => tell(way, text)} />
  </Field>)}</>
}
