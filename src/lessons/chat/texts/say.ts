import { stepTexts } from './annotated';

const SERVER = `import { Server } from 'socket.io';

const io = new Server(3000);

io.on('connection', (socket) => {
  console.log('here is', socket.id);

?  // TODO: when this client emits 'message',
?  // emit it to everybody.
+  socket.on('message', (text) => {
+    io.emit('message', text);
+  });
});
`;

const BODY = `<p id="state">not connected</p>
<form id="say"><input id="text" aria-label="Message" autocomplete="off" /><button>Send</button></form>
<ul id="list"></ul>`;

const PAGE = `const [state, say, text, list] = ['state', 'say', 'text', 'list'].map((id) => document.getElementById(id));

const socket = io({ transports: ['websocket'] });

socket.on('connect', () => {
  state.textContent = 'connected';
});

say.addEventListener('submit', (event) => {
  event.preventDefault();
?  // TODO: emit 'message' with text.value.
+  socket.emit('message', text.value);
  text.value = '';
});

?// TODO: when a 'message' comes, put it into list,
?// as an li.
+socket.on('message', (message) => {
+  const item = document.createElement('li');
+  item.textContent = message; // Text, whatever it contains.
+  list.prepend(item);
+});
`;

export const sayTexts = stepTexts(SERVER, BODY, PAGE);
