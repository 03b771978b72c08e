// "Send by mail" of a board: a new report of it, and where to find those there are.
import { useState } from 'preact/hooks'
import { t } from '../../i18n'
import { Dialog } from '../boards/dialog'
import d from '../boards/board_dialog.module.css'
import { blankReport, ReportForm } from './form'

export function Mailing({ board, onClose }: { board: string; onClose: () => void }) {
  const [made, setMade] = useState('')
  return made ? <Dialog title={t('reports.made')} onClose={onClose}><p>{t('reports.made_text')}</p>
    <div class={d.actions}><a href="/boards/reports" autofocus>{t('reports.all')}</a></div></Dialog>
    : <ReportForm report={blankReport(board)} onClose={saved => { if (saved) setMade(saved); else onClose() }} />
}
