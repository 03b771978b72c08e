// All pages but the first, and the words that only they have. The frame knows this file alone, so that a first visit pays for one name and not for all.
import type { ComponentType } from 'preact'
import { openFurther } from '../further'
import { chapters, openChapter, type Chapter, type Words } from '../i18n'
import { here, may, me, type Me } from '../me'

chapters.journey = import.meta.glob<Words>('/src/locales/*/journey.json')
chapters.record = import.meta.glob<Words>('/src/locales/*/record.json')
chapters.setup = import.meta.glob<Words>('/src/locales/*/setup.json')
chapters.boards = import.meta.glob<Words>('/src/locales/*/boards.json')
chapters.people = import.meta.glob<Words>('/src/locales/*/people.json')
chapters.targets = import.meta.glob<Words>('/src/locales/*/targets.json')
chapters.alerts = import.meta.glob<Words>('/src/locales/*/alerts.json')
chapters.explore = import.meta.glob<Words>('/src/locales/*/explore.json')
chapters.voice = import.meta.glob<Words>('/src/locales/*/voice.json')
chapters.told = import.meta.glob<Words>('/src/locales/*/told.json')
// English comes from the server; its file is what translations are held against.
chapters.measures = import.meta.glob<Words>(['/src/locales/*/measures.json', '!/src/locales/en/*'])

interface Page { load: () => Promise<{ default: ComponentType }>; chapters?: Chapter[]; needs?: string[] }

const pages: Record<string, Page> = {
  journey: { needs: ['ask'], chapters: ['journey', 'told'], load: () => import('./journey/page') },
  voice: { needs: ['ask'], chapters: ['voice', 'people', 'boards', 'journey', 'told', 'measures'], load: () => import('./voice/page') },
  boards: { needs: ['ask'], chapters: ['boards', 'journey', 'told', 'measures'], load: () => import('./boards/page') },
  shared: { chapters: ['boards', 'journey', 'told', 'measures'], load: () => import('./boards/shared') },
  targets: { needs: ['ask'], chapters: ['targets', 'boards', 'journey', 'told', 'measures'], load: () => import('./targets/page') },
  alerts: { needs: ['ask'], chapters: ['alerts', 'targets', 'boards', 'journey', 'told', 'measures'], load: () => import('./alerts/page') },
  explore: { needs: ['ask'], chapters: ['explore', 'boards', 'journey', 'told', 'measures'], load: () => import('./explore/page') },
  measure: { needs: ['ask'], chapters: ['journey', 'told', 'measures'], load: () => import('./measure') },
  people: { needs: ['people'], chapters: ['journey', 'people'], load: () => import('./people') },
  customer: { needs: ['people'], chapters: ['record', 'people'], load: () => import('./customer') },
  inbox: { needs: ['people'], chapters: ['people'], load: () => import('./inbox/page') },
  surveys: { needs: ['setup'], load: () => import('./surveys/page') },
  invitations: { needs: ['setup'], load: () => import('./invitations/page') },
  sources: { needs: ['record', 'setup'], chapters: ['record', 'setup'], load: () => import('./sources') },
  settings: { load: () => import('./access/page') },
  'sign-in': { load: () => import('./access/sign_in') },
}
/** The page that says what is missing. */
const refused = async (known: Me, needs: readonly string[]): Promise<ComponentType> => {
  const [module] = await Promise.all([import('./access/not_allowed'), openFurther()])
  return module.refusal(known, needs)
}

/** The board of that name as the first page. */
export async function openedHome(name: string): Promise<ComponentType> {
  if (here.value && !name && !may('ask')) return refused(here.value, ['ask'])
  const [module] = await Promise.all([import('./boards/home'), opened('boards')])
  return module.homeOf(name)
}

const unknown: Page = { load: () => import('./unknown') }

/** The page of a section with its words. Rejects when a part of it did not come. */
export async function opened(section: string): Promise<ComponentType> {
  const page = pages[section] ?? unknown
  // Who has not been asked yet is asked first: a page is not to be fetched in vain. Where nobody can tell, the page itself is told.
  if (page.needs && here.value === null) await me().catch(() => null)
  if (page.needs && here.value && !may(...page.needs)) return refused(here.value, page.needs)
  const [module] = await Promise.all([page.load(), openFurther(), ...(page.chapters ?? []).map(openChapter)])
  return module.default
}
