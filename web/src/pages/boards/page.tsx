// Own boards: all of them, and one to read or to change.
import { path } from '../../router'
import { lazily } from '../../ui/lazy'
import Unknown from '../unknown'
import { BoardList } from './list'
import { BoardPage } from './view'

const Reports = lazily(() => import('../reports/page').then(module => module.default))

/** Null is an address that nobody wrote as one. */
function nameOf(part: string): string | null {
  try { return decodeURIComponent(part) } catch { return null }
}

export default function BoardsPage() {
  const name = nameOf(path.value.split('/')[2] ?? '')
  if (name === null) return <Unknown />
  if (name === 'reports') return <Reports />
  return name ? <BoardPage key={name} name={name} /> : <BoardList />
}
