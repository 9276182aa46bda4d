import type { LabAddresses } from '../lab/session';

/** A program that can join the lab, and how. */
interface ClientCommand {
  readonly client: string;
  /** What it needs, or what to look at. */
  readonly note: string;
  readonly command: string;
}

/** The sample key of RFC 6455 §1.2: any key will do. */
const SAMPLE_KEY = 'dGhlIHNhbXBsZSBub25jZQ==';

/** Commands to paste, with which other programs reach this lab. */
export function commandsFor({
  ws,
  http,
  socketio,
}: Pick<LabAddresses, 'ws' | 'http' | 'socketio'>): ClientCommand[] {
  const { origin, pathname } = new URL(socketio);
  return [
    {
      client: 'wscat',
      note: 'Needs Node. Type a line, press Enter: one text message.',
      command: `npx wscat -c '${ws}'`,
    },
    { client: 'websocat', note: 'One program, no Node.', command: `websocat '${ws}'` },
    {
      client: 'Python',
      note: 'Needs the package websockets (pip install websockets).',
      command: `python3 -m websockets '${ws}'`,
    },
    {
      client: 'Node',
      note: 'Node 22 or newer has WebSocket built in.',
      command: `node -e "const s = new WebSocket('${ws}'); s.onmessage = (e) => { console.log(e.data); s.close(); }; s.onopen = () => s.send('Hello')"`,
    },
    {
      client: 'curl',
      note: 'An ordinary request, answered in HTTP.',
      command: `curl -i '${http}/echo' -d 'Hello'`,
    },
    {
      client: 'curl, by hand',
      note: 'The opening handshake as four header fields; curl stops at the 101. Ctrl+C ends it.',
      command: [
        'curl -i -N --http1.1',
        "-H 'Connection: Upgrade' -H 'Upgrade: websocket'",
        `-H 'Sec-WebSocket-Version: 13' -H 'Sec-WebSocket-Key: ${SAMPLE_KEY}'`,
        `'http${ws.slice(2)}'`,
      ].join(' \\\n  '),
    },
    {
      client: 'socket.io-client',
      note: 'In a folder where socket.io-client is installed. Watch it begin with polling and upgrade.',
      command: `node -e "const s = require('socket.io-client').io('${origin}', { path: '${pathname}' }); s.on('connect', () => s.emit('message', 'Hello')); s.onAny(console.log)"`,
    },
  ];
}
