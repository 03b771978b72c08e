// A survey while it is written: the same shape as the server's, and small changes that leave the old one as it was.

/** One text for all languages, or one a language. */
export type LocalText = string | Record<string, string>
export interface Choice { id: string; text: LocalText }
export const comparisons = ['=', '!=', '<', '<=', '>', '>=', 'answered'] as const
export type Comparison = typeof comparisons[number]
export interface Condition { question: string; comparison: Comparison; value?: string | number }
export interface Question {
  id: string
  kind: Kind
  text: LocalText
  scale?: [number, number]
  low?: LocalText
  high?: LocalText
  required?: boolean
  choices?: Choice[]
  several?: boolean
  when?: Condition
}
export interface Survey {
  name: string
  title: LocalText
  intro?: LocalText
  thanks?: LocalText
  languages: string[]
  touchpoint?: string
  open?: boolean
  questions: Question[]
}

/** Each score with the scale it has unless another is declared. */
export const scales = {
  nps: [0, 10], csat: [1, 5], ces: [1, 7], stars: [1, 5], useful: [1, 5], usable: [1, 5], enjoyable: [1, 5],
} as const
export type Kind = keyof typeof scales | 'choice' | 'text'
export const kinds: Kind[] = [...Object.keys(scales) as (keyof typeof scales)[], 'choice', 'text']
export const isScore = (kind: Kind): kind is keyof typeof scales => kind in scales

// --- texts

/** What is there in that language; "" is missing. */
export const said = (text: LocalText | undefined, language: string): string =>
  typeof text === 'string' ? text : text?.[language] ?? ''

/** The text with one language changed; nothing at all is no text. */
export function told(text: LocalText | undefined, language: string, value: string, languages: string[]): LocalText | undefined {
  const each = typeof text === 'string' ? Object.fromEntries(languages.map(one => [one, text])) : { ...text }
  if (value) each[language] = value
  else delete each[language]
  return Object.keys(each).length > 0 ? each : undefined
}

/** Every text of the survey. */
export const textsOf = (survey: Survey): (LocalText | undefined)[] => [
  survey.title, survey.intro, survey.thanks,
  ...survey.questions.flatMap(one => [one.text, one.low, one.high, ...(one.choices ?? []).map(choice => choice.text)])]

const isThere = (text: LocalText | undefined): text is LocalText =>
  typeof text === 'string' ? text !== '' : text !== undefined && Object.values(text).some(Boolean)

/** How many texts exist in another language, but not in this one. */
export const missing = (survey: Survey, language: string): number =>
  textsOf(survey).filter(text => isThere(text) && !said(text, language)).length

function everyText(survey: Survey, change: (text: LocalText) => LocalText | undefined): Survey {
  const some = (text: LocalText | undefined) => text === undefined ? undefined : change(text)
  return {
    ...survey, title: change(survey.title) ?? {}, ...only({ intro: some(survey.intro), thanks: some(survey.thanks) }),
    questions: survey.questions.map(one => ({
      ...one, text: change(one.text) ?? {}, ...only({ low: some(one.low), high: some(one.high) }),
      ...(one.choices ? { choices: one.choices.map(choice => ({ ...choice, text: change(choice.text) ?? {} })) } : {}),
    })),
  }
}

const only = <T extends object>(values: T) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as { [K in keyof T]: NonNullable<T[K]> }

export const withLanguage = (survey: Survey, language: string): Survey =>
  survey.languages.includes(language) ? survey : { ...survey, languages: [...survey.languages, language] }

export const withoutLanguage = (survey: Survey, language: string): Survey => ({
  ...everyText(survey, text => typeof text === 'string' ? text : told(text, language, '', survey.languages)),
  languages: survey.languages.filter(one => one !== language) })

/** The first is the one to fall back on. */
export const withFirst = (survey: Survey, language: string): Survey => ({
  ...survey, languages: [language, ...survey.languages.filter(one => one !== language)] })

// --- questions

function freeId(wanted: string, taken: string[]): string {
  for (let n = 1; ; ++n) {
    const id = n === 1 ? wanted : `${wanted}-${n}`
    if (!taken.includes(id)) return id
  }
}

export function withQuestion(survey: Survey, kind: Kind): Survey {
  const id = freeId(kind === 'text' ? 'comment' : kind, survey.questions.map(one => one.id))
  return { ...survey, questions: [...survey.questions, ofKind({ id, kind, text: {} }, kind)] }
}

/** What the new kind does not have is left out; what it needs is there, empty. */
export function ofKind(question: Question, kind: Kind): Question {
  const { id, text, required, low, high, choices, several, when } = question
  return {
    id, kind, text, ...(required ? { required } : {}),
    ...(isScore(kind) ? { scale: [...scales[kind]] as [number, number], ...only({ low, high }) } : {}),
    ...(kind === 'choice' ? { choices: choices ?? [{ id: 'choice', text: {} }, { id: 'choice-2', text: {} }], ...(several ? { several } : {}) } : {}),
    ...(when ? { when } : {}),
  }
}

export const changed = (survey: Survey, at: number, question: Question): Survey => ({
  ...survey, questions: survey.questions.map((one, i) => i === at ? question : one) })

/** What was asked after it is asked after the new id. */
export function renamed(survey: Survey, at: number, id: string): Survey {
  const old = survey.questions[at]!.id
  return { ...survey, questions: survey.questions.map((one, i) => i === at ? { ...one, id }
    : one.when?.question === old ? { ...one, when: { ...one.when, question: id } } : one) }
}

export function moved(survey: Survey, from: number, to: number): Survey {
  const questions = [...survey.questions]
  const [one] = questions.splice(from, 1)
  if (!one || to < 0 || to > questions.length) return survey
  questions.splice(to, 0, one)
  return { ...survey, questions }
}

/** Conditions that ask after it go with it. */
export function withoutQuestion(survey: Survey, at: number): Survey {
  const id = survey.questions[at]!.id
  return { ...survey, questions: survey.questions.filter((_, i) => i !== at).map(one => {
    if (one.when?.question !== id) return one
    const { when: _, ...free } = one
    return free
  }) }
}

export const withChoice = (question: Question): Question => {
  const choices = question.choices ?? []
  return { ...question, choices: [...choices, { id: freeId('choice', choices.map(one => one.id)), text: {} }] }
}

/** The first condition that another question can have. */
export const conditionOn = (other: Question): Condition =>
  isScore(other.kind) ? { question: other.id, comparison: '<=', value: other.scale?.[0] ?? scales[other.kind][0] }
    : other.kind === 'choice' ? { question: other.id, comparison: '=', value: other.choices?.[0]?.id ?? '' }
      : { question: other.id, comparison: 'answered' }

export const comparisonsOf = (other: Question): Comparison[] =>
  isScore(other.kind) ? [...comparisons] : other.kind === 'choice' ? ['=', '!=', 'answered'] : ['answered']

export const blank = (language: string): Survey => withQuestion({
  name: '', title: {}, languages: [language], questions: [] }, 'nps')
