import { type EditedStep, edit, NO_VERDICT } from './edit';

const CLIENT = 'Client 1';
const ASK = "socket.emit('ask', 'tea', (result) => console.log(result));\n";

export const acks: readonly EditedStep[] = [
  {
    step: 'acks?step=ask',
    answer: 'By a number in both packets',
    edits: [
      edit(
        'no callback',
        [CLIENT, ", (result) => {\n  console.log('2 + 3 =', result);\n}", ''],
        /^No event has asked for an acknowledgement\. This code differs/,
        NO_VERDICT,
      ),
      edit(
        'no answer',
        ['Server', '    answer(a + b);\n', ''],
        /^An event has asked for an acknowledgement, and none has come\. This code differs/,
        NO_VERDICT,
      ),
      edit(
        'a typo',
        [CLIENT, "'sum'", "'som'"],
        /^An event has asked for an acknowledgement, and none has come\. This code differs/,
        NO_VERDICT,
      ),
    ],
  },
  {
    step: 'acks?step=order',
    answer: 'The second question’s',
    edits: [
      edit(
        'one question',
        [CLIENT, "socket.emit('work', 400, (result) => console.log('slow:', result));\n", ''],
        /^Answers that the client has printed: one of two\. This code differs/,
      ),
      edit(
        'both quick',
        [CLIENT, "'work', 400", "'work', 5"],
        /^Asked as 0 and 1, answered as 0/,
        /had to wait/,
      ),
      edit(
        'a typo',
        ['Server', "'work'", "'wrok'"],
        /^Answers that the client has printed: none of two\. This code differs/,
        NO_VERDICT,
      ),
    ],
  },
  {
    step: 'acks?step=lost',
    answer: 'It is never called',
    edits: [
      edit(
        'one answer',
        ['Server', '// answer() was forgotten.', "if (text === 'one') answer('ok');"],
        /In this run the server answered one of the questions/,
        /(the wire|your run) (agrees|says this)|no packet came back/,
      ),
      edit(
        'no timeout',
        [CLIENT, 'socket.timeout(800).emit', 'socket.emit'],
        /^No question has ended with “operation has timed out”\. This code differs/,
        NO_VERDICT,
      ),
      edit(
        'one question',
        [CLIENT, "socket.emit('store', 'one', () => {\n  console.log('one was answered');\n});\n", ''],
        /^What was emitted arrived, and no packet came back/,
        /(the wire|your run) (agrees|says this)|other callback/,
      ),
    ],
  },
  {
    step: 'acks?step=retries',
    answer: 'Twice',
    edits: [
      edit('no answer', ['Server', 'times > 1', 'times > 9'], /Four lines at the server say “stored”/),
      edit(
        'an answer at once',
        ['Server', 'if (times > 1) answer', 'answer'],
        /was answered in time, so it was sent only once/,
        NO_VERDICT,
      ),
      edit(
        'other words',
        [CLIENT, "'one:'", "'two:'"],
        /^The server has the event, and the client has printed nothing that begins with “one:”\. This code/,
        NO_VERDICT,
      ),
    ],
  },
  {
    step: 'acks?step=challenge',
    answer: null,
    edits: [
      edit('one question', [CLIENT, "'tea'", "'milk'"], /^One question has been asked; the goal needs two/),
      edit(
        'in order',
        [CLIENT, ASK, ASK + ASK],
        /^(Two questions were open at once, but the first was answered first|The first was answered before)/,
      ),
      {
        what: 'no answer',
        changes: [
          [CLIENT, ASK, ASK + ASK],
          ['Server', "    answer('about ' + question);\n", ''],
        ],
        says: /^2 questions were asked, and none has been answered/,
      },
    ],
  },
];
