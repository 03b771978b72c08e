// The pages of Sources as links: each has an address of its own. What somebody may not do is not among them.
import { t, type TextKey } from '../i18n'
import { may } from '../me'
import { keep } from '../router'
import s from '../ui/tabs.module.css'

const tabs: { name: string; title: TextKey; needs: string[] }[] = [
  { name: '', title: 'nav.sources', needs: ['record', 'setup'] }, { name: 'file', title: 'sources.bring', needs: ['setup'] },
  { name: 'stages', title: 'measure.stages.title', needs: ['setup'] }, { name: 'rejects', title: 'rejects.title', needs: ['record'] },
  { name: 'quality', title: 'measure.quality.title', needs: ['record', 'setup'] }]

export const SourceTabs = ({ open }: { open: string }) => <nav class={s.tabs} aria-label={t('setup.tabs')}>
  <ul>{tabs.filter(one => may(...one.needs)).map(({ name, title }) => <li key={name}>
    <a href={keep('/sources' + (name && '/' + name))} aria-current={name === open ? 'page' : undefined}>{t(title)}</a></li>)}</ul></nav>
