// What the server says about a survey (GET /v1/surveys/{name}/questions), and which of its questions are asked.
export interface Question {
  id: string
  kind: string
  text: string
  required: boolean
  scale?: [number, number]
  low?: string
  high?: string
  choices?: { id: string, text: string }[]
  several?: boolean
  when?: { question: string, comparison: string, value: string }
}

export interface Survey {
  language: string
  right_to_left: boolean
  title: string
  intro: string
  thanks: string
  words: Record<'send' | 'optional' | 'several' | 'close' | 'need_answer' | 'need_any' | 'failed', string>
  questions: Question[]
}

/** Of several choices a list: "late,broken". Ids have no commas. */
export type Answers = Record<string, string>

const compare: Record<string, (a: string, b: string) => boolean> = {
  '=': (a, b) => a.split(',').includes(b), '!=': (a, b) => !a.split(',').includes(b), 'answered': () => true,
  '<': (a, b) => +a < +b, '<=': (a, b) => +a <= +b, '>': (a, b) => +a > +b, '>=': (a, b) => +a >= +b,
}

/** The questions that these answers lead to. Of a question that is not asked no answer counts. */
export function asked(questions: Question[], answers: Answers): Question[] {
  const counted: Answers = {}
  return questions.filter(({ id, when }) => {
    if (when) {
      const answer = counted[when.question]
      if (!answer || !compare[when.comparison]?.(answer, when.value)) return false
    }
    const own = answers[id]?.trim()
    if (own) counted[id] = own
    return true
  })
}
