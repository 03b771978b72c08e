// What comes of undoing a link: which identifiers would stand apart. As the engine groups them (engine/event/identity.h): a chain of links in
// force joins; a link seen on events joins nobody where one of its identifiers is flagged as shared.
import type { Identifier, Link } from '../../api'

export const textOf = (one: Identifier | string): string => typeof one === 'string' ? one : one.kind === 'id' ? one.value : `${one.kind}:${one.value}`

export interface Flag { identifier: string; reason: string }

const joins = (link: Link, flagged: ReadonlySet<string>) =>
  !link.undone_at && (link.by_hand || !(flagged.has(textOf(link.a)) || flagged.has(textOf(link.b))))

/** All that hang together with `from`. */
function groupOf(from: string, links: readonly Link[]): Set<string> {
  const group = new Set([from])
  for (let grew = true; grew;) {
    grew = false
    for (const link of links) {
      const [a, b] = [textOf(link.a), textOf(link.b)]
      if (group.has(a) === group.has(b)) continue
      group.add(a).add(b)
      grew = true
    }
  }
  return group
}

export type Parting = { kind: 'ignored' } | { kind: 'stays' } | { kind: 'parts'; sides: [string[], string[]] }

export function partingOf(link: Link, links: readonly Link[], identifiers: readonly Identifier[], flags: readonly Flag[]): Parting {
  const flagged = new Set(flags.map(flag => flag.identifier))
  if (!joins(link, flagged)) return { kind: 'ignored' }
  const others = links.filter(one => one.number !== link.number && joins(one, flagged))
  const [a, b] = [textOf(link.a), textOf(link.b)]
  const side = groupOf(a, others)
  if (side.has(b)) return { kind: 'stays' }
  const all = identifiers.map(textOf)
  const far = groupOf(b, others)
  return { kind: 'parts', sides: [all.filter(one => !far.has(one)), all.filter(one => far.has(one))] }
}
