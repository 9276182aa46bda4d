import { stepTexts } from './annotated';
import { ROOM_BODY, ROOM_ENTRANCE, TYPING_HEARD } from './parts';

const SERVER = `import { Server } from 'socket.io';

const io = new Server(3000);
const rooms = new Map(); // What was said, by room.
const known = new Set(); // The ids of what was kept.
let number = Date.now(); // Still rises after a restart.

io.on('connection', (socket) => {
  const { name } = socket.handshake.auth;

?  // TODO: join also brings the number of the page’s
?  // last message. Answer with what follows it.
?  socket.on('join', (room, answer) => {
+  socket.on('join', (room, last, answer) => {
    socket.join(room);
    socket.data.room = room;
?    answer(rooms.get(room) ?? []);
+    answer((rooms.get(room) ?? []).filter((message) => message.number > last));
  });

?  // TODO, if you have time: a message is { id, text }.
?  // Keep and emit it unless its id is known. After
?  // that, answer, even when it is known.
?  socket.on('message', (text) => {
?    const { room } = socket.data;
?    number += 1;
?    const message = { number, name, text };
?    rooms.set(room, [...(rooms.get(room) ?? []), message].slice(-50));
?    io.to(room).emit('message', message);
?  });
+  socket.on('message', ({ id, text }, answer) => {
+    const { room } = socket.data;
+    if (!room) return; // Not in a room yet; the page will send it again.
+    if (!known.has(id)) {
+      known.add(id);
+      number += 1;
+      const message = { number, name, text };
+      rooms.set(room, [...(rooms.get(room) ?? []), message].slice(-50));
+      io.to(room).emit('message', message);
+    }
+    answer();
+  });

  socket.on('typing', () => {
    socket.volatile.to(socket.data.room).emit('typing', name);
  });
});
`;

const PAGE = `${ROOM_ENTRANCE}
const me = Math.random().toString(36).slice(2); // Other pages have other ids.
let count = 0;
const unsent = []; // What no answer has come for.
let isSending = false;
let last = 0; // The number of the last message shown.

socket.on('connect', () => {
  state.textContent = who.value + ' in ' + room.value;
  enter.hidden = true;
  say.hidden = false;
?  // TODO: ask for what follows last. The list stays:
?  // replaceChildren() goes.
?  socket.emit('join', room.value, (messages) => {
?    list.replaceChildren();
?    messages.forEach(show);
?    send();
?  });
+  socket.emit('join', room.value, last, (messages) => {
+    messages.forEach(show);
+    send();
+  });
});

say.addEventListener('submit', (event) => {
  event.preventDefault();
?  // TODO, if you have time: put { id, text } into
?  // unsent, and send(). The id is me + '-' + count,
?  // with a new count each time.
?  socket.emit('message', text.value);
+  count += 1;
+  unsent.push({ id: me + '-' + count, text: text.value });
+  send();
  text.value = '';
});

// Sends the first of unsent: one at a time.
function send() {
  if (unsent.length === 0 || isSending || !socket.connected) return;
  isSending = true;
?  // TODO, if you have time: emit it, with a timeout of
?  // 2000 ms. In the callback isSending becomes false;
?  // without an error the message leaves unsent; then
?  // send() again, with or without an error.
+  socket.timeout(2000).emit('message', unsent[0], (error) => {
+    isSending = false;
+    if (!error) unsent.shift();
+    send();
+  });
}

text.addEventListener('input', () => {
  socket.volatile.emit('typing');
});

?// TODO: show nothing that has been shown before, and
?// remember the number in last.
?function show({ name, text }) {
+function show({ number, name, text }) {
+  if (number <= last) return;
+  last = number;
  const item = document.createElement('li');
  item.textContent = name + ': ' + text;
  list.prepend(item);
}

socket.on('message', show);
${TYPING_HEARD}`;

export const safeTexts = stepTexts(SERVER, ROOM_BODY, PAGE);
