// The words of signing in and of settings come with these pages; a first visit to a board does not pay for them.
import { chapters, openChapter, type Words } from '../../i18n'

// The user menu opens them as well, on pages whose own words are elsewhere.
chapters.access ??= import.meta.glob<Words>('/src/locales/*/access.json')

// Whoever imports this may speak: the words are there before the page draws.
await openChapter('access')
