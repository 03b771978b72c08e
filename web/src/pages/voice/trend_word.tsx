// Whether something grows: a sign and the word.
import type { Row } from '../../api'
import { label } from '../../i18n'

const signs: Record<string, string> = { new: '▲', rising: '▲', falling: '▼' }

export function TrendWord({ of }: { of: Row[string] }) {
  if (of === null || of === undefined || of === '') return <>–</>
  const word = String(of)
  return <>{signs[word] ? <span aria-hidden="true">{signs[word]} </span> : null}{label('trend', word)}</>
}
