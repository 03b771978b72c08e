// Numbers to pixels, and round numbers for axes.

export interface Scale { (value: number): number; invert(pixel: number): number }

export function linear(from: number, to: number, start: number, end: number): Scale {
  const factor = (end - start) / (to - from || 1)
  const scale = ((value: number) => start + (value - from) * factor) as Scale
  scale.invert = pixel => from + (pixel - start) / (factor || 1)
  return scale
}

/** The round step (1, 2 or 5 times a power of ten) that cuts a span into about `count` parts. */
export function stepFor(span: number, count: number): number {
  if (!(span > 0)) return 1
  const raw = span / Math.max(1, count)
  const power = 10 ** Math.floor(Math.log10(raw))
  const part = raw / power
  return (part > 7 ? 10 : part > 3.5 ? 5 : part > 1.5 ? 2 : 1) * power
}

export function ticks(low: number, high: number, count: number): number[] {
  const step = stepFor(high - low, count)
  const out: number[] = []
  // Multiples of the step, not a running sum: no 0.30000000000000004.
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++) {
    out.push(Number((i * step).toPrecision(12)))
  }
  return out
}

/** The bounds widened to whole steps. */
export function nice(low: number, high: number, count = 5): [number, number] {
  if (low === high) [low, high] = [low - 1, high + 1]
  const step = stepFor(high - low, count)
  const round = (value: number) => Number(value.toPrecision(12))
  return [round(Math.floor(low / step + 1e-9) * step), round(Math.ceil(high / step - 1e-9) * step)]
}

/** Positions of labels, thinned so that at most `most` remain, evenly, the last one kept. */
export function thinned(count: number, most: number): number[] {
  const every = Math.max(1, Math.ceil(count / Math.max(1, most)))
  const out: number[] = []
  for (let i = count - 1; i >= 0; i -= every) out.unshift(i)
  return out
}
