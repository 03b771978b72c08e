// The pages in the menu, with the key that follows `g`.
import type { TextKey } from './i18n'

export interface Destination { path: string; name: TextKey; key: string }

export const destinations: Destination[] = [
  { path: '/', name: 'nav.overview', key: 'o' },
  { path: '/journey', name: 'nav.journey', key: 'j' },
  { path: '/measure/nps', name: 'nav.measures', key: 'm' },
  { path: '/surveys', name: 'nav.surveys', key: 'a' },
  { path: '/invitations', name: 'nav.invitations', key: 'i' },
  { path: '/sources', name: 'nav.sources', key: 'u' },
]
