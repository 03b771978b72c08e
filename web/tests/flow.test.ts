// Method: random journeys, walked step by step, so that their transitions add up by construction;
// then the graph must still add up, and the layout must be free of overlaps and broken paths.
import { describe, expect, test } from 'vitest'
import {
  columnsByPosition, endNode, flowGraph, isOther, meanPositions, startNode, unbalanced, type Transition,
} from '../src/charts/flow_graph'
import { layout } from '../src/charts/flow_layout'
import { columnsByStage } from '../src/ui/journey_map'

function random(seed: number): () => number {
  let state = seed % 2147483647 || 1
  return () => (state = state * 48271 % 2147483647) / 2147483647
}

function walks(seed: number): { transitions: Transition[]; names: string[] } {
  const next = random(seed)
  const names = Array.from({ length: 1 + Math.floor(next() * 30) }, (_, i) => 'touchpoint ' + i)
  const counts = new Map<string, Transition>()
  const pass = (from: string, to: string) => {
    const key = from + '\n' + to
    const found = counts.get(key)
    if (found) { found.count++; found.customers++ } else counts.set(key, { from, to, count: 1, customers: 1 })
  }
  for (let customer = 0; customer < 1 + next() * 60; customer++) {
    let at = startNode
    for (let step = 0; step < 1 + next() * 12; step++) {
      // Skewed, so that some touchpoints are rare.
      const to = names[Math.floor(next() ** 2 * names.length)]!
      pass(at, to)
      at = to
    }
    pass(at, endNode)
  }
  return { transitions: [...counts.values()], names }
}

const size = { width: 900, height: 300, node: 10, gap: 20, lane: 14, loopsMost: 8, leastShare: 0 }
const seeds = Array.from({ length: 400 }, (_, i) => 17 * i + 3)

describe('journeys', () => {
  test('at every node what comes is what goes, with and without "other"', () => {
    for (const seed of seeds) {
      const { transitions, names } = walks(seed)
      for (const most of [3, 14, 100]) {
        const graph = flowGraph(transitions, columnsByPosition(names, transitions), most)
        expect(unbalanced(graph), `seed ${seed}`).toEqual([])
        const visits = graph.nodes.reduce((sum, node) => sum + node.arrived + node.started + node.again, 0)
        expect(visits).toBe(transitions.filter(one => one.to !== endNode).reduce((sum, one) => sum + one.count, 0))
        const started = graph.nodes.reduce((sum, node) => sum + node.started, 0)
        expect(started).toBe(graph.nodes.reduce((sum, node) => sum + node.ended, 0))
      }
    }
  })
  test('every touchpoint is somewhere, once', () => {
    const { transitions } = walks(99)
    const graph = flowGraph(transitions, new Map(), 4)
    const members = graph.nodes.flatMap(node => node.members)
    expect(new Set(members).size).toBe(members.length)
    expect(graph.nodes.filter(isOther).length).toBeLessThanOrEqual(1)
  })
  test('positions grow along the way and stay finite in loops', () => {
    const line = meanPositions([
      { from: startNode, to: 'a', count: 5, customers: 5 }, { from: 'a', to: 'b', count: 5, customers: 5 },
      { from: 'b', to: 'a', count: 50, customers: 5 }, { from: 'b', to: 'c', count: 5, customers: 5 }])
    expect(line.get('a')!).toBeLessThan(line.get('b')!)
    expect(line.get('b')!).toBeLessThan(line.get('c')!)
    for (const position of line.values()) expect(position).toBeLessThan(100)
  })
  test('a busy stage is cut in two so that most flows forward', () => {
    const columns = new Map([['cart', 0], ['pay', 0], ['use', 1]])
    const graph = flowGraph([
      { from: startNode, to: 'cart', count: 10, customers: 10 }, { from: 'cart', to: 'pay', count: 9, customers: 9 },
      { from: 'cart', to: endNode, count: 1, customers: 1 }, { from: 'pay', to: 'use', count: 9, customers: 9 },
      { from: 'use', to: endNode, count: 9, customers: 9 }], columns)
    expect(graph.bands).toEqual([0, 0, 1])
    const column = (id: string) => graph.nodes.find(node => node.id === id)!.column
    expect([column('cart'), column('pay'), column('use')]).toEqual([0, 1, 2])
  })
  test('without stages on most events there are no stage columns', () => {
    expect(columnsByStage([{ touchpoint: 'a', stage: null, n: 90 }, { touchpoint: 'a', stage: 'buy', n: 10 }], [])).toBeNull()
    expect(columnsByStage([{ touchpoint: 'a', stage: 'buy', n: 90 }], [])!.columns.get('a')).toBe(2)
    expect(columnsByStage([], [])).toBeNull()
  })
  test('what has no stage stands with what most came from', () => {
    const rows = [{ touchpoint: 'pay', stage: 'buy', n: 90 }, { touchpoint: 'use', stage: 'enjoy', n: 90 }]
    const pass = (from: string, to: string, count: number) => ({ from, to, count, customers: count })
    const { columns, placed } = columnsByStage(rows, [pass('pay', 'use', 9), pass('pay', 'survey', 2),
      pass('use', 'survey', 7), pass('survey', 'thanks', 3), pass('lost', 'lost', 1)])!
    expect([...columns]).toEqual([['pay', 2], ['use', 3], ['survey', 3], ['thanks', 3], ['lost', 6]])
    expect(placed).toBe(2)
  })
})

describe('layout', () => {
  test('no overlap, no broken path, ends inside their nodes', () => {
    for (const seed of seeds) {
      const { transitions, names } = walks(seed)
      const graph = flowGraph(transitions, columnsByPosition(names, transitions))
      const placed = layout(graph, size)
      for (const a of placed.nodes) {
        expect(a.height, `seed ${seed}`).toBeGreaterThan(0)
        for (const b of placed.nodes) {
          if (a === b || a.column !== b.column) continue
          expect(a.y + a.height <= b.y || b.y + b.height <= a.y, `seed ${seed}`).toBe(true)
        }
      }
      for (const link of placed.links) expect(link.path, `seed ${seed}`).not.toMatch(/NaN|undefined|Infinity/)
      expect(placed.links.length + placed.hidden).toBe(graph.links.length)
    }
  })
  test('an empty journey is an empty drawing', () => {
    const placed = layout(flowGraph([], new Map()), size)
    expect(placed.nodes).toEqual([])
    expect(placed.height).toBe(0)
  })
})
