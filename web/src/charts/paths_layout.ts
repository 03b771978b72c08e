// Where the nodes and ribbons of paths stand. A node is a place and a name, so a loop is just a later node of the same
// name, and nothing ever leads back. At every node: came in (or began here) = went on + ended + went further unseen.
// Paths towards an event are followed back from it: they arrive in the last place, and begin at "(start)" or "(further)".

export const startName = '(start)'
export const endName = '(end)'
export const furtherName = '(further)'
export const otherName = '(other)'

/** `place` of `from`, counted from 1; `to` stands at the next place, unless the path ends here or is cut. */
export interface PathLink { place: number; from: string; to: string; count: number; customers: number }

export interface PathNode {
  id: string
  place: number
  name: string
  count: number
  came: number     // From the place before; at place 1: those who began.
  ended: number
  further: number
  arrived: number  // Where paths towards an event end: at it.
  x: number
  y: number
  height: number
}
export interface PathRibbon extends PathLink { id: string; source: string; target: string; width: number; path: string }
export interface PathsLayout { nodes: PathNode[]; ribbons: PathRibbon[]; places: number; height: number }
export interface PathsSize { width: number; height: number; node: number; gap: number }

export const pathNodeId = (place: number, name: string): string => place + ' ' + name

export function pathNodes(links: PathLink[]): PathNode[] {
  const nodes = new Map<string, PathNode>()
  const at = (place: number, name: string): PathNode => {
    const id = pathNodeId(place, name)
    let node = nodes.get(id)
    if (!node) {
      node = { id, place, name, count: 0, came: 0, ended: 0, further: 0, arrived: 0, x: 0, y: 0, height: 0 }
      nodes.set(id, node)
    }
    return node
  }
  for (const link of links) {
    const from = at(link.place, link.from)
    from.count += link.count
    if (link.place === 1) from.came += link.count
    if (link.to === endName) from.ended += link.count
    else if (link.to === furtherName) from.further += link.count
    else at(link.place + 1, link.to).came += link.count
  }
  const last = Math.max(0, ...links.map(link => link.place)) + 1
  const towards = isTowards(links)
  for (const node of nodes.values()) {
    if (node.name === startName || node.name === furtherName) node.came = node.count
    else if (towards && node.place === last) node.count = node.arrived = node.came
  }
  return [...nodes.values()]
}

/** Followed back from an event: then no path ends but there. */
export const isTowards = (links: PathLink[]): boolean =>
  links.length > 0 && links.every(link => link.to !== endName && link.to !== furtherName)

/** Nodes where in and out differ: none, unless the answer itself does not add up. */
export const unbalancedPaths = (links: PathLink[]): PathNode[] =>
  pathNodes(links).filter(node => node.came !== node.count)

export function pathsLayout(links: PathLink[], size: PathsSize): PathsLayout {
  const nodes = new Map(pathNodes(links).map(node => [node.id, node]))
  const places = Math.max(0, ...[...nodes.values()].map(node => node.place))
  const columns = Array.from({ length: places }, (_, i) =>
    [...nodes.values()].filter(node => node.place === i + 1).sort(bySize))
  const scale = Math.min(...columns.map(column =>
    Math.max(40, size.height - size.gap * (column.length - 1)) / Math.max(1, column.reduce((sum, node) => sum + node.count, 0))))
  const step = places > 1 ? (size.width - size.node) / (places - 1) : 0
  let bottom = 0
  columns.forEach((column, i) => {
    let y = 0
    for (const node of column) {
      node.x = i * step
      node.y = y
      node.height = Math.max(1, node.count * scale)
      y += node.height + size.gap
    }
    bottom = Math.max(bottom, y - size.gap)
  })
  return { nodes: [...nodes.values()], ribbons: ribbons(links, nodes, scale, size), places, height: bottom }
}

/** The largest first; what was summed stands last. */
function bySize(a: PathNode, b: PathNode): number {
  const summed = (node: PathNode) => Number([otherName, startName, furtherName].includes(node.name))
  const last = summed(a) - summed(b)
  return last || b.count - a.count || (a.name < b.name ? -1 : 1)
}

function ribbons(links: PathLink[], nodes: Map<string, PathNode>, scale: number, size: PathsSize): PathRibbon[] {
  const inner = links.filter(link => link.to !== endName && link.to !== furtherName)
  const ends = (link: PathLink) =>
    [nodes.get(pathNodeId(link.place, link.from))!, nodes.get(pathNodeId(link.place + 1, link.to))!] as const
  const left = new Map<string, number>()
  const right = new Map<string, number>()
  const take = (used: Map<string, number>, node: PathNode, width: number): number => {
    const before = used.get(node.id) ?? 0
    used.set(node.id, before + width)
    return node.y + before + width / 2
  }
  // From the top down on both sides, so that ribbons of one node do not cross each other.
  const drawn = [...inner].sort((a, b) => ends(a)[0].y - ends(b)[0].y || ends(a)[1].y - ends(b)[1].y)
  const starts = new Map(drawn.map(link => [link, take(left, ends(link)[0], link.count * scale)]))
  return [...drawn].sort((a, b) => ends(a)[1].y - ends(b)[1].y || ends(a)[0].y - ends(b)[0].y).map(link => {
    const [source, target] = ends(link)
    const width = link.count * scale
    const y0 = starts.get(link)!
    const y1 = take(right, target, width)
    const x0 = source.x + size.node
    const x1 = target.x
    const bend = (x0 + x1) / 2
    const f = (value: number) => value.toFixed(1)
    return {
      ...link, id: `${link.place} ${link.from} ${link.to}`, source: source.id, target: target.id, width: Math.max(0.6, width),
      path: `M${f(x0)} ${f(y0)}C${f(bend)} ${f(y0)} ${f(bend)} ${f(y1)} ${f(x1)} ${f(y1)}`,
    }
  })
}
