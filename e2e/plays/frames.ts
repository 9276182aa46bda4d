import { expect } from '@playwright/test';
import type { Play, Student } from './play';

export const frames: Play = {
  lesson: 'frames',
  async run(student) {
    await expect(student.lesson.getByRole('button', { name: 'Send Hello' })).toBeDisabled();
    await student.predict('11');
    await student.press('Send Hello');
    await student.agreed();
    await student.next();

    await student.predict('8 bytes');
    await student.press('Send all four');
    await student.agreed();
    await expect(student.lesson.getByRole('row')).toHaveCount(5);
    await expect(student.lesson.getByRole('row', { name: /^65,536/ })).toHaveText(
      '65,53612714 bytes10 bytes',
    );
    await student.next();

    await student.predict(/No: each frame has a key/);
    await student.press('Send it twice');
    await student.agreed();
    await student.unfold('What makes a text a text?');
    await student.predict('In the opcode alone');
    await student.press('Send all three');
    await student.agreed(2);
    await student.next();

    await build(student);
    await student.next();
    await challenges(student);
  },
};

/** The builder says what is wrong only after the question has been answered; a masked frame does not answer the question about an unmasked one. */
async function build(student: Student): Promise<void> {
  const { lesson } = student;
  await student.predict(/It sends Close 1002/);
  await expect(lesson.getByText(/breaks a rule|No rule is broken/)).toHaveCount(0);
  await bit(student, 'MASK').click();
  await student.press('Send this frame');
  await student.sees('The frame that you sent was masked; the question is about one whose MASK bit is 0.');
  await bit(student, 'MASK').press('Space');
  await lesson.getByRole('combobox', { name: 'Send on' }).selectOption('same');
  await student.press('Send this frame');
  await student.agreed();
  await student.sees(/A client must mask every frame.*expect a Close frame with 1002/);
  await bit(student, 'MASK').click();
  await student.sees('No rule is broken. Expect one message back.');
}

async function challenges(student: Student): Promise<void> {
  const { lesson } = student;
  await size(student, 125);
  await student.press('Send this frame');
  await student.isNotMet('First goal', 'Your frame carries 125 bytes: that still fits in 7 bits.');
  await size(student, 126);
  await student.press('Send this frame');
  await student.isMet('First goal');
  await student.goOn();

  const opcode = lesson.getByRole('combobox', { name: 'Opcode' });
  await opcode.last().selectOption('0x8 close');
  await lesson.getByRole('textbox', { name: 'Payload' }).last().fill('');
  await student.press('Send this frame');
  await student.isNotMet('Second goal', /The server’s Close frame had no code/);
  await opcode.last().selectOption('0xb reserved');
  await student.press('Send this frame');
  await student.isMet('Second goal');
  await student.unfold('Third goal');

  await bit(student, 'RSV1').click();
  await student.press('Send this frame');
  await student.isNotMet('Third goal', /The server closed with 1002, not 1007/);
  await bit(student, 'RSV1').click();
  await lesson.getByText('Hex', { exact: true }).last().click();
  await lesson.getByRole('textbox', { name: 'Payload' }).last().fill('c3');
  await student.press('Send this frame');
  await student.isMet('Third goal');
}

function bit(student: Student, name: string) {
  return student.lesson.getByRole('button', { name, exact: true }).last();
}

async function size(student: Student, bytes: number): Promise<void> {
  const { lesson } = student;
  const option = lesson.getByText('Size', { exact: true }).last();
  await option.click();
  await lesson
    .getByRole('textbox', { name: 'Payload: how many times the letter “a”' })
    .last()
    .fill(String(bytes));
}
