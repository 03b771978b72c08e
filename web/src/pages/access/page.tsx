// Settings: one's own account, and for those who may: people, tokens of programs, who did what.
import { useMe, type Me } from '../../me'
import { t } from '../../i18n'
import { query } from '../../router'
import { Heading } from '../../ui/heading'
import { State } from '../../ui/state'
import { Tabs } from '../../ui/tabs'
import { AuditLog } from './audit'
import { FirstOwner } from './first_owner'
import { MyAccount } from './my_account'
import { NotAllowed } from './not_allowed'
import { People } from './people'
import { Tokens } from './tokens'
import '../surveys/words'
import './words'

const views = ['account', 'people', 'tokens', 'audit'] as const
type View = typeof views[number]

const may = (me: Me, view: View): boolean => view === 'account' || view === 'tokens' || me.permissions.includes('accounts')

export default function SettingsPage() {
  const me = useMe()
  return <>
    <Heading title={t('nav.settings')} sentence={t('settings.sentence')} />
    <State query={me} height={300}>{known => known.single_user ? <FirstOwner /> : <Settings me={known} />}</State>
  </>
}

function Settings({ me }: { me: Me }) {
  const shown = views.filter(view => may(me, view) && (view !== 'account' || me.account !== null))
  const view = views.find(one => one === query.value.get('view')) ?? shown[0]!
  return <>
    <Tabs tabs={shown.map(name => ({ name, title: t(`settings.view.${name}`) }))} open={view} label={t('settings.views')} />
    {!may(me, view) ? <NotAllowed me={me} needs={['accounts']} /> : view === 'account' ? <MyAccount me={me} />
      : view === 'people' ? <People me={me} /> : view === 'tokens' ? <Tokens me={me} /> : <AuditLog />}
  </>
}
