import { expect } from '@playwright/test';
import type { Play, Student } from './play';

const KEY_OF_OURS = 'd2lyZTEwMS1pcy1oYW5keQ==';
const SAMPLE_KEY = 'dGhlIHNhbXBsZSBub25jZQ==';

export const handshake: Play = {
  lesson: 'handshake',
  async run(student) {
    const { lesson } = student;
    await expect(lesson.getByRole('button', { name: 'Open a WebSocket' })).toBeDisabled();
    await student.predict('Nothing: it has no body');
    await student.press('Open a WebSocket');
    await student.agreed();
    await student.next();

    await student.predict('A request without them');
    await student.press('Run fetch()');
    await student.agreed();
    await student.unfold('A header field with new WebSocket()');
    await student.predict('Nothing: the constructor throws');
    await student.press('Run the constructor');
    await student.agreed(2);
    await student.next();

    await finishAcceptStep(student);
    await student.next();

    for (const [guess, action, status, optional] of [
      ['426 Upgrade Required', 'Ask for version 12', 426, null],
      ['403 Forbidden', 'Send a foreign Origin', 403, null],
      ['400 Bad Request', 'Ask without a key', 400, 'No Sec-WebSocket-Key'],
      ['200 OK', 'Fetch the URL', 200, 'A plain GET, by your browser'],
    ] as const) {
      if (optional) await student.unfold(optional);
      await student.predict(guess);
      await student.press(action);
      await expect(lesson.getByRole('button', { name: new RegExp(`^${status} `) }).last()).toBeVisible();
    }
    await student.agreed(4);
    await student.next();

    await student.predict(/Yes: it only has to be well-formed/);
    await send(student, (request) => request.replace('Key: ', `Key: ${SAMPLE_KEY}`));
    await student.agreed();
    await student.next();

    // The nearest wrong action first: a refusal of another kind does not meet the goal.
    await send(student, (request) => request.replace(/Sec-WebSocket-Key: .*\n/, ''));
    await student.isNotMet('First goal', /The server answered 400, not 426/);
    await send(student, (request) => request.replace('Version: 13', 'Version: 7'));
    await student.isMet('First goal');
    await student.goOn();
    await send(student, (request) => request.replace(/Key: .*/, `Key: ${SAMPLE_KEY}`));
    await student.isNotMet('Second goal', /this key is the one printed in the RFC/);
    await send(student, (request) => request.replace(/Key: .*/, `Key: ${KEY_OF_OURS}`));
    await student.isMet('Second goal');
  },
};

async function send(student: Student, change: (request: string) => string): Promise<void> {
  const bytes = student.lesson.getByRole('textbox', { name: 'Your bytes' }).last();
  await bytes.fill(change(await bytes.inputValue()));
  await student.press('Send these bytes');
}

/** The accept value is computed on screen; a key with one character changed gets a different one from the server. */
async function finishAcceptStep(student: Student): Promise<void> {
  await student.sees('The same, byte for byte: 28 of 28.');
  await student.predict('Nearly all of it');
  const key = student.lesson.getByRole('textbox', { name: /Your browser’s key/ });
  const was = await key.inputValue();
  await key.fill((was.startsWith('A') ? 'B' : 'A') + was.slice(1));
  await student.press('Send this key');
  await student.agreed();
}
