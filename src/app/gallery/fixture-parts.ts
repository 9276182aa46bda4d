import { frame, Recording } from '../../capture/recording/recording';
import { encodeRequest, encodeResponse } from '../../protocol/encode';

/** A request for a small page, and its response with this status. */
export const PAGE_REQUEST = encodeRequest('GET /lab/4f1c/page', ['Accept: */*']);
export const page = (status: string): string => encodeResponse(status, 'ok\n', ['Content-Type: text/plain']);

/** A page's WebSocket that has just been opened, on connection 1. */
export function opened(): Recording {
  return new Recording().socket(9_000).call(12_300, 'open');
}

/** A message of the page and its echo, `at` the server's read (microseconds). */
export function echo(recording: Recording, at: number, text: string): void {
  recording
    .call(at - 400, 'send')
    .client(at, frame('text', text))
    .server(at + 600, frame('text', text))
    .call(at + 1_100, 'message');
}
