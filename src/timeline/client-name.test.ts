import { describe, expect, it } from 'vitest';
import { Recording } from '../capture/recording/recording';
import { sceneAt } from './scene';
import { timetableOf } from './timetable';
import { createWarp } from './warp';

const ORIGIN = 'Origin: http://localhost:8101';
const CHROME =
  'User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0';

function clientIn({ capture }: Recording) {
  const timetable = timetableOf(capture);
  const [cable] = sceneAt(timetable, createWarp('real', timetable), 10_000_000).cables;
  return { client: cable!.client, program: cable!.program };
}

const clientWith = (fields: readonly string[]) =>
  clientIn(new Recording().open(0).handshake(100, { fields }));

describe('who is at the client’s end', () => {
  it.each([
    ['User-Agent: python-websocket-client', 'python-websocket-client'],
    ['User-Agent: Python/3.12 websockets/13.1', 'Python websockets'],
    ['User-Agent: curl/8.5.0', 'curl'],
    ['User-Agent: Dart/3.1 (dart:io)', 'Dart'],
    ['User-Agent: Go-http-client/1.1', 'Go-http-client'],
    ['User-Agent: (nothing)', 'another program'],
    [`User-Agent: ${'x'.repeat(70)}`, `${'x'.repeat(39)}…`],
  ])('is a program by its own name, even with the page’s Origin: %s', (agent, program) => {
    expect(clientWith([ORIGIN, agent])).toEqual({ client: 'another', program });
    expect(clientWith([agent])).toEqual({ client: 'another', program });
  });

  it('is another program when it says nothing of itself', () => {
    expect(clientWith([ORIGIN])).toEqual({ client: 'another', program: 'another program' });
    expect(clientWith([])).toEqual({ client: 'another', program: 'another program' });
  });

  it('is a page when a browser says so, and another one without an Origin', () => {
    expect(clientWith([ORIGIN, CHROME])).toEqual({ client: 'page', program: '' });
    expect(clientWith([CHROME])).toEqual({ client: 'another', program: 'another browser or tab' });
  });

  it('is this page when one of its calls opened the connection, whatever the request says', () => {
    expect(clientIn(new Recording().socket(0))).toEqual({ client: 'page', program: '' });
  });
});
