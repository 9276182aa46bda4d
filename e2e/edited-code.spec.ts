import { Student } from './plays/play';
import { expect, test } from './wire101';

/** What a student changes in the code of a step before running it, and what the lesson says then. */
interface Edited {
  readonly step: string;
  readonly answer: string | RegExp;
  readonly change: readonly [program: string, from: string, to: string];
  /** It rests on what this run did … */
  readonly says: RegExp;
  /** … and this would be false. */
  readonly never: RegExp;
}

const EDITS: readonly Edited[] = [
  {
    step: 'emit?step=line',
    answer: '42["sum",1,{"a":2}]',
    change: ['Client 1', "'sum', 1", "'sum', 7"],
    says: /This run gave none of these answers/,
    never: /(the wire|your run) (agrees|says this)/,
  },
  {
    step: 'emit?step=data',
    answer: '{}',
    change: ['Client 1', '    date: new Date(),\n', ''],
    says: /The Map is \{\}/,
    never: /the string undefined/,
  },
  {
    step: 'emit?step=bytes',
    answer: 'Two',
    change: ['Client 1', "'upload'", "'send'"],
    says: /What is asked has not happened so far/,
    never: /(the wire|your run) (agrees|says this)/,
  },
  {
    step: 'emit?step=bytes',
    answer: 'Two',
    change: ['Client 1', "'websocket'", "'polling'"],
    says: /in base64, since this went over polling/,
    never: /(the wire|your run) (agrees|says this)|binary frame/,
  },
  {
    step: 'on?step=names',
    answer: 'It arrives, and nobody hears it',
    change: ['Client 1', "socket.emit('mesage', 'one');\n", ''],
    says: /No mesage was emitted in this run/,
    never: /(the wire|your run) (agrees|says this)|vanished without a word/,
  },
  {
    step: 'on?step=several',
    answer: 'Seven',
    change: ['Server', 'socket.once', 'socket.on'],
    says: /^Eight lines, in this order/,
    never: /(the wire|your run) (agrees|says this)/,
  },
  {
    step: 'acks?step=lost',
    answer: 'It is never called',
    change: ['Server', '// answer() was forgotten.', "if (text === 'one') answer('ok');"],
    says: /In this run the server answered one of the questions/,
    never: /(the wire|your run) (agrees|says this)|no packet came back/,
  },
  {
    step: 'rooms?step=namespace',
    answer: /^One$/,
    change: ['Client 1', 'please', 'open sesame'],
    says: /0 is CONNECT, with the id of the client in this namespace/,
    never: /CONNECT_ERROR/,
  },
];

for (const { step, answer, change, says, never } of EDITS) {
  test(`code edited before it runs is told as what it did: ${step}, ${change[1].trim()}`, async ({
    page,
    server,
  }) => {
    await page.goto(`${server.url}/lessons/${step}`);
    await page.getByRole('button', { name: 'Real time' }).click();
    const student = new Student(page);
    await student.predict(answer);
    await student.change(...change);
    await student.runCode();
    await student.sees(says);
    await expect(student.lesson.getByText(never)).toHaveCount(0);
  });
}
