import { describe, expect, it } from 'vitest';
import { acceptSteps } from '../../protocol';
import type { Experiment } from '../define';
import { FakeLab } from '../fake-lab';
import { LessonRun } from '../lesson-run';
import { handshakeText, SAMPLE_KEY, wireBytes } from '../parts/requests';
import { groupsOf } from './accept-panel';
import { changedCharacters } from './answers';
import lesson from './lesson';

const OWN_KEY = btoa('hello websocket!');

function begin() {
  const lab = new FakeLab();
  const run = new LessonRun(lesson, lab, lab.capture, { store: null });
  run.start();
  const send = (task: string, text: string) =>
    run.tasks.act(task, (tracked) => tracked.openRaw(wireBytes(text)));
  const missing = (id: string) => {
    const task = run.task(id);
    return task.kind === 'challenge' ? task.missing(run.tasks.traffic(id), run) : null;
  };
  return { lab, run, send, missing };
}
const text = (options: Parameters<typeof handshakeText>[1] = {}) =>
  handshakeText(new FakeLab().addresses, options);

describe('the handshake lesson', () => {
  it('compares the prediction with what the answer held', async () => {
    const { run } = begin();
    run.progress.predict('open', 'page');
    await run.tasks.restart('open', run.task('open').action!.run);
    expect(run.progress.ofTask('open')).toMatchObject({
      answer: 'page',
      wire: 'none',
      isDone: true,
    });
  });

  it('says so when something on the way removed Upgrade', async () => {
    const { lab, run } = begin();
    lab.stripped = ['Upgrade', 'Connection'];
    run.progress.predict('open', 'none');
    await run.tasks.restart('open', run.task('open').action!.run);
    expect(run.progress.ofTask('open').isDone).toBe(false);
    const { waiting } = run.task('open') as Experiment;
    expect(waiting?.(run.tasks.traffic('open'), run)).toMatch(/proxy or an extension/);
  });

  it.each([
    ['wrong-version', 'status-426'],
    ['no-key', 'status-400'],
    ['no-upgrade', 'status-200'],
    ['foreign-origin', 'status-403'],
  ])('breaks the handshake for real: %s', async (id, answer) => {
    const { run } = begin();
    run.progress.predict(id, answer);
    await run.tasks.restart(id, run.task(id).action!.run);
    expect(run.progress.ofTask(id)).toMatchObject({ wire: answer, isDone: true });
  });

  it('counts the characters of the accept value that another key changes', async () => {
    const { run } = begin();
    await run.tasks.prepare('open');
    run.progress.predict('changed-key', 'nearly-all');
    await run.tasks.restart('changed-key', (lab) => lab.openRaw(wireBytes(text({ key: OWN_KEY }))));
    expect(run.progress.ofTask('changed-key').wire).toBe('nearly-all');
    const { accept } = acceptSteps(OWN_KEY);
    expect(changedCharacters(accept, run.tasks.traffic('changed-key'))).toBe(0);
  });

  it('takes a hand-made handshake only when the server agreed', async () => {
    const { run, send } = begin();
    run.progress.predict('by-hand', 'yes');
    await send('by-hand', text({ key: '' }));
    expect(run.progress.ofTask('by-hand')).toMatchObject({ wire: null, isDone: false });
    await send('by-hand', text({ key: SAMPLE_KEY }));
    expect(run.progress.ofTask('by-hand')).toMatchObject({ wire: 'yes', isDone: true });
  });
});

describe('the first challenge', () => {
  it('is met by a 426 to a request of its own', async () => {
    const { run, send, missing } = begin();
    expect(missing('make-426')).toMatch(/No request of yours/);
    await send('make-426', text({ version: '7' }));
    expect(missing('make-426')).toBeNull();
    expect(run.progress.ofTask('make-426').isDone).toBe(true);
  });

  it('is not met by a 101, by a 400, or by what was shown', async () => {
    const { run, send, missing } = begin();
    await send('make-426', text());
    expect(missing('make-426')).toMatch(/answered 101/);
    await send('make-426', text({ key: null }));
    expect(missing('make-426')).toMatch(/answered 400, not 426/);
    await run.tasks.showMe('make-426');
    expect(run.progress.ofTask('make-426')).toMatchObject({ isDone: false, isShown: true });
  });

  it('is not met by a 426 to another step’s request', async () => {
    const { run, missing } = begin();
    run.progress.predict('wrong-version', 'status-426');
    await run.tasks.restart('wrong-version', run.task('wrong-version').action!.run);
    run.tasks.check();
    expect(missing('make-426')).not.toBeNull();
  });

  it('says that the server waits when the empty line is missing', async () => {
    const { send, missing } = begin();
    await send('make-426', text({ version: '7' }).trimEnd());
    expect(missing('make-426')).toMatch(/empty line/);
  });
});

describe('the second challenge', () => {
  it('is met by the student’s own key', async () => {
    const { run, send, missing } = begin();
    await send('own-handshake', text({ key: OWN_KEY }));
    expect(missing('own-handshake')).toBeNull();
    expect(run.progress.ofTask('own-handshake').isDone).toBe(true);
  });

  it('is not met by the RFC’s key, a malformed one, or the browser’s', async () => {
    const { lab, run, send, missing } = begin();
    await send('own-handshake', text({ key: SAMPLE_KEY }));
    expect(missing('own-handshake')).toMatch(/printed in the RFC/);
    await send('own-handshake', text({ key: 'hello' }));
    expect(missing('own-handshake')).toMatch(/400, not 101/);
    await run.tasks.prepare('open');
    const request = lab.capture.decoder.units.findLast(({ kind }) => kind === 'request')!;
    const key = lab.capture.decoder.fieldsOf(request).find(({ name }) => name === 'Sec-WebSocket-Key')!.value;
    await send('own-handshake', text({ key }));
    expect(missing('own-handshake')).toMatch(/on the wire before/);
    expect(run.progress.ofTask('own-handshake').isDone).toBe(false);
  });

  it('is not met by a browser’s own handshake, even a valid one', async () => {
    const { run, missing } = begin();
    await run.tasks.act('own-handshake', (lab) => void lab.openWebSocket());
    expect(missing('own-handshake')).toMatch(/No handshake of yours/);
  });

  it('is shown with a key that may not be copied', async () => {
    const { lab, run, send, missing } = begin();
    await run.tasks.showMe('own-handshake');
    const request = lab.capture.decoder.units.findLast(({ kind }) => kind === 'request')!;
    const key = lab.capture.decoder.fieldsOf(request).find(({ name }) => name === 'Sec-WebSocket-Key')!.value;
    await send('own-handshake', text({ key }));
    expect(missing('own-handshake')).toMatch(/on the wire before/);
  });
});

describe('the accept value, computed', () => {
  it('is the RFC’s for the RFC’s key, in groups of three bytes and four characters', () => {
    const groups = groupsOf(acceptSteps(SAMPLE_KEY));
    expect(groups).toHaveLength(7);
    expect(groups.map(({ text }) => text).join('')).toBe('s3pPLMBiTxaQ9kYGzzhZRbK+xOo=');
    expect(groups[0]).toEqual({ at: 0, hex: 'b3 7a 4f', text: 's3pP' });
    expect(groups[6]).toEqual({ at: 18, hex: 'c4 ea', text: 'xOo=' });
  });
});
