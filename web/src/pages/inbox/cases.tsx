// When feedback opens a case: which answers, how long until it is due, who gets it, and who is told when nobody takes it.
import { useState } from 'preact/hooks'
import type { Problem } from '../../api'
import { label, t } from '../../i18n'
import { may } from '../../me'
import { problemOf, useQuery } from '../../query'
import { keep } from '../../router'
import { FilterField } from '../../ui/filter_field'
import { Heading } from '../../ui/heading'
import { State, problemText } from '../../ui/state'
import { useUnsaved } from '../surveys/unsaved'
import { saveSettings, settings, type CaseSettings, type KnownSettings } from './requests'
import s from './cases.module.css'

const lines = (text: string) => text.split(/[\n,;]/).map(one => one.trim()).filter(Boolean)
const hoursOf = (text: string, least: number) => /^\d{1,4}$/.test(text.trim()) && Number(text) >= least ? Number(text) : null

export default function Cases() {
  const query = useQuery('case settings', settings)
  return <>
    <Heading title={t('cases.title')} sentence={t('cases.sentence')}>
      <a class="quiet" href={keep('/inbox')}><span aria-hidden="true">←&nbsp;</span>{t('nav.inbox')}</a></Heading>
    <State query={query} height={360}>{known => <Form saved={known} />}</State>
  </>
}

function Form({ saved }: { saved: KnownSettings }) {
  const [kept, setKept] = useState(saved)
  const [cases, setCases] = useState(saved.cases)
  const [due, setDue] = useState(String(saved.due_hours))
  const [escalate, setEscalate] = useState(String(saved.escalate_hours))
  const [assignee, setAssignee] = useState(saved.assignee)
  const [mail, setMail] = useState(saved.escalate_to.join('\n'))
  const [problem, setProblem] = useState<Problem | null>(null)
  const [busy, setBusy] = useState(false)
  const [done, setDone] = useState(false)
  const now: CaseSettings = { cases, due_hours: hoursOf(due, 1) ?? 0, escalate_hours: hoursOf(escalate, 0) ?? 0, assignee: assignee.trim(), escalate_to: lines(mail) }
  const same = (Object.keys(now) as (keyof CaseSettings)[]).every(name => JSON.stringify(now[name]) === JSON.stringify(kept[name]))
  useUnsaved(!same, () => t('cases.leave'))
  const save = async (event: Event) => {
    event.preventDefault()
    if (hoursOf(due, 1) === null || hoursOf(escalate, 0) === null) return
    setBusy(true)
    setProblem(null)
    try {
      setKept(await saveSettings(now))
      setDone(true)
    } catch (error) { setProblem(problemOf(error)) } finally { setBusy(false) }
  }
  const inFilter = problem?.where?.startsWith('cases') ?? false
  const readOnly = !may('setup')
  return <div class={'card ' + s.cases}>
    {kept.trouble ? <p class="warn" role="alert">{problemText(kept.trouble)}</p> : null}
    <div><FilterField name={t('cases.filter')} value={cases} problem={inFilter ? problem : null} onCommit={setCases}
      placeholder={'kind = "nps" and answer <= 6'} /><p class="muted">{t('cases.filter_help')}</p></div>
    <form onSubmit={event => void save(event)}>
      <Hours name="due_hours" words={t('cases.due')} least={1} text={due} set={setDue} />
      <Hours name="escalate_hours" words={t('cases.escalate')} least={0} help={t('cases.escalate_help')} text={escalate} set={setEscalate} />
      <label><span>{t('cases.assignee')}</span>{saved.assignees.length
        ? <select name="assignee" value={assignee} onChange={event => setAssignee(event.currentTarget.value)}><option value="">{t('inbox.unassigned')}</option>
          {saved.assignees.map(one => <option key={one} value={one}>{one}</option>)}</select>
        : <input name="assignee" value={assignee} autocomplete="off" spellcheck={false} onInput={event => setAssignee(event.currentTarget.value)} />}<small class="muted">{t('cases.assignee_help')}</small></label>
      <label><span>{t('cases.mail')}</span><textarea name="escalate_to" rows={3} value={mail} spellcheck={false}
        onInput={event => setMail(event.currentTarget.value)} /><small class="muted">{t('cases.mail_help')}</small></label>
      {problem && !inFilter ? <p class="warn" role="alert">{problem.where ? <b>{label('cases', problem.where, problem.where)}: </b> : null}{problemText(problem)}</p> : null}
      <p class={s.save}><button class="primary" disabled={busy || readOnly || same}>{t('cases.save')}</button>
        <span role="status">{done && same ? t('cases.saved') : ''}</span></p>
    </form>
  </div>
}

function Hours({ name, words, least, help, text, set }: {
  name: string; words: string; least: number; help?: string; text: string; set: (text: string) => void }) {
  const wrong = hoursOf(text, least) === null
  return <label><span>{words}</span><input name={name} inputMode="numeric" value={text} aria-invalid={wrong || undefined}
    aria-describedby={wrong ? name + '-wrong' : undefined} onInput={event => set(event.currentTarget.value)} />
    {wrong ? <small class="warn" id={name + '-wrong'} role="alert">{t('cases.hours', { least })}</small> : null}
    {help ? <small class="muted">{help}</small> : null}</label>
}
