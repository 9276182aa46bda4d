import { expect, it } from 'vitest';
import { encodeRequest } from '../../../protocol/encode';
import { fetchLayers } from '../../../protocol/index';
import { FileDecoder } from './file-decoder';

it('notes at the end of a file what had not come long before it', async () => {
  await fetchLayers();
  const file = new FileDecoder(() => undefined);
  const open = (connection: number) =>
    file.take({
      kind: 'open',
      connection,
      client: { address: '10.0.0.1', port: 50_000 + connection },
      server: { address: '10.0.0.2', port: 80 },
      atMicros: 0,
      start: 'captured',
    });
  const say = (connection: number, sender: 'client' | 'server', text: string, atMicros: number) =>
    file.take({ kind: 'chunk', connection, sender, bytes: new TextEncoder().encode(text), atMicros });
  for (const connection of [1, 2]) {
    open(connection);
    say(connection, 'client', encodeRequest('GET /'), 0);
    say(connection, 'server', 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nHello', connection * 3_000_000);
  }
  open(3);
  say(3, 'client', encodeRequest('GET /'), 9_000_000);
  file.end();
  const noted = file.decoder.units.filter((unit) => file.isShown(unit) && file.faultOf(unit) !== null);
  expect(noted.map(({ connection, kind }) => [connection, kind])).toEqual([[1, 'response']]);
});
