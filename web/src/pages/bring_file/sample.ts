// What of a file is sent to be looked at, and what of its rows each later look sends.

/** Of files that are read from their beginning. */
export const sampleBytes = 1 << 20
/** Of files that are only readable as a whole (Parquet, workbooks); larger ones are not looked into. */
export const wholeBytes = 64 << 20
/** Of the rows as text, with each change. */
export const previewChars = 1 << 18

const starts = (bytes: Uint8Array, ...magic: number[]) => magic.every((byte, i) => bytes[i] === byte)

/** Null: it is too large to be looked into. */
export async function sampleOf(file: Blob): Promise<{ body: Blob; cut: boolean } | null> {
  const head = new Uint8Array(await file.slice(0, 4).arrayBuffer())
  const whole = starts(head, 0x50, 0x41, 0x52, 0x31) || starts(head, 0x50, 0x4b, 0x03, 0x04)
  if (whole) return file.size <= wholeBytes ? { body: file, cut: false } : null
  return { body: file.slice(0, sampleBytes), cut: file.size > sampleBytes }
}

/** Where the last whole row ends: a line end that stands in no quotes. */
function lastRowEnd(text: string): number {
  let quoted = false
  let end = 0
  for (let i = 0; i < text.length; ++i) {
    if (text[i] === '"') quoted = !quoted
    else if (text[i] === '\n' && !quoted) end = i + 1
  }
  return end || text.lastIndexOf('\n') + 1 || text.length
}

/** At most this many characters. Rows and JSON lines end whole; of a JSON array the server passes over what is unfinished. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text
  const some = text.slice(0, most)
  if (/^\s*\[/.test(some)) return some
  return some.slice(0, /^\s*\{/.test(some) ? some.lastIndexOf('\n') + 1 || most : lastRowEnd(some))
}
