// What to paste where, with this server's address. A letter's links are signed for one person.
import type { SurveyLink } from './requests'
import { isScore, scales, type Survey } from './survey'

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

export const widgetOf = (survey: Survey, base: string): string =>
  `<script src="${base}/widget.js" data-survey="${survey.name}" data-key="sjw_..." async></script>`

/** As mail programs draw it: a table, styles at each cell. */
export function mailOf(question: string, link: SurveyLink, base: string): string {
  const cell = 'padding:10px 0;width:40px;text-align:center;border:1px solid #868e99;font:16px sans-serif'
  return [`<p style="font:16px sans-serif">${escaped(question)}</p>`, '<table role="presentation"><tr>',
    ...link.scores.map(({ score, path }) => `  <td style="${cell}"><a href="${escaped(base + path)}">${score}</a></td>`),
    '</tr></table>'].join('\n')
}

export const mailTextOf = (question: string, link: SurveyLink, base: string): string =>
  [question, ...link.scores.map(({ score, path }) => `${score}: ${base}${path}`)].join('\n')

export function chatbotOf(survey: Survey, base: string): string {
  const answers = Object.fromEntries(survey.questions.filter(one => !one.when).map(one => [one.id,
    isScore(one.kind) ? (one.scale ?? scales[one.kind])[1] : one.kind === 'choice'
      ? one.several ? [one.choices?.[0]?.id] : one.choices?.[0]?.id : '...']))
  const body = JSON.stringify({ who: 'c-17', about: 'chat:c-1', medium: 'chat', response: 'talk-1', answers })
  return [`curl '${base}/v1/surveys/${survey.name}/questions?lang=${survey.languages[0]}' -H 'Authorization: Bearer sjw_...'`,
    `curl '${base}/v1/surveys/${survey.name}/answers' -H 'Authorization: Bearer sjw_...' \\`,
    `  -d '${body.replaceAll("'", "'\\''")}'`].join('\n')
}
