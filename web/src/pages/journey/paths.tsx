// The ways customers take, step by step, as a flow whose columns add up.
import type { Answer } from '../../api'
import { isTowards, pathNodes, type PathLink } from '../../charts/paths_layout'
import { withUnit } from '../../format'
import { t } from '../../i18n'
import { query, setQuery } from '../../router'
import { AnswerFrame } from '../../ui/answer_frame'
import { humane } from '../../ui/answer_words'
import type { Asked } from '../../ui/board'
import { Choose, chosen } from '../../ui/choices'
import { FilterField } from '../../ui/filter_field'
import { MeasuredBars } from '../../ui/measured_bars'
import { linksOf, PathsDrawing } from '../../ui/paths_drawing'
import { Part } from './part'

const nodeFields = ['touchpoint', 'channel', 'stage'] as const
const directions = ['after', 'before'] as const
const stepCounts = ['5', '4', '6', '8'] as const

function parametersNow(): Record<string, string[]> {
  const anchor = query.value.get('anchor')
  return {
    node: [chosen('node', nodeFields)], steps: [chosen('steps', stepCounts)], top: ['6'],
    ...(anchor ? { anchor: [anchor], direction: [chosen('direction', directions)] } : {}),
  }
}

export default function PathsPart() {
  const anchor = query.value.get('anchor') ?? ''
  return <Part sentence={t('paths.sentence')}
    settings={<>
      <Choose name="node" title={t('journey.node')} choices={nodeFields.map(value => ({ value, title: t(`nodes.${value}`) }))} />
      <Choose name="steps" title={t('paths.steps')} choices={stepCounts.map(value => ({ value, title: value }))} />
      {anchor ? <Choose name="direction" title={t('paths.direction')}
        choices={directions.map(value => ({ value, title: t(`paths.${value}`) }))} /> : null}
      <FilterField name={t('paths.anchor')} value={anchor} problem={null} placeholder={'touchpoint = "purchase"'}
        onCommit={text => setQuery({ anchor: text || null })} />
    </>}
    questions={({ range }) => ({
      paths: { measure: 'paths', ...range, parameters: parametersNow() },
      variants: { measure: 'variants', ...range, parameters: { node: [chosen('node', nodeFields)], collapse: ['true'] } },
    })}>
    {replies => <>
      <Flow asked={replies.paths} />
      <AnswerFrame asked={replies.variants} sentence={t('variants.sentence')}>{answer =>
        <MeasuredBars question={replies.variants.question} answer={answer} column="customers" most={12} />}
      </AnswerFrame>
    </>}
  </Part>
}

function Flow({ asked }: { asked: Asked }) {
  return <AnswerFrame asked={asked} id="paths" sentence={sentenceOf} foot={<p>{t('paths.reading')}</p>}>{answer =>
    <PathsDrawing question={asked.question} answer={answer} title={t('part.paths')}
      anchored={(anchor, direction) => ({ anchor, direction })} />}
  </AnswerFrame>
}

function sentenceOf(answer: Answer): string {
  const links = linksOf(answer)
  const heaviest = (some: PathLink[]) => [...some].sort((a, b) => b.count - a.count)[0]
  const nodes = pathNodes(links)
  if (isTowards(links)) {
    const into = heaviest(links.filter(link => nodes.some(node => node.arrived > 0 && node.place === link.place + 1)))
    const n = nodes.reduce((sum, node) => sum + node.arrived, 0)
    return into && n > 0 ? t('paths.summary_before', { n, share: withUnit(100 * into.count / n, '%'), last: humane(into.from) }) : ''
  }
  const began = nodes.filter(node => node.place === 1).reduce((sum, node) => sum + node.count, 0)
  const first = nodes.filter(node => node.place === 1).sort((a, b) => b.count - a.count)[0]
  const next = heaviest(links.filter(link => link.place === 1 && link.from === first?.name))
  if (!first || !next || began === 0) return ''
  return t('paths.summary', { n: began, first: humane(first.name), share: withUnit(100 * first.count / began, '%'), next: humane(next.to) })
}
