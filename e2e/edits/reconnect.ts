import { type EditedStep, edit, NO_VERDICT } from './edit';

const CLIENT = 'Client 1';

export const reconnect: readonly EditedStep[] = [
  {
    step: 'reconnect?step=missed',
    answer: /^None$/,
    edits: [
      edit(
        'with recovery',
        ['Server', '{}', '{ connectionStateRecovery: {} }'],
        /none is missing in this run\. The server had kept what the client missed/,
        /emitted to nobody/,
      ),
      edit(
        'no reconnection',
        [CLIENT, "transports: ['websocket']", "transports: ['websocket'], reconnection: false"],
        /^There is no cut yet with a tick before it and a tick after it\. This code differs/,
        NO_VERDICT,
      ),
      edit(
        'a listener for another name',
        [CLIENT, "socket.on('tick'", "socket.on('tock'"],
        /^The cable was not cut: within 10 s, the client’s listener for tick ran fewer than two times\.$/,
        NO_VERDICT,
      ),
    ],
  },
  {
    step: 'reconnect?step=buffer',
    answer: /^1 and 3$/,
    edits: [
      edit(
        'not volatile',
        [CLIENT, 'socket.volatile.emit', 'socket.emit'],
        /In this run note 2 left as well/,
      ),
      edit(
        'two notes',
        [CLIENT, "  socket.emit('note', 3);\n", ''],
        /^Note 3 has not left the client\. This code differs/,
        NO_VERDICT,
      ),
      edit(
        'a typo',
        ['Server', "'note'", "'not'"],
        /^The cable was not cut: within 10 s, the server printed nothing\.$/,
        NO_VERDICT,
      ),
    ],
  },
  {
    step: 'reconnect?step=silence',
    answer: /^After pingInterval/,
    edits: [
      edit(
        'other times',
        ['Server', 'pingInterval: 1000', 'pingInterval: 300'],
        /said pingInterval 300 ms and pingTimeout 800 ms/,
      ),
      edit(
        'a long timeout',
        ['Server', 'pingTimeout: 800', 'pingTimeout: 60000'],
        /^The cable is cut, and the client has printed nothing that begins with “disconnected”\. This code/,
        NO_VERDICT,
      ),
      edit(
        'other words',
        [CLIENT, "'disconnected:'", "'gone:'"],
        /^The cable is cut, and the client has printed nothing that begins with “disconnected”\. This code/,
        NO_VERDICT,
      ),
    ],
  },
  {
    step: 'reconnect?step=backoff',
    answer: /^They grow/,
    edits: [
      edit(
        'two attempts',
        [CLIENT, 'reconnectionDelay: 150', 'reconnectionAttempts: 2, reconnectionDelay: 150'],
        /^Attempts that were answered with 503: two of five\. This code differs/,
        NO_VERDICT,
      ),
      edit(
        'no end of the server',
        [CLIENT, "  socket.emit('quit');\n", ''],
        /^Attempts that were answered with 503: none of five\. This code differs/,
        NO_VERDICT,
      ),
      edit(
        'a typo',
        ['Server', "'quit'", "'quite'"],
        /^Attempts that were answered with 503: none of five\. This code differs/,
        NO_VERDICT,
      ),
    ],
  },
  {
    step: 'reconnect?step=recover',
    answer: null,
    edits: [
      edit(
        'a listener for another name',
        [CLIENT, "socket.on('tick'", "socket.on('tock'"],
        /^Ticks come, and no listener of the client has run for them/,
      ),
      edit('rare ticks', ['Server', '}, 400)', '}, 60000)'], /^The code is running; wait for the first tick/),
      edit('other words', [CLIENT, "'tick', n", "'tock', n"], /^Ticks are coming; cut the cable/),
    ],
  },
];
