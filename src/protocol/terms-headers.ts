import type { Term } from './layer';

const define = (name: string, text: string, spec: string): Term => ({ name, text, spec });

const FETCH = 'Fetch Metadata Request Headers';
const CORS = 'Fetch Standard §3.2';
const HINTS = 'User-Agent Client Hints';

/** Header fields that browsers and our server send, by `header-` and their lower-case name. */
export const HEADER_TERMS: Readonly<Record<string, Term>> = {
  'header-host': define(
    'Host',
    'Which host and port the client means; one server may serve many.',
    'RFC 9110 §7.2',
  ),
  'header-connection': define(
    'Connection',
    'What is to happen with this connection: “Upgrade” points at the Upgrade header, “keep-alive” and “close” say whether it stays open.',
    'RFC 9110 §7.6.1',
  ),
  'header-upgrade': define('Upgrade', 'The protocol that this connection is to switch to.', 'RFC 9110 §7.8'),
  'header-sec-websocket-key': define(
    'Sec-WebSocket-Key',
    '16 random bytes in base64; the server must show that it understood by answering with a value made of them.',
    'RFC 6455 §11.3.1',
  ),
  'header-sec-websocket-accept': define(
    'Sec-WebSocket-Accept',
    'SHA-1 of the key and a fixed GUID, in base64: the proof that the server speaks WebSocket.',
    'RFC 6455 §11.3.3',
  ),
  'header-sec-websocket-version': define(
    'Sec-WebSocket-Version',
    'The version of the WebSocket protocol: 13.',
    'RFC 6455 §11.3.5',
  ),
  'header-sec-websocket-protocol': define(
    'Sec-WebSocket-Protocol',
    'Subprotocols: the client offers some, and the server picks at most one.',
    'RFC 6455 §11.3.4',
  ),
  'header-sec-websocket-extensions': define(
    'Sec-WebSocket-Extensions',
    'Extensions such as compression: the client offers them, and the server says which it accepts.',
    'RFC 6455 §11.3.2',
  ),
  'header-origin': define(
    'Origin',
    'The site whose page makes this request; the browser writes it, not the page.',
    'RFC 6455 §10.2',
  ),
  'header-user-agent': define('User-Agent', 'The program that makes the request.', 'RFC 9110 §10.1.5'),
  'header-accept': define('Accept', 'The kinds of content that the client can use.', 'RFC 9110 §12.5.1'),
  'header-accept-encoding': define(
    'Accept-Encoding',
    'The compressions of a body that the client can undo.',
    'RFC 9110 §12.5.3',
  ),
  'header-accept-language': define(
    'Accept-Language',
    'The languages that the user prefers.',
    'RFC 9110 §12.5.4',
  ),
  'header-accept-ranges': define(
    'Accept-Ranges',
    'Whether the server can send parts of this content.',
    'RFC 9110 §14.3',
  ),
  'header-cache-control': define(
    'Cache-Control',
    'Whether and how long the answer may be kept and used again.',
    'RFC 9111 §5.2',
  ),
  'header-pragma': define(
    'Pragma',
    'An old way to say: ask the server itself, use no cache.',
    'RFC 9111 §5.4',
  ),
  'header-cookie': define(
    'Cookie',
    'What the server asked the browser to keep and send back; its value is blanked here.',
    'RFC 6265 §5.4',
  ),
  'header-set-cookie': define(
    'Set-Cookie',
    'What the browser is to keep and send back; its value is blanked here.',
    'RFC 6265 §4.1',
  ),
  'header-authorization': define(
    'Authorization',
    'Proof of who asks; its value is blanked here.',
    'RFC 9110 §11.6.2',
  ),
  'header-referer': define('Referer', 'The page that the request comes from.', 'RFC 9110 §10.1.3'),
  'header-referrer-policy': define(
    'Referrer-Policy',
    'How much of its address the page tells when it makes requests.',
    'Referrer Policy §8.1',
  ),
  'header-content-type': define('Content-Type', 'What kind of data the body is.', 'RFC 9110 §8.3'),
  'header-content-length': define('Content-Length', 'How many bytes the body has.', 'RFC 9110 §8.6'),
  'header-content-encoding': define('Content-Encoding', 'How the body is compressed.', 'RFC 9110 §8.4'),
  'header-content-language': define('Content-Language', 'The language of the content.', 'RFC 9110 §8.5'),
  'header-content-security-policy': define(
    'Content-Security-Policy',
    'From where the page may load scripts, styles and other things.',
    'Content Security Policy Level 3 §3.1',
  ),
  'header-transfer-encoding': define(
    'Transfer-Encoding',
    '“chunked”: the body comes in pieces, each with its size.',
    'RFC 9112 §6.1',
  ),
  'header-te': define('TE', 'The transfer codings that the client accepts.', 'RFC 9110 §10.1.4'),
  'header-trailer': define('Trailer', 'Names header fields that come after the body.', 'RFC 9110 §6.6.2'),
  'header-keep-alive': define(
    'Keep-Alive',
    'How long the server keeps an idle connection open, in seconds.',
    'RFC 2068 §19.7.1.1',
  ),
  'header-date': define('Date', 'When the message was made.', 'RFC 9110 §6.6.1'),
  'header-server': define('Server', 'The program that answers.', 'RFC 9110 §10.2.4'),
  'header-vary': define('Vary', 'The request headers that this answer depends on.', 'RFC 9110 §12.5.5'),
  'header-etag': define('ETag', 'A name for this very version of the content.', 'RFC 9110 §8.8.3'),
  'header-if-none-match': define(
    'If-None-Match',
    'Asks for the content only if it is not this version.',
    'RFC 9110 §13.1.2',
  ),
  'header-if-modified-since': define(
    'If-Modified-Since',
    'Asks for the content only if it is newer than this.',
    'RFC 9110 §13.1.3',
  ),
  'header-last-modified': define('Last-Modified', 'When the content last changed.', 'RFC 9110 §8.8.2'),
  'header-location': define('Location', 'Where to go instead.', 'RFC 9110 §10.2.2'),
  'header-allow': define('Allow', 'The methods that this target supports.', 'RFC 9110 §10.2.1'),
  'header-retry-after': define('Retry-After', 'How long to wait before trying again.', 'RFC 9110 §10.2.3'),
  'header-expect': define(
    'Expect',
    '“100-continue”: the client waits for leave before it sends the body.',
    'RFC 9110 §10.1.1',
  ),
  'header-range': define('Range', 'Asks for a part of the content.', 'RFC 9110 §14.2'),
  'header-priority': define('Priority', 'How urgent the browser thinks that this request is.', 'RFC 9218 §5'),
  'header-via': define('Via', 'A proxy that the message went through.', 'RFC 9110 §7.6.3'),
  'header-forwarded': define('Forwarded', 'What a proxy knows of the client behind it.', 'RFC 7239 §4'),
  'header-x-forwarded-for': define(
    'X-Forwarded-For',
    'The client’s address, as a proxy saw it.',
    'RFC 7239 §7.4',
  ),
  'header-upgrade-insecure-requests': define(
    'Upgrade-Insecure-Requests',
    'The browser would rather have the page over https.',
    'Upgrade Insecure Requests §3.2.1',
  ),
  'header-sec-fetch-site': define(
    'Sec-Fetch-Site',
    'Whether the request comes from the same site or another one.',
    FETCH,
  ),
  'header-sec-fetch-mode': define('Sec-Fetch-Mode', 'What kind of request this is for the browser.', FETCH),
  'header-sec-fetch-dest': define('Sec-Fetch-Dest', 'What the browser will do with the answer.', FETCH),
  'header-sec-fetch-user': define('Sec-Fetch-User', 'Says that the user started this navigation.', FETCH),
  'header-sec-fetch-storage-access': define(
    'Sec-Fetch-Storage-Access',
    'Whether the request may use cookies of another site.',
    FETCH,
  ),
  'header-sec-purpose': define('Sec-Purpose', 'Says that the browser fetches this ahead of time.', FETCH),
  'header-sec-ch-ua': define('Sec-CH-UA', 'The browser’s brand and version.', HINTS),
  'header-sec-ch-ua-mobile': define('Sec-CH-UA-Mobile', 'Whether the browser runs on a phone.', HINTS),
  'header-sec-ch-ua-platform': define(
    'Sec-CH-UA-Platform',
    'The operating system that the browser runs on.',
    HINTS,
  ),
  'header-sec-gpc': define('Sec-GPC', 'The user does not want to be tracked.', 'Global Privacy Control'),
  'header-dnt': define(
    'DNT',
    'The user does not want to be tracked; an old signal.',
    'Tracking Preference Expression §5',
  ),
  'header-access-control-allow-origin': define(
    'Access-Control-Allow-Origin',
    'Which sites’ pages may read this answer.',
    CORS,
  ),
  'header-access-control-allow-credentials': define(
    'Access-Control-Allow-Credentials',
    'Whether such pages may read answers to requests with cookies.',
    CORS,
  ),
  'header-access-control-allow-methods': define(
    'Access-Control-Allow-Methods',
    'Which methods such pages may use.',
    CORS,
  ),
  'header-access-control-allow-headers': define(
    'Access-Control-Allow-Headers',
    'Which header fields such pages may send.',
    CORS,
  ),
  'header-access-control-expose-headers': define(
    'Access-Control-Expose-Headers',
    'Which header fields such pages may read.',
    CORS,
  ),
  'header-access-control-max-age': define(
    'Access-Control-Max-Age',
    'How long the browser may remember this permission.',
    CORS,
  ),
  'header-access-control-request-method': define(
    'Access-Control-Request-Method',
    'Asks whether this method is allowed.',
    CORS,
  ),
  'header-access-control-request-headers': define(
    'Access-Control-Request-Headers',
    'Asks whether these header fields are allowed.',
    CORS,
  ),
  'header-cross-origin-opener-policy': define(
    'Cross-Origin-Opener-Policy',
    'Separates the page from windows of other sites.',
    'HTML Standard §7.1.3',
  ),
  'header-cross-origin-embedder-policy': define(
    'Cross-Origin-Embedder-Policy',
    'What the page may load from other sites.',
    'HTML Standard §7.1.4',
  ),
  'header-cross-origin-resource-policy': define(
    'Cross-Origin-Resource-Policy',
    'Which sites may load this.',
    'Fetch Standard §3.7',
  ),
  'header-x-content-type-options': define(
    'X-Content-Type-Options',
    '“nosniff”: believe the Content-Type, do not guess.',
    'Fetch Standard §3.6',
  ),
  'header-x-frame-options': define(
    'X-Frame-Options',
    'Whether other pages may show this one in a frame.',
    'RFC 7034 §2',
  ),
  'header-permissions-policy': define(
    'Permissions-Policy',
    'What the page may use of the device.',
    'Permissions Policy §5',
  ),
};
