// Alerts: which fire, and the one that is being written.
import { t } from '../../i18n'
import { query } from '../../router'
import { Heading } from '../../ui/heading'
import { Editor } from './editor'
import { Alerts } from './list'

export default function AlertsPage() {
  const edited = query.value.get('edit')
  const asked = query.value.get('new')
  return <>
    <Heading title={t('nav.alerts')} sentence={t('alerts.sentence')} />
    {edited !== null ? <Editor key={'edit ' + edited} name={edited} asked="" /> : asked !== null ? <Editor key={'new ' + asked} name="" asked={asked} /> : <Alerts />}
  </>
}
