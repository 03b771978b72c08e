// A table as a workbook, made by the server from the same question.
import { useState } from 'preact/hooks'
import type { Question } from '../../api'
import { problemOf } from '../../query'
import { problemText } from '../../ui/state'
import { download } from '../boards/picture'
import { workbook } from '../boards/requests'
import s from './voice.module.css'

export function Workbook({ name, title, question }: { name: string; title: string; question: Question }) {
  const [trouble, setTrouble] = useState('')
  const take = () => void workbook(question).then(file => {
    setTrouble('')
    download(name + '.xlsx', file)
  }, error => setTrouble(problemText(problemOf(error))))
  return <span data-tool class={s.tool}><button type="button" class="quiet" aria-label={`XLSX: ${title}`} onClick={take}>XLSX</button>
    {trouble ? <span class="warn" role="alert">{trouble}</span> : null}</span>
}
