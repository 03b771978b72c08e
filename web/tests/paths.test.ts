// Paths: nothing is lost between columns, whatever the data; and the colour classes of a heat map.
import { describe, expect, test } from 'vitest'
import { heatStep, steps } from '../src/charts/heat_map'
import { endName, furtherName, otherName, pathNodes, pathsLayout, unbalancedPaths, type PathLink } from '../src/charts/paths_layout'

/** Numbers that look random and are the same in every run. */
function numbers(seed: number): (below: number) => number {
  let state = seed
  return below => {
    state = (state * 1103515245 + 12345) % 2147483648
    return Math.floor(state / 2147483648 * below)
  }
}

/** Random journeys with loops, counted the plain way. */
function randomLinks(seed: number): { links: PathLink[]; journeys: number } {
  const next = numbers(seed)
  const names = ['visit', 'help', 'purchase', otherName]
  const places = 2 + next(5)
  const counts = new Map<string, number>()
  const journeys = 1 + next(200)
  for (let i = 0; i < journeys; i++) {
    const length = 1 + next(places + 2)
    const walk = Array.from({ length }, () => names[next(names.length)]!)
    for (let place = 1; place <= Math.min(length, places); place++) {
      const to = place === length ? endName : place === places ? furtherName : walk[place]!
      const key = JSON.stringify([place, walk[place - 1], to])
      counts.set(key, (counts.get(key) ?? 0) + 1)
    }
  }
  const links = [...counts].map(([key, count]): PathLink => {
    const [place, from, to] = JSON.parse(key) as [number, string, string]
    return { place, from, to, count, customers: count }
  })
  return { links, journeys }
}

describe('paths', () => {
  test('what comes into a node leaves it, on random journeys', () => {
    for (let seed = 1; seed <= 200; seed++) {
      const { links, journeys } = randomLinks(seed)
      expect(unbalancedPaths(links), `seed ${seed}`).toEqual([])
      const first = pathNodes(links).filter(node => node.place === 1)
      expect(first.reduce((sum, node) => sum + node.count, 0), `seed ${seed}`).toBe(journeys)
    }
  })
  test('an answer that does not add up is found out', () => {
    const links = [{ place: 1, from: 'a', to: 'b', count: 3, customers: 3 }, { place: 2, from: 'b', to: endName, count: 2, customers: 2 }]
    expect(unbalancedPaths(links).map(node => node.id)).toEqual(['2 b'])
  })
  test('paths towards an event arrive there, and begin where they were cut or at the start', () => {
    const link = (place: number, from: string, to: string, count: number): PathLink => ({ place, from, to, count, customers: count })
    const links = [link(1, furtherName, 'a', 5), link(1, '(start)', 'a', 2), link(2, 'a', 'b', 7), link(2, '(start)', 'b', 1), link(3, 'b', 'goal', 8)]
    expect(unbalancedPaths(links)).toEqual([])
    expect(pathNodes(links).find(node => node.name === 'goal')).toMatchObject({ count: 8, came: 8, arrived: 8 })
    expect(unbalancedPaths([...links, link(1, 'x', 'a', 1)]).map(node => node.id)).toEqual(['2 a'])
  })
  test('nodes of a column never overlap and ribbons are as wide as they count', () => {
    for (let seed = 1; seed <= 100; seed++) {
      const { links } = randomLinks(seed)
      const placed = pathsLayout(links, { width: 900, height: 400, node: 10, gap: 20 })
      for (let place = 1; place <= placed.places; place++) {
        const column = placed.nodes.filter(node => node.place === place).sort((a, b) => a.y - b.y)
        column.slice(1).forEach((node, i) => expect(node.y).toBeGreaterThanOrEqual(column[i]!.y + column[i]!.height))
      }
      for (const ribbon of placed.ribbons) {
        expect(ribbon.path).not.toMatch(/NaN|Infinity/)
        const source = placed.nodes.find(node => node.id === ribbon.source)!
        expect(ribbon.width).toBeLessThanOrEqual(source.height + 0.7)
      }
    }
  })
  test('what was summed stands last in its column', () => {
    const links = [{ place: 1, from: otherName, to: endName, count: 9, customers: 9 }, { place: 1, from: 'a', to: endName, count: 2, customers: 2 }]
    const nodes = pathsLayout(links, { width: 300, height: 200, node: 10, gap: 20 }).nodes.sort((a, b) => a.y - b.y)
    expect(nodes.map(node => node.name)).toEqual(['a', otherName])
  })
})

describe('heat map', () => {
  test('nine classes from nothing to the most, and no value outside them', () => {
    expect(heatStep(0, 80)).toBe(0)
    expect(heatStep(80, 80)).toBe(steps - 1)
    expect(heatStep(40, 80)).toBe(4)
    expect(heatStep(5, 0)).toBe(0)
    for (let value = 0; value <= 100; value++) {
      expect(heatStep(value, 100)).toBeGreaterThanOrEqual(heatStep(Math.max(0, value - 1), 100))
    }
  })
})
