// What every part of the journey page is: a board with the tabs below its heading, and its settings beside the filter.
import type { ComponentChildren } from 'preact'
import { t } from '../../i18n'
import type { Base } from '../../record'
import { Board, type Questions, type Replies } from '../../ui/board'
import { Choices } from '../../ui/choices'
import { JourneyTabs } from './page'
import s from './part.module.css'

export function Part<Name extends string>({ sentence, settings, questions, children }: {
  sentence: string; settings?: ComponentChildren
  questions: (base: Base) => Questions<Name>
  children: (replies: Replies<Name>) => ComponentChildren
}) {
  return <Board<Name> title={t('nav.journey')} sentence={sentence} questions={questions}
    below={<><JourneyTabs />{settings ? <div class={s.settings}><Choices>{settings}</Choices></div> : null}</>}>
    {replies => <div class={s.parts}>{children(replies)}</div>}
  </Board>
}

export const Two = ({ children }: { children: ComponentChildren }) => <div class={s.two}>{children}</div>
