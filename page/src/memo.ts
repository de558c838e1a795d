import { Component } from 'preact';
import type { ComponentChild, ComponentClass } from 'preact';

// A view that is drawn again only when one of its properties is another.
export function memo<P extends object>(draw: (props: P) => ComponentChild): ComponentClass<P> {
  return class extends Component<P> {
    shouldComponentUpdate(next: P): boolean {
      const keys = Object.keys(next) as (keyof P)[];
      return keys.some((key) => next[key] !== this.props[key as keyof typeof this.props]);
    }

    render(): ComponentChild { return draw(this.props); }
  };
}
