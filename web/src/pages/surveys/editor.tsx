// Writing a survey: checked by the server as it is typed, seen as customers will see it, undone step by step, then saved.
import type { ComponentChildren } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { call, type Problem } from '../../api'
import { t } from '../../i18n'
import { forget, problemOf } from '../../query'
import { go, keep, patched, path, query } from '../../router'
import { Heading } from '../../ui/heading'
import tabs from '../../ui/tabs.module.css'
import { useUnsaved } from './unsaved'
import { Definition } from './definition'
import { Faults } from './fault'
import { useHistory } from './history'
import { Preview } from './preview'
import { draftOf, pageOf, surveyPath, type Draft } from './requests'
import { SaveBar } from './save_bar'
import { Share } from './share'
import { said, type Survey } from './survey'
import { useSending } from './use_sending'
import { Write } from './write'
import s from './editor.module.css'

const patience = 400  // Ms of rest in typing, before the server is asked.

/** What the server says of it: the newest version without faults, and what is wrong with the one at hand. */
function useCheck(survey: Survey) {
  const [draft, setDraft] = useState<Draft | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  useEffect(() => {
    const stop = new AbortController()
    const timer = setTimeout(() => draftOf({ survey }, stop.signal).then(
      found => { setDraft(found); setProblem(null) },
      error => { if (!stop.signal.aborted) setProblem(problemOf(error)) }), draft ? patience : 0)
    return () => { clearTimeout(timer); stop.abort() }
  }, [survey])
  return { draft, problem }
}

/** `left`: true once there is nothing here any more that could be lost. */
export function Editor({ survey: first, stored = false, taken = [], sentence, aside, left }: {
  survey: Survey; stored?: boolean; taken?: string[]; sentence: string; aside?: ComponentChildren; left?: { current: boolean } }) {
  const { now: survey, change, undo, redo } = useHistory(first)
  const [saved, setSaved] = useState(stored ? first : null)
  const { draft, problem } = useCheck(survey)
  const { problem: refused, busy, send, setProblem } = useSending()
  const unsaved = saved !== survey && (saved === null || JSON.stringify(saved) !== JSON.stringify(survey))
  const leaving = useRef(false)
  useUnsaved(unsaved, to => leaving.current || left?.current || isHere(to) ? undefined : t('editor.leave'))
  useEffect(() => setProblem(null), [survey])
  const clash: Problem | null = !stored && taken.includes(survey.name)
    ? { title: t('editor.taken'), where: 'name' } : null
  const save = () => void send(async () => {
    await call('PUT', surveyPath(survey.name), survey)
    forget()
    setSaved(survey)
    if (!stored) {
      leaving.current = true
      go(keep(pageOf(survey.name)), true)
    }
  })
  const views = ['write', 'definition', ...stored ? ['share'] : []]
  const view = views.find(one => one === query.value.get('view')) ?? 'write'
  const fault = clash ?? refused ?? problem
  return <Faults.Provider value={fault}>
    <Heading title={said(survey.title, survey.languages[0] ?? '') || t('surveys.new')} sentence={sentence}>
      <span class={s.aside}><a class="quiet" href={keep('/surveys')}>{t('surveys.all')}</a>{aside}</span></Heading>
    <SaveBar unsaved={unsaved} busy={busy} problem={fault} undo={undo} redo={redo} save={save}
      discard={saved && unsaved ? () => change(() => saved) : null} />
    <Views views={views} open={view} />
    {view === 'share' && saved ? <Share survey={saved} unsaved={unsaved} /> : view === 'definition'
      ? <Definition draft={draft} outdated={problem !== null} apply={found =>
        change(() => stored ? { ...found, name: first.name } : found)} />
      : <div class={s.columns}>
        <Write survey={survey} stored={stored} change={change} />
        <Preview survey={survey} draft={draft} outdated={problem !== null} />
      </div>}
  </Faults.Provider>
}

/** Another part of the same survey, or of the same template, loses nothing. */
const isHere = (to: URL) => to.pathname === path.value && to.searchParams.get('template') === query.value.get('template')

/** As ui/tabs, but what else the address says stays: it names the template that is open. */
function Views({ views, open }: { views: string[]; open: string }) {
  const titles: Record<string, string> = {
    write: t('editor.view.write'), definition: t('editor.view.definition'), share: t('editor.view.share') }
  const hrefOf = (name: string) => {
    const text = patched(query.value, { view: name === views[0] ? null : name }).toString()
    return path.value + (text ? '?' + text : '')
  }
  return <nav class={tabs.tabs} aria-label={t('editor.views')}><ul>{views.map(name => <li key={name}>
    <a href={hrefOf(name)} aria-current={name === open ? 'page' : undefined}>{titles[name]}</a></li>)}</ul></nav>
}
