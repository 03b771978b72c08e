// The page's heading: takes the focus after a change of page, so that a screen reader says where it is.
import type { ComponentChildren } from 'preact'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import { t } from '../i18n'
import { path } from '../router'
import s from './heading.module.css'

/** The page whose heading had its turn; none when the next heading is to have it. */
let seen = path.value

export function Heading({ title, sentence, children }: {
  title: string; sentence?: ComponentChildren; children?: ComponentChildren }) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => { document.title = `${title} · ${t('app')}` }, [title])
  // With the drawing, not after it: nobody is to press a key in between.
  useLayoutEffect(() => {
    const own = path.value
    const drawn = heading.current!
    if (seen !== own) drawn.focus({ preventScroll: true })
    seen = own
    // A page that waits has a heading as well: that of what came takes over the focus, and so does the next page's.
    return () => { if (path.value !== own || document.activeElement === drawn) seen = '' }
  }, [])
  return <div class={s.heading}>
    <div><h1 tabIndex={-1} ref={heading}>{title}</h1>
      {sentence ? <p class="muted">{sentence}</p> : null}</div>
    {children}
  </div>
}
