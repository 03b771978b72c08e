// Writing a board: tiles are added, moved and sized by pointer, key or button; everything can be undone; saving never overwrites
// what somebody else saved meanwhile.
import { t } from '../../i18n'
import type { Me } from '../../me'
import { isPeriod } from '../../period'
import { useCatalogue, useFields, useStatus } from '../../record'
import { keep, query } from '../../router'
import { Heading } from '../../ui/heading'
import { BoardForm } from './board_form'
import { pageOf, type Board, type Tile } from './board'
import { Clash } from './clash'
import { EditBar } from './edit_bar'
import { EditGrid } from './edit_grid'
import { useDraftAnswers, withMeasure, withText, withTile } from './editing'
import { titleOf } from './tile'
import { TileForm } from './tile_form'
import { useOwnPeriod } from './view'
import { useTiles, useWriting } from './writing'
import s from './board_editor.module.css'

export function Editor({ board: first, me }: { board: Board; me: Me }) {
  const writing = useWriting(first)
  const { now, change, newer, busy } = writing
  useOwnPeriod(now.period)
  const catalogue = useCatalogue()
  const status = useStatus()
  const fields = useFields()
  const measures = catalogue.state === 'ready' ? catalogue.value : []
  const period = query.value.get('period')
  const shown = useDraftAnswers(isPeriod(period) ? { ...now, period } : now, status.state === 'ready' ? status.value : null, measures)
  const nameOf = (tile: Tile) => titleOf(tile, shown.get(tile.id)?.definition)
  const { panel, setPanel, said, place, step, add, remove, close } = useTiles(writing, nameOf)
  const tile = panel?.of === 'tile' ? now.tiles.find(one => one.id === panel.id) : undefined
  const measure = measures.find(one => one.id === 'nps') ?? measures[0]
  return <>
    <Heading title={now.title || now.name} sentence={t('boards.editing')}>
      <a class="quiet" href={keep(pageOf(now.name))}>{t('boards.done')}</a></Heading>
    <EditBar {...writing} settings={() => setPanel({ of: 'board' })}
      addTile={() => add(board => withMeasure(board, measure?.id ?? 'nps'))} addText={() => add(board => withText(board, t('boards.text_start')))} />
    <p class="hidden" role="status">{said}</p>
    {newer ? <Clash newer={newer} busy={busy} keepMine={writing.keepMine} takeTheirs={() => { writing.takeTheirs(); setPanel(null) }} /> : null}
    <div class={tile || panel?.of === 'board' ? s.columns : undefined}>
      <EditGrid board={now} shown={shown} marked={tile?.id ?? ''} nameOf={nameOf} place={place} step={step} remove={remove}
        edit={id => setPanel({ of: 'tile', id })} />
      {tile ? <TileForm key={tile.id} tile={tile} shown={shown.get(tile.id)} measures={measures}
        fields={fields.state === 'ready' ? fields.value : null} name={nameOf(tile)} close={close} remove={() => remove(tile.id)}
        step={(direction, how) => step(tile.id, direction, how)}
        change={(how, field) => change(board => withTile(board, tile.id, how), field && `${tile.id} ${field}`)} />
        : panel?.of === 'board' ? <BoardForm board={now} me={me} close={close} change={change} /> : null}
    </div>
  </>
}
