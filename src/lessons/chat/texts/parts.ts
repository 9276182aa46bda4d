/** What the pages with rooms have in common. */

export const ROOM_BODY = `<p id="state">not connected</p>
<form id="enter">
  <input id="who" aria-label="Your name" placeholder="Your name" required />
  <select id="room" aria-label="Room"><option>tea</option><option>coffee</option></select>
  <button>Enter</button>
</form>
<form id="say" hidden><input id="text" aria-label="Message" autocomplete="off" /><button>Send</button></form>
<p id="hint"></p>
<ul id="list"></ul>`;

/** Its elements, its connection, and the form by which one enters. Attempts to come back are never far apart. */
export const ROOM_ENTRANCE = `const [state, enter, who, room, say, text, hint, list] = [
  'state', 'enter', 'who', 'room', 'say', 'text', 'hint', 'list',
].map((id) => document.getElementById(id));

const socket = io({ transports: ['websocket'], autoConnect: false, reconnectionDelayMax: 1000 });

enter.addEventListener('submit', (event) => {
  event.preventDefault();
  socket.auth = { name: who.value };
  socket.connect();
});

socket.on('disconnect', () => {
  state.textContent = 'not connected';
});
`;

export const TYPING_HEARD = `
let timer;
socket.on('typing', (name) => {
  hint.textContent = name + ' is typing';
  clearTimeout(timer);
  timer = setTimeout(() => (hint.textContent = ''), 1500);
});
`;
