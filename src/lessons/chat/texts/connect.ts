import { stepTexts } from './annotated';

const SERVER = `import { Server } from 'socket.io';

const io = new Server(3000);

?// TODO: when a client has connected, write its
?// socket.id to the console.
+io.on('connection', (socket) => {
+  console.log('here is', socket.id);
+});
`;

const BODY = '<p id="state">not connected</p>';

const PAGE = `const state = document.getElementById('state');

?// TODO: connect, with WebSocket as the only transport.
?// When that is done, write “connected” into state.
+const socket = io({ transports: ['websocket'] });
+
+socket.on('connect', () => {
+  state.textContent = 'connected';
+});
`;

export const connectTexts = stepTexts(SERVER, BODY, PAGE);
