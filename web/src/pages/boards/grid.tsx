// The tiles of a board on its grid, in the order in which they are read.
import type { ComponentChildren, Ref } from 'preact'
import type { Definition } from '../../api'
import { replyOf, type Answers, type Tile } from './board'
import { inOrder } from './layout'
import { TileCard, type Around, type Shown } from './tile'
import s from './board_tile.module.css'

/** By the id of their tile. */
export const shownOf = (tiles: Tile[], answers: Answers, measures: Definition[]): Map<string, Shown> => {
  const byTile = new Map(answers.answers.map(one => [one.tile, one]))
  return new Map(tiles.flatMap(tile => {
    if (tile.kind === 'text') return []
    const told = byTile.get(tile.id)
    const reply = replyOf(told)
    return [[tile.id, { asked: reply && told ? { question: told.question, reply } : null, compared: told?.compared,
      definition: measures.find(one => one.id === tile.question.measure) }]]
  }))
}

export const Grid = ({ frame, children }: { frame?: Ref<HTMLDivElement>; children: ComponentChildren }) =>
  <div class={s.grid} {...frame ? { ref: frame } : {}}>{children}</div>

export const Tiles = ({ tiles, shown, around }: { tiles: Tile[]; shown: Map<string, Shown>; around: Around }) =>
  <Grid>{inOrder(tiles).map(tile => <TileCard key={tile.id} tile={tile} shown={shown.get(tile.id)} around={around} />)}</Grid>
