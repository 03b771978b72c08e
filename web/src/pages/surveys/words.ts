// The words of surveys and invitations come with these pages; a first visit to a board does not pay for them.
import { chapters, openChapter, type Words } from '../../i18n'

chapters.asking = import.meta.glob<Words>('/src/locales/*/asking.json')

// Whoever imports this may speak: the words are there before the page draws.
await openChapter('asking')
