// Which questions the widget asks must be what the server counts (engine/surveys/answers_test.cc has the same survey).
import { expect, test } from 'vitest'
import { asked, type Question } from '../src/widget/questions'

const question = (id: string, when?: Question['when']): Question =>
  ({ id, kind: 'text', text: id, required: false, ...(when && { when }) })

const questions = [
  question('score'),
  question('why', { question: 'score', comparison: '<=', value: '6' }),
  question('ease'),
  question('what', { question: 'ease', comparison: '<', value: '3' }),
  question('more', { question: 'what', comparison: '!=', value: 'price' }),
  question('end'),
]
const ids = (answers: Record<string, string>) => asked(questions, answers).map(({ id }) => id)

test('a question is asked while its condition holds', () => {
  expect(ids({})).toEqual(['score', 'ease', 'end'])
  expect(ids({ score: '6' })).toEqual(['score', 'why', 'ease', 'end'])
  expect(ids({ score: '10' })).toEqual(['score', 'ease', 'end'])
  expect(ids({ ease: '2', what: 'time' })).toEqual(['score', 'ease', 'what', 'more', 'end'])
  expect(ids({ ease: '2', what: 'price' })).toEqual(['score', 'ease', 'what', 'end'])
})

test('what stands behind a question that is not asked is not asked either', () => {
  expect(ids({ ease: '4', what: 'time' })).toEqual(['score', 'ease', 'end'])
  expect(ids({ score: '  ' })).toEqual(['score', 'ease', 'end'])
})

test('a condition on several choices looks among them', () => {
  const several = [{ ...question('what'), several: true }, question('why', { question: 'what', comparison: '=', value: 'time' }),
    question('not', { question: 'what', comparison: '!=', value: 'price' })]
  const after = (what: string) => asked(several, { what }).map(({ id }) => id)
  expect(after('price,time')).toEqual(['what', 'why'])
  expect(after('staff,time')).toEqual(['what', 'why', 'not'])
  expect(after('staff')).toEqual(['what', 'not'])
  expect(after('')).toEqual(['what'])
})
