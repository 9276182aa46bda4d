import { stepTexts } from './annotated';
import { ROOM_BODY, ROOM_ENTRANCE, TYPING_HEARD } from './parts';

const SERVER = `import { Server } from 'socket.io';

const io = new Server(3000);

io.on('connection', (socket) => {
  const { name } = socket.handshake.auth;

  socket.on('join', (room) => {
    socket.join(room);
    socket.data.room = room;
  });

  socket.on('message', (text) => {
    io.to(socket.data.room).emit('message', { name, text });
  });

?  // TODO: on 'typing', emit 'typing' with the name
?  // to the others in the room, volatile.
+  socket.on('typing', () => {
+    socket.volatile.to(socket.data.room).emit('typing', name);
+  });
});
`;

const PAGE = `${ROOM_ENTRANCE}
socket.on('connect', () => {
  state.textContent = who.value + ' in ' + room.value;
  enter.hidden = true;
  say.hidden = false;
  socket.emit('join', room.value);
});

say.addEventListener('submit', (event) => {
  event.preventDefault();
  socket.emit('message', text.value);
  text.value = '';
});

text.addEventListener('input', () => {
?  // TODO: emit 'typing', volatile.
+  socket.volatile.emit('typing');
});

socket.on('message', ({ name, text }) => {
  const item = document.createElement('li');
  item.textContent = name + ': ' + text;
  list.prepend(item);
});
${TYPING_HEARD}`;

export const typingTexts = stepTexts(SERVER, ROOM_BODY, PAGE);
