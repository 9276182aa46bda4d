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
 * What the tap demands of requests beyond RFC 9112, so that Node's parser (llhttp) accepts whatever the tap lets pass, and finds the
 * same messages in it. For each shape here the two were seen to disagree.
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
/** A path, `*` or an absolute form; CONNECT names a host and a port. */
const TARGET = /^(?:\/[!-~]*|\*|https?:\/\/[A-Za-z0-9.-]+(?::\d+)?(?:\/[!-~]*)?)$/;
const HOST_AND_PORT = /^[A-Za-z0-9.-]+:\d+$/;
const EXTENSIONS = /^(?:;[!#$%&'*+.^_`|~0-9A-Za-z-]+(?:=(?:[!#$%&'*+.^_`|~0-9A-Za-z-]+|"[ !#-[\]-~]*"))?)*$/;
/** Fields that say where a message ends or what happens to its connection. */
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
  message: 'A trailer field must not say where the message ends or what happens to the connection.',
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
    return { message: `This server does not know the method ${method}.`, spec: 'RFC 9110 §9.1' };
  if (version !== 'HTTP/1.1' && version !== 'HTTP/1.0') {
    return { message: 'This server speaks HTTP/1.1 and HTTP/1.0.', spec: 'RFC 9112 §2.3' };
  }
  if ((method === 'CONNECT' ? HOST_AND_PORT : TARGET).test(target)) return null;
  return { message: 'The request target is a path, or a URL with http or https.', spec: 'RFC 9112 §3.2' };
}

/** Node refuses this, too, but reads on and answers later requests. */
function faultOfHost(head: HttpHead): HttpFault | null {
  if (head.version !== 'HTTP/1.1' || headerOf(head, 'host') !== null) return null;
  return { message: 'An HTTP/1.1 request has a Host field.', spec: 'RFC 9112 §3.2', header: 'host' };
}

function faultOfBody(head: HttpHead, bytes: Uint8Array): HttpFault | null {
  const coding = headerOf(head, 'transfer-encoding');
  const fields = [...fieldsOf(head, 'transfer-encoding'), ...fieldsOf(head, 'content-length')];
  if (fields.some((field) => hasOddSpace(bytes, field)))
    return withoutTabs('Transfer-Encoding and Content-Length');
  if (coding === null || coding.toLowerCase() === 'chunked') return null;
  return {
    message: 'The only transfer coding that this server knows in a request is chunked.',
    spec: 'RFC 9112 §6.1',
    header: 'transfer-encoding',
  };
}

/** Node's parser ignores an empty Upgrade field and a token next to a tab, and takes Proxy-Connection for Connection. */
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

/** Whether the line of this field has anything but visible ASCII and spaces after its colon. */
function hasOddSpace(bytes: Uint8Array, { nameRange }: HttpField): boolean {
  const line = bytes.subarray(nameRange.end, bytes.indexOf(13, nameRange.end));
  return line.some((byte) => byte < 32 || byte > 126);
}
