// A tile of text, drawn from values: what is written there is never markup.
import { blocksOf, type Span } from './text_blocks'
import s from './board_tile.module.css'

const Spans = ({ spans }: { spans: Span[] }) => <>{spans.map((span, i) =>
  'href' in span ? <a key={i} href={span.href} {...span.href.startsWith('/') ? {} : { rel: 'noopener noreferrer' }}>{span.text}</a>
    : span.bold ? <b key={i}>{span.text}</b> : <span key={i}>{span.text}</span>)}</>

/** `titled`: a heading stands above it already. */
export function Text({ text, titled }: { text: string; titled: boolean }) {
  const Heading = titled ? 'h3' : 'h2'
  return <div class={s.text}>{blocksOf(text).map((block, i) => block.kind === 'list'
    ? <ul key={i}>{block.items.map((spans, j) => <li key={j}><Spans spans={spans} /></li>)}</ul>
    : block.kind === 'heading' ? <Heading key={i}><Spans spans={block.spans} /></Heading>
      : <p key={i}><Spans spans={block.spans} /></p>)}</div>
}
