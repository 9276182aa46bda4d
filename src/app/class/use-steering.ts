import { useEffect } from 'react';
import type { Teaching } from '../../lab/class/teaching';
import type { View } from '../links/Links';
import { placeOf } from './place';

/** Who steps through units with the arrow keys need not send each of them. */
const SETTLED_MS = 120;

/** Tells the class where its teacher's page is. Pages that are no part of the course leave it where it was. */
export function useSteering(teaching: Teaching, path: string, { instrument, run }: View): void {
  const { capture, playback, pointing } = instrument;
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const view = { instrument: { capture, playback, pointing }, run };
    const tell = () => {
      timer = undefined;
      const place = placeOf(path, view);
      if (place) teaching.goTo(place);
    };
    const soon = () => {
      timer ??= setTimeout(tell, SETTLED_MS);
    };
    tell();
    const stops = [pointing.subscribe(soon), run?.subscribe(soon)];
    return () => {
      clearTimeout(timer);
      for (const stop of stops) stop?.();
    };
  }, [teaching, path, capture, playback, pointing, run]);
}
