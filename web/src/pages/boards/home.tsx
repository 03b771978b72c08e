// The board that is the reader's first page.
import { BoardPage } from './view'

export const homeOf = (name: string) => () => <BoardPage name={name} home />
