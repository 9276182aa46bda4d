import type { Texts } from '../../code/texts';

const SERVER = `io.on('connection', (socket) => {
  console.log(socket.id, 'has connected');

  socket.on('greet', (name) => {
    socket.emit('welcome', name.toUpperCase());
  });
});
`;

const CLIENT = `const socket = io();

socket.on('connect', () => {
  socket.emit('greet', 'Ada');
});

socket.on('welcome', (name) => {
  console.log('welcome,', name);
});
`;

/** What the free lab begins with: two short programs. */
export const greeting: Texts = { server: SERVER, clients: [CLIENT] };
