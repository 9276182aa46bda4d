import type { ComponentProps, MouseEvent } from 'react';
import { hrefOf } from '../ui/address';
import { navigate } from './router';

/** A link to a path of the course: a plain click keeps the page and the lab's connections. */
export function Link({ href, ...rest }: ComponentProps<'a'> & { readonly href: string }) {
  const onClick = (event: MouseEvent) => {
    const isPlain =
      event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (!isPlain) return;
    event.preventDefault();
    navigate(href);
  };
  return <a href={hrefOf(href)} onClick={onClick} {...rest} />;
}
