// After which touchpoint customers fall silent, the largest share first; each bar leads to those people.
import { t } from '../../i18n'
import { AnswerFrame } from '../../ui/answer_frame'
import type { Asked } from '../../ui/board'
import { MeasuredBars } from '../../ui/measured_bars'

export function DropOutBars({ asked, most = 12 }: { asked: Asked; most?: number }) {
  return <AnswerFrame asked={asked} id="drop-outs" sentence={t('drops.sentence')}>{answer =>
    <MeasuredBars question={asked.question} answer={answer} column="dropped" most={most} sorted />}
  </AnswerFrame>
}
