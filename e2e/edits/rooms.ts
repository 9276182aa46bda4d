import { type EditedStep, edit, NO_VERDICT } from './edit';

const CLIENT = 'Client 1';

export const rooms: readonly EditedStep[] = [
  {
    step: 'rooms?step=broadcast',
    answer: /^Two$/,
    edits: [
      edit('two clients', ['Server', '=== 3', '=== 2'], /^One line, one frame: to :\d+/, NO_VERDICT),
      edit(
        'everybody',
        ['Server', 'socket.broadcast.emit', 'io.emit'],
        /^One line, three frames/,
        NO_VERDICT,
      ),
      edit(
        'a typo',
        ['Server', "emit('news'", "emit('new'"],
        /^Three of three are connected, and no emit of news has reached anybody\. This code differs/,
        NO_VERDICT,
      ),
    ],
  },
  {
    step: 'rooms?step=room',
    answer: /^None: nothing is sent/,
    edits: [
      edit(
        'nobody joins',
        ['Server', "  socket.join(number % 2 === 1 ? 'odd' : 'even');\n", ''],
        /^The news has reached nobody, and the room of the step has two\. This code differs/,
        NO_VERDICT,
      ),
      edit(
        'the other room',
        ['Server', "io.to('odd')", "io.to('even')"],
        /^The news has reached one client, and the room of the step has two\. This code differs/,
        NO_VERDICT,
      ),
      edit(
        'an event of the client',
        [CLIENT, "socket.on('news'", "socket.emit('join', 'odd');\nsocket.on('news'"],
        /and one from your own code/,
        /(the wire|your run) (agrees|says this)|and nothing else/,
      ),
    ],
  },
  {
    step: 'rooms?step=private',
    answer: /^Three$/,
    edits: [
      edit(
        'nobody leaves',
        ['Server', "  socket.leave('club');\n", ''],
        /^One for the first emit, three for the second/,
      ),
      edit(
        'nobody joins',
        ['Server', "  socket.join('club');\n", ''],
        /^One for the first emit, none for the second/,
      ),
      edit(
        'one emit',
        ['Server', "  socket.to(ids[0]).emit('news', 'for the first alone');\n", ''],
        /^Three are connected\. Emits of news by the server: one of two\. This code differs/,
        NO_VERDICT,
      ),
    ],
  },
  {
    step: 'rooms?step=namespace',
    answer: /^One$/,
    edits: [
      edit(
        'the right token',
        [CLIENT, 'please', 'open sesame'],
        /0 is CONNECT, with the id of the client in this namespace/,
        /CONNECT_ERROR/,
      ),
      edit(
        'no client for /',
        [CLIENT, "const main = io({ transports: ['websocket'] });\n", ''],
        /4 is CONNECT_ERROR, with the message of the middleware\.$/,
        /(the wire|your run) (agrees|says this)|still connected/,
      ),
      edit(
        'a typo',
        [CLIENT, "'/admin'", "'/amdin'"],
        /^No CONNECT to \/admin has been answered\. This code differs/,
        NO_VERDICT,
      ),
    ],
  },
  {
    step: 'rooms?step=challenge',
    answer: null,
    edits: [
      edit('one client', ['Server', 'io.emit', 'socket.emit'], /^The last emit reached one of three/),
      edit('everybody', ['Server', 'for everyone', 'for all'], /^The last emit reached all three/),
      edit(
        'no emit',
        ['Server', "    io.emit('news', 'for everyone');\n", ''],
        /^Three are connected, and the server has emitted nothing/,
      ),
    ],
  },
];
