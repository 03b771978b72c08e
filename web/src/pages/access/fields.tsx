// Fields that several forms of settings have.
import type { ComponentChildren } from 'preact'
import { t } from '../../i18n'
import { Field, useFault } from '../surveys/fault'
import s from './access.module.css'

export function TextField({ name, title, value, required, type, autoComplete = 'off', hint, onInput }: {
  name: string; title: string; value?: string; required?: boolean; type?: 'email' | 'password'; autoComplete?: string; hint?: string
  onInput?: (text: string) => void }) {
  const own = { name, required: required ?? false, maxLength: 200, autoComplete, autoCapitalize: 'none', spellcheck: false,
    ...hint ? { placeholder: hint } : {}, ...onInput ? { value: value ?? '' } : { defaultValue: value ?? '' },
    onInput: (event: { currentTarget: HTMLInputElement }) => onInput?.(event.currentTarget.value), ...useFault(name) } as const
  return <Field title={title} at={name}>{type === 'email' ? <input type="email" {...own} /> : type === 'password'
    ? <input type="password" {...own} /> : <input type="text" {...own} />}</Field>
}

export function ChoiceField({ name, title, value, children, onChange }: {
  name: string; title: string; value: string; children: ComponentChildren; onChange?: (value: string) => void }) {
  return <Field title={title} at={name}><select name={name} value={value} {...useFault(name)}
    onChange={event => onChange?.(event.currentTarget.value)}>{children}</select></Field>
}

/** `at`: what the server calls it where it is at fault. */
export function NewPasswordFields({ at = 'password' }: { at?: string }) {
  return <>
    <Field title={t('password.new')} at={at}><input name="password" type="password" required minLength={10} maxLength={1024}
      autoComplete="new-password" aria-describedby="password-rule" {...useFault(at)} /></Field>
    <Field title={t('password.again')} at=""><input name="again" type="password" required maxLength={1024} autoComplete="new-password" /></Field>
    <p class={'muted ' + s.line} id="password-rule">{t('password.rule')}</p>
  </>
}
