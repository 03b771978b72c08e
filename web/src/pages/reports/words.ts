// The words of reports come when one is made or listed; a board that is only read does not pay for them.
import { chapters, openChapter, type Words } from '../../i18n'

chapters.reports ??= import.meta.glob<Words>('/src/locales/*/reports.json')
await openChapter('reports')
