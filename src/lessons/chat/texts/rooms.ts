import { stepTexts } from './annotated';
import { ROOM_BODY, ROOM_ENTRANCE } from './parts';

const SERVER = `import { Server } from 'socket.io';

const io = new Server(3000);

io.on('connection', (socket) => {
  const { name } = socket.handshake.auth;
  console.log('here is', name);

?  // TODO: on 'join', join that room, and remember it
?  // in socket.data.room.
+  socket.on('join', (room) => {
+    socket.join(room);
+    socket.data.room = room;
+  });

  socket.on('message', (text) => {
?    // TODO: to this client's room only.
?    io.emit('message', { name, text });
+    io.to(socket.data.room).emit('message', { name, text });
  });
});
`;

const PAGE = `${ROOM_ENTRANCE}
socket.on('connect', () => {
  state.textContent = who.value + ' in ' + room.value;
  enter.hidden = true;
  say.hidden = false;
?  // TODO: emit 'join' with room.value.
+  socket.emit('join', room.value);
});

say.addEventListener('submit', (event) => {
  event.preventDefault();
  socket.emit('message', text.value);
  text.value = '';
});

socket.on('message', ({ name, text }) => {
  const item = document.createElement('li');
  item.textContent = name + ': ' + text;
  list.prepend(item);
});
`;

export const roomsTexts = stepTexts(SERVER, ROOM_BODY, PAGE);
