import { GET, ok } from './http-case';
import { client, clientHex, type RuleCase, type Step, server, serverHex } from './rule-case';

const NO_REQUEST = 'An HTTP request line begins with a method such as GET, and these bytes begin with ';
const NO_STATUS = 'An HTTP status line begins with HTTP/, and these bytes begin with ';

const NO_LINE =
  'An HTTP request line is a method, a target and a version, such as GET / HTTP/1.1, and these bytes begin with ';

/** First bytes of a client that are not HTTP. */
const notFromClient = (
  name: string,
  first: Step,
  said: string,
  like?: string,
  rule = NO_REQUEST,
): RuleCase => ({
  name,
  wire: [first],
  faults: [
    {
      layer: 'http',
      message: `${rule}${said}.`,
      spec: 'RFC 9112 §3',
      range: { start: 0, end: 1 },
      ...(like === undefined ? {} : { hint: `These bytes look like ${like}.` }),
    },
  ],
});

/** First bytes of a server that are not HTTP. */
const notFromServer = (name: string, first: Step, said: string, like?: string): RuleCase => ({
  name,
  wire: [client(GET), first],
  faults: [
    {
      layer: 'http',
      message: `${NO_STATUS}${said}.`,
      spec: 'RFC 9112 §4',
      range: { start: 0, end: 1 },
      ...(like === undefined ? {} : { hint: `These bytes look like ${like}.` }),
    },
  ],
});

const WITHOUT = 'without a WebSocket around it';
const TLS = 'a TLS handshake (a ClientHello or its answer): https or wss on a port that speaks http and ws';

