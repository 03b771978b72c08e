// Bring a file: choose it, say what its columns are, keep that as a map, and watch it come in.
import { t, type TextKey } from '../../i18n'
import { keep, query } from '../../router'
import { Heading } from '../../ui/heading'
import { ChooseFile } from './choose_file'
import { Columns } from './columns'
import { useDrop } from './drop'
import { JobPage } from './job'
import { KnownFile } from './known_file'
import { EarlierImports, SavedMaps } from './lists'
import { SaveMap } from './save_map'
import { SendingPage } from './sending'
import { asSent, bring, reading, sending, step, type Step } from './wizard'
import './words'
import s from './bring_file.module.css'

const byMap: Step[] = ['file', 'columns', 'save', 'send']
const asKnown: Step[] = ['file', 'known', 'send']

export default function BringFile() {
  const job = query.value.get('job')
  const now = job ? 'send' : step.value
  const over = useDrop(now === 'file' && !sending.value ? chosen => void bring(chosen) : null)
  return <>
    <Heading title={t('bring.title')} sentence={t('bring.sentence')}>
      <a class="quiet" href={keep('/sources')}>{t('bring.back_to_sources')}</a></Heading>
    {job ? null : <Steps now={now} />}
    {job ? <JobPage key={job} id={job} /> : now === 'send' ? <SendingPage />
      : now === 'columns' ? <Columns /> : now === 'save' ? <SaveMap /> : now === 'known' ? <KnownFile /> : <>
        <ChooseFile over={over} /><SavedMaps /><EarlierImports /></>}
  </>
}

function Steps({ now }: { now: Step }) {
  const known = now === 'known' || now === 'send' && (asSent.value.map === undefined || asSent.value.map === reading.value.map)
  const steps = known ? asKnown : byMap
  return <ol class={s.steps} aria-label={t('bring.steps')}>{steps.map((name, i) =>
    <li key={name} aria-current={name === now ? 'step' : undefined} class={steps.indexOf(now) > i ? s.passed : undefined}>
      <b>{i + 1}</b> <span>{t(`bring.step.${name}` as TextKey)}</span></li>)}</ol>
}
