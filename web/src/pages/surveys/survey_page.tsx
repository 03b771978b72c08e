// One survey that is stored: to be changed, shared, or taken away.
import { useRef, useState } from 'preact/hooks'
import { call } from '../../api'
import { plural, t } from '../../i18n'
import { forget, useQuery } from '../../query'
import { go, keep } from '../../router'
import { Heading } from '../../ui/heading'
import { State, Trouble } from '../../ui/state'
import { Confirm } from './confirm'
import { Editor } from './editor'
import { useOpened } from './opened'
import { surveyPath, useSurveys } from './requests'
import type { Survey } from './survey'
import { useSending } from './use_sending'

export function SurveyPage({ name }: { name: string }) {
  // Asked once: what is written here is not replaced because the record changed.
  const survey = useQuery('survey ' + name, signal => call<Survey>('GET', surveyPath(name), undefined, signal))
  const opened = useOpened(survey)
  const gone = useRef(false)
  if (!opened) return <><Heading title={name} /><State query={survey} height={300}>{() => null}</State></>
  return <Editor survey={opened.value} stored sentence={name} left={gone} aside={<Remove name={name} gone={gone} />} />
}

function Remove({ name, gone }: { name: string; gone: { current: boolean } }) {
  const [asked, setAsked] = useState(false)
  const surveys = useSurveys()
  const { problem, busy, send } = useSending()
  const rules = surveys.state === 'ready' ? surveys.value.surveys.find(one => one.name === name)?.rules ?? [] : []
  const remove = () => void send(async () => {
    await call('DELETE', surveyPath(name))
    forget()
    gone.current = true
    go(keep('/surveys'), true)
  })
  return <>
    <button type="button" onClick={() => setAsked(true)}>{t('surveys.remove')}</button>
    {asked ? <Confirm title={t('surveys.remove_title', { name })} action={t('surveys.remove')} busy={busy}
      onYes={remove} onClose={() => setAsked(false)}>
      <p>{t('surveys.remove_text')}</p>
      {rules.length > 0 ? <p class="warn">{plural('surveys.remove_rules', rules.length)} {rules.join(', ')}</p> : null}
      {problem ? <Trouble problem={problem} /> : null}
    </Confirm> : null}
  </>
}
