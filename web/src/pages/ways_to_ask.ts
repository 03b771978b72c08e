// The question of the measure page: fitted to its measure, and as it is asked elsewhere.
import type { Definition, Question } from '../api'

/** Only what the measure knows: a parameter left over from another measure would be refused. */
export function fitting(question: Question, definition: Definition): Question {
  const { parameters = {}, ...rest } = question
  const known = Object.entries(parameters)
    .filter(([name]) => definition.parameters.some(parameter => parameter.name === name))
  // What cannot be split speaks of the whole record: no filter and no range either.
  const out: Question = definition.splits ? rest : { measure: question.measure }
  if (known.length) out.parameters = Object.fromEntries(known)
  return out
}

export const quoted = (text: string) =>
  /^[\w./:=,+-]+$/.test(text) ? text : "'" + text.replaceAll("'", "'\\''") + "'"

export function commandOf(question: Question, command = 'ask'): string {
  const words = ['sojourn', command, question.measure]
  for (const [name, values] of Object.entries(question.parameters ?? {})) {
    for (const value of values) {
      if (name === 'step') words.push('--step', quoted(value))
      else words.push(quoted(name + '=' + value))
    }
  }
  if (question.where) words.push('--where', quoted(question.where))
  if (question.by?.length) words.push('--by', quoted(question.by.join(',')))
  for (const name of ['over', 'from', 'to', 'zone'] as const) {
    const value = question[name]
    if (value) words.push('--' + name, quoted(value))
  }
  return words.join(' ')
}

export function curlOf(body: object, origin: string, path = '/v1/ask'): string {
  return `curl -s ${origin}${path} -H 'content-type: application/json' -d ` +
    "'" + JSON.stringify(body).replaceAll("'", "'\\''") + "'"
}
