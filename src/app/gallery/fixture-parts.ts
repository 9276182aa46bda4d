import { Recording } from './recording';

/** A request for a small page. */
export const PAGE_REQUEST = 'GET /lab/4f1c/page HTTP/1.1\r\nHost: localhost:8101\r\nAccept: */*\r\n\r\n';

/** A page's WebSocket that has just been opened, on connection 1. */
export function opened(): Recording {
  return new Recording()
    .call('new WebSocket', 1, 9_000)
    .connect(1, 9_400)
    .handshake(1, 9_900, 1)
    .call('open', 1, 12_300);
}

/** A message of the page and its echo, `at` the server's read (microseconds). */
export function echo(recording: Recording, at: number, text: string): void {
  recording
    .call('send', 1, at - 400)
    .frame('client', 'text', at, text)
    .frame('server', 'text', at + 600, text)
    .call('message', 1, at + 1_100);
}

/** A small response with this status line. */
export function page(statusLine: string): string {
  return `${statusLine}\r\nContent-Type: text/plain\r\nContent-Length: 3\r\n\r\nok\n`;
}
