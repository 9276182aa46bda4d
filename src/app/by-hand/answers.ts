import type { RawTemplate } from '../../lessons/parts/raw-form';
import { acceptSteps } from '../../protocol/handshake';
import { type HttpHead, headerOf } from '../../protocol/http-head';

/** Answers to an opening handshake, right and wrong, as text for an editor. The first is right. */
export function answersTo(request: HttpHead): readonly RawTemplate[] {
  const accept = acceptSteps(headerOf(request, 'sec-websocket-key') ?? '').accept;
  const offered = headerOf(request, 'sec-websocket-protocol')?.split(',')[0]?.trim();
  const chosen = offered === undefined ? [] : [`Sec-WebSocket-Protocol: ${offered}`];
  const switching = ['Upgrade: websocket', 'Connection: Upgrade'];
  const accepting = `Sec-WebSocket-Accept: ${accept}`;
  const head = (status: string, ...fields: readonly string[]) =>
    `${[`HTTP/1.1 ${status}`, ...fields].join('\n')}\n\n`;
  const right = head('101 Switching Protocols', ...switching, accepting, ...chosen);
  return [
    { name: 'The right answer', text: right },
    {
      name: 'A wrong accept value',
      text: head(
        '101 Switching Protocols',
        ...switching,
        `Sec-WebSocket-Accept: ${acceptSteps('another key').accept}`,
        ...chosen,
      ),
    },
    {
      name: 'No Connection field',
      text: head('101 Switching Protocols', switching[0]!, accepting, ...chosen),
    },
    {
      name: 'A subprotocol that nobody offered',
      text: head(
        '101 Switching Protocols',
        ...switching,
        accepting,
        'Sec-WebSocket-Protocol: nobody-offered-it',
      ),
    },
    { name: 'Lines that end in LF alone', text: hexOfText(right), isHex: true },
    {
      name: 'The request, sent back',
      text: `${[`${request.method} ${request.target} HTTP/1.1`, ...request.headers.map(({ name, value }) => `${name}: ${value}`)].join('\n')}\n\n`,
    },
    { name: '200 OK', text: `${head('200 OK', 'Content-Type: text/plain', 'Content-Length: 6')}Hello\n` },
  ];
}

/** What a server may send once a connection is a WebSocket, right and wrong, in hexadecimal. The first is right. */
export const FRAMES: readonly RawTemplate[] = [
  { name: 'A text frame: Hello', text: '81 05 48 65 6c 6c 6f', isHex: true },
  { name: 'A ping', text: '89 00', isHex: true },
  { name: 'A Close frame: 1000', text: '88 02 03 e8', isHex: true },
  { name: 'A masked frame', text: '81 85 37 fa 21 3d 7f 9f 4d 51 58', isHex: true },
  { name: 'A length in the wrong byte order', text: '81 7e 05 00 48 65 6c 6c 6f', isHex: true },
  { name: 'Text that is not UTF-8', text: '81 01 ff', isHex: true },
  { name: 'RSV1 without an extension', text: 'c1 05 48 65 6c 6c 6f', isHex: true },
  { name: 'An unknown opcode', text: '83 00', isHex: true },
];

const hexOfText = (text: string): string =>
  Array.from(new TextEncoder().encode(text), (byte) => byte.toString(16).padStart(2, '0')).join(' ');
