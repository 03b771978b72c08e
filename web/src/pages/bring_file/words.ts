// The words of this page come with it; a first visit to a board does not pay for them.
import { chapters, openChapter, type Words } from '../../i18n'

chapters.bring_file = import.meta.glob<Words>('/src/locales/*/bring_file.json')

export const openWords = (): Promise<void> => openChapter('bring_file')
