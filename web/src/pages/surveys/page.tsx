// Surveys: all of them, a new one, and one to write and to share.
import { path } from '../../router'
import Unknown from '../unknown'
import { NewSurvey } from './new_survey'
import { SurveyList } from './survey_list'
import { SurveyPage } from './survey_page'
import './words'

/** Null is an address that nobody wrote as one. */
function nameOf(part: string): string | null {
  try { return decodeURIComponent(part) } catch { return null }
}

export default function SurveysPage() {
  const name = nameOf(path.value.split('/')[2] ?? '')
  if (name === null) return <Unknown />
  if (!name) return <SurveyList />
  // A name has no plus sign, so this address is no survey's.
  return name === '+new' ? <NewSurvey /> : <SurveyPage key={name} name={name} />
}
