// Which surveys there are, how they fared of late, and where they are used.
import { plural, label, language, t } from '../../i18n'
import { whole, withUnit } from '../../format'
import { keep } from '../../router'
import { Heading } from '../../ui/heading'
import { State } from '../../ui/state'
import { languageName } from './languages'
import { pageOf, useSurveys, type Brief } from './requests'
import s from './survey_list.module.css'

export function SurveyList() {
  const surveys = useSurveys()
  return <>
    <Heading title={t('nav.surveys')} sentence={t('surveys.sentence')}>
      <a class={s.make} href={keep('/surveys/+new')}>{t('surveys.new')}</a></Heading>
    <State query={surveys} height={200}>{({ surveys: list }) => list.length === 0 ? <Empty /> : <Table surveys={list} />}</State>
  </>
}

const Empty = () => <div class={'card ' + s.empty}>
  <strong>{t('surveys.none')}</strong>
  <p>{t('surveys.none_text')}</p>
  <p><a href={keep('/surveys/+new')}>{t('surveys.first')}</a></p>
</div>

function Table({ surveys }: { surveys: Brief[] }) {
  const title = t('nav.surveys')
  return <section class="card" aria-label={title}><div class="scroll" tabIndex={0} role="group" aria-label={title}><table>
    <thead><tr><th scope="col" class="text">{t('surveys.survey')}</th><th scope="col">{t('surveys.questions')}</th>
      <th scope="col" class="text">{t('surveys.languages')}</th><th scope="col">{t('surveys.answers_30d')}</th>
      <th scope="col">{t('surveys.response')}</th><th scope="col" class="text">{t('surveys.used')}</th></tr></thead>
    <tbody>{surveys.map(one => <tr key={one.name}>
      <th scope="row" class={'text wrap ' + s.name}><a href={keep(pageOf(one.name))}>{one.title}</a>
        <span class="muted">{one.name}{one.open ? ' · ' + t('surveys.open') : ''}</span></th>
      <td>{whole(one.questions)}</td>
      <td class="text">{one.languages.map(code => <abbr key={code} title={languageName(code)}>{code}</abbr>)}</td>
      <td>{whole(one.last_30_days.answers)}</td>
      <td>{one.last_30_days.response_rate === null ? <span class="muted">{t('surveys.nobody_invited')}</span>
        : <>{withUnit(one.last_30_days.response_rate, '%')}<span class={'muted ' + s.of}>{t('surveys.of', {
          answered: one.last_30_days.answered, sent: one.last_30_days.sent })}</span></>}</td>
      <td class="text wrap"><Used survey={one} /></td></tr>)}</tbody></table></div></section>
}

/** By which way answers came, and which rules ask it. */
function Used({ survey }: { survey: Brief }) {
  const media = Object.entries(survey.last_30_days.by_medium).sort((a, b) => b[1] - a[1])
  const names = new Intl.ListFormat(language.value, { type: 'unit' })
    .format(media.map(([medium, n]) => `${label('medium', medium || 'api')} ${whole(n)}`))
  if (media.length === 0 && survey.rules.length === 0) return <span class="muted">{t('surveys.nowhere')}</span>
  return <>{names}{media.length > 0 && survey.rules.length > 0 ? ' · ' : ''}
    {survey.rules.length > 0 ? <a href={keep('/invitations')}>{plural('n.rules', survey.rules.length)}</a> : null}</>
}
