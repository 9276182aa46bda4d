import { HEADER_SPECS } from './field-terms';
import type { Term } from './layer';

const define = (name: string, text: string, spec: string): Term => ({ name, text, spec });

/** Header fields that browsers and this server send, by `header-` and their lower-case name. */
export const HEADER_TERMS: Readonly<Record<`header-${keyof typeof HEADER_SPECS}`, Term>> = {
  'header-host': define(
    'Host',
    'Which host and port the client means; one server may serve many.',
    HEADER_SPECS.host,
  ),
  'header-connection': define(
    'Connection',
    'What happens to this connection: “Upgrade” points at the Upgrade header, “keep-alive” and “close” say whether it stays open.',
    HEADER_SPECS.connection,
  ),
  'header-upgrade': define(
    'Upgrade',
    'The protocol to which this connection should switch.',
    HEADER_SPECS.upgrade,
  ),
  'header-sec-websocket-key': define(
    'Sec-WebSocket-Key',
    '16 random bytes in base64; the server must show that it understood by answering with a value made of them.',
    HEADER_SPECS['sec-websocket-key'],
  ),
  'header-sec-websocket-accept': define(
    'Sec-WebSocket-Accept',
    'SHA-1 of the key and a fixed GUID, in base64: the proof that the server speaks WebSocket.',
    HEADER_SPECS['sec-websocket-accept'],
  ),
  'header-sec-websocket-version': define(
    'Sec-WebSocket-Version',
    'The version of the WebSocket protocol: 13.',
    HEADER_SPECS['sec-websocket-version'],
  ),
  'header-sec-websocket-protocol': define(
    'Sec-WebSocket-Protocol',
    'Subprotocols: the client offers some, and the server picks at most one.',
    HEADER_SPECS['sec-websocket-protocol'],
  ),
  'header-sec-websocket-extensions': define(
    'Sec-WebSocket-Extensions',
    'Extensions such as compression: the client offers them, and the server says which it accepts.',
    HEADER_SPECS['sec-websocket-extensions'],
  ),
  'header-origin': define(
    'Origin',
    'The scheme, host and port of the page that makes this request; the browser writes it, not the page.',
    HEADER_SPECS.origin,
  ),
  'header-user-agent': define(
    'User-Agent',
    'The program that makes the request.',
    HEADER_SPECS['user-agent'],
  ),
  'header-accept': define('Accept', 'The kinds of content that the client can use.', HEADER_SPECS.accept),
  'header-accept-encoding': define(
    'Accept-Encoding',
    'The compressions of a body that the client can undo.',
    HEADER_SPECS['accept-encoding'],
  ),
  'header-accept-language': define(
    'Accept-Language',
    'The languages that the user prefers.',
    HEADER_SPECS['accept-language'],
  ),
  'header-accept-ranges': define(
    'Accept-Ranges',
    'Whether the server can send parts of this content.',
    HEADER_SPECS['accept-ranges'],
  ),
  'header-cache-control': define(
    'Cache-Control',
    'Whether and how long the response may be kept and used again.',
    HEADER_SPECS['cache-control'],
  ),
  'header-pragma': define(
    'Pragma',
    'An old way to say: ask the server itself, use no cache.',
    HEADER_SPECS.pragma,
  ),
  'header-cookie': define(
    'Cookie',
    'What the server asked the browser to keep and send back; its value is blanked here.',
    HEADER_SPECS.cookie,
  ),
  'header-set-cookie': define(
    'Set-Cookie',
    'What the browser should keep and send back; its value is blanked here.',
    HEADER_SPECS['set-cookie'],
  ),
  'header-authorization': define(
    'Authorization',
    'Proof of who asks; its value is blanked here.',
    HEADER_SPECS.authorization,
  ),
  'header-referer': define('Referer', 'The page that the request comes from.', HEADER_SPECS.referer),
  'header-referrer-policy': define(
    'Referrer-Policy',
    'How much of its address the page tells when it makes requests.',
    HEADER_SPECS['referrer-policy'],
  ),
  'header-content-type': define(
    'Content-Type',
    'What kind of data the body is.',
    HEADER_SPECS['content-type'],
  ),
  'header-content-length': define(
    'Content-Length',
    'How many bytes the body has.',
    HEADER_SPECS['content-length'],
  ),
  'header-content-encoding': define(
    'Content-Encoding',
    'How the body is compressed.',
    HEADER_SPECS['content-encoding'],
  ),
  'header-content-language': define(
    'Content-Language',
    'The language of the content.',
    HEADER_SPECS['content-language'],
  ),
  'header-content-security-policy': define(
    'Content-Security-Policy',
    'From where the page may load scripts, styles and other things.',
    HEADER_SPECS['content-security-policy'],
  ),
  'header-transfer-encoding': define(
    'Transfer-Encoding',
    '“chunked”: the body comes in pieces, each with its size.',
    HEADER_SPECS['transfer-encoding'],
  ),
  'header-te': define('TE', 'The transfer codings that the client accepts.', HEADER_SPECS.te),
  'header-trailer': define('Trailer', 'Names fields that may come after the body.', HEADER_SPECS.trailer),
  'header-keep-alive': define(
    'Keep-Alive',
    'How long the server keeps an idle connection open, in seconds. The field is old; this meaning of its timeout is a convention that no RFC defines.',
    HEADER_SPECS['keep-alive'],
  ),
  'header-date': define('Date', 'When the message was made.', HEADER_SPECS.date),
  'header-server': define('Server', 'The program that answers.', HEADER_SPECS.server),
  'header-vary': define('Vary', 'The request headers that this response depends on.', HEADER_SPECS.vary),
  'header-etag': define('ETag', 'A name for this very version of the content.', HEADER_SPECS.etag),
  'header-if-none-match': define(
    'If-None-Match',
    'Asks for the content only if it is not this version.',
    HEADER_SPECS['if-none-match'],
  ),
  'header-if-modified-since': define(
    'If-Modified-Since',
    'Asks for the content only if it is newer than this.',
    HEADER_SPECS['if-modified-since'],
  ),
  'header-last-modified': define(
    'Last-Modified',
    'When the content last changed.',
    HEADER_SPECS['last-modified'],
  ),
  'header-location': define('Location', 'Where to go instead.', HEADER_SPECS.location),
  'header-allow': define('Allow', 'The methods that this target supports.', HEADER_SPECS.allow),
  'header-retry-after': define(
    'Retry-After',
    'How long to wait before trying again.',
    HEADER_SPECS['retry-after'],
  ),
  'header-expect': define(
    'Expect',
    '“100-continue”: the client waits for permission before it sends the body.',
    HEADER_SPECS.expect,
  ),
  'header-range': define('Range', 'Asks for a part of the content.', HEADER_SPECS.range),
  'header-priority': define(
    'Priority',
    'How urgent the browser thinks that this request is.',
    HEADER_SPECS.priority,
  ),
  'header-via': define('Via', 'A proxy that the message went through.', HEADER_SPECS.via),
  'header-forwarded': define(
    'Forwarded',
    'What a proxy knows of the client behind it.',
    HEADER_SPECS.forwarded,
  ),
  'header-x-forwarded-for': define(
    'X-Forwarded-For',
    'The client’s address, as a proxy saw it.',
    HEADER_SPECS['x-forwarded-for'],
  ),
  'header-upgrade-insecure-requests': define(
    'Upgrade-Insecure-Requests',
    'The browser would rather have the page over https.',
    HEADER_SPECS['upgrade-insecure-requests'],
  ),
  'header-sec-fetch-site': define(
    'Sec-Fetch-Site',
    'Whether the request comes from the same site or another one.',
    HEADER_SPECS['sec-fetch-site'],
  ),
  'header-sec-fetch-mode': define(
    'Sec-Fetch-Mode',
    'What kind of request this is for the browser.',
    HEADER_SPECS['sec-fetch-mode'],
  ),
  'header-sec-fetch-dest': define(
    'Sec-Fetch-Dest',
    'What the browser will do with the response.',
    HEADER_SPECS['sec-fetch-dest'],
  ),
  'header-sec-fetch-user': define(
    'Sec-Fetch-User',
    'Says that the user started this navigation.',
    HEADER_SPECS['sec-fetch-user'],
  ),
  'header-sec-fetch-storage-access': define(
    'Sec-Fetch-Storage-Access',
    'Whether the request may use cookies of another site.',
    HEADER_SPECS['sec-fetch-storage-access'],
  ),
  'header-sec-purpose': define(
    'Sec-Purpose',
    'Says that the browser fetches this ahead of time.',
    HEADER_SPECS['sec-purpose'],
  ),
  'header-sec-ch-ua': define('Sec-CH-UA', 'The browser’s brand and version.', HEADER_SPECS['sec-ch-ua']),
  'header-sec-ch-ua-mobile': define(
    'Sec-CH-UA-Mobile',
    'Whether the browser runs on a phone.',
    HEADER_SPECS['sec-ch-ua-mobile'],
  ),
  'header-sec-ch-ua-platform': define(
    'Sec-CH-UA-Platform',
    'The operating system that the browser runs on.',
    HEADER_SPECS['sec-ch-ua-platform'],
  ),
  'header-sec-gpc': define('Sec-GPC', 'The user does not want to be tracked.', HEADER_SPECS['sec-gpc']),
  'header-dnt': define('DNT', 'The user does not want to be tracked; an old signal.', HEADER_SPECS.dnt),
  'header-access-control-allow-origin': define(
    'Access-Control-Allow-Origin',
    'The pages of which origin may read this response.',
    HEADER_SPECS['access-control-allow-origin'],
  ),
  'header-access-control-allow-credentials': define(
    'Access-Control-Allow-Credentials',
    'Whether such pages may read responses to requests with cookies.',
    HEADER_SPECS['access-control-allow-credentials'],
  ),
  'header-access-control-allow-methods': define(
    'Access-Control-Allow-Methods',
    'Which methods such pages may use.',
    HEADER_SPECS['access-control-allow-methods'],
  ),
  'header-access-control-allow-headers': define(
    'Access-Control-Allow-Headers',
    'Which header fields such pages may send.',
    HEADER_SPECS['access-control-allow-headers'],
  ),
  'header-access-control-expose-headers': define(
    'Access-Control-Expose-Headers',
    'Which header fields such pages may read.',
    HEADER_SPECS['access-control-expose-headers'],
  ),
  'header-access-control-max-age': define(
    'Access-Control-Max-Age',
    'How long the browser may remember this permission.',
    HEADER_SPECS['access-control-max-age'],
  ),
  'header-access-control-request-method': define(
    'Access-Control-Request-Method',
    'Asks whether this method is allowed.',
    HEADER_SPECS['access-control-request-method'],
  ),
  'header-access-control-request-headers': define(
    'Access-Control-Request-Headers',
    'Asks whether these header fields are allowed.',
    HEADER_SPECS['access-control-request-headers'],
  ),
  'header-cross-origin-opener-policy': define(
    'Cross-Origin-Opener-Policy',
    'Separates the page from windows of other sites.',
    HEADER_SPECS['cross-origin-opener-policy'],
  ),
  'header-cross-origin-embedder-policy': define(
    'Cross-Origin-Embedder-Policy',
    'What the page may load from other sites.',
    HEADER_SPECS['cross-origin-embedder-policy'],
  ),
  'header-cross-origin-resource-policy': define(
    'Cross-Origin-Resource-Policy',
    'Which sites may load this.',
    HEADER_SPECS['cross-origin-resource-policy'],
  ),
  'header-x-content-type-options': define(
    'X-Content-Type-Options',
    '“nosniff”: believe the Content-Type, do not guess.',
    HEADER_SPECS['x-content-type-options'],
  ),
  'header-x-frame-options': define(
    'X-Frame-Options',
    'Whether other pages may show this one in a frame.',
    HEADER_SPECS['x-frame-options'],
  ),
  'header-permissions-policy': define(
    'Permissions-Policy',
    'What the page may use of the device.',
    HEADER_SPECS['permissions-policy'],
  ),
};
