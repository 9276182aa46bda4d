import { expect, it } from 'vitest';
import { encodeRequest } from '../../protocol/encode';
import { parseHead } from '../../protocol/http-head';
import { hotReloadBy, hotReloadIn } from './hot-reload';

const headOf = (target: string, protocol?: string) =>
  parseHead(
    new TextEncoder().encode(
      encodeRequest(`GET ${target}`, protocol === undefined ? [] : [`Sec-WebSocket-Protocol: ${protocol}`]),
    ),
  );

it.each([
  ['/?token=abc', 'vite-hmr', 'Vite'],
  ['/', 'vite-ping', 'Vite'],
  ['/_next/webpack-hmr?id=1', undefined, 'Next.js'],
  ['/chat', 'chat, v2', undefined],
  ['/ws', undefined, undefined],
])('a request for %s that offers %s is that of %s', (target, protocol, tool) => {
  expect(hotReloadIn(headOf(target, protocol))?.tool).toBe(tool);
});

it.each([
  ['/ws', '{"type":"hash","data":"1"}', 'webpack-dev-server'],
  ['/ws', '{"type":"chat","text":"hi"}', undefined],
  ['/wsdl', '{"type":"hash","data":"1"}', undefined],
])('at %s, %s comes from %s', (target, message, tool) => {
  expect(hotReloadBy(headOf(target), message)?.tool).toBe(tool);
});
