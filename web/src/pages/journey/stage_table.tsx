// Who is in which stage now, and how long stays take: the columns of `stages` that a board has room for.
import { t } from '../../i18n'
import { AnswerFrame } from '../../ui/answer_frame'
import { AnswerTable } from '../../ui/answer_table'
import type { Asked } from '../../ui/board'

const shown = ['stage', 'now', 'n', 'dwell_median', 'dwell_p90', 'skipped', 'loop_backs']

export function StageTable({ asked }: { asked: Asked }) {
  return <AnswerFrame asked={asked} sentence={t('stages.sentence')}>{answer =>
    <AnswerTable question={asked.question} title={t('stages.sentence')}
      answer={{ ...answer, columns: shown.flatMap(name => answer.columns.filter(column => column.name === name)) }} />}
  </AnswerFrame>
}
