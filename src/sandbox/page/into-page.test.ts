import { expect, it } from 'vitest';
import { intoPage } from './into-page';
import { isPage } from './is-page';

it('the script of the tutorial gets the elements that it asks for', () => {
  const page = intoPage(`import { io } from 'socket.io-client';
const socket = io();
const form = document.getElementById('form');
const input = document.getElementById('input');
const messages = document.querySelector('#messages');
`);
  expect(isPage(page)).toBe(true);
  expect(page).toContain('<ul id="messages"></ul>\n    <form id="form">\n      <input id="input"');
  expect(page).toContain('<button>Send</button>\n    </form>');
  expect(page).toContain('<script src="/socket.io/socket.io.js"></script>');
  expect(page).not.toContain('import');
});

it('code that asks for no element stands in an empty body, indented', () => {
  expect(intoPage("const socket = io();\n\nalert('x');\n")).toContain(
    '<body>\n    <script src="/socket.io/socket.io.js"></script>\n    <script>\n      const socket = io();\n\n      alert(\'x\');\n    </script>',
  );
});
