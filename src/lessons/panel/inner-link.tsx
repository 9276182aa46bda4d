import type { ReactNode } from 'react';
import { hrefOf } from '../../ui/address';

interface Props {
  readonly href: string;
  readonly onNavigate: (path: string) => void;
  readonly children: ReactNode;
}

/** A link to another page of the course: it keeps the lab, and can be opened beside this page. */
export function InnerLink({ href, onNavigate, children }: Props) {
  return (
    <a
      href={hrefOf(href)}
      onClick={(event) => {
        const { ctrlKey, metaKey, shiftKey, altKey, button } = event;
        if (button !== 0 || ctrlKey || metaKey || shiftKey || altKey) return;
        event.preventDefault();
        onNavigate(href);
      }}
    >
      {children}
    </a>
  );
}
