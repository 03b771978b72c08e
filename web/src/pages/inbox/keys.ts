// The keys of the inbox, as `?` lists them.
import type { PageKeys } from '../../ui/page_keys'
import type { Change } from './requests'

export interface Actions {
  step: (by: number) => void; set: (to: Change) => void; take: () => void; focus: (id: string) => void
  tag: () => void; customer: () => void; choose: () => void; undo: () => void
}

export const keysOf = (to: Actions): PageKeys => ({ title: 'nav.inbox', keys: [
  { keys: ['j', 'k'], name: 'inbox.key.next', run: key => to.step(key === 'j' ? 1 : -1) },
  { keys: ['e'], name: 'inbox.mark_done', run: () => to.set({ state: 'done' }) },
  { keys: ['o'], name: 'inbox.reopen', run: () => to.set({ state: 'open' }) },
  { keys: ['a'], name: 'inbox.take', run: to.take },
  { keys: ['t'], name: 'inbox.add_tag', run: to.tag },
  { keys: ['n'], name: 'inbox.key.note', run: () => to.focus('inbox-note') },
  { keys: ['x'], name: 'inbox.key.select', run: to.choose },
  { keys: ['z'], name: 'inbox.key.undo', run: to.undo },
  { keys: ['Enter'], name: 'inbox.key.customer', run: to.customer },
] })

/** Escape gives the keys back to the page. */
export const leaveField = (event: KeyboardEvent): void => {
  if (event.key === 'Escape') (event.currentTarget as HTMLElement).blur()
}
