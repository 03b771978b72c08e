// What most visits never need is fetched when it is drawn for the first time.
import type { ComponentType } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { Trouble } from './state'

/** For a part that did not come. Where the server answers, the part was of an older release. A browser may remember a part
 *  that failed: only loading again surely asks for it anew. */
export function Missing() {
  const [code, say] = useState('')
  useEffect(() => {
    fetch('/healthz').then(reply => reply.ok ? 'renewed' : 'offline', () => 'offline').then(say)
  }, [])
  return code ? <Trouble problem={{ title: '', code }} retry={() => location.reload()} /> : null
}

export function lazily<Props extends object>(load: () => Promise<ComponentType<Props>>) {
  let known: ComponentType<Props> | null = null
  return (props: Props) => {
    const [Loaded, setLoaded] = useState<ComponentType<Props> | null>(() => known)
    useEffect(() => {
      if (Loaded) return
      let wanted = true
      const show = (component: ComponentType<Props>) => { if (wanted) setLoaded(() => component) }
      load().then(component => { known = component; show(component) }, () => show(Missing))
      return () => { wanted = false }
    }, [])
    // Says that it is busy, so that nobody takes the gap for an answer.
    return Loaded ? <Loaded {...props} /> : <div aria-busy="true" style={{ minHeight: '240px' }} />
  }
}
