// The text of a tile: paragraphs, headings, lists, bold and links. Read into values, never into markup: nothing in it can run.

export type Span = { text: string; bold?: true } | { text: string; href: string }
export type Block = { kind: 'paragraph' | 'heading'; spans: Span[] } | { kind: 'list'; items: Span[][] }

/** Addresses that lead to a page or to a letter. Anything else is text. */
export function safeHref(address: string): string {
  const text = address.trim()
  if (/^\/(?![/\\])/.test(text)) return text
  try {
    const url = new URL(text)
    return ['http:', 'https:', 'mailto:'].includes(url.protocol) ? url.href : ''
  } catch { return '' }
}

const marks = /\*\*([^*]+)\*\*|\[([^\]]+)\]\(([^()\s]+)\)/g

export function spansOf(text: string): Span[] {
  const out: Span[] = []
  let at = 0
  const plain = (upTo: number) => { if (upTo > at) out.push({ text: text.slice(at, upTo) }) }
  for (const found of text.matchAll(marks)) {
    const [whole, bold, words, address] = found
    const href = address === undefined ? '' : safeHref(address)
    if (bold === undefined && !href) continue
    plain(found.index)
    out.push(bold === undefined ? { text: words!, href } : { text: bold, bold: true })
    at = found.index + whole.length
  }
  plain(text.length)
  return out
}

export function blocksOf(text: string): Block[] {
  const out: Block[] = []
  let lines: string[] = []
  let items: Span[][] = []
  const end = () => {
    if (lines.length) out.push({ kind: 'paragraph', spans: spansOf(lines.join('\n')) })
    if (items.length) out.push({ kind: 'list', items })
    lines = []
    items = []
  }
  for (const line of text.replaceAll('\r\n', '\n').split('\n')) {
    if (line.startsWith('- ')) {
      if (lines.length) end()
      items.push(spansOf(line.slice(2)))
    } else if (line.startsWith('# ')) {
      end()
      out.push({ kind: 'heading', spans: spansOf(line.slice(2)) })
    } else if (line.trim() === '') end()
    else {
      if (items.length) end()
      lines.push(line)
    }
  }
  end()
  return out
}
