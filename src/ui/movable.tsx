import { useLayoutEffect, useRef } from 'react';

/** An element for a portal, which keeps its content's state wherever it is put. */
export function createMovable(): HTMLElement {
  return document.createElement('div');
}

interface Props {
  readonly element: HTMLElement;
  readonly className?: string;
}

/** Where a movable element is now. In at most one place at a time. */
export function MovedHere({ element, className }: Props) {
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const here = place.current;
    here?.append(element);
    return () => {
      if (element.parentElement === here) element.remove();
    };
  }, [element]);
  return <div ref={place} className={className} />;
}
