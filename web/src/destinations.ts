// The pages in the menu, with the key that follows `g`.
import type { TextKey } from './i18n'

export interface Destination { path: string; name: TextKey; key: string; needs?: string[] }

export const destinations: Destination[] = [
  { path: '/', name: 'nav.overview', key: 'o' },
  { path: '/journey', name: 'nav.journey', key: 'j', needs: ['ask'] },
  { path: '/voice', name: 'nav.voice', key: 'v', needs: ['ask'] },
  { path: '/boards', name: 'nav.boards', key: 'b', needs: ['ask'] },
  { path: '/targets', name: 'nav.targets', key: 'l', needs: ['ask'] },
  { path: '/alerts', name: 'nav.alerts', key: 'n', needs: ['ask'] },
  { path: '/explore', name: 'nav.explore', key: 'e', needs: ['ask'] },
  { path: '/measure/nps', name: 'nav.measures', key: 'm', needs: ['ask'] },
  { path: '/inbox', name: 'nav.inbox', key: 'x', needs: ['people'] },
  { path: '/surveys', name: 'nav.surveys', key: 'a', needs: ['setup'] },
  { path: '/invitations', name: 'nav.invitations', key: 'i', needs: ['setup'] },
  { path: '/sources', name: 'nav.sources', key: 'u', needs: ['record', 'setup'] },
  { path: '/settings', name: 'nav.settings', key: 't' },
]
