// From transitions to a journey: which touchpoints to show, in which column, and what goes between them.
// Nothing is lost on the way: what is not shown on its own is summed into "other", so at every node
//   came from other nodes + started here = went to other nodes + ended here.

// The names the server gives to where journeys begin and end.
export const startNode = '(start)'
export const endNode = '(end)'

export interface Transition { from: string; to: string; count: number; customers: number }
export interface FlowNode {
  id: string
  column: number
  started: number
  ended: number
  arrived: number   // From other nodes.
  moved: number     // To other nodes.
  again: number     // Straight to itself.
  members: string[] // More than one for "other".
}
export interface FlowLink { source: string; target: string; value: number; customers: number }
/** `bands`: for each column the one that was asked for; a band with much going on inside has several. */
export interface FlowGraph { nodes: FlowNode[]; links: FlowLink[]; columns: number; bands: number[] }

const otherPrefix = '(other) '
export const isOther = (node: FlowNode): boolean => node.id.startsWith(otherPrefix)

/** How many steps come before a node on average: the expected position, with loops, from the start. */
export function meanPositions(transitions: Transition[]): Map<string, number> {
  const names = new Set(transitions.flatMap(({ from, to }) => [from, to]))
  const into = new Map<string, Transition[]>()
  for (const transition of transitions) {
    if (transition.from === transition.to) continue
    into.set(transition.to, [...into.get(transition.to) ?? [], transition])
  }
  let position = new Map([...names].map(name => [name, 0]))
  for (let round = 0; round < 50; round++) {
    const next = new Map<string, number>()
    for (const name of names) {
      let weight = 0
      let sum = 0
      for (const { from, count } of into.get(name) ?? []) {
        weight += count
        // A little less than one step each round keeps pure loops from growing without end.
        sum += count * (from === startNode ? 0 : 0.95 * position.get(from)! + 1)
      }
      next.set(name, weight ? sum / weight : 0)
    }
    position = next
  }
  return position
}

/** Columns of about equal size, ordered by mean position: for journeys without stages. */
export function columnsByPosition(names: string[], transitions: Transition[], most = 5): Map<string, number> {
  const position = meanPositions(transitions)
  const sorted = [...names].sort((a, b) =>
    position.get(a)! - position.get(b)! || (a < b ? -1 : 1))
  const columns = Math.max(1, Math.min(most, Math.ceil(names.length / 2)))
  return new Map(sorted.map((name, i) => [name, Math.floor(i * columns / sorted.length)]))
}

interface Group { band: number; names: string[] }

/** What leaves a node for the others of its group, less what comes back. */
function netFlow(names: string[], transitions: Transition[]): Map<string, number> {
  const inside = new Set(names)
  const net = new Map(names.map(name => [name, 0]))
  for (const { from, to, count } of transitions) {
    if (from === to || !inside.has(from) || !inside.has(to)) continue
    net.set(from, net.get(from)! + count)
    net.set(to, net.get(to)! - count)
  }
  return net
}

/**
 * Columns in which most goes forward: a band is cut in two where much flows from one half to the other,
 * the busiest first, as long as there is room.
 */
function cutBands(bands: Map<number, string[]>, transitions: Transition[], columnsMost: number): Group[] {
  const groups: Group[] = [...bands].sort((a, b) => a[0] - b[0]).map(([band, names]) => ({ band, names }))
  const visits = transitions.filter(({ from }) => from === startNode).reduce((sum, { count }) => sum + count, 0)
  while (groups.length > 0 && groups.length < columnsMost) {
    const gains = groups.map(({ names }) => {
      const net = netFlow(names, transitions)
      const first = names.filter(name => net.get(name)! > 0)
      return { first, gain: first.reduce((sum, name) => sum + net.get(name)!, 0) }
    })
    const best = gains.reduce((best, { gain }, i) => gain > gains[best]!.gain ? i : best, 0)
    const { first, gain } = gains[best]!
    if (gain <= visits * 0.01) break
    const { band, names } = groups[best]!
    groups.splice(best, 1, { band, names: first },
      { band, names: names.filter(name => !first.includes(name)) })
  }
  return groups
}

export function flowGraph(transitions: Transition[], columnOf: Map<string, number>, most = 14,
  columnsMost = 8): FlowGraph {
  const visits = new Map<string, number>()
  for (const { from, to, count } of transitions) {
    if (to !== endNode) visits.set(to, (visits.get(to) ?? 0) + count)
    if (from !== startNode && !visits.has(from)) visits.set(from, 0)
  }
  const ranked = [...visits].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([name]) => name)
  // Two that would be summed may as well stand on their own.
  const kept = new Set(ranked.length <= most + 1 ? ranked : ranked.slice(0, most))
  const band = (name: string) => columnOf.get(name) ?? 0
  const bands = new Map<number, string[]>()
  for (const name of kept) bands.set(band(name), [...bands.get(band(name)) ?? [], name])
  for (const name of ranked) if (!bands.has(band(name))) bands.set(band(name), [])
  const groups = cutBands(bands, transitions, columnsMost)
  const cut = new Map(groups.flatMap(({ names }, i) => names.map(name => [name, i] as const)))
  // The summed ones stand in the last column of their band.
  const column = (name: string) => cut.get(name) ?? groups.findLastIndex(group => group.band === band(name))
  const idOf = (name: string) => name === startNode || name === endNode || kept.has(name)
    ? name : otherPrefix + band(name)

  const nodes = new Map<string, FlowNode>()
  for (const name of ranked) {
    const id = idOf(name)
    const node = nodes.get(id)
    if (node) node.members.push(name)
    else {
      nodes.set(id, {
        id, column: column(name), started: 0, ended: 0, arrived: 0, moved: 0, again: 0, members: [name],
      })
    }
  }
  const links = new Map<string, FlowLink>()
  for (const { from, to, count, customers } of transitions) {
    const source = idOf(from)
    const target = idOf(to)
    if (from === startNode) { if (to !== endNode) nodes.get(target)!.started += count }
    else if (to === endNode) nodes.get(source)!.ended += count
    else if (source === target) nodes.get(source)!.again += count
    else {
      nodes.get(source)!.moved += count
      nodes.get(target)!.arrived += count
      const key = JSON.stringify([source, target])
      const link = links.get(key)
      if (link) { link.value += count; link.customers += customers }
      else links.set(key, { source, target, value: count, customers })
    }
  }
  return {
    nodes: [...nodes.values()], links: [...links.values()],
    columns: groups.length, bands: groups.map(group => group.band),
  }
}

/** Nodes where in and out differ: none, unless the answer itself does not add up. */
export const unbalanced = (graph: FlowGraph): FlowNode[] =>
  graph.nodes.filter(node => node.arrived + node.started !== node.moved + node.ended)