/** First bytes that are not HTTP head, and what they look like. */
export const FIRST_BYTE_RULES: readonly RuleCase[] = [
  notFromClient('JSON as first bytes', client('{"a":1}\n'), '“{"a":1}␊”', 'JSON, without a head before it'),
  notFromServer(
    'HTML as first bytes',
    server('<html>hi</html>'),
    '“<html>hi</ht”',
    'HTML or XML, without a head before it',
  ),
  notFromClient('TLS on a plain port', clientHex('1603010200010001fc0303'), '16 03 01 02 00 01 00 01', TLS),
  notFromServer(
    'a TLS alert',
    serverHex('15030300020228'),
    '15 03 03 00 02 02 28',
    'a TLS alert: one side speaks TLS, and the other does not',
  ),
  notFromClient(
    'the preface of HTTP/2',
    client('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
    '“PRI * HTTP/2”',
    'the preface of HTTP/2, which a server must be told to expect here',
  ),
  notFromServer(
    'an HTTP/2 server',
    serverHex('000000040000000000'),
    '00 00 00 04 00 00 00 00',
    'a SETTINGS frame of HTTP/2',
  ),
  notFromClient('SSH', client('SSH-2.0-OpenSSH_9.6\r\n'), '“SSH-2.0-Open”', 'the banner of SSH'),
  notFromServer('an SSH server', server('SSH-2.0-OpenSSH_9.6\r\n'), '“SSH-2.0-Open”', 'the banner of SSH'),
  notFromServer(
    'a mail server',
    server('220 mail.example ESMTP\r\n'),
    '“220 mail.exa”',
    'the greeting of an FTP or mail server',
  ),
  {
    ...notFromClient(
      'a PROXY protocol line',
      client('PROXY TCP4 192.0.2.1 192.0.2.2 56324 443\r\n', GET),
      '“PROXY TCP4 1”',
      'a PROXY protocol line, which a server must be told to expect',
    ),
    units: { layer: 'http', labels: ['undecoded 42 bytes', 'GET /'] },
  },
  notFromClient(
    'a PROXY protocol header, version 2',
    clientHex('0d0a0d0a000d0a515549540a2111000c'),
    '0d 0a 0d 0a 00 0d 0a 51',
    'a PROXY protocol header (version 2), which a server must be told to expect',
  ),
  notFromClient(
    'MQTT without a WebSocket',
    clientHex('100c00044d515454040200000000'),
    '10 0c 00 04 4d 51 54 54',
    `a CONNECT of MQTT, ${WITHOUT}`,
  ),
  notFromClient('Redis', client('*1\r\n$4\r\nPING\r\n'), '“*1␍␊$4␍␊PING”', 'the protocol of Redis (RESP)'),
  notFromServer('an answer of Redis', server('+PONG\r\n'), '“+PONG␍␊”', 'the protocol of Redis (RESP)'),
  notFromClient(
    'text of Socket.IO',
    client('42["message","hi"]'),
    '“42["message"”',
    `text of Engine.IO and Socket.IO, ${WITHOUT}`,
  ),
  notFromClient('SOCKS', clientHex('050100'), '05 01 00', 'SOCKS, a proxy protocol'),
  notFromClient(
    'a WebSocket frame before any handshake',
    clientHex('818537fa213d7f9f4d5158'),
    '81 85 37 fa 21 3d 7f 9f',
    'a WebSocket text frame: this connection has not been upgraded to WebSocket',
  ),
  {
    name: 'a WebSocket frame after a refusal',
    wire: [client(GET), server(ok('Content-Length: 0')), clientHex('818537fa213d7f9f4d5158')],
    faults: [
      {
        layer: 'http',
        message:
          '11 bytes are left over after a request without Content-Length or Transfer-Encoding, which has no body.',
        spec: 'RFC 9112 §6.3',
        hint: 'These bytes look like a WebSocket text frame: this connection has not been upgraded to WebSocket.',
      },
    ],
  },
  notFromClient(
    'a byte order mark',
    client('\xef\xbb\xbf', GET),
    'ef bb bf 47 45 54 20 2f',
    'a byte order mark, which some editors write at the beginning of a file',
  ),
  notFromClient(
    'a space before the request line',
    client(' ', GET),
    '“ GET / HTTP/”',
    'a request line with whitespace before it',
  ),
  notFromClient(
    'a status line from a client',
    client(ok('Content-Length: 0')),
    '“HTTP/1.1 200”',
    'a response, which servers send and clients do not',
  ),
  notFromServer(
    'a request line from a server',
    server(GET),
    '“GET / HTTP/1”',
    'a request, which clients send and servers do not',
  ),
  notFromClient(
    'RTSP',
    client('OPTIONS rtsp://a/x RTSP/1.0\r\nCSeq: 1\r\n\r\n'),
    '“OPTIONS rtsp”',
    'RTSP',
    NO_LINE,
  ),
  notFromServer('an answer of RTSP', server('RTSP/1.0 200 OK\r\n\r\n'), '“RTSP/1.0 200”', 'RTSP'),
  notFromClient('SIP', client('INVITE sip:b@a SIP/2.0\r\n\r\n'), '“INVITE sip:b”', 'SIP'),
  notFromClient(
    'STOMP',
    client('CONNECT\naccept-version:1.2\n\n\0'),
    '“CONNECT␊acce”',
    `STOMP, ${WITHOUT}`,
    NO_LINE,
  ),
  notFromServer(
    'Shoutcast',
    server('ICY 200 OK\r\n\r\n'),
    '“ICY 200 OK␍␊”',
    'the answer of a Shoutcast server',
  ),
  notFromClient('SMTP', client('EHLO a\r\n'), '“EHLO a␍␊”', 'SMTP'),
  notFromClient('a method alone', client('GET\r\n\r\n'), '“GET␍␊␍␊”', undefined, NO_LINE),
  notFromClient(
    'a target with a space, and no version',
    client('GET /a b\r\nHost: a\r\n\r\n'),
    '“GET /a b␍␊Ho”',
    undefined,
    NO_LINE,
  ),
  notFromClient('unknown bytes', clientHex('ff00ff'), 'ff 00 ff'),
  notFromServer('unknown text', server('hello\n'), '“hello␊”'),
];
