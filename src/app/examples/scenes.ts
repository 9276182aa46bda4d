import type { Texts } from '../../code/texts';

/** Scenes that run at once and are there to be changed: a server and its pages. */

const page = (title: string, style: string, body: string, script: string): string => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>${title}</title>
    <style>
      body { margin: 8px; font-family: system-ui, sans-serif; }
${style}    </style>
  </head>
  <body>
${body}    <script src="/socket.io/socket.io.js"></script>
    <script>
${script}    </script>
  </body>
</html>
`;

/** Two players whose positions go out twenty times a second, volatile or not. */
export const game: Texts = {
  server: `const players = {};

io.on('connection', (socket) => {
  players[socket.id] = { x: 50, y: 50 };

  socket.on('move', (place) => {
    players[socket.id] = place;
  });

  socket.on('disconnect', () => {
    delete players[socket.id];
  });
});

// Without volatile, positions wait for a client that is slow or gone, and then come all at once.
setInterval(() => {
  if (Object.keys(players).length > 0) io.volatile.emit('players', players);
}, 50);
`,
  clients: Array(2).fill(
    page(
      'Two players',
      '      canvas { width: 100%; height: calc(100vh - 20px); border: 1px solid #999; touch-action: none; }\n',
      '    <canvas width="200" height="100" tabindex="0" aria-label="The field: arrow keys move"></canvas>\n',
      `      const socket = io();
      const canvas = document.querySelector('canvas');
      const draw = canvas.getContext('2d');
      const me = { x: 20 + Math.random() * 160, y: 20 + Math.random() * 60 };
      const steps = { ArrowLeft: [-4, 0], ArrowRight: [4, 0], ArrowUp: [0, -4], ArrowDown: [0, 4] };

      const move = (x, y) => {
        me.x = Math.max(0, Math.min(200, x));
        me.y = Math.max(0, Math.min(100, y));
        socket.volatile.emit('move', me);
      };

      socket.on('connect', () => move(me.x, me.y));

      canvas.addEventListener('keydown', (event) => {
        const [x, y] = steps[event.key] ?? [0, 0];
        if (x || y) event.preventDefault();
        move(me.x + x, me.y + y);
      });

      canvas.addEventListener('pointermove', ({ offsetX, offsetY }) => {
        move((offsetX / canvas.clientWidth) * 200, (offsetY / canvas.clientHeight) * 100);
      });

      socket.on('players', (players) => {
        draw.clearRect(0, 0, 200, 100);
        for (const [id, { x, y }] of Object.entries(players)) {
          draw.fillStyle = id === socket.id ? '#000' : '#b40';
          draw.fillRect(x - 4, y - 4, 8, 8);
        }
      });
`,
    ),
  ),
  isShared: true,
};

/** A room for each user, so that all tabs of one get what is for that user; what comes while none is open waits. */
export const notifications: Texts = {
  server: `const waiting = new Map();

io.on('connection', (socket) => {
  const { user } = socket.handshake.auth;
  socket.join(user);
  for (const text of waiting.get(user) ?? []) socket.emit('notification', text);
  waiting.delete(user);

  socket.on('notify', (to, text) => {
    const isOpen = io.sockets.adapter.rooms.has(to);
    if (isOpen) io.to(to).emit('notification', text);
    else waiting.set(to, [...(waiting.get(to) ?? []), text]);
  });
});
`,
  clients: ['ada', 'ada', 'ben'].map((user) =>
    page(
      `Notifications of ${user}`,
      '      h1 { margin: 0; font-size: 1.2rem; }\n',
      `    <h1>${user}</h1>\n    <form>\n      <input aria-label="For" value="${user === 'ada' ? 'ben' : 'ada'}" size="5"> <input aria-label="Text" value="Lunch?" size="10">\n      <button>Notify</button>\n    </form>\n    <ul></ul>\n`,
      `      const socket = io({ auth: { user: '${user}' } });
      const [to, text] = document.querySelectorAll('input');

      document.querySelector('form').addEventListener('submit', (event) => {
        event.preventDefault();
        socket.emit('notify', to.value, text.value);
      });

      socket.on('notification', (text) => {
        const item = document.createElement('li');
        item.textContent = text;
        document.querySelector('ul').append(item);
      });
`,
    ),
  ),
};

/** A poll whose result everybody sees as it changes. */
export const poll: Texts = {
  server: `const votes = { tea: 0, coffee: 0 };

io.on('connection', (socket) => {
  let chosen = null;
  socket.emit('votes', votes);

  socket.on('vote', (name, done) => {
    if (!Object.hasOwn(votes, name)) return done('There is no such choice.');
    if (chosen) votes[chosen] -= 1;
    votes[name] += 1;
    chosen = name;
    io.emit('votes', votes);
    done('Counted.');
  });
});
`,
  clients: Array(3).fill(
    page(
      'A poll',
      '      h1 { margin: 0; font-size: 1.2rem; }\n      meter { width: 60%; }\n',
      '    <h1>Tea or coffee?</h1>\n    <p><button value="tea">Tea</button> <meter aria-label="Tea" min="0" max="3"></meter></p>\n    <p><button value="coffee">Coffee</button> <meter aria-label="Coffee" min="0" max="3"></meter></p>\n    <p role="status"></p>\n',
      `      const socket = io();
      const buttons = [...document.querySelectorAll('button')];
      const meters = [...document.querySelectorAll('meter')];

      for (const button of buttons) {
        button.addEventListener('click', async () => {
          const answer = await socket.timeout(2000).emitWithAck('vote', button.value).catch(() => 'No answer.');
          document.querySelector('[role=status]').textContent = answer;
        });
      }

      socket.on('votes', (votes) => {
        buttons.forEach((button, at) => {
          meters[at].value = votes[button.value];
        });
      });
`,
    ),
  ),
  isShared: true,
};

/** A drawing that all share; who comes later gets what is there. */
export const drawing: Texts = {
  server: `const lines = [];

io.on('connection', (socket) => {
  socket.emit('lines', lines);

  socket.on('line', (line) => {
    lines.push(line);
    if (lines.length > 500) lines.shift();
    socket.broadcast.emit('lines', [line]);
  });
});
`,
  clients: Array(3).fill(
    page(
      'A drawing',
      '      canvas { width: 100%; height: calc(100vh - 20px); border: 1px solid #999; touch-action: none; }\n',
      '    <canvas width="200" height="120" aria-label="The drawing"></canvas>\n',
      `      const socket = io();
      const canvas = document.querySelector('canvas');
      const draw = canvas.getContext('2d');
      let last = null;

      const place = ({ offsetX, offsetY }) => [
        Math.round((offsetX / canvas.clientWidth) * 200),
        Math.round((offsetY / canvas.clientHeight) * 120),
      ];

      const show = ([fromX, fromY, toX, toY]) => {
        draw.beginPath();
        draw.moveTo(fromX, fromY);
        draw.lineTo(toX, toY);
        draw.stroke();
      };

      canvas.addEventListener('pointerdown', (event) => {
        last = place(event);
      });

      canvas.addEventListener('pointermove', (event) => {
        if (!last || event.buttons === 0) return;
        const line = [...last, ...place(event)];
        last = place(event);
        show(line);
        socket.emit('line', line);
      });

      socket.on('lines', (lines) => lines.forEach(show));
`,
    ),
  ),
  isShared: true,
};
