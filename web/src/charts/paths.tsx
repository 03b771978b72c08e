// Paths as a Sankey: a column per step, ribbons to the next one, an orange foot for those whose path ended there and a
// hollow one for those who went on beyond the last step shown.
import { useSignal } from '../signal'
import { compact, whole } from '../format'
import { t } from '../i18n'
import { linkTo } from '../router'
import { useWidth } from '../ui/width'
import { pathNodes, pathsLayout, type PathLink, type PathNode } from './paths_layout'
import s from './paths.module.css'

export interface PathsProps {
  links: PathLink[]
  title: string
  nameOf: (name: string) => string
  linkHref: (link: { place: number; from: string; to: string }) => string
  selected: string | null
  onSelect: (node: PathNode) => void
}

const nodeWidth = 10
const padding = { left: 4, right: 132, top: 28 }
const columnLeast = 104

export function Paths(props: PathsProps) {
  const [frame, width] = useWidth()
  const places = Math.max(1, ...props.links.map(link => link.place))
  const least = padding.left + padding.right + columnLeast * (places - 1)
  return <div ref={frame} class={s.frame}>
    {width === 0 ? null : width < least ? <PathLists {...props} places={places} /> : <PathDrawing {...props} width={width} />}
  </div>
}

const isNamed = (node: PathNode) => !node.name.startsWith('(')

const describe = (node: PathNode) => t('paths.node', {
  came: node.came, on: node.count - node.ended - node.further - node.arrived, ended: node.ended, further: node.further })

const elementId = (id: string) => 'path-' + encodeURIComponent(id)

function PathDrawing({ links, title, nameOf, linkHref, selected, onSelect, width }: PathsProps & { width: number }) {
  const pointed = useSignal<string | null>(null)
  const active = pointed.value ?? selected
  const fullest = Math.max(...[...Map.groupBy(pathNodes(links), node => node.place).values()].map(column => column.length))
  const inner = width - padding.left - padding.right
  const placed = pathsLayout(links, { width: inner, height: Math.max(260, fullest * 50), node: nodeWidth, gap: 30 })
  const step = placed.places > 1 ? (inner - nodeWidth) / (placed.places - 1) : inner
  const letters = Math.floor(Math.min(step - 22, 150) / 6.6)
  const short = (name: string) => name.length > letters ? name.slice(0, letters - 1) + '…' : name
  const follow = (event: KeyboardEvent, node: PathNode) => {
    const ends = event.key === 'ArrowRight' ? placed.ribbons.filter(link => link.source === node.id).map(link => [link.target, link.count] as const)
      : event.key === 'ArrowLeft' ? placed.ribbons.filter(link => link.target === node.id).map(link => [link.source, link.count] as const) : []
    const heaviest = ends.sort((a, b) => b[1] - a[1])[0]
    if (!heaviest) return
    event.preventDefault()
    document.getElementById(elementId(heaviest[0]))?.focus()
  }
  return <svg class={s.paths} width={width} height={placed.height + padding.top + 14} viewBox={`0 0 ${width} ${placed.height + padding.top + 14}`} role="group" aria-label={title}>
    {Array.from({ length: placed.places }, (_, i) =>
      <text key={i} class={s.heading} x={padding.left + i * step} y={13}>{t('paths.step', { n: i + 1 })}</text>)}
    <g transform={`translate(${padding.left} ${padding.top})`}>
      <g aria-hidden="true">{placed.ribbons.map(link =>
        <a key={link.id} {...linkTo(linkHref(link))} tabindex={-1}
          class={`${s.ribbon} ${active === null ? '' : link.source === active || link.target === active ? s.on : s.off}`}>
          <path d={link.path} stroke-width={link.width} />
          <title>{`${nameOf(link.from)} → ${nameOf(link.to)}: ${whole(link.count)}`}</title></a>)}</g>
      {placed.nodes.map(node => {
        const name = nameOf(node.name)
        const y = node.y + Math.min(node.height / 2, 26)
        const ended = node.height * node.ended / Math.max(1, node.count)
        const further = node.height * node.further / Math.max(1, node.count)
        return <g key={node.id} id={elementId(node.id)} class={s.node} role="button" tabindex={0}
          aria-pressed={selected === node.id} aria-description={describe(node)}
          onClick={() => onSelect(node)}
          onKeyDown={event => {
            if (event.key === 'Enter' || event.key === ' ') { event.preventDefault(); onSelect(node) } else follow(event, node)
          }}
          onPointerEnter={() => { pointed.value = node.id }} onPointerLeave={() => { pointed.value = null }}>
          <rect class={s.reach} x={node.x - 4} y={node.y - 4} width={Math.min(step - 12, 150)} height={Math.max(30, node.height + 8)} />
          <rect class={isNamed(node) ? s.bar : s.otherBar} x={node.x} y={node.y} width={nodeWidth} height={node.height} rx={2} />
          {further > 0 ? <rect class={s.further} x={node.x + .75} y={node.y + node.height - ended - further + .75}
            width={nodeWidth - 1.5} height={Math.max(1, further - 1.5)} /> : null}
          {ended > 0 ? <rect class={s.foot} x={node.x} y={node.y + node.height - Math.max(1.5, ended)} width={nodeWidth}
            height={Math.max(1.5, ended)} rx={2} /> : null}
          <text x={node.x + nodeWidth + 6} y={y - 2}>{short(name)}{' '}{short(name) === name ? null : <title>{name}</title>}</text>
          <text class={s.figures} x={node.x + nodeWidth + 6} y={y + 12}>{compact(node.count)}
            {node.ended > 0 ? <tspan class={s.lost} dx="6">−{compact(node.ended)}</tspan> : null}</text>
        </g>
      })}
    </g>
  </svg>
}

/** Narrow: a list of bars for each step, one below the other. */
function PathLists({ links, nameOf, onSelect, selected, places }: PathsProps & { places: number }) {
  const nodes = pathNodes(links)
  const most = Math.max(1, ...nodes.map(node => node.count))
  return <ol class={s.lists}>{Array.from({ length: places }, (_, i) => <li key={i}>
    <h3>{t('paths.step', { n: i + 1 })}</h3>
    <ul>{nodes.filter(node => node.place === i + 1).sort((a, b) => b.count - a.count).map(node => <li key={node.id}>
      <button type="button" aria-pressed={selected === node.id} onClick={() => onSelect(node)}>
        <span>{nameOf(node.name)}</span>
        <b>{compact(node.count)}{node.ended ? <i> −{compact(node.ended)}</i> : null}</b>
        <svg width="100%" height="8" aria-hidden="true">
          <rect class={isNamed(node) ? s.bar : s.otherBar} rx="3" height="8" width={100 * node.count / most + '%'} />
          <rect class={s.foot} rx="3" height="8" width={100 * node.ended / most + '%'} /></svg>
        <span class="hidden">{describe(node)}</span>
      </button></li>)}</ul></li>)}</ol>
}
