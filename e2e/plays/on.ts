import type { Play } from './play';

export const on: Play = {
  lesson: 'on',
  async run(student) {
    await student.predict('It arrives, and nobody hears it');
    await student.press('Run both');
    await student.agreed();
    await student.next();

    await student.predict('Seven');
    await student.press('Run both');
    await student.agreed();
    await student.next();

    await student.predict('Twice');
    await student.press('Run both, and cut the cable');
    await student.agreed();
    // Unchanged, it prints twice again.
    await student.runCode();
    await student.isNotMet('Fix it', /A listener has run; now cut the cable/);
    await student.press('Cut the cable');
    await student.isNotMet('Fix it', /made the listener run two times/);
    await student.write(
      'Client 1',
      "const socket = io({ transports: ['websocket'], reconnectionDelay: 200 });\nsocket.on('news', () => console.log('news'));",
    );
    await student.runCode();
    await student.isNotMet('Fix it', /A listener has run; now cut the cable/);
    await student.press('Cut the cable');
    await student.isMet('Fix it');
    await student.next();

    await student.predict('The one for connect_error');
    await student.press('Run both');
    await student.agreed();
    await student.predict('It stays away');
    // Nothing changed: refused again.
    await student.runCode();
    await student.sees(/It was refused again/);
    await student.change('Client 1', 'auth: {}', "auth: { name: 'Ada' }");
    await student.runCode();
    await student.agreed(2);
    await student.sees(/io server disconnect/);
    await student.next();

    await student.runCode();
    await student.isNotMet('The goal', /the server has emitted no welcome/);
    await student.write(
      'Server',
      "io.on('connection', (socket) => {\n  socket.on('greet', (name) => socket.emit('welcome', name));\n});",
    );
    await student.runCode();
    await student.isNotMet('The goal', /its first argument is not a text with “ADA” in it/);
    await student.change('Server', "'welcome', name", "'welcome', name.toUpperCase()");
    await student.runCode();
    await student.isNotMet('The goal', /no listener of the client heard it/);
    await student.write(
      'Client 1',
      "const socket = io();\nsocket.on('welcome', (name) => console.log(name));\nsocket.emit('greet', 'Ada');",
    );
    await student.runCode();
    await student.isMet('The goal');
  },
};
