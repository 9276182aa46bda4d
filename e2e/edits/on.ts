import { type EditedStep, edit, NO_VERDICT } from './edit';

const CLIENT = 'Client 1';
const HERE = '// Listen to greet here.';

export const on: readonly EditedStep[] = [
  {
    step: 'on?step=names',
    answer: 'It arrives, and nobody hears it',
    edits: [
      edit(
        'the wrong name is gone',
        [CLIENT, "socket.emit('mesage', 'one');\n", ''],
        /No mesage was emitted in this run/,
        /(the wire|your run) (agrees|says this)|No listener has that name/,
      ),
      edit(
        'the right name is gone',
        [CLIENT, "socket.emit('message', 'two');\n", ''],
        /^mesage has arrived, and no listener of the server has run for message\. This code differs/,
        NO_VERDICT,
      ),
      edit(
        'a typo at the server',
        ['Server', "'message'", "'massage'"],
        /^mesage has arrived, and no listener of the server has run for message\. This code differs/,
        NO_VERDICT,
      ),
    ],
  },
  {
    step: 'on?step=several',
    answer: 'Seven',
    edits: [
      edit('on for once', ['Server', 'socket.once', 'socket.on'], /^Eight lines, in this order/, NO_VERDICT),
      edit(
        'a listener fewer',
        ['Server', "  socket.on('news', () => console.log('second'));\n", ''],
        /^The server has printed five lines, fewer .* This code differs/,
        NO_VERDICT,
      ),
      edit(
        'an emit fewer',
        [CLIENT, "socket.emit('news');\nsocket", 'socket'],
        /^The server has printed four lines, fewer .* This code differs/,
        NO_VERDICT,
      ),
    ],
  },
  {
    step: 'on?step=doubles',
    answer: 'Twice',
    edits: [
      edit(
        'beside connect',
        [
          CLIENT,
          "socket.on('connect', () => {\n  socket.on('news', () => console.log('news'));\n});",
          "socket.on('news', () => console.log('news'));",
        ],
        /^Once for the packet after the return: in this run no listener was added/,
        /the doubling happened/,
      ),
      edit(
        'no reconnection',
        [CLIENT, 'reconnectionDelay: 200', 'reconnection: false'],
        /^The news of a second connection has not come\. This code differs/,
        NO_VERDICT,
      ),
      edit(
        'a typo',
        [CLIENT, "socket.on('news'", "socket.on('new'"],
        /^The cable was not cut: within 10 s, no listener of the client ran for news\.$/,
        NO_VERDICT,
      ),
    ],
  },
  {
    step: 'on?step=refused',
    answer: 'The one for connect_error',
    edits: [
      edit(
        'a name',
        [CLIENT, 'auth: {}', "auth: { name: 'Ada' }"],
        /^The server let the client in, and no listener has run for connect_error\. This code differs/,
        NO_VERDICT,
      ),
      edit(
        'a typo',
        [CLIENT, "'connect_error'", "'connect_eror'"],
        /^The client was refused, and no listener has run for connect_error\. This code differs/,
        NO_VERDICT,
      ),
      edit(
        'other words',
        [CLIENT, "'refused:'", "'no:'"],
        /a CONNECT_ERROR\. It was never connected/,
        /the client printed/,
      ),
    ],
  },
  {
    step: 'on?step=challenge',
    answer: null,
    edits: [
      edit(
        'no capitals',
        ['Server', HERE, "socket.on('greet', (name) => socket.emit('welcome', name));"],
        /^welcome came, and its first argument is not a text with “ADA” in it/,
      ),
      edit(
        'nobody listens',
        ['Server', HERE, "socket.on('greet', (name) => socket.emit('welcome', name.toUpperCase()));"],
        /^welcome is on the wire as it should be, and no listener of the client heard it/,
      ),
      edit(
        'capitals from the start',
        [CLIENT, "'Ada'", "'ADA'"],
        /^greet needs a name with lower-case letters/,
      ),
    ],
  },
];
