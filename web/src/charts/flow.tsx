// The journey: columns of touchpoints, ribbons forward, thin arrows back, an orange foot for those who ended.
import { useSignal } from '../signal'
import { compact, whole } from '../format'
import { plural, t } from '../i18n'
import { linkTo } from '../router'
import { useWidth } from '../ui/width'
import { isOther, type FlowGraph, type FlowNode } from './flow_graph'
import { layout, type PlacedLink } from './flow_layout'
import s from './flow.module.css'

export interface FlowProps {
  graph: FlowGraph
  headings: string[]
  title: string
  nameOf: (node: FlowNode) => string
  nodeHref: (node: FlowNode) => string
  endHref: (node: FlowNode) => string  // The people whose journey ended there.
  linkHref: (link: PlacedLink) => string
  selected?: string | null             // Its links stay, the rest fades.
}

const nodeWidth = 10
const padding = { left: 36, right: 116, top: 28 }
const columnLeast = 100  // Narrower, and names would be cut too short to read.

export function Flow(props: FlowProps) {
  const [frame, width] = useWidth()
  const least = padding.left + padding.right + columnLeast * (props.graph.columns - 1)
  // Narrow: columns become lists of bars, one below the other.
  return <div ref={frame} class={s.frame}>
    {width === 0 ? null : width < least ? <FlowLists {...props} /> : <FlowDrawing {...props} width={width} />}
  </div>
}

const visits = (node: FlowNode) => node.arrived + node.started + node.again

const describe = (node: FlowNode): string => t('flow.node', {
  arrived: node.arrived, started: node.started, moved: node.moved, ended: node.ended })

