// Where journeys break: after which touchpoint people fall silent, who comes back, and who waits for us right now.
import { t } from '../../i18n'
import { query, setQuery } from '../../router'
import { AnswerFrame } from '../../ui/answer_frame'
import { AnswerTable } from '../../ui/answer_table'
import { Choose, chosen } from '../../ui/choices'
import { FilterField } from '../../ui/filter_field'
import { withUnit } from '../../format'
import { DropOutBars } from './drop_out_bars'
import { Part } from './part'

const silences = ['30d', '7d', '14d', '60d', '90d'] as const

export default function DropOutsPart() {
  const goal = query.value.get('goal')
  const parameters = { after: [chosen('after', silences)], ...(goal ? { goal: [goal] } : {}) }
  return <Part sentence={t('drops.part_sentence')}
    settings={<>
      <Choose name="after" title={t('drops.after')} choices={silences.map(value => ({ value, title: withUnit(Number(value.slice(0, -1)) * 86_400, 's') }))} />
      <FilterField name={t('drops.goal')} value={goal ?? ''} placeholder={'touchpoint = "purchase"'}
        onCommit={text => setQuery({ goal: text || null })} />
    </>}
    questions={({ range }) => ({
      drops: { measure: 'drop_outs', ...range, parameters },
      stalled: { measure: 'stalled', ...range, parameters },
    })}>
    {replies => <>
      <DropOutBars asked={replies.drops} most={20} />
      <AnswerFrame asked={replies.stalled} sentence={t('stalled.sentence')}>{answer =>
        <AnswerTable answer={answer} question={replies.stalled.question} title={t('stalled.sentence')} rows={answer.rows.slice(0, 40)} />}
      </AnswerFrame>
      <AnswerFrame asked={replies.drops} id="returns" title={t('drops.returns')} sentence={t('drops.returns_text')}>{answer =>
        <AnswerTable answer={answer} question={replies.drops.question} title={t('drops.returns')} rows={answer.rows.slice(0, 40)} />}
      </AnswerFrame>
    </>}
  </Part>
}
