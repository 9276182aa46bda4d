import type { Call } from '../../capture/capture';
import type { Unit } from '../../protocol/unit';
import type { Traffic } from '../traffic';

/** What the page sends in the line after `new WebSocket`, and once the connection is open. */
export const TOO_EARLY = 'too early';
export const IN_TIME = 'in time';

/** The client's frame with this text. */
export function textFrameOf({ capture, units }: Traffic, text: string): Unit | undefined {
  const { decoder } = capture;
  return units.find(
    (unit) =>
      unit.layer === 'websocket' &&
      unit.sender === 'client' &&
      unit.kind === 'text' &&
      new TextDecoder().decode(decoder.contentOf(unit)) === text,
  );
}

/** The exception of a call; a socket's `error` event has no detail and is none. */
export function exceptionIn({ calls }: Traffic): Call | undefined {
  return calls.find(({ kind, detail }) => kind === 'error' && detail !== '');
}

/** What became of the early text; null until the later one has been seen. */
export function verdictOfEarly(traffic: Traffic): 'kept' | 'throws' | 'lost' | null {
  if (!textFrameOf(traffic, IN_TIME)) return null;
  if (exceptionIn(traffic)) return 'throws';
  return textFrameOf(traffic, TOO_EARLY) ? 'kept' : 'lost';
}
