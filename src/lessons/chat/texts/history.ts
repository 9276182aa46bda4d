import { stepTexts } from './annotated';
import { ROOM_BODY, ROOM_ENTRANCE, TYPING_HEARD } from './parts';

const SERVER = `import { Server } from 'socket.io';

const io = new Server(3000);
const rooms = new Map(); // What was said, by room.

io.on('connection', (socket) => {
  const { name } = socket.handshake.auth;

?  socket.on('join', (room) => {
+  socket.on('join', (room, answer) => {
    socket.join(room);
    socket.data.room = room;
?    // TODO: answer with what was said in this room.
+    answer(rooms.get(room) ?? []);
  });

  socket.on('message', (text) => {
    const { room } = socket.data;
    const message = { name, text };
?    // TODO: keep the message in rooms, and no more
?    // than the last 50.
+    rooms.set(room, [...(rooms.get(room) ?? []), message].slice(-50));
    io.to(room).emit('message', message);
  });

  socket.on('typing', () => {
    socket.volatile.to(socket.data.room).emit('typing', name);
  });
});
`;

const PAGE = `${ROOM_ENTRANCE}
socket.on('connect', () => {
  state.textContent = who.value + ' in ' + room.value;
  enter.hidden = true;
  say.hidden = false;
?  // TODO: ask for an answer. When it comes, empty
?  // the list, and show each message in it.
?  socket.emit('join', room.value);
+  socket.emit('join', room.value, (messages) => {
+    list.replaceChildren();
+    messages.forEach(show);
+  });
});

say.addEventListener('submit', (event) => {
  event.preventDefault();
  socket.emit('message', text.value);
  text.value = '';
});

text.addEventListener('input', () => {
  socket.volatile.emit('typing');
});

function show({ name, text }) {
  const item = document.createElement('li');
  item.textContent = name + ': ' + text;
  list.prepend(item);
}

socket.on('message', show);
${TYPING_HEARD}`;

export const historyTexts = stepTexts(SERVER, ROOM_BODY, PAGE);
