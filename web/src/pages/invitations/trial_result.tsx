// What a rule would have done in the last 30 days: whom it would have asked, and why not the others.
import { label, plural, t } from '../../i18n'
import { whole } from '../../format'
import { localDay } from '../local_time'
import type { Trial } from './requests'
import s from './trial_result.module.css'

export function TrialResult({ trial, outdated }: { trial: Trial; outdated: boolean }) {
  const rows = [['asked', trial.invitations] as const, ...Object.entries(trial.others).sort((a, b) => b[1] - a[1])]
  const most = Math.max(1, trial.causes)
  return <section class={'card ' + s.trial + (outdated ? ' ' + s.old : '')} aria-labelledby="rule-trial">
    <h2 id="rule-trial">{t('trial.title')}</h2>
    <p role="status">{trial.causes === 0 ? t('trial.none', { day: localDay(trial.from) })
      : <><strong>{t('trial.asked', {
        invitations: plural('n.invitations', trial.invitations), customers: plural('n.customers', trial.invited_customers),
      })}</strong>{' '}{t('trial.of', {
        causes: plural('n.causes', trial.causes), customers: plural('n.customers', trial.customers), day: localDay(trial.from),
      })}</>}</p>
    {outdated ? <p class="warn">{t('trial.outdated')}</p> : null}
    {trial.causes > 0 ? <table><thead><tr><th scope="col" class="text">{t('trial.what')}</th><th scope="col">{t('trial.causes')}</th>
      <th scope="col" class="text"><span class="hidden">{t('trial.share')}</span></th></tr></thead>
    <tbody>{rows.map(([reason, n]) => <tr key={reason}>
      <th scope="row" class="text">{reason === 'asked' ? t('trial.would') : label('reason', reason, reason)}</th>
      <td>{whole(n)}</td>
      <td class={'text ' + s.bars}><span class={reason === 'asked' ? s.asked : s.other} style={{ width: `${100 * n / most}%` }} /></td>
    </tr>)}</tbody></table> : null}
  </section>
}
