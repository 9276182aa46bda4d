import type { Scene } from './scene';

export const TURNS: readonly Scene[] = [
  {
    name: 'timers, promises and what runs first',
    code: `io.on('connection', (socket) => {
  socket.on('go', (answer) => {
    setTimeout(() => socket.emit('order', 'timer'), 5);
    Promise.resolve().then(() => socket.emit('order', 'promise'));
    queueMicrotask(() => socket.emit('order', 'microtask'));
    process.nextTick(() => socket.emit('order', 'tick'));
    (async () => {
      socket.emit('order', 'async');
      await null;
      socket.emit('order', 'awaited');
    })();
    let beats = 0;
    const beat = setInterval(() => {
      beats += 1;
      socket.emit('beat', beats);
      if (beats < 3) return;
      clearInterval(beat);
      answer('done');
    }, 20);
    const never = setTimeout(() => socket.emit('order', 'never'), 10);
    clearTimeout(never);
    setTimeout((...given) => socket.emit('order', given), 10, 'a', 2);
    socket.emit('order', 'last');
  });
});`,
    async play({ open }) {
      await open().ask('go');
    },
  },
];