function FlowDrawing({ graph, headings, title, nameOf, nodeHref, endHref, linkHref, selected = null, width }: FlowProps & { width: number }) {
  const pointed = useSignal<string | null>(null)
  const active = pointed.value ?? selected
  const fullest = Math.max(...Array.from({ length: graph.columns }, (_, i) =>
    graph.nodes.filter(node => node.column === i).length))
  const placed = layout(graph, {
    width: width - padding.left - padding.right, height: Math.max(250, fullest * 56), node: nodeWidth,
    gap: 30, lane: 19, loopsMost: 6, leastShare: 0.008,
  })
  const step = (width - padding.left - padding.right - nodeWidth) / Math.max(1, graph.columns - 1)
  const letters = Math.floor((graph.columns > 1 ? Math.min(step - 26, 170) : 200) / 6.6)
  const short = (name: string) => name.length > letters ? name.slice(0, letters - 1) + '…' : name
  const touches = (link: PlacedLink) => link.source === active || link.target === active
  const tone = (link: PlacedLink) => active === null ? '' : touches(link) ? s.on : s.off
  const follow = (event: KeyboardEvent, id: string) => {
    const ends = event.key === 'ArrowRight' ? graph.links.filter(l => l.source === id).map(l => [l.target, l.value] as const)
      : event.key === 'ArrowLeft' ? graph.links.filter(l => l.target === id).map(l => [l.source, l.value] as const) : []
    const heaviest = [...ends].sort((a, b) => b[1] - a[1])[0]
    if (!heaviest) return
    event.preventDefault()
    document.getElementById(nodeId(heaviest[0]))?.focus()
  }
  const nodes = new Map(graph.nodes.map(node => [node.id, node]))
  const linkTitle = (link: PlacedLink) =>
    `${nameOf(nodes.get(link.source)!)} → ${nameOf(nodes.get(link.target)!)}: ${whole(link.value)}`
  return <>
    <svg class={s.flow} width={width} height={placed.height + padding.top + 12} role="group" aria-label={title}>
      <defs><marker id="flow-arrow" viewBox="0 0 8 8" refX="6" refY="4" markerWidth="8" markerHeight="8"
        markerUnits="userSpaceOnUse" orient="auto"><path class={s.head} d="M0 0L8 4L0 8z" /></marker></defs>
      {headings.map((heading, i) => <text key={i} class={s.heading} y={13}
        x={padding.left + i * step}>{heading}</text>)}
      <g transform={`translate(${padding.left} ${padding.top})`}>
        <g aria-hidden="true">
          {placed.links.filter(link => !link.back).map(link =>
            <a key={link.source + '\n' + link.target} {...linkTo(linkHref(link))} tabindex={-1}
              class={`${s.ribbon} ${tone(link)}`}>
              <path d={link.path} stroke-width={link.width} /><title>{linkTitle(link)}</title></a>)}
          {placed.links.filter(link => link.back).map(link =>
            <a key={link.source + '\n' + link.target} {...linkTo(linkHref(link))} tabindex={-1}
              class={`${s.loop} ${tone(link)}`}>
              <path class={s.halo} d={link.path} stroke-width={link.width + 4} />
              <path class={s.arc} d={link.path} stroke-width={link.width} marker-end="url(#flow-arrow)" />
              {link.label ? <text class={s.loopCount} x={link.label.x} y={link.label.y} dy=".32em"
                text-anchor={link.label.anchor}>{link.label.anchor === 'end' ? '↕' : '↩'} {compact(link.value)}</text> : null}
              <title>{linkTitle(link)}</title></a>)}
        </g>
        {placed.nodes.map(node => {
          const name = nameOf(node)
          const y = node.y + Math.min(node.height / 2, 30)
          const x = node.x + nodeWidth + 11
          return <a key={node.id} id={nodeId(node.id)} {...linkTo(nodeHref(node))} class={s.node} {...markOf(node, selected)}
            aria-description={describe(node)} onKeyDown={event => follow(event, node.id)}
            onPointerEnter={() => { pointed.value = node.id }} onPointerLeave={() => { pointed.value = null }}
            onFocus={() => { pointed.value = node.id }} onBlur={() => { pointed.value = null }}>
            <rect class={s.reach} x={node.x - 4} y={node.y - 4} width={nodeWidth + 8} height={Math.max(24, node.height + 8)} />
            <rect class={s.around} x={x - 3} y={y - 14} width={Math.min(step - 20, 12 + 7 * short(name).length)} height={28} />
            <rect class={isOther(node) ? s.otherBar : s.bar} x={node.x} y={node.y} width={nodeWidth}
              height={node.height} rx={2} />
            <text x={x} y={y - 3}>{short(name)}{' '}{short(name) === name ? null : <title>{name}</title>}</text>
            <text class={s.figures} x={x} y={y + 11}>{compact(visits(node))}
              {node.ended > 0 ? <tspan class={s.lost} dx="6">−{compact(node.ended)}</tspan> : null}</text>
          </a>
        })}
        {placed.nodes.filter(node => node.ended > 0).map(node => {
          const tall = Math.max(1.5, node.foot)
          return <a key={node.id} {...linkTo(endHref(node))} tabindex={-1} aria-hidden="true">
            <rect class={s.foot} x={node.x} y={node.y + node.height - tall} width={nodeWidth} height={tall} rx={2} />
            <title>{`${nameOf(node)} → ${t('flow.end')}: ${whole(node.ended)}`}</title></a>
        })}
      </g>
    </svg>
    {placed.hidden > 0 ? <p class={s.hint}>{plural('flow.hidden', placed.hidden)}</p> : null}
  </>
}

const markOf = (node: FlowNode, selected: string | null) => node.id === selected ? { 'aria-current': true as const } : {}
const nodeId = (id: string) => 'flow-' + encodeURIComponent(id)

function FlowLists({ graph, headings, nameOf, nodeHref, selected = null }: FlowProps) {
  const most = Math.max(...graph.nodes.map(visits), 1)
  return <ol class={s.lists}>{Array.from({ length: graph.columns }, (_, column) => <li key={column}>
    {headings[column] ? <h3>{headings[column]}</h3> : null}
    <ul>{graph.nodes.filter(node => node.column === column).sort((a, b) => visits(b) - visits(a)).map(node =>
      <li key={node.id}><a {...linkTo(nodeHref(node))} {...markOf(node, selected)} aria-description={describe(node)}>
        <span>{nameOf(node)}</span>
        <b>{compact(visits(node))}{node.ended ? <i> −{compact(node.ended)}</i> : null}</b>
        <svg width="100%" height="8" aria-hidden="true">
          <rect class={s.bar} rx="3" height="8" width={100 * visits(node) / most + '%'} />
          <rect class={s.foot} rx="3" height="8" width={100 * node.ended / most + '%'} /></svg>
      </a></li>)}</ul></li>)}</ol>
}
