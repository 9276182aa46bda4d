import type { Play } from './play';

export const reconnect: Play = {
  lesson: 'reconnect',
  async run(student) {
    await student.predict('None');
    await student.press('Run both, and cut the cable');
    await student.agreed();
    await student.sees(/to nobody, and nothing kept/);
    await student.next();

    await student.predict('After pingInterval + pingTimeout without a ping');
    await student.press('Run both, and swallow everything');
    await student.agreed();
    await student.sees(/ping timeout/);
    await student.next();

    await student.predict('They grow, and are partly random');
    await student.press('Run both');
    await student.agreed();
    await student.next();

    await student.predict('1 and 3');
    await student.press('Run both, and cut the cable');
    await student.agreed();
    await student.next();

    await student.runCode();
    await student.isNotMet('First goal', /Ticks are coming; cut the cable/);
    await student.press('Cut the cable');
    await student.isMet('First goal');
    // Without recovery a tick is lost again.
    await student.runCode();
    await student.isNotMet('Second goal', /Ticks are coming; cut the cable/);
    await student.press('Cut the cable');
    await student.isNotMet('Second goal', /the session was a new one/);
    await student.change(
      'Server',
      'new Server(3000, {})',
      'new Server(3000, { connectionStateRecovery: {} })',
    );
    await student.runCode();
    await student.isNotMet('Second goal', /Ticks are coming; cut the cable/);
    await student.press('Cut the cable');
    await student.isMet('Second goal');
  },
};
