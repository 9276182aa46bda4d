import { expect } from '@playwright/test';
import type { Play, Student } from './play';

export const messages: Play = {
  lesson: 'messages',
  async run(student) {
    await student.predict('One');
    await student.press('Have the server send it');
    await student.agreed();
    await student.sees(/Your page saw one message event/);
    await student.next();

    await cutByHand(student);
    await student.next();

    // Ask the browser itself for what the page says about it.
    const methods = await student.page.evaluate(() =>
      Object.entries(Object.getOwnPropertyDescriptors(WebSocket.prototype))
        .filter(([name, { value }]) => name !== 'constructor' && typeof value === 'function')
        .map(([name]) => `${name}()`),
    );
    await student.predict('Nothing: it throws');
    await student.press('Run these lines');
    await student.agreed();
    await expect(student.lesson.getByText(methods.join(', '), { exact: true })).toBeVisible();
    await student.next();

    await student.predict('Less than a tenth');
    await student.press('Send all three');
    await student.agreed();
    await expect(student.lesson.getByRole('row')).toHaveCount(4);
    await student.next();

    await interrupt(student);
    await compress(student);
  },
};

/** Without the ping the question has no answer; with it, the pong comes first. */
async function cutByHand(student: Student): Promise<void> {
  const { lesson } = student;
  await student.predict('Before the message comes back');
  await lesson.getByRole('button', { name: 'Remove frame 2' }).click();
  await student.press('Send these 3 frames');
  await student.sees('There are fragments, but no ping.');
  await lesson.getByRole('combobox', { name: 'Begin with' }).selectOption('Hello, masked');
  await lesson
    .getByRole('combobox', { name: 'Begin with' })
    .selectOption('Three fragments with a ping between');
  await student.press('Send these 4 frames');
  await student.agreed();
  await student.sees(/Expect a pong, then one message back/);
}

/** A ping after the fragments is not between them: it must move up. */
async function interrupt(student: Student): Promise<void> {
  const { lesson } = student;
  const opcode = lesson.getByRole('combobox', { name: 'Opcode' });
  const add = lesson.getByRole('button', { name: 'Add a frame' });
  await lesson.getByRole('button', { name: 'FIN', exact: true }).click();
  await add.click();
  await opcode.selectOption('0x0 continuation');
  await add.click();
  await opcode.selectOption('0x9 ping');
  await student.press('Send these 3 frames');
  await student.isNotMet('First goal', /the ping is not between two fragments of one message/);
  await lesson.getByRole('button', { name: 'Move frame 3 earlier' }).click();
  await student.press('Send these 3 frames');
  await student.isMet('First goal');
  await student.goOn();
}

/** Text without repetition does not shrink that much. */
async function compress(student: Student): Promise<void> {
  const message = student.lesson.getByRole('textbox', { name: 'Your message' });
  await message.fill('The quick brown fox jumps over the lazy dog.');
  await student.press('Send this message');
  await student.isNotMet('Second goal', /Your message has 44 bytes, its frame/);
  await message.fill('tick tock '.repeat(20));
  await student.press('Send this message');
  await student.isMet('Second goal');
}
