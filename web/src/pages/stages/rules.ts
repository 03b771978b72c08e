// Rules that give touchpoints their stage, while they are being changed. The server has the last word: a try says what comes of them.
export interface Rule { touchpoint: string; stage: string }

const fold = (text: string) => text.toLowerCase()

/** The stage by these rules, '' for none: by the name as it stands, else without regard to capitals. */
export const stageBy = (rules: Rule[], touchpoint: string): string =>
  (rules.find(one => one.touchpoint === touchpoint) ?? rules.find(one => fold(one.touchpoint) === fold(touchpoint)))?.stage ?? ''

/** The rules with another stage for that touchpoint; '' takes its rules away, also those that differ in capitals only. */
export function withStage(rules: Rule[], touchpoint: string, stage: string): Rule[] {
  if (stage === '') return rules.filter(one => fold(one.touchpoint) !== fold(touchpoint))
  if (rules.some(one => one.touchpoint === touchpoint)) {
    return rules.map(one => one.touchpoint === touchpoint ? { touchpoint, stage } : one)
  }
  return stageBy(rules, touchpoint) === stage ? rules : [...rules, { touchpoint, stage }]
}

const inOrder = (rules: Rule[]) => JSON.stringify(rules.map(one => [one.touchpoint, one.stage]).sort((a, b) => a[0]! < b[0]! ? -1 : 1))
export const sameRules = (a: Rule[], b: Rule[]): boolean => inOrder(a) === inOrder(b)

/** The touchpoints whose stage these rules give otherwise than those. */
export const changedBetween = (a: Rule[], b: Rule[], touchpoints: string[]): string[] =>
  touchpoints.filter(one => stageBy(a, one) !== stageBy(b, one))
