// Invitations: the rules, the queue, how they leave, and who wants none.
import { useRef } from 'preact/hooks'
import { t } from '../../i18n'
import { query } from '../../router'
import { Heading } from '../../ui/heading'
import { Tabs } from '../../ui/tabs'
import { Queue } from './queue'
import { RuleEditor } from './rule_editor'
import { Rules } from './rules'
import { Sending } from './sending'
import { Unsubscribes } from './unsubscribes'
import '../surveys/words'

const views = ['rules', 'queue', 'sending', 'unsubscribed'] as const

export default function InvitationsPage() {
  const view = views.find(one => one === query.value.get('view')) ?? 'rules'
  const rule = query.value.get('rule')
  const listed = useRef(false)
  if (view === 'rules' && rule === null) listed.current = true
  // The list takes the focus back to the rule that was open.
  const came = useRef<string | null>(null)
  if (view === 'rules' && rule !== null) came.current = rule
  else if (view !== 'rules') came.current = null
  return <>
    <Heading title={t('nav.invitations')} sentence={t('invitations.sentence')} />
    <Tabs tabs={views.map(name => ({ name, title: t(`invitations.view.${name}`) }))} open={view} label={t('invitations.views')} />
    {view === 'queue' ? <Queue /> : view === 'sending' ? <Sending /> : view === 'unsubscribed' ? <Unsubscribes />
      : rule === null ? <Rules came={came.current} /> : <RuleEditor key={rule} name={rule} listed={listed.current} />}
  </>
}
