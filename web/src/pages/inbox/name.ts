// How a response's customer is called, and where their page is.
import { t } from '../../i18n'
import { keep } from '../../router'
import type { Item } from './requests'

export const nameOf = (item: Item): string => item.identifiers[0]?.value ?? item.customer ?? t('inbox.nobody_known')
export const hrefOf = (item: Item): string => item.customer ? keep('/customer/' + encodeURIComponent(item.customer)) : ''
