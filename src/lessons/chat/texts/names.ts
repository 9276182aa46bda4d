import { stepTexts } from './annotated';

const SERVER = `import { Server } from 'socket.io';

const io = new Server(3000);

io.on('connection', (socket) => {
?  // TODO: the name is in socket.handshake.auth.
?  // Emit { name, text } instead of text.
?  console.log('here is', socket.id);
+  const { name } = socket.handshake.auth;
+  console.log('here is', name);

  socket.on('message', (text) => {
?    io.emit('message', text);
+    io.emit('message', { name, text });
  });
});
`;

const BODY = `<p id="state">not connected</p>
<form id="enter"><input id="who" aria-label="Your name" placeholder="Your name" required /><button>Enter</button></form>
<form id="say" hidden><input id="text" aria-label="Message" autocomplete="off" /><button>Send</button></form>
<ul id="list"></ul>`;

const PAGE = `const [state, enter, who, say, text, list] = ['state', 'enter', 'who', 'say', 'text', 'list'].map((id) =>
  document.getElementById(id),
);

const socket = io({ transports: ['websocket'], autoConnect: false });

enter.addEventListener('submit', (event) => {
  event.preventDefault();
?  // TODO: put { name: who.value } into socket.auth
?  // before this line.
+  socket.auth = { name: who.value };
  socket.connect();
});

socket.on('connect', () => {
  state.textContent = 'connected as ' + who.value;
  enter.hidden = true;
  say.hidden = false;
});

say.addEventListener('submit', (event) => {
  event.preventDefault();
  socket.emit('message', text.value);
  text.value = '';
});

?// TODO: what comes is { name, text } now.
?socket.on('message', (text) => {
+socket.on('message', ({ name, text }) => {
  const item = document.createElement('li');
?  item.textContent = text;
+  item.textContent = name + ': ' + text;
  list.prepend(item);
});
`;

export const namesTexts = stepTexts(SERVER, BODY, PAGE);
