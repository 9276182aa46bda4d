import type { Sample } from './sample';

export const GAMES: readonly Sample[] = [
  {
    name: 'rock, paper, scissors',
    server: `const { Server } = require('socket.io');
const io = new Server(3000);
const beats = { rock: 'scissors', paper: 'rock', scissors: 'paper' };
let waiting = null;

io.on('connection', (socket) => {
  socket.on('play', (choice) => {
    socket.data.choice = choice;
    if (waiting === null) {
      waiting = socket;
      socket.emit('status', 'waiting');
      return;
    }
    const [first, second] = [waiting, socket];
    waiting = null;
    const won = beats[first.data.choice] === second.data.choice;
    first.emit('result', won ? 'you win' : 'you lose');
    second.emit('result', won ? 'you lose' : 'you win');
    console.log(first.data.choice, 'against', second.data.choice);
  });
});`,
    client: `const { io } = require('socket.io-client');
const player1 = io('http://localhost:3000');
player1.on('status', (status) => {
  console.log(status);
  const player2 = io('http://localhost:3000', { forceNew: true });
  const results = [player1, player2].map((player) => new Promise((resolve) => player.once('result', resolve)));
  Promise.all(results).then((both) => {
    console.log(both);
    console.log('over');
  });
  player2.emit('play', 'paper');
});
player1.emit('play', 'scissors');`,
  },
  {
    name: 'noughts and crosses, with turns',
    server: `import { Server } from 'socket.io';
const io = new Server(3000);

class Game {
  #board = Array(9).fill(null);
  turn = 'X';
  play(mark, at) {
    if (mark !== this.turn) throw new Error('not your turn');
    if (this.#board[at]) throw new Error('taken');
    this.#board[at] = mark;
    this.turn = mark === 'X' ? 'O' : 'X';
    const lines = [[0, 1, 2], [3, 4, 5], [6, 7, 8], [0, 4, 8]];
    return lines.some((line) => line.every((cell) => this.#board[cell] === mark)) ? mark : null;
  }
  toString() {
    return this.#board.map((mark) => mark ?? '.').join('');
  }
}

const game = new Game();
io.on('connection', (socket) => {
  socket.on('move', (mark, at, answer) => {
    try {
      const winner = game.play(mark, at);
      answer({ board: String(game) });
      if (winner) io.emit('won', winner, String(game));
    } catch ({ message }) {
      answer({ error: message });
    }
  });
});`,
    client: `import { io } from 'socket.io-client';
const socket = io('http://localhost:3000');
socket.on('won', (mark, board) => {
  console.log(mark, 'has won', board);
  console.log('over');
});
const moves = [['X', 0], ['X', 1], ['O', 0], ['O', 3], ['X', 4], ['O', 6], ['X', 8]];
for (const [mark, at] of moves) {
  const { board, error } = await socket.emitWithAck('move', mark, at);
  console.log(mark, at, board ?? error);
}`,
  },
  {
    name: 'a quiz against the clock',
    server: `const { Server } = require('socket.io');
const io = new Server(3000);
const questions = [
  { text: '2 + 2', answer: '4' },
  { text: '3 * 3', answer: '9' },
  { text: '10 / 4', answer: '2.5' },
];

io.on('connection', (socket) => {
  let score = 0;
  let at = -1;
  let timer;
  const next = () => {
    clearTimeout(timer);
    at += 1;
    if (at === questions.length) return socket.emit('finished', { score, of: questions.length });
    socket.emit('question', { number: at + 1, text: questions[at].text });
    timer = setTimeout(() => {
      socket.emit('too late', at + 1);
      next();
    }, 300);
  };
  socket.on('answer', (text) => {
    if (text === questions[at].answer) score++;
    next();
  });
  socket.on('start', next);
});`,
    client: `const socket = require('socket.io-client')('http://localhost:3000');
socket.on('question', ({ number, text }) => {
  console.log('question', number, text);
  if (number === 1) socket.emit('answer', '4');
  if (number === 3) socket.emit('answer', '2');
});
socket.on('too late', (number) => console.log('too late for', number));
socket.on('finished', ({ score, of }) => {
  console.log(\`\${score} of \${of}\`);
  console.log('over');
});
socket.emit('start');`,
  },
  {
    name: 'a board to draw on',
    server: `const io = require('socket.io')(3000);
const lines = [];
io.on('connection', (socket) => {
  for (const line of lines) socket.emit('draw_line', { line });
  socket.on('draw_line', ({ line }) => {
    lines.push(line);
    io.emit('draw_line', { line });
  });
  socket.on('clear', () => {
    lines.length = 0;
    io.emit('cleared');
  });
});`,
    client: `const { io } = require('socket.io-client');
const pen = io('http://localhost:3000');
let drawn = 0;
pen.on('draw_line', ({ line: [from, to] }) => {
  drawn += 1;
  console.log('pen', from, to);
  if (drawn < 3) return;
  const late = io('http://localhost:3000', { forceNew: true });
  const seen = [];
  late.on('draw_line', ({ line }) => {
    seen.push(line);
    if (seen.length === 3) late.emit('clear');
  });
  late.on('cleared', () => {
    console.log('the late one saw', JSON.stringify(seen));
    console.log('over');
  });
});
for (let n = 0; n < 3; n++) pen.emit('draw_line', { line: [{ x: n, y: 0 }, { x: n + 0.5, y: 1 }] });`,
  },
  {
    name: 'a counter that all share',
    server: `const { createServer } = require('http');
const { Server } = require('socket.io');
const server = createServer();
const io = new Server(server);
let count = 0;
io.on('connection', (socket) => {
  socket.emit('count', count);
  socket.on('increment', () => io.emit('count', ++count));
  socket.on('add', (n) => {
    if (!Number.isInteger(n)) return socket.emit('problem', \`\${n} is no whole number\`);
    count += n;
    io.emit('count', count);
  });
});
server.listen(3000, () => console.log('listening on 3000'.slice(0, 12)));`,
    client: `const { io } = require('socket.io-client');
const socket = io('http://localhost:3000');
socket.on('count', (n) => {
  console.log('count', n);
  if (n === 7) console.log('over');
});
socket.on('problem', (text) => console.log(text));
socket.on('connect', () => {
  socket.emit('increment');
  socket.emit('increment');
  socket.emit('add', 1.5);
  socket.emit('add', 5);
});`,
  },
];
