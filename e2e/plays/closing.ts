import { expect } from '@playwright/test';
import type { Play, Student } from './play';

export const closing: Play = {
  lesson: 'closing',
  async run(student) {
    const { lesson } = student;
    await student.predict('Pings from the server, pongs from your browser');
    await student.press('Open a WebSocket, and do nothing');
    await student.agreed();
    await student.sees(/your page got no message event meanwhile/);
    await student.next();

    await student.predict('Two: yours, and one from the server');
    await student.press('Open and close');
    await student.agreed();
    await student.predict('4001 and “lunch”');
    await student.press('Let the server close');
    await student.agreed(2);
    await student.predict('1005');
    await student.press('Close without a code');
    await student.agreed(3);
    await student.next();

    await student.predict('The server closes with 1009');
    for (const [way, code] of [
      ['The server goes away', '1001'],
      ['The server fails', '1011'],
      ['Use a code of your own', '4010'],
      ['You send too much', '1009'],
    ] as const) {
      await student.press(way);
      await expect(lesson.getByRole('row', { name: new RegExp(`${code}.*${code}`) })).toBeVisible();
    }
    await student.agreed();
    await expect(lesson.getByRole('row').nth(1)).toContainText('1009');
    await student.next();

    await student.predict('1006: there was no Close frame');
    await student.press('Open a WebSocket, and reset it');
    await student.agreed();
    await student.predict(/^Nothing for now/);
    await student.press('Open a WebSocket, and cut the cable');
    await student.agreed(2);
    await student.sees(/Your browser has not noticed/);
    await student.press('Repair the cable');
    await student.sees(/a reset came through: 1006/);
    await student.unfold('An error');
    await student.predict('That there was an error, and nothing else');
    await student.press('Open a WebSocket, and be refused');
    await student.agreed(3);
    await student.sees(/503 .*onclose said 1006/);
    await student.next();

    // A custom code without a reason is the nearest miss.
    await end(student, 'You close', '4000', '');
    await student.isNotMet('The goal', /4000 came without a reason/);
    await end(student, 'The server closes', '4242', 'enough');
    await end(student, 'You close', '', '');
    await student.isNotMet('The goal', /ended with 1005.*Still missing: a clean 1000; 1006/);
    await end(student, 'You close', '1000', '');
    await end(student, 'A reset');
    await student.isMet('The goal');
  },
};

async function end(student: Student, by: string, code = '', reason = ''): Promise<void> {
  const { lesson } = student;
  await student.press('Open a connection');
  await lesson.getByText(by, { exact: true }).click();
  if (by !== 'A reset') {
    await lesson.getByRole('textbox', { name: 'code' }).fill(code);
    if (code) await lesson.getByRole('textbox', { name: 'reason' }).fill(reason);
  }
  await student.press(/^End port/);
  await expect(lesson.getByRole('button', { name: 'Open a connection' })).toBeVisible();
}
