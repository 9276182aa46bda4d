import { expect, it } from 'vitest';
import type { ClassSteering } from '../../protocol/messages/class';
import { Attending } from './attending';
import type { LineEvents } from './class-line';

const steering = (version: number): ClassSteering => ({
  version,
  place: null,
  mode: 'follow',
  calls: 0,
  hint: null,
  wire: null,
});

it('stays at the newest that it was told, when the answer to its joining comes after', async () => {
  let events: LineEvents | null = null;
  const attending = new Attending({
    root: 'http://localhost',
    store: null,
    code: 'CDFHJK',
    open: async (_, given) => {
      events = given;
      return {
        ask: async () => {
          given.class?.(steering(2));
          return { kind: 'joined', code: 'CDFHJK', seal: '', steering: steering(1) } as never;
        },
        close: () => undefined,
      };
    },
  });
  await expect.poll(() => events).not.toBeNull();
  events!.onConnected();
  await expect.poll(() => attending.state.kind).toBe('here');
  expect(attending.steering?.version).toBe(2);
});
