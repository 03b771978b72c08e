import { t } from '../i18n'
import { keep } from '../router'
import { Heading } from '../ui/heading'

export default function Unknown() {
  return <><Heading title={t('unknown.title')} />
    <p><a href={keep('/')}>{t('unknown.back')}</a></p></>
}
