// The page's heading: takes the focus after a change of page, so that a screen reader says where it is.
import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { t } from '../i18n'
import { path } from '../router'
import s from './heading.module.css'

let seen = path.value

export function Heading({ title, sentence, children }: {
  title: string; sentence?: ComponentChildren; children?: ComponentChildren }) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => { document.title = `${title} · ${t('app')}` }, [title])
  useEffect(() => {
    if (seen !== path.value) heading.current?.focus({ preventScroll: true })
    seen = path.value
  }, [])
  return <div class={s.heading}>
    <div><h1 tabIndex={-1} ref={heading}>{title}</h1>
      {sentence ? <p class="muted">{sentence}</p> : null}</div>
    {children}
  </div>
}
