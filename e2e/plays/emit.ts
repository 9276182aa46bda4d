import type { Play } from './play';

export const emit: Play = {
  lesson: 'emit',
  async run(student) {
    await student.predict('42["sum",1,{"a":2}]');
    await student.press('Run both');
    await student.agreed();
    await student.next();

    await student.predict('{}');
    await student.press('Run both');
    await student.agreed();
    await student.predict('The line throws, and nothing is sent');
    await student.change('Client 1', "new Map([['a', 1]])", '1n');
    await student.runCode();
    await student.agreed(2);
    await student.sees(/Do not know how to serialize a BigInt, line 4/);
    await student.predict('Later, when the client is connected');
    await student.runCode();
    await student.sees(/No event was emitted before the connection/);
    await student.change(
      'Client 1',
      'const socket = io();',
      "const socket = io();\nsocket.emit('early', 1n);",
    );
    await student.runCode();
    await student.agreed(3);
    await student.sees(/Line 2 did not throw: the event was kept/);
    await student.next();

    await student.predict('Two');
    await student.press('Run both');
    await student.agreed();
    await student.next();

    await student.predict('The socket itself');
    await student.press('Run both');
    await student.agreed();
    await student.predict('The line throws');
    await student.change('Client 1', "socket.emit('hello')", "socket.emit('disconnect')");
    await student.runCode();
    await student.agreed(2);
    await student.next();

    // One level deep is not deep enough.
    await student.write('Client 1', "const socket = io();\nsocket.emit('a', { b: 1 });");
    await student.runCode();
    await student.isNotMet('First goal', /one level deep/);
    await student.write('Client 1', "const socket = io();\nsocket.emit('a', { b: { c: 1 } });");
    await student.runCode();
    await student.isMet('First goal');
    await student.write('Client 1', "const socket = io();\nsocket.emit('a', new Uint8Array(3));");
    await student.runCode();
    await student.isNotMet('Second goal', /One attachment has passed/);
    await student.write(
      'Client 1',
      "const socket = io();\nsocket.emit('a', new Uint8Array(3), { b: new Uint8Array(2) });",
    );
    await student.runCode();
    await student.isMet('Second goal');
  },
};
