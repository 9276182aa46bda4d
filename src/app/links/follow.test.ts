import { afterEach, describe, expect, it, vi } from 'vitest';
import { FakeLab } from '../../lessons/fake-lab';
import handshake from '../../lessons/handshake/lesson';
import { LessonRun } from '../../lessons/lesson-run';
import { createPlayback, createPointing } from '../../timeline';
import { type AddressBar, LinkFollower } from './follow';

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

/** The free lab, or a lesson beside it, opened with this in its address. */
function opened(search: string, runIn: (lab: FakeLab) => LessonRun | null = () => null) {
  const lab = new FakeLab();
  const { capture } = lab;
  const instrument = { capture, pointing: createPointing(), playback: createPlayback(capture, () => 0) };
  const bar = {
    search,
    replace(next: string) {
      bar.search = next;
    },
    push: vi.fn(),
  } satisfies AddressBar;
  const follower = new LinkFollower({ instrument, run: runIn(lab) }, bar);
  ends.push(follower.start(), () => instrument.playback.dispose());
  return { lab, bar, follower, ...instrument };
}

describe('a link whose unit has not happened yet', () => {
  it('stays in the address, waits, and selects the unit with its field when it comes', async () => {
    const link = '?unit=server-http-response-101&field=sec-websocket-accept';
    const { lab, bar, follower, pointing, capture } = opened(link);
    expect(follower.state.waiting).toMatchObject({ unit: 'server-http-response-101' });
    expect(bar.search).toBe(link);
    lab.openWebSocket();
    await expect.poll(() => follower.state).toMatchObject({ waiting: null, found: 'the 101 response' });
    const { unit, range } = pointing.selected!;
    const field = capture.decoder.fieldsOf(unit).find(({ name }) => name === 'Sec-WebSocket-Accept')!;
    expect(range).toEqual({ start: field.start, end: field.end });
    expect(follower.search).toBe(link);
  });

  it('waits no longer when something else is chosen', async () => {
    const { lab, follower, pointing, capture } = opened('?unit=server-http-response-404');
    lab.openWebSocket();
    const request = capture.decoder.units.find(({ kind }) => kind === 'request')!;
    pointing.select({ unit: request, range: null });
    expect(follower.state.waiting).toBeNull();
    expect(follower.search).toBe('?unit=client-http-request-upgrade');
  });

  it('is put away when told so', () => {
    const { bar, follower } = opened('?unit=server-http-response-404');
    follower.dismiss();
    expect(follower.state.waiting).toBeNull();
    expect(bar.search).toBe('');
  });
});

describe('what is looked at', () => {
  it('stands in the address a moment later, with the speed where it is not the usual one', async () => {
    const { lab, bar, pointing, playback, capture } = opened('');
    lab.openWebSocket();
    playback.setSpeed('tenth');
    const response = capture.decoder.units.find(({ kind }) => kind === 'response')!;
    pointing.select({ unit: response, range: { start: 1, end: 3 } });
    await expect.poll(() => bar.search).toBe('?unit=server-http-response-101&bytes=1-3&speed=tenth');
  });

  it('names the older of two connections by its number, and the newest by none', () => {
    const { lab, follower, pointing, capture } = opened('');
    lab.openWebSocket();
    lab.openWebSocket();
    const [older, newer] = capture.decoder.units.filter(({ kind }) => kind === 'response');
    pointing.select({ unit: older!, range: null });
    expect(follower.search).toBe('?unit=server-http-response-101&connection=1');
    pointing.select({ unit: newer!, range: null });
    expect(follower.search).toBe('?unit=server-http-response-101');
  });
});

describe('a step in the address', () => {
  it('does not take back whoever went on before the address was followed', () => {
    const [first, , third] = handshake.steps;
    let run!: LessonRun;
    const { bar } = opened(`?step=${first!.id}`, (lab) => {
      run = new LessonRun(handshake, lab, lab.capture, { store: null, startAt: first!.id });
      run.goTo(2);
      return run;
    });
    expect(run.progress.step).toBe(third);
    expect(bar.push).toHaveBeenCalledWith(`?step=${third!.id}`);
  });
});
