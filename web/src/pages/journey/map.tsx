// Where do they go, loop and stop: the map of all transitions, and the shortest story of stages and drop-outs.
import { t } from '../../i18n'
import { patched, path, query } from '../../router'
import { Choose, chosen } from '../../ui/choices'
import { JourneyMap } from '../../ui/journey_map'
import { NodeActions } from '../../ui/node_actions'
import { DropOutBars } from './drop_out_bars'
import { Part, Two } from './part'
import { StageTable } from './stage_table'

const nodeFields = ['touchpoint', 'channel', 'stage'] as const
const node = () => chosen('node', nodeFields)

/** A second click lets go again. */
const selectHref = (id: string) =>
  path.value + '?' + patched(query.value, { sel: query.value.get('sel') === id ? null : id })

export default function MapPart() {
  return <Part sentence={t('journey.sentence')}
    settings={<Choose name="node" title={t('journey.node')}
      choices={nodeFields.map(value => ({ value, title: t(`nodes.${value}`) }))} />}
    questions={({ range }) => ({
      map: { measure: 'process_map', ...range, parameters: { node: [node()] } },
      staged: { measure: 'volume', ...range, by: ['touchpoint', 'stage'] },
      stages: { measure: 'stages', ...range },
      drops: { measure: 'drop_outs', ...range },
    })}>
    {replies => <>
      <JourneyMap asked={replies.map} staged={replies.staged} field={node()} selection={{
        selected: query.value.get('sel'), hrefOf: selectHref, said: one => <NodeActions field={node()} {...one} /> }} />
      <Two><StageTable asked={replies.stages} /><DropOutBars asked={replies.drops} /></Two>
    </>}
  </Part>
}
