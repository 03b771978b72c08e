// Moments of truth: which experiences move what customers do next, and which have no proven effect.
import type { Answer } from '../../api'
import { t } from '../../i18n'
import { humane } from '../../ui/answer_words'
import { AnswerFrame } from '../../ui/answer_frame'
import { Choose, chosen } from '../../ui/choices'
import { MeasuredBars } from '../../ui/measured_bars'
import { Part, Two } from './part'

const outcomes = ['retention', 'repeat_purchase', 'next_stage'] as const
const kinds = ['csat', 'nps', 'ces'] as const

export default function MomentsPart() {
  const parameters = { outcome: [chosen('outcome', outcomes)], kind: [chosen('kind', kinds)] }
  return <Part sentence={t('moments.sentence')}
    settings={<>
      <Choose name="outcome" title={t('moments.outcome')} choices={outcomes.map(value => ({ value, title: t(`outcome.${value}`) }))} />
      <Choose name="kind" title={t('stages.kind')} choices={kinds.map(value => ({ value, title: value.toUpperCase() }))} />
    </>}
    questions={({ range }) => ({
      moments: { measure: 'moments_of_truth', ...range, parameters },
      early: { measure: 'early_experience', ...range, parameters: { kind: [chosen('kind', kinds)] } },
      changes: { measure: 'behaviour_changes', ...range },
    })}>
    {replies => <>
      <AnswerFrame asked={replies.moments} sentence={momentsSentence} foot={<p>{t('moments.reading')}</p>}>{answer =>
        <MeasuredBars question={replies.moments.question} answer={answer} column="customers" most={24}
          nameOf={row => humane(String(row.touchpoint ?? row.node ?? ''))} />}
      </AnswerFrame>
      <Two>
        <AnswerFrame asked={replies.early} sentence={t('early.sentence')}>{answer =>
          <MeasuredBars question={replies.early.question} answer={answer} column="customers" />}</AnswerFrame>
        <AnswerFrame asked={replies.changes} sentence={t('changes.sentence')}>{answer =>
          <MeasuredBars question={replies.changes.question} answer={answer} column="customers" value="customers" sorted />}</AnswerFrame>
      </Two>
    </>}
  </Part>
}

/** What is proven comes first; that nothing is proven is said, too. */
function momentsSentence(answer: Answer): string {
  const proven = answer.rows.filter(row => row.verdict === 'moves the outcome')
  return proven.length === 0 ? t('moments.none')
    : t('moments.proven', { places: proven.slice(0, 3).map(row => humane(String(row.touchpoint ?? row.node ?? ''))).join(', '), n: proven.length })
}
