import { expect } from '@playwright/test';
import type { Play } from './play';

export const socketio: Play = {
  lesson: 'socketio',
  async run(student) {
    const { lesson } = student;
    await student.predict('Three or more');
    await student.press('Call io()');
    await student.agreed();
    await expect(lesson.getByRole('row', { name: /frame → 5/ })).toBeVisible();
    await student.next();

    await student.predict('4, for an Engine.IO message');
    await student.press('Emit it');
    await student.agreed();
    await student.next();

    await student.predict('It arrives, over HTTP');
    await student.press('Block it, connect and emit');
    await student.agreed();
    await student.predict('More than ten times');
    await student.press('Emit it over both');
    await student.agreed(2);
    await student.next();

    await student.predict('It opens, and hello ends it');
    await student.press('Open it, and send hello');
    await student.agreed();
    await student.predict(/^connect_error$/);
    await student.press('Connect it');
    await student.agreed(2);
    await student.next();

    // A client limited to WebSocket is refused altogether.
    await lesson.getByLabel('The server refuses upgrades (503)').check();
    await lesson.getByText('only websocket').click();
    await student.press('Connect');
    await student.isNotMet('The goal', /nothing was delivered/);
    await lesson.getByText('as usual').click();
    await student.press('Connect');
    await student.isNotMet('The goal', /no event of yours has passed yet/);
    await student.press('Emit an event');
    await student.isMet('The goal');
  },
};
