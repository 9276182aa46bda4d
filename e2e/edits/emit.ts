import { type EditedStep, edit, NO_VERDICT } from './edit';

const CLIENT = 'Client 1';

export const emit: readonly EditedStep[] = [
  {
    step: 'emit?step=line',
    answer: '42["sum",1,{"a":2}]',
    edits: [
      edit(
        'another number',
        [CLIENT, "'sum', 1", "'sum', 7"],
        /This run gave none of these answers/,
        NO_VERDICT,
      ),
      edit('a typo', [CLIENT, "'sum'", "'sun'"], /^42\["sun",1,\{"a":2\}\]: the 4 is/, NO_VERDICT),
      edit(
        'no emit',
        [CLIENT, "socket.emit('sum', 1, { a: 2 });\n", ''],
        /^No event of the client has passed\. This code differs/,
        NO_VERDICT,
      ),
    ],
  },
  {
    step: 'emit?step=data',
    answer: '{}',
    edits: [
      edit('no Date', [CLIENT, '    date: new Date(),\n', ''], /The Map is \{\}/, /the string undefined/),
      edit(
        'no Map',
        [CLIENT, "    map: new Map([['a', 1]]),\n", ''],
        /^On the wire it is this text\. The Date is/,
        /The Map is|(the wire|your run) (agrees|says this)/,
      ),
      edit(
        'a typo',
        [CLIENT, "emit('data'", "emit('date'"],
        /^No event named data has passed with an object in it\. This code differs/,
        NO_VERDICT,
      ),
    ],
  },
  {
    step: 'emit?step=returns',
    answer: 'The socket itself',
    edits: [
      edit(
        'a listener for another name',
        [CLIENT, "socket.on('tick'", "socket.on('tock'"],
        /^Ticks on the wire: three of three\. The client has not printed “tick 3”\. This code differs/,
        /is emitting/,
      ),
      edit(
        'one tick fewer',
        ['Server', 'n === 3', 'n === 2'],
        /^Ticks on the wire: two of three\. The client has not printed/,
        /is emitting/,
      ),
      edit(
        'no emit',
        [CLIENT, "socket.emit('hello')", 'null'],
        /^The server’s three ticks came unasked/,
        /had run before its packet|(the wire|your run) (agrees|says this)/,
      ),
    ],
  },
  {
    step: 'emit?step=bytes',
    answer: 'Two',
    edits: [
      edit(
        'another name',
        [CLIENT, "'upload'", "'send'"],
        /^No event named upload has passed with bytes beside it\. This code differs/,
        NO_VERDICT,
      ),
      edit(
        'over polling',
        [CLIENT, "'websocket'", "'polling'"],
        /in base64, since this went over polling/,
        /(the wire|your run) (agrees|says this)|binary frame/,
      ),
      edit(
        'a list',
        [CLIENT, 'new Uint8Array([1, 2, 3])', '[1, 2, 3]'],
        /^No event named upload has passed with bytes beside it\. This code differs/,
        NO_VERDICT,
      ),
    ],
  },
  {
    step: 'emit?step=challenge',
    answer: null,
    edits: [
      edit('one level', [CLIENT, "'Ada'", "{ name: 'Ada' }"], /^An object has passed, one level deep/),
      edit('lists', [CLIENT, "'Ada'", "[['Ada']]"], /^An event has passed, and no object with it/),
      edit('nothing', [CLIENT, "'hello', 'Ada'", "'hello'"], /^An event has passed, and no object with it/),
    ],
  },
];
