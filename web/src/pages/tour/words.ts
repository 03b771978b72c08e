// The words of the tour, which only its first visit fetches.
import { chapters, openChapter, type Words } from '../../i18n'

chapters.tour = import.meta.glob<Words>('/src/locales/*/tour.json')

export const openWords = (): Promise<void> => openChapter('tour')
