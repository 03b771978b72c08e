// All people of a number as a CSV file: fetched page after page, each identifier in the column of its kind.
import { useRef, useState } from 'preact/hooks'
import { who, type CellRef, type Person, type Question } from '../../api'
import { download, type TableValues } from '../../csv'
import { t } from '../../i18n'
import { problemOf } from '../../query'
import { problemText } from '../../ui/state'

const page = 1000
const kinds = ['id', 'email', 'phone', 'anonymous', 'device', 'account', 'unknown']

/** Several identifiers of a kind stand in one cell, with a blank between them. */
export function peopleTable(people: readonly Person[]): TableValues {
  const used = kinds.filter(kind => people.some(person => person.identifiers.some(one => one.kind === kind)))
  return {
    head: ['customer', 'number', ...used],
    rows: people.map(person => [person.customer, person.number,
      ...used.map(kind => person.identifiers.filter(one => one.kind === kind).map(one => one.value).join(' '))]),
  }
}

export function TakeAlong({ question, cell, total }: { question: Question; cell: CellRef; total: number }) {
  const [done, setDone] = useState<number | null>(null)
  const [trouble, setTrouble] = useState('')
  const stop = useRef<AbortController | null>(null)
  const take = async () => {
    const own = stop.current = new AbortController()
    setTrouble('')
    setDone(0)
    try {
      const people: Person[] = []
      for (;;) {
        const reply = await who(question, cell, people.length, page, own.signal)
        people.push(...reply.people)
        setDone(people.length)
        if (reply.people.length === 0 || people.length >= reply.total) break
      }
      download('people-' + question.measure, peopleTable(people))
    } catch (error) { if (!own.signal.aborted) setTrouble(problemText(problemOf(error))) } finally { setDone(null) }
  }
  return <>
    <button type="button" class="quiet" disabled={done !== null || total === 0} onClick={() => void take()}>
      {done === null ? t('people.csv') : t('people.csv_busy', { n: done, total })}</button>
    {done !== null ? <button type="button" class="quiet" onClick={() => stop.current?.abort()}>{t('state.cancel')}</button> : null}
    {trouble ? <span class="warn" role="alert">{trouble}</span> : null}
  </>
}
