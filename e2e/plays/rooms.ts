import type { Play } from './play';

export const rooms: Play = {
  lesson: 'rooms',
  async run(student) {
    await student.predict('Two');
    await student.press('Run all');
    await student.agreed();
    await student.predict('Three');
    await student.change('Server', 'socket.broadcast.emit', 'io.emit');
    await student.runCode();
    await student.agreed(2);
    await student.next();

    await student.predict('None: nothing is sent');
    await student.press('Run all');
    await student.agreed();
    await student.next();

    await student.predict('Three');
    await student.press('Run all');
    await student.agreed();
    await student.next();

    await student.predict(/^One$/);
    await student.press('Run both');
    await student.agreed();
    await student.runCode();
    await student.isNotMet('Get in', /not with this token/);
    await student.change('Client 1', 'please', 'open sesame');
    await student.runCode();
    await student.isMet('Get in');
    await student.next();

    await student.runCode();
    await student.isNotMet('The goal', /The last emit reached all three/);
    await student.change('Server', "io.emit('news'", "io.except(socket.id).emit('news'");
    await student.runCode();
    await student.isMet('The goal');
  },
};
