// Where the nodes and links of a journey stand. Columns are given, so loops cannot break the layout.
// Forward links are ribbons on one scale; ways back are thin arrows in lanes below, with their number
// on the lane: as wide as ribbons they were unreadable.
import type { FlowGraph, FlowLink, FlowNode } from './flow_graph'

export interface PlacedNode extends FlowNode { x: number; y: number; height: number; foot: number }
export interface PlacedLink extends FlowLink {
  width: number
  path: string
  back: boolean
  label: { x: number; y: number; anchor: 'middle' | 'end' } | null
}
export interface Layout { nodes: PlacedNode[]; links: PlacedLink[]; height: number; hidden: number }
export interface LayoutSize {
  width: number
  height: number     // Of the tallest column.
  node: number       // Width of a node.
  gap: number        // Least space between nodes of a column; room for a label.
  lane: number       // Space between lanes.
  loopsMost: number  // Ways back that are drawn; the table has them all.
  leastShare: number // Links below this share of the largest are not drawn.
}

const sizeOf = (node: FlowNode) =>
  Math.max(node.arrived + node.started, node.moved + node.ended, 1)
const middle = (node: PlacedNode) => node.y + node.height / 2

export function layout(graph: FlowGraph, size: LayoutSize): Layout {
  const nodes = new Map<string, PlacedNode>()
  const columns: PlacedNode[][] = Array.from({ length: graph.columns }, () => [])
  for (const node of graph.nodes) {
    const placed: PlacedNode = { ...node, x: 0, y: 0, height: 0, foot: 0 }
    nodes.set(node.id, placed)
    columns[node.column]!.push(placed)
  }
  const get = (id: string) => nodes.get(id)!
  const forward = graph.links.filter(link => get(link.target).column > get(link.source).column)
  const back = graph.links.filter(link => get(link.target).column <= get(link.source).column)
  const scale = scaleFor(columns, size)
  place(columns, forward, get, scale, size)

  const largest = Math.max(0, ...graph.links.map(link => link.value))
  const large = (link: FlowLink) => link.value >= largest * size.leastShare
  const ribbons = forwardRibbons(forward, back, get, scale, size).filter(large)
  const bottom = Math.max(0, ...[...nodes.values()].map(node => node.y + node.height))
  const loops = backArrows(
    back.sort((a, b) => b.value - a.value).slice(0, size.loopsMost), get, bottom, size)
  return {
    nodes: [...nodes.values()],
    links: [...ribbons, ...loops.links],
    height: loops.bottom,
    hidden: graph.links.length - ribbons.length - loops.links.length,
  }
}

/** Pixels for one: the fullest column decides, so that all share one scale. */
function scaleFor(columns: PlacedNode[][], size: LayoutSize): number {
  const fits = columns.filter(column => column.length > 0).map(column =>
    Math.max(20, size.height - size.gap * (column.length - 1)) /
      column.reduce((sum, node) => sum + sizeOf(node), 0))
  return Math.min(...fits, size.height)
}

function place(columns: PlacedNode[][], forward: FlowLink[], get: (id: string) => PlacedNode,
  scale: number, size: LayoutSize): void {
  const step = (size.width - size.node) / Math.max(1, columns.length - 1)
  columns.forEach((column, i) => {
    column.sort((a, b) => sizeOf(b) - sizeOf(a) || (a.id < b.id ? -1 : 1))
    for (const node of column) {
      node.x = i * step
      node.height = Math.max(3, sizeOf(node) * scale)
      node.foot = node.ended * scale
    }
  })
  const stack = () => columns.forEach(column => {
    let y = 0
    for (const node of column) { node.y = y; y += node.height + size.gap }
  })
  stack()
  // Barycentre sweeps, left to right and back: neighbours in the flow come to stand side by side.
  for (let round = 0; round < 6; round++) {
    const leftward = round % 2 === 1
    for (const column of leftward ? [...columns].reverse() : columns) {
      const pull = new Map(column.map(node => [node, barycentre(node, forward, get, leftward)]))
      column.sort((a, b) => pull.get(a)! - pull.get(b)!)
    }
    stack()
  }
}

function barycentre(node: PlacedNode, forward: FlowLink[], get: (id: string) => PlacedNode,
  leftward: boolean): number {
  let weight = 0
  let sum = 0
  for (const link of forward) {
    const mine = leftward ? link.source : link.target
    if (mine !== node.id) continue
    weight += link.value
    sum += link.value * middle(get(leftward ? link.target : link.source))
  }
  return weight ? sum / weight : middle(node)
}

