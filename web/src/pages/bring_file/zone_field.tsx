// A time zone by name, with all that the browser knows to choose from.
import { useId } from 'preact/hooks'
import { Field, TextField } from './parts'

let names: string[] | null = null
const zones = () => names ??= ['UTC', ...Intl.supportedValuesOf('timeZone').filter(name => name !== 'UTC')]

export function ZoneField({ title, value, say, fault }: {
  title: string; value: string; say: (zone: string) => void; fault?: string | undefined }) {
  const list = useId()
  const message = useId()
  return <Field title={title}>
    <TextField value={value} say={say} list={list} placeholder="UTC" maxLength={60}
      aria-invalid={fault ? 'true' : undefined} aria-describedby={fault ? message : undefined} />
    <datalist id={list}>{zones().map(name => <option key={name} value={name} />)}</datalist>
    {fault ? <em id={message} class="warn">{fault}</em> : null}
  </Field>
}
