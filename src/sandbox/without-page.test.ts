import { expect, test } from 'vitest';
import { withoutPage } from './without-page';

test('a chat of a page becomes one that prints', () => {
  const code = `const socket = io();

const form = document.getElementById('form');
const input = document.getElementById('input');
const messages = document.getElementById('messages');

form.addEventListener('submit', (e) => {
  e.preventDefault();
  if (input.value) {
    socket.emit('chat message', input.value);
    input.value = '';
  }
});

socket.on('chat message', (msg) => {
  const item = document.createElement('li');
  item.textContent = msg;
  messages.appendChild(item);
  window.scrollTo(0, document.body.scrollHeight);
});
`;
  expect(withoutPage(code)).toBe(`const socket = io();

socket.emit('chat message', 'Hello');

socket.on('chat message', (msg) => { console.log(msg);
});
`);
});

test.each([
  ["$(function () {\n  io().emit('a');\n});", "io().emit('a');"],
  ['const { title } = document;\nconsole.log(title);\nio();', '\nio();'],
  ["const s = io();\ns.on('a', (x) => console.log(x));", null],
  ['const s = io();\ns.document.a();\nconst o = { document: 1 };', null],
  [
    "s.on('a', function (x, y) {\n  if (x) alert(x);\n  done();\n});",
    "s.on('a', function (x, y) { console.log(x, y);\n  done();\n});",
  ],
  ['io(;', null],
])('%j', (code, expected) => {
  const cut = withoutPage(code);
  expect(cut).toBe(expected);
});