function forwardRibbons(forward: FlowLink[], back: FlowLink[], get: (id: string) => PlacedNode,
  scale: number, size: LayoutSize): PlacedLink[] {
  const leaving = stackEnds([...forward].sort(
    (a, b) => middle(get(a.target)) - middle(get(b.target))), back, link => get(link.source), scale)
  const arriving = stackEnds([...forward].sort(
    (a, b) => middle(get(a.source)) - middle(get(b.source))), back, link => get(link.target), scale)
  return forward.map(link => {
    const from = get(link.source).x + size.node
    const to = get(link.target).x
    const bend = (from + to) / 2
    const a = leaving.get(link)!
    const b = arriving.get(link)!
    return {
      ...link, width: Math.max(1, link.value * scale), back: false, label: null,
      path: `M${from} ${a}C${bend} ${a} ${bend} ${b} ${to} ${b}`,
    }
  })
}

/** Stacks link ends down the side of their node in the order given; ways back take the room below. */
function stackEnds(forward: FlowLink[], back: FlowLink[], nodeOf: (link: FlowLink) => PlacedNode,
  scale: number): Map<FlowLink, number> {
  const used = new Map<string, number>()
  const ends = new Map<FlowLink, number>()
  for (const link of [...forward, ...back]) {
    const node = nodeOf(link)
    const before = used.get(node.id) ?? 0
    ends.set(link, node.y + before + link.value * scale / 2)
    used.set(node.id, before + link.value * scale)
  }
  return ends
}

function backArrows(back: FlowLink[], get: (id: string) => PlacedNode, bottom: number,
  size: LayoutSize): { links: PlacedLink[]; bottom: number } {
  const links: PlacedLink[] = []
  const arcs = new Map<number, number>()
  const gutters = new Map<string, number>()
  const nextIn = (gutter: string, first: number, apart: number) => {
    const count = gutters.get(gutter) ?? 0
    gutters.set(gutter, count + 1)
    return first + count * apart
  }
  const largest = Math.max(1, ...back.map(link => link.value))
  let lane = bottom + size.lane
  const span = (link: FlowLink) => get(link.source).column - get(link.target).column
  for (const link of [...back].sort((a, b) => span(a) - span(b) || b.value - a.value)) {
    const source = get(link.source)
    const target = get(link.target)
    const width = 1.25 + 2.75 * link.value / largest
    if (source.column === target.column) {
      const count = arcs.get(source.column) ?? 0
      arcs.set(source.column, count + 1)
      const reach = 18 + 9 * count
      // Not all in the middle: the numbers of arcs that lie in one another would cover each other.
      const at = [0.5, 0.3, 0.7][count % 3]!
      const a = middle(source)
      const b = middle(target)
      links.push({
        ...link, width, back: true,
        path: `M${source.x} ${a}C${source.x - reach} ${a} ${source.x - reach} ${b} ${target.x - 3} ${b}`,
        label: { x: source.x - 3 * reach * at * (1 - at) - 2, y: a + (b - a) * at, anchor: 'end' },
      })
      continue
    }
    // Names stand to the right of a node: what leaves there keeps close to it.
    const right = source.x + size.node + nextIn('out' + source.column, 5, 3)
    const left = target.x - nextIn('in' + target.column, 13, 7)
    const a = source.y + source.height - Math.min(3, source.height / 2)
    const b = target.y + target.height - Math.min(3, target.height / 2)
    links.push({
      ...link, width, back: true, path: looped(source.x + size.node, a, right, lane, left, b, target.x - 3),
      label: { x: (left + right) / 2, y: lane, anchor: 'middle' },
    })
    lane += size.lane
  }
  return { links, bottom: links.some(link => link.label?.anchor === 'middle') ? lane : bottom }
}

/** Out to the right, down, along the lane to the left, up, and in: corners rounded. */
function looped(from: number, a: number, right: number, lane: number, left: number, b: number,
  to: number): string {
  const r = Math.min(5, right - from)
  return `M${from} ${a}H${right - r}Q${right} ${a} ${right} ${a + r}V${lane - r}` +
    `Q${right} ${lane} ${right - r} ${lane}H${left + r}Q${left} ${lane} ${left} ${lane - r}` +
    `V${b + r}Q${left} ${b} ${left + r} ${b}H${to}`
}
