// Signals: who read one is told, and nobody else.
import { render } from 'preact'
import { useEffect } from 'preact/hooks'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { computed, effect, signal, useSignal, useSignalEffect } from '../src/signal'

describe('effects', () => {
  test('run at once, and again when what they read has changed', () => {
    const one = signal(1)
    const seen: number[] = []
    effect(() => { seen.push(one.value) })
    one.value = 2
    one.value = 2
    expect(seen).toEqual([1, 2])
  })
  test('see through what is computed', () => {
    const one = signal(1)
    const twice = computed(() => 2 * one.value)
    const seen: number[] = []
    effect(() => { seen.push(twice.value) })
    one.value = 3
    expect(seen).toEqual([2, 6])
  })
  test('are not run when what is computed stays the same', () => {
    const address = signal('/people?channel=web')
    const path = computed(() => address.value.split('?')[0]!)
    const section = computed(() => path.value.split('/')[1])
    let worked = 0
    const query = computed(() => { worked++; return address.value.split('?')[1] })
    let runs = 0
    effect(() => { void section.value; void query; runs++ })
    address.value = '/people?channel=call'
    expect(runs).toBe(1)
    expect(worked).toBe(0)
    expect([section.value, query.value]).toEqual(['people', 'channel=call'])
    address.value = '/sources'
    expect([runs, section.value, worked]).toEqual([2, 'sources', 2])
  })
  test('see all of a change at once, and once', () => {
    const address = signal('a?1')
    const path = computed(() => address.value.split('?')[0])
    const query = computed(() => address.value.split('?')[1])
    const seen: string[] = []
    effect(() => { seen.push(`${path.value} ${query.value} ${address.value}`) })
    address.value = 'b?2'
    expect(seen).toEqual(['a 1 a?1', 'b 2 b?2'])
  })
  test('one that fails keeps no other from running', () => {
    const one = signal(0)
    let runs = 0
    const reported = vi.fn()
    vi.stubGlobal('reportError', reported)
    effect(() => { if (one.value === 1) throw Error('no') })
    effect(() => { void one.value; runs++ })
    one.value = 1
    expect(runs).toBe(2)
    expect(reported).toHaveBeenCalledOnce()
    vi.unstubAllGlobals()
  })
  test('follow what they read last, not what they once read', () => {
    const which = signal(true)
    const here = signal(0)
    let runs = 0
    effect(() => { runs++; if (which.value) void here.value })
    which.value = false
    here.value = 1
    expect(runs).toBe(2)
  })
  test('put in order what they left before they run again, and when they end', () => {
    const one = signal('a')
    const log: string[] = []
    const stop = effect(() => { const now = one.value; log.push('+' + now); return () => { log.push('-' + now) } })
    one.value = 'b'
    stop()
    one.value = 'c'
    expect(log).toEqual(['+a', '-a', '+b', '-b'])
  })
  test('one that another has ended is not run any more', () => {
    const one = signal(0)
    let runs = 0
    let stop = () => {}
    effect(() => { if (one.value) stop() })
    stop = effect(() => { void one.value; runs++ })
    one.value = 1
    expect(runs).toBe(1)
  })
  test('what an effect inside another reads is not read by the outer one', () => {
    const inner = signal(0)
    const outer = signal(0)
    let runs = 0
    effect(() => { runs++; const stop = effect(() => { void inner.value }); void outer.value; return stop })
    inner.value = 1
    expect(runs).toBe(1)
    outer.value = 1
    expect(runs).toBe(2)
  })
})

describe('components', () => {
  let root: HTMLElement
  const soon = () => new Promise(resolve => setTimeout(resolve, 60))
  beforeEach(() => { root = document.createElement('div'); document.body.append(root) })
  afterEach(() => { render(null, root); root.remove() })

  test('are drawn again when what they read has changed, once for many changes, and without their parents', async () => {
    const one = signal(0)
    const drawn = { parent: 0, child: 0 }
    const Child = () => { drawn.child++; return <b>{one.value}</b> }
    const Parent = () => { drawn.parent++; return <p><Child /></p> }
    render(<Parent />, root)
    one.value = 1
    one.value = 2
    await soon()
    expect(root.textContent).toBe('2')
    expect(drawn).toEqual({ parent: 1, child: 2 })
  })
  test('what handlers and effects read does not draw them again', async () => {
    const one = signal(0)
    let drawn = 0
    const Quiet = () => {
      drawn++
      useEffect(() => { void one.value })
      return <button onClick={() => { void one.value }}>x</button>
    }
    render(<Quiet />, root)
    await soon()
    root.querySelector('button')!.click()
    one.value = 1
    await soon()
    expect(drawn).toBe(1)
  })
  test('what a left over effect of a child reads does not draw its parent again', async () => {
    const one = signal(0)
    const turn = signal(0)
    const drawn = { parent: 0, child: 0 }
    const Child = ({ turn }: { turn: number }) => {
      drawn.child++
      useEffect(() => { void one.value })
      return <b>{turn}</b>
    }
    const Parent = () => { drawn.parent++; return <Child turn={turn.value} /> }
    render(<Parent />, root)
    turn.value = 1
    await Promise.resolve()  // The drawing, before the effects of the first one.
    await soon()
    expect(drawn).toEqual({ parent: 2, child: 2 })
    one.value = 1
    await soon()
    expect(drawn).toEqual({ parent: 2, child: 2 })
  })
  test('one that is gone is not told, nor is what it stood in', async () => {
    const one = signal(0)
    let drawn = 0
    const Gone = () => { drawn++; useEffect(() => () => { void one.value }, []); return <i>{one.value}</i> }
    render(<Gone />, root)
    await soon()
    render(null, root)
    one.value = 1
    await soon()
    expect(drawn).toBe(1)
    expect(root.textContent).toBe('')
  })
  test('have signals and effects of their own, which end with them', async () => {
    const outside = signal('a')
    const log: string[] = []
    const Own = () => {
      const count = useSignal(0)
      useSignalEffect(() => { const now = outside.value; log.push('+' + now); return () => { log.push('-' + now) } })
      return <button onClick={() => { count.value++ }}>{count.value}</button>
    }
    render(<Own />, root)
    await soon()
    root.querySelector('button')!.click()
    await soon()
    expect(root.textContent).toBe('1')
    outside.value = 'b'
    render(null, root)
    await soon()
    outside.value = 'c'
    expect(log).toEqual(['+a', '-a', '+b', '-b'])
  })
})
