// A drawing that most pages never need is fetched when it is drawn for the first time.
import type { ComponentType } from 'preact'
import { useEffect, useState } from 'preact/hooks'

export function lazily<Props extends object>(load: () => Promise<ComponentType<Props>>) {
  let known: ComponentType<Props> | null = null
  return (props: Props) => {
    const [Loaded, setLoaded] = useState<ComponentType<Props> | null>(() => known)
    useEffect(() => {
      if (Loaded) return
      let wanted = true
      void load().then(component => { known = component; if (wanted) setLoaded(() => component) })
      return () => { wanted = false }
    }, [])
    // Says that it is busy, so that nobody takes the gap for an answer.
    return Loaded ? <Loaded {...props} /> : <div aria-busy="true" style={{ minHeight: '240px' }} />
  }
}
