import { type LabAddresses, pathAtServer } from '../../lab/session';
import type { RawTemplate } from './raw-form';
import { handshakeText } from './requests';

/** A page elsewhere; the name is reserved for examples (RFC 2606 §2), so nobody owns it. */
export const FOREIGN_ORIGIN = 'http://elsewhere.example';

/** What people type on a raw connection: requests right and wrong, for this lab. */
export function rawTemplates(addresses: LabAddresses): readonly RawTemplate[] {
  const { host } = new URL(addresses.http);
  const path = pathAtServer(addresses);
  const get = (name: string, fields: readonly string[] = []) =>
    `${[`GET ${path}/${name} HTTP/1.1`, `Host: ${host}`, ...fields].join('\n')}\n\n`;
  return [
    { name: 'GET, HTTP/1.1', text: get('object/1') },
    { name: 'GET, HTTP/1.0', text: `GET ${path}/object/1 HTTP/1.0\n\n` },
    {
      name: 'Three GETs at once (pipelined)',
      text: get('object/1') + get('object/2') + get('object/3', ['Connection: close']),
    },
    { name: 'GET without Host', text: `GET ${path}/object/1 HTTP/1.1\n\n` },
    { name: 'WebSocket handshake', text: handshakeText(addresses) },
    { name: 'Handshake, version 12', text: handshakeText(addresses, { version: '12' }) },
    { name: 'Handshake without a key', text: handshakeText(addresses, { key: null }) },
    { name: 'Handshake from elsewhere', text: handshakeText(addresses, { origin: FOREIGN_ORIGIN }) },
    { name: 'No HTTP at all', text: 'Hello?\n' },
  ];
}
