// What the server refused, shown at the field that it names.
import { createContext, type ComponentChildren } from 'preact'
import { useContext } from 'preact/hooks'
import type { Problem } from '../../api'
import { problemText } from '../../ui/state'
import s from './fault.module.css'

export const Faults = createContext<Problem | null>(null)

/** "questions[1].when.value" is at "questions[1].when"; "on: column 3" is at "on". */
export const isAt = (where: string | undefined, at: string): boolean =>
  where !== undefined && (where === at || where.startsWith(at) && '.[:'.includes(where[at.length]!))

export const faultId = (at: string) => 'fault-' + at.replace(/[^a-z0-9]+/gi, '-')

/** What a field says of itself while it is at fault. */
export function useFault(at: string) {
  const problem = useContext(Faults)
  return isAt(problem?.where, at) ? { 'aria-invalid': true as const, 'aria-describedby': faultId(at) } : {}
}

/** `whole`: only what is wrong with the whole of it; its parts say their own. */
export function Fault({ at, whole }: { at: string; whole?: boolean }) {
  const problem = useContext(Faults)
  if (!problem || !isAt(problem.where, at) || whole && problem.where !== at) return null
  const more = problem.where!.slice(at.length).replace(/^[.:]\s*/, '')
  return <p class={s.fault} id={faultId(at)}>{more ? <b>{more}: </b> : null}{problemText(problem)}</p>
}

/** A label over its field, and below it what is wrong with it. */
export function Field({ title, at, children, wide }: {
  title: ComponentChildren; at: string; children: ComponentChildren; wide?: boolean }) {
  return <div class={s.field + (wide ? ' ' + s.wide : '')}><label><span>{title}</span>{children}</label><Fault at={at} /></div>
}
