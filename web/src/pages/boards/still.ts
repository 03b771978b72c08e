// A component that is drawn again only when what it shows is another.
import { Component, type ComponentChildren, createElement, type FunctionComponent } from 'preact'

export function still<Props extends object>(Draw: FunctionComponent<Props>, same: (a: Props, b: Props) => boolean) {
  return class Still extends Component<Props> {
    override shouldComponentUpdate(next: Props): boolean { return !same(this.props as Props, next) }
    override render(): ComponentChildren { return createElement(Draw, this.props as Props) }
  }
}
