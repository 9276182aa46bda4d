import { METHODS } from 'node:http';
import type { RequestRules } from '../src/protocol/http-framing';
import {
  type HttpFault,
  type HttpField,
  type HttpHead,
  headerOf,
  linesOf,
  listsToken,
  parseFieldLine,
} from '../src/protocol/http-head';

/**
 * What the tap demands of requests beyond RFC 9112, so that whatever it lets pass Node's parser (llhttp) frames in the same way, and takes.
 * Of each shape here the two were seen to disagree.
 */
export const REQUEST_RULES: RequestRules = {
  faultOfHead: (head, bytes) =>
    faultOfRequestLine(head) ??
    faultOfHost(head) ??
    faultOfBody(head, bytes) ??
    faultOfConnection(head, bytes),
  faultOfExtension: (text) => (EXTENSIONS.test(text) ? null : ODD_EXTENSION),
  faultOfTrailers(bytes) {
    const names = linesOf(bytes).map(({ start, end }) => parseFieldLine(bytes, start, end)?.name ?? '');
    return names.some((name) => FRAMING_FIELDS.has(name.toLowerCase())) ? FRAMING_TRAILER : null;
  },
};

const KNOWN_METHODS = new Set(METHODS);
/** A path, all of the server, or an absolute form; CONNECT names a host and a port. */
const TARGET = /^(?:\/[!-~]*|\*|https?:\/\/[A-Za-z0-9.-]+(?::\d+)?(?:\/[!-~]*)?)$/;
const HOST_AND_PORT = /^[A-Za-z0-9.-]+:\d+$/;
const EXTENSIONS = /^(?:;[!#$%&'*+.^_`|~0-9A-Za-z-]+(?:=(?:[!#$%&'*+.^_`|~0-9A-Za-z-]+|"[ !#-[\]-~]*"))?)*$/;
/** They say where a message ends, or what becomes of its connection. */
const FRAMING_FIELDS = new Set([
  'connection',
  'content-length',
  'proxy-connection',
  'transfer-encoding',
  'upgrade',
]);

const ODD_EXTENSION: HttpFault = {
  message: 'A chunk extension is ;name or ;name=value, without spaces.',
  spec: 'RFC 9112 §7.1.1',
};
const FRAMING_TRAILER: HttpFault = {
  message: 'A trailer field says nothing of where the message ends or what becomes of the connection.',
  spec: 'RFC 9110 §6.5.1',
};
const UNCLEAR_SWITCH: HttpFault = {
  message:
    'A request to change the protocol lists “upgrade” in Connection and names the protocol in Upgrade.',
  spec: 'RFC 9110 §7.8',
  header: 'upgrade',
};

function faultOfRequestLine({ method, target, version }: HttpHead): HttpFault | null {
  if (!KNOWN_METHODS.has(method))
    return { message: `This server knows no method ${method}.`, spec: 'RFC 9110 §9.1' };
  if (version !== 'HTTP/1.1' && version !== 'HTTP/1.0') {
    return { message: 'This server speaks HTTP/1.1 and HTTP/1.0.', spec: 'RFC 9112 §2.3' };
  }
  if ((method === 'CONNECT' ? HOST_AND_PORT : TARGET).test(target)) return null;
  return { message: 'The request target is a path, or a URL with http or https.', spec: 'RFC 9112 §3.2' };
}

/** Node refuses it, too, but reads on and lets later requests answer. */
function faultOfHost(head: HttpHead): HttpFault | null {
  if (head.version !== 'HTTP/1.1' || headerOf(head, 'host') !== null) return null;
  return { message: 'A request of HTTP/1.1 has a Host field.', spec: 'RFC 9112 §3.2', header: 'host' };
}

function faultOfBody(head: HttpHead, bytes: Uint8Array): HttpFault | null {
  const coding = headerOf(head, 'transfer-encoding');
  const fields = [...fieldsOf(head, 'transfer-encoding'), ...fieldsOf(head, 'content-length')];
  if (fields.some((field) => hasOddSpace(bytes, field)))
    return withoutTabs('Transfer-Encoding and Content-Length');
  if (coding === null || coding.toLowerCase() === 'chunked') return null;
  return {
    message: 'The only transfer coding of a request that this server knows is chunked.',
    spec: 'RFC 9112 §6.1',
    header: 'transfer-encoding',
  };
}

/** Node's parser does not see an empty Upgrade field, or a token beside a tab, and takes Proxy-Connection for Connection. */
function faultOfConnection(head: HttpHead, bytes: Uint8Array): HttpFault | null {
  const protocols = fieldsOf(head, 'upgrade');
  const options = [...fieldsOf(head, 'connection'), ...fieldsOf(head, 'proxy-connection')];
  if (options.some((field) => hasOddSpace(bytes, field)))
    return withoutTabs('Connection and Proxy-Connection');
  if (protocols.length === 0) return null;
  const isUnclear =
    listsToken(head, 'proxy-connection', 'upgrade') ||
    (listsToken(head, 'connection', 'upgrade') && protocols.some(({ value }) => value === ''));
  return isUnclear ? UNCLEAR_SWITCH : null;
}

const withoutTabs = (names: string): HttpFault => ({
  message: `${names} are visible ASCII and spaces here, without tabs.`,
  spec: 'RFC 9110 §5.6.3',
});

function fieldsOf(head: HttpHead, name: string): readonly HttpField[] {
  return head.headers.filter((field) => field.name.toLowerCase() === name);
}

/** Whether this field's line has anything but visible ASCII and spaces after its colon. */
function hasOddSpace(bytes: Uint8Array, { nameRange }: HttpField): boolean {
  const line = bytes.subarray(nameRange.end, bytes.indexOf(13, nameRange.end));
  return line.some((byte) => byte < 32 || byte > 126);
}
