// What no first visit to the overview says: the words of tables, of people, of an empty record. All other pages open them
// (pages/more.ts), and what opens on a click (ui/tables.tsx).
import { chapters, openChapter, type Words } from './i18n'

chapters.further = import.meta.glob<Words>('/src/locales/*/further.json')

export const openFurther = (): Promise<void> => openChapter('further')
