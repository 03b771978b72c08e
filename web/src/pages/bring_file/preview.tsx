// What would be stored of the first rows, and which of them would be refused and why. Nothing is stored here.
import { plural, t } from '../../i18n'
import { Trouble } from '../../ui/state'
import { useSlowly } from './parts'
import { RejectTable } from './reject_table'
import { linesOf } from './told'
import { look, lookAgain, looking, trouble } from './wizard'
import s from './bring_file.module.css'
import p from './preview.module.css'

export function Preview({ faulty }: { faulty: boolean }) {
  const said = look.value
  const counts = said?.counts
  const sentence = counts ? [plural('bring.n.rows', counts.rows), plural('n.events', counts.events),
    ...(counts.rejected > 0 ? [plural('bring.n.rejected', counts.rejected)] : [])].join(' · ') : ''
  const told = useSlowly(looking.value ? '' : sentence, true)
  // The page's own words go before the server's, which say the same; a refused look leaves the words of the one before.
  const problem = faulty || trouble.value ? null : said?.problem
  // What belongs to one field is said there.
  const elsewhere = /(columns\[\d+\].*|zone|source)$/.test(trouble.value?.where ?? '')
  return <section class={'card ' + s.card} aria-labelledby="bring-preview">
    <h2 id="bring-preview">{t('bring.preview.title')}</h2>
    <p class="hidden" aria-live="polite">{told}</p>
    {trouble.value && !elsewhere ? <Trouble problem={trouble.value} retry={() => lookAgain()} /> : null}
    {problem ? <p role="alert" class="warn">{problem}</p> : null}
    <div aria-busy={looking.value}>
      <p class="number">{sentence || (said?.events ? '' : t('bring.preview.waiting'))}{sentence && looking.value ? ' …' : ''}</p>
      {said?.rejects && said.rejects.length > 0 ? <RejectTable rejects={said.rejects} title={t('bring.preview.rejects')} /> : null}
      {said?.events && said.events.length > 0 ? <ol class={p.events}>{said.events.map((event, i) => <li key={i}>
        <dl>{linesOf(event).map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}</dl></li>)}</ol> : null}
    </div>
  </section>
}
