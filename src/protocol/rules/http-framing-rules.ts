import {
  badRequest,
  badResponse,
  CHROMIUM_TAKES,
  fine,
  GET,
  NODE_REFUSES,
  NODE_TAKES,
  ok,
  placeOf,
  post,
} from './http-case';
import { client, ends, isReset, type RuleCase, server, waits } from './rule-case';

const LENGTH = 'RFC 9110 §8.6';
const CODING = 'RFC 9112 §6.1';
const BODY = 'RFC 9112 §6.3';
const CHUNK = 'RFC 9112 §7.1';
const CUT = 'RFC 9112 §8';
const CHUNKED = 'Transfer-Encoding: chunked';
const GIVES_UP = 'Chromium gives up: ERR_INVALID_CHUNKED_ENCODING.';
const HELLO = '5\r\nhello\r\n0\r\n\r\n';
const FIVE = 'Content-Length: 5';
const UNASKED = 'A response answers a request, and no request waits for this one.';
const LAST = 'GET /last HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n';
const AFTER_CLOSE =
  'An earlier request said “Connection: close”: no request may follow it on this connection.';
const ANSWERS_OR_ENDS = 'Node’s server answers 400, or has ended the connection before.';
const NOT_REUSED = 'Chromium ignores it, and sends no further request on this connection.';

/** A message that the end of the connection cuts. */
function cut(
  name: string,
  bytes: string,
  message: string,
  effect?: string,
  end: 'fin' | 'reset' = 'fin',
): RuleCase {
  const range = { start: bytes.length, end: bytes.length };
  return {
    name,
    wire: [client(GET), server(bytes), end === 'fin' ? ends('server') : isReset('server')],
    faults: [{ layer: 'http', message, spec: CUT, kind: 'cut', range, ...(effect ? { effect } : {}) }],
  };
}

/** RFC 9112 §6 to §8: where a message ends. */
export const FRAMING_RULES: readonly RuleCase[] = [
  badRequest({
    name: 'two Content-Lengths of the same value, in a request',
    bytes: `${post(FIVE, FIVE)}hello${GET}`,
    after: `${FIVE}\r\n`,
    part: FIVE,
    spec: LENGTH,
    message: 'A message has one Content-Length, and this one has 2 of the same value.',
    effect: NODE_REFUSES,
    units: ['POST /p', 'GET /'],
  }),
  badResponse({
    name: 'two Content-Lengths of the same value, in a response',
    bytes: `${ok(FIVE, FIVE)}hello`,
    after: `${FIVE}\r\n`,
    part: FIVE,
    spec: LENGTH,
    message: 'A message has one Content-Length, and this one has 2 of the same value.',
    units: ['GET /', '200 OK'],
  }),
  badRequest({
    name: 'Content-Lengths that contradict each other',
    bytes: `${post(FIVE, 'Content-Length: 4')}hello`,
    part: 'Content-Length: 4',
    spec: BODY,
    message: 'The Content-Length fields contradict each other: “5” and “4”.',
    effect: NODE_REFUSES,
    units: ['POST /p', 'undecoded 5 bytes'],
  }),
  badResponse({
    name: 'Content-Lengths that contradict each other, in a response',
    bytes: `${ok(FIVE, 'Content-Length: 4')}hello`,
    part: 'Content-Length: 4',
    spec: BODY,
    message: 'The Content-Length fields contradict each other: “5” and “4”.',
    effect: 'Chromium refuses the response: ERR_RESPONSE_HEADERS_MULTIPLE_CONTENT_LENGTH.',
  }),
  badRequest({
    name: 'a list as Content-Length',
    bytes: `${post('Content-Length: 5, 5')}hello${GET}`,
    part: 'Content-Length: 5, 5',
    spec: LENGTH,
    message: 'Content-Length is one number, and this is a list: “5, 5”.',
    effect: NODE_REFUSES,
    units: ['POST /p', 'GET /'],
  }),
  badRequest({
    name: 'a list of different numbers as Content-Length',
    bytes: `${post('Content-Length: 5, 4')}hello`,
    part: 'Content-Length: 5, 4',
    spec: BODY,
    message: 'Content-Length is one number, and this is a list: “5, 4”.',
  }),
  badRequest({
    name: 'a Content-Length with a sign',
    bytes: `${post('Content-Length: +5')}hello`,
    part: 'Content-Length: +5',
    spec: LENGTH,
    message: 'Content-Length is decimal digits without a sign, not “+5”.',
    effect: NODE_REFUSES,
    units: ['POST /p', 'undecoded 5 bytes'],
  }),
  badRequest({
    name: 'a Content-Length that is not a number',
    bytes: `${post('Content-Length: five')}hello`,
    part: 'Content-Length: five',
    spec: LENGTH,
    message: 'Content-Length is decimal digits, not “five”.',
    effect: NODE_REFUSES,
  }),
  badRequest({
    name: 'an empty Content-Length',
    bytes: post('Content-Length:'),
    part: 'Content-Length:',
    spec: LENGTH,
    message: 'Content-Length is empty: it gives the number of bytes of the body.',
    effect: NODE_REFUSES,
  }),
  badRequest({
    name: 'a Content-Length beyond all bounds',
    bytes: post('Content-Length: 99999999999999999999'),
    part: 'Content-Length: 99999999999999999999',
    spec: LENGTH,
    message: 'This page reads lengths below 2^53, and this Content-Length is “99999999999999999999”.',
    effect: NODE_REFUSES,
    kind: 'limit',
  }),
  badRequest({
    name: 'a Content-Length that servers read, and this page does not',
    bytes: post('Content-Length: 9007199254740993'),
    part: 'Content-Length: 9007199254740993',
    spec: LENGTH,
    message: 'This page reads lengths below 2^53, and this Content-Length is “9007199254740993”.',
    kind: 'limit',
  }),
  badResponse({
    name: 'two Content-Lengths of the same value, one with a leading zero',
    bytes: `${ok(FIVE, 'Content-Length: 05')}hello`,
    part: 'Content-Length: 05',
    spec: LENGTH,
    message: 'A message has one Content-Length, and this one has 2 of the same value.',
    effect: 'Chromium refuses the response: ERR_RESPONSE_HEADERS_MULTIPLE_CONTENT_LENGTH.',
    units: ['GET /', '200 OK'],
  }),
  fine(
    'a Content-Length with leading zeros',
    [client(post('Content-Length: 005'), 'hello', GET)],
    'POST /p',
    'GET /',
  ),
  badRequest({
    name: 'Transfer-Encoding and Content-Length, in a request',
    bytes: `${post('Content-Length: 3', CHUNKED)}${HELLO}${GET}`,
    part: 'Content-Length: 3',
    spec: 'RFC 9112 §6.2',
    message: 'A message has Transfer-Encoding or Content-Length, never both.',
    effect: NODE_REFUSES,
    units: ['POST /p', 'GET /'],
  }),
  badResponse({
    name: 'Transfer-Encoding and Content-Length, in a response',
    bytes: `${ok('Content-Length: 3', CHUNKED)}${HELLO}`,
    part: 'Content-Length: 3',
    spec: 'RFC 9112 §6.2',
    message: 'A message has Transfer-Encoding or Content-Length, never both.',
    effect: 'Chromium reads the chunks and ignores Content-Length.',
    units: ['GET /', '200 OK'],
  }),
  badRequest({
    name: 'a Transfer-Encoding without chunked, in a request',
    bytes: `${post('Transfer-Encoding: gzip')}abc`,
    part: 'Transfer-Encoding: gzip',
    spec: BODY,
    message: 'The last coding of a request is chunked, so that its end can be found, and not “gzip”.',
    effect: NODE_REFUSES,
  }),
  badResponse({
    name: 'a Transfer-Encoding without chunked, in a response',
    bytes: `${ok('Transfer-Encoding: gzip')}abc`,
    part: 'Transfer-Encoding: gzip',
    spec: BODY,
    message: 'Without chunked as its last coding, a body ends with the connection: “gzip”.',
    effect: 'Chromium passes over the coding, and goes by Content-Length if there is one.',
    kind: 'notice',
    ends: true,
  }),
  badResponse({
    name: 'a coding after chunked',
    bytes: `${ok('Transfer-Encoding: chunked, gzip')}${HELLO}`,
    part: 'Transfer-Encoding: chunked, gzip',
    spec: BODY,
    message: '“gzip” comes after chunked, so the body ends with the connection.',
    kind: 'notice',
    effect: 'Chromium takes the chunks apart, and applies nothing else.',
    units: ['GET /', '200 OK'],
  }),
  badRequest({
    name: 'chunked twice',
    bytes: `${post('Transfer-Encoding: chunked, chunked')}${HELLO}`,
    part: 'Transfer-Encoding: chunked, chunked',
    spec: CODING,
    message: 'The chunked coding is applied once at most: Transfer-Encoding names it twice.',
    effect: NODE_REFUSES,
  }),
  badRequest({
    name: 'an unknown transfer coding',
    bytes: `${post('Transfer-Encoding: squash, chunked')}${HELLO}`,
    part: 'Transfer-Encoding: squash, chunked',
    spec: 'RFC 9112 §7',
    message: '“squash” is not a registered transfer coding.',
    effect: 'Node’s server takes the chunks apart, and leaves the coding to the program.',
  }),
  badRequest({
    name: 'a comma after chunked',
    bytes: `${post('Transfer-Encoding: chunked,')}${HELLO}`,
    part: 'Transfer-Encoding: chunked,',
    spec: 'RFC 9110 §5.6.1',
    message: 'Transfer-Encoding has a comma without a coding before or after it.',
    effect: NODE_REFUSES,
  }),
  badRequest({
    name: 'a comma before chunked',
    bytes: `${post('Transfer-Encoding: ,chunked')}${HELLO}${GET}`,
    part: 'Transfer-Encoding: ,chunked',
    spec: 'RFC 9110 §5.6.1',
    message: 'Transfer-Encoding has a comma without a coding before or after it.',
    effect: NODE_TAKES,
    units: ['POST /p', 'GET /'],
  }),
  fine(
    'a transfer coding with a parameter',
    [client(post('Transfer-Encoding: gzip;x=1, chunked'), HELLO, GET)],
    'POST /p',
    'GET /',
  ),
  fine(
    'gzip before chunked',
    [client(post('Transfer-Encoding: gzip, chunked'), HELLO, GET)],
    'POST /p',
    'GET /',
  ),
  badRequest({
    name: 'Transfer-Encoding in HTTP/1.0',
    bytes: `${post(CHUNKED).replace('1.1', '1.0')}${HELLO}`,
    part: CHUNKED,
    spec: CODING,
    message: 'HTTP/1.0 has no Transfer-Encoding, so the length of this message cannot be relied on.',
    effect: 'Node’s server reads the chunks and ends the connection.',
  }),
  badResponse({
    name: 'an empty Transfer-Encoding',
    bytes: `${ok('Transfer-Encoding:', FIVE)}hello`,
    part: 'Transfer-Encoding:',
    spec: CODING,
    message: 'Transfer-Encoding is empty: it names no coding.',
    kind: 'notice',
    effect: CHROMIUM_TAKES,
    others: [
      {
        layer: 'http',
        message: 'A message has Transfer-Encoding or Content-Length, never both.',
        spec: 'RFC 9112 §6.2',
        effect: 'Chromium goes by Content-Length.',
      },
    ],
  }),
  badRequest({
    name: 'an empty Transfer-Encoding in a request',
    bytes: `${post('Transfer-Encoding:', FIVE)}hello${GET}`,
    part: 'Transfer-Encoding:',
    spec: CODING,
    message: 'Transfer-Encoding is empty: it names no coding.',
    kind: 'notice',
    effect: NODE_TAKES,
    units: ['POST /p', 'GET /'],
    others: [
      {
        layer: 'http',
        message: 'A message has Transfer-Encoding or Content-Length, never both.',
        spec: 'RFC 9112 §6.2',
        effect: 'Node’s server goes by Content-Length.',
      },
    ],
  }),
  badResponse({
    name: 'Content-Length and a Transfer-Encoding without chunked',
    bytes: `${ok('Transfer-Encoding: gzip', FIVE)}hello`,
    part: 'Transfer-Encoding: gzip',
    spec: BODY,
    message: 'Without chunked as its last coding, a body ends with the connection: “gzip”.',
    kind: 'notice',
    others: [
      {
        layer: 'http',
        message: 'A message has Transfer-Encoding or Content-Length, never both.',
        spec: 'RFC 9112 §6.2',
        effect: 'Chromium goes by Content-Length.',
      },
    ],
  }),
  badResponse({
    name: '204 with Content-Length',
    bytes: `HTTP/1.1 204 No Content\r\n${FIVE}\r\n\r\n`,
    part: FIVE,
    spec: LENGTH,
    message: 'A 204 response has no body, so it must not have a Content-Length.',
  }),
  badResponse({
    name: '204 with Transfer-Encoding',
    bytes: `HTTP/1.1 204 No Content\r\n${CHUNKED}\r\n\r\n`,
    part: CHUNKED,
    spec: CODING,
    message: 'A 204 response has no body, so it must not have a Transfer-Encoding.',
  }),
  badResponse({
    name: '205 with a body',
    bytes: `HTTP/1.1 205 Reset Content\r\n${FIVE}\r\n\r\nhello`,
    part: FIVE,
    spec: 'RFC 9110 §15.3.6',
    message: 'A 205 response has no content: its Content-Length is 0.',
  }),
  badResponse({
    name: '205 with a body in chunks',
    bytes: `HTTP/1.1 205 Reset Content\r\n${CHUNKED}\r\n\r\n2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n`,
    part: '2\r\n',
    after: '\r\n\r\n',
    spec: 'RFC 9110 §15.3.6',
    message: 'A 205 response has no content: the first of its chunks is the last chunk, of size 0.',
    effect: 'Chromium reads no body.',
  }),
  fine(
    '205 with the last chunk alone',
    [client(GET), server(`HTTP/1.1 205 Reset Content\r\n${CHUNKED}\r\n\r\n0\r\n\r\n`)],
    'GET /',
    '205 Reset Content',
  ),
  badResponse({
    name: '205 with a body that ends with the connection',
    bytes: 'HTTP/1.1 205 Reset Content\r\n\r\nhello',
    part: 'h',
    after: '\r\n\r\n',
    spec: 'RFC 9110 §15.3.6',
    message: 'A 205 response has no content: nothing follows its head.',
    effect: 'Chromium reads no body.',
    ends: true,
  }),
  badRequest({
    name: 'TRACE with a body',
    bytes: `TRACE / HTTP/1.1\r\nHost: a\r\n${FIVE}\r\n\r\nhello`,
    part: FIVE,
    spec: 'RFC 9110 §9.3.8',
    message: 'A TRACE request has no content: its Content-Length, if it has one, is 0.',
    effect: NODE_TAKES,
  }),
  badRequest({
    name: 'TRACE with a body in chunks',
    bytes: `TRACE / HTTP/1.1\r\nHost: a\r\n${CHUNKED}\r\n\r\n${HELLO}`,
    part: '5\r\n',
    spec: 'RFC 9110 §9.3.8',
    message: 'A TRACE request has no content: the first of its chunks is the last chunk, of size 0.',
    effect: NODE_TAKES,
  }),
  fine('TRACE without a body', [client('TRACE / HTTP/1.1\r\nHost: a\r\n\r\n')], 'TRACE /'),
  badRequest({
    name: 'CONNECT with a body',
    bytes: `CONNECT a:80 HTTP/1.1\r\nHost: a:80\r\n${FIVE}\r\n\r\nhello`,
    part: FIVE,
    spec: 'RFC 9110 §9.3.6',
    message: 'A CONNECT request has no content: its Content-Length, if it has one, is 0.',
    effect:
      'Node’s server does not read it as a body: if its program makes tunnels, the bytes count as those of the tunnel.',
  }),
  {
    name: 'requests after Connection: close',
    wire: [
      client(LAST),
      server(ok('Connection: close', 'Content-Length: 0')),
      client(GET, 'GET /c HTTP/1.1\r\nHost: a\r\n\r\n'),
    ],
    faults: [
      { layer: 'http', unit: 'GET /', message: AFTER_CLOSE, spec: 'RFC 9112 §9.6', effect: ANSWERS_OR_ENDS },
      { layer: 'http', unit: 'GET /c', message: AFTER_CLOSE, spec: 'RFC 9112 §9.6', effect: ANSWERS_OR_ENDS },
    ],
    afterFailure: ['GET /c'],
  },
  {
    name: 'a request right after Connection: close',
    wire: [
      client(LAST, GET),
      server('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n'),
      ends('server'),
    ],
    faults: [
      { layer: 'http', unit: 'GET /', message: AFTER_CLOSE, spec: 'RFC 9112 §9.6', effect: ANSWERS_OR_ENDS },
    ],
  },
  {
    name: 'a request after HTTP/1.0 without keep-alive',
    wire: [client('GET /a HTTP/1.0\r\n\r\n', GET)],
    faults: [
      {
        layer: 'http',
        unit: 'GET /',
        message:
          'An earlier request was HTTP/1.0 without “Connection: keep-alive”: its answer is the last on this connection.',
        spec: 'RFC 9112 §9.3',
        effect: ANSWERS_OR_ENDS,
      },
    ],
  },
  fine(
    'requests of HTTP/1.0 with keep-alive, and an empty line after the last request',
    [client('GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n'.repeat(2), LAST, '\r\n')],
    'GET /a',
    'GET /a',
    'GET /last',
    '',
  ),
  {
    name: 'a response that nobody asked for',
    wire: [client(GET), server(ok(FIVE), 'hello'), server(ok(FIVE), 'hello')],
    faults: [{ layer: 'http', message: UNASKED, spec: 'RFC 9112 §9.2', effect: NOT_REUSED }],
    units: { layer: 'http', labels: ['GET /', '200 OK', '200 OK'] },
  },
  {
    name: 'two responses to one request, and one to the next',
    wire: [
      client(GET),
      server(ok(FIVE), 'hello', ok('Content-Length: 0')),
      client('HEAD /b HTTP/1.1\r\nHost: a\r\n\r\n'),
      server(ok(FIVE)),
      client(GET),
      server(ok(FIVE), 'hello'),
    ],
    faults: [{ layer: 'http', message: UNASKED, spec: 'RFC 9112 §9.2', effect: NOT_REUSED }],
    units: { layer: 'http', labels: ['GET /', '200 OK', '200 OK', 'HEAD /b', '200 OK', 'GET /', '200 OK'] },
  },
  {
    name: 'a response before any request',
    wire: [server(ok('Content-Length: 0'))],
    faults: [{ layer: 'http', message: UNASKED, spec: 'RFC 9112 §9.2' }],
  },
  {
    name: 'a 408 on a connection without a request',
    wire: [
      server('HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n'),
      ends('server'),
    ],
    faults: [
      {
        layer: 'http',
        message: UNASKED,
        spec: 'RFC 9112 §9.2',
        kind: 'notice',
        hint: 'Some servers send 408 before they close a connection on which no request has come.',
      },
    ],
  },
  fine(
    'a 408 to a request that has not come whole',
    [
      client('GET / HTTP/1.1\r\nHo'),
      server('HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n'),
    ],
    'GET /',
    '408 Request Timeout',
  ),
  fine(
    'a 413 before the body of the request',
    [
      client(post('Content-Length: 50'), 'abc'),
      server('HTTP/1.1 413 Content Too Large\r\nContent-Length: 0\r\n\r\n'),
    ],
    'POST /p',
    '413 Content Too Large',
  ),
  {
    name: 'Content-Length in the answer to CONNECT',
    wire: [client('CONNECT a:80 HTTP/1.1\r\nHost: a:80\r\n\r\n'), server(ok('Content-Length: 0'))],
    faults: [
      {
        layer: 'http',
        message: 'A successful response to CONNECT has no body, so it must not have a Content-Length.',
        spec: LENGTH,
      },
    ],
  },
  fine(
    'HEAD and 304 with the Content-Length that GET has',
    [
      client('HEAD / HTTP/1.1\r\nHost: a\r\n\r\n', GET),
      server(ok(FIVE), `HTTP/1.1 304 Not Modified\r\n${FIVE}\r\n\r\n`),
    ],
    'HEAD /',
    'GET /',
    '200 OK',
    '304 Not Modified',
  ),
  {
    name: '304 with a body',
    wire: [client(GET), server(`HTTP/1.1 304 Not Modified\r\n${FIVE}\r\n\r\nhello`)],
    faults: [
      {
        layer: 'http',
        message: '5 bytes are left over after the head of the 304 response, which has no body.',
        spec: BODY,
      },
    ],
    units: { layer: 'http', labels: ['GET /', '304 Not Modified', 'undecoded 5 bytes'] },
  },
  {
    name: 'a body after the answer to HEAD',
    wire: [client('HEAD / HTTP/1.1\r\nHost: a\r\n\r\n'), server(ok(FIVE), 'hello')],
    faults: [
      {
        layer: 'http',
        message: '5 bytes are left over after the head of the response to HEAD, which has no body.',
        spec: BODY,
      },
    ],
  },
  {
    name: 'a body that is longer than its Content-Length, which counts characters',
    wire: [client(GET), server(ok('Content-Length: 4'), 'caf\xc3\xa9')],
    faults: [
      {
        layer: 'http',
        unit: 'undecoded 1 byte',
        message: '1 byte is left over after the 4 bytes that Content-Length announced.',
        spec: BODY,
        range: { start: 0, end: 1 },
        hint: 'The body looks like UTF-8 with 4 characters in 5 bytes: Content-Length counts bytes, not characters.',
      },
    ],
    units: { layer: 'http', labels: ['GET /', '200 OK', 'undecoded 1 byte'] },
  },
  {
    name: 'an empty line too many before a body',
    wire: [client(GET), server(ok(FIVE), '\r\nhello')],
    faults: [
      {
        layer: 'http',
        message: '2 bytes are left over after the 5 bytes that Content-Length announced.',
        spec: BODY,
        hint: 'The body begins with an empty line: there may be one too many after the head, which moves all that follows by two bytes.',
      },
    ],
  },
  {
    name: 'a body of a GET without Content-Length',
    wire: [client(GET, '{"a":1}')],
    faults: [
      {
        layer: 'http',
        message:
          '7 bytes are left over after a request without Content-Length or Transfer-Encoding, which has no body.',
        spec: BODY,
        hint: 'These bytes look like JSON, without a head before it.',
      },
    ],
  },
  {
    name: 'a response that ends with the connection',
    wire: [
      client('GET / HTTP/1.0\r\n\r\n'),
      server('HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\nhello'),
      ends('server'),
    ],
    faults: [],
    units: { layer: 'http', labels: ['GET /', '200 OK'] },
  },
  fine(
    'a response that ends with the connection, and none',
    [client(GET), server(`${ok()}hello`), ends('server')],
    'GET /',
    '200 OK',
  ),
  cut(
    'a response that a reset ends',
    `${ok()}hello`,
    'The connection was reset before the body was complete: 5 bytes have come, and only the end of the connection would say that there are no more.',
    undefined,
    'reset',
  ),
  cut(
    'a body that is cut',
    `${ok('Content-Length: 10')}hello`,
    'The connection ended inside the body: 5 of 10 bytes have come.',
    'Chromium fails: ERR_CONTENT_LENGTH_MISMATCH.',
  ),
  cut(
    'a body that a reset cuts',
    `${ok('Content-Length: 10')}hello`,
    'The connection was reset inside the body: 5 of 10 bytes have come.',
    undefined,
    'reset',
  ),
  cut(
    'a chunk that is cut',
    `${ok(CHUNKED)}5\r\nhel`,
    'The connection ended inside a chunk: 3 of 5 bytes have come.',
    'Chromium fails: ERR_INCOMPLETE_CHUNKED_ENCODING.',
  ),
  cut('no last chunk', `${ok(CHUNKED)}5\r\nhello\r\n`, 'The connection ended before the last chunk.'),
  cut('no chunk at all', ok(CHUNKED), 'The connection ended before the first chunk.'),
  cut(
    'a chunk size that is cut',
    `${ok(CHUNKED)}5`,
    'The connection ended inside the line with the size of a chunk.',
  ),
  cut(
    'no empty line after the last chunk',
    `${ok(CHUNKED)}0\r\n`,
    'The connection ended before the empty line that ends the body.',
  ),
  cut(
    'trailers that are cut',
    `${ok(CHUNKED)}0\r\nA: b\r\n`,
    'The connection ended in the trailers, before the empty line that ends the body.',
  ),
  cut(
    'a head that is cut',
    'HTTP/1.1 200 OK\r\nA: b\r\n',
    'The connection ended inside the head: 23 bytes have come, and no empty line to end it.',
  ),
  {
    name: 'a response with a Content-Length that is too large, and nothing after it',
    wire: [client(GET), server(`${ok('Content-Length: 9')}hello`), waits('server')],
    faults: [
      {
        layer: 'http',
        message:
          'The server stopped inside the body: 5 of 9 bytes have come. Nothing has come for 5 s after that. It still owes 4 bytes.',
        spec: CUT,
        kind: 'notice',
        effect: 'A client waits for the rest, and takes whatever comes next as a part of this response.',
      },
    ],
  },
  {
    name: 'a head without an empty line, and nothing after it',
    wire: [client(GET), server('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n'), waits('server')],
    faults: [
      {
        layer: 'http',
        message:
          'The server stopped inside the head: 36 bytes have come, and no empty line to end it. Nothing has come for 5 s after that.',
        spec: CUT,
        kind: 'notice',
        effect: 'A client waits for the rest, and takes whatever comes next as a part of this response.',
        hint: 'The last line is whole: only the empty line is missing that ends a head (0d 0a).',
      },
    ],
  },
  {
    name: 'a chunked response that takes its time between two chunks',
    wire: [client(GET), server(`${ok(CHUNKED)}5\r\nhello\r\n`), waits('server')],
    faults: [],
  },
  {
    name: 'a request that is cut',
    wire: [client(post(FIVE), 'hel'), ends('client')],
    faults: [
      {
        layer: 'http',
        message: 'The connection ended inside the body: 3 of 5 bytes have come.',
        spec: CUT,
        kind: 'cut',
      },
    ],
  },
  {
    name: 'a chunked request whose end is missing, and another one',
    wire: [
      client('POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n'),
      server('HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n'),
      client('0\r\nGET /b HTTP/1.1\r\nHost: a\r\n\r\n'),
    ],
    faults: [
      {
        layer: 'http',
        unit: 'POST /a',
        message:
          'An empty line ends a chunked body, after the last chunk and any trailers: here the next message follows at once.',
        spec: CHUNK,
        effect: NODE_REFUSES,
        range: { start: 59, end: 60 },
      },
    ],
    units: { layer: 'http', labels: ['POST /a', '401 Unauthorized', 'GET /b'] },
  },
  fine(
    'a chunk size with leading zeros',
    [client(post(CHUNKED), '00000000000000005\r\nhello\r\n0\r\n\r\n', GET)],
    'POST /p',
    'GET /',
  ),
  fine('a chunk extension', [client(post(CHUNKED), '5;a=b;c="d e"\r\nhello\r\n0\r\n\r\n')], 'POST /p'),
  fine('a trailer', [client(post(CHUNKED), '0\r\nA: b\r\n\r\n', GET)], 'POST /p', 'GET /'),
  badRequest({
    name: 'a space after a chunk size',
    bytes: `${post(CHUNKED)}5 \r\nhello\r\n0\r\n\r\n${GET}`,
    after: '\r\n5',
    part: ' ',
    spec: CHUNK,
    message: 'CR LF follows a chunk size directly, without whitespace.',
    effect: NODE_REFUSES,
    units: ['POST /p', 'GET /'],
  }),
  badResponse({
    name: 'spaces around a chunk extension',
    bytes: `${ok(CHUNKED)}5 ; a=b\r\nhello\r\n0\r\n\r\n`,
    part: ' ; a=b',
    spec: 'RFC 9110 §5.6.3',
    message:
      'A sender must not put whitespace around the parts of a chunk extension, though a recipient must take it.',
  }),
  badRequest({
    name: 'a chunk extension that is malformed',
    bytes: `${post(CHUNKED)}5;=\r\nhello\r\n0\r\n\r\n`,
    part: ';=',
    spec: 'RFC 9112 §7.1.1',
    message: 'A chunk extension is ;name or ;name=value, not “;=”.',
    effect: 'Node’s server and Chromium take it.',
  }),
  badRequest({
    name: 'a chunk extension without a name',
    bytes: `${post(CHUNKED)}5;\r\nhello\r\n0\r\n\r\n`,
    part: ';',
    spec: 'RFC 9112 §7.1.1',
    message: 'A chunk extension is ;name or ;name=value, not “;”.',
    effect: NODE_REFUSES,
  }),
  badRequest({
    name: 'a chunk without a size',
    bytes: `${post(CHUNKED)}hello`,
    after: '\r\n\r\n',
    part: 'h',
    spec: CHUNK,
    message: 'A chunk begins with its size in hexadecimal digits, not with “h”.',
    effect: NODE_REFUSES,
    units: ['POST /p', 'undecoded 4 bytes'],
  }),
  badResponse({
    name: 'an empty line before a chunk',
    bytes: `${ok(CHUNKED)}\r\n5\r\nhello\r\n0\r\n\r\n`,
    after: '\r\n\r\n',
    part: '\r',
    spec: CHUNK,
    message: 'A chunk begins with its size in hexadecimal digits, not with an empty line.',
    effect: GIVES_UP,
  }),
  badResponse({
    name: 'a chunk size with 0x',
    bytes: `${ok(CHUNKED)}0x5\r\nhello\r\n0\r\n\r\n`,
    part: '0x5',
    spec: CHUNK,
    message: 'A chunk size is hexadecimal digits alone, not “0x5”.',
    effect: GIVES_UP,
    hint: 'The size is written without “0x” before it.',
  }),
  badResponse({
    name: 'a chunk size that is too large',
    bytes: `${ok(CHUNKED)}fffffffffffffffff\r\n`,
    part: 'fffffffffffffffff',
    spec: CHUNK,
    message: 'This page reads chunk sizes below 2^53, and this one is “fffffffffffffffff”.',
    effect: GIVES_UP,
    kind: 'limit',
  }),
  badResponse({
    name: 'a chunk that is longer than its size',
    bytes: `${ok(CHUNKED)}4\r\nhello\r\n0\r\n\r\n`,
    after: 'hell',
    part: 'o',
    spec: CHUNK,
    message: 'CR LF follows the data of a chunk, but it does not follow the 4 bytes that the size announced.',
    effect: GIVES_UP,
    units: ['GET /', '200 OK', 'undecoded 7 bytes'],
  }),
  badResponse({
    name: 'chunks with LF alone',
    bytes: `${ok(CHUNKED)}5\nhello\n0\n\n`,
    part: '5\n',
    spec: CHUNK,
    message: 'The line with a chunk size ends with CR LF, and this one with LF alone.',
    effect: CHROMIUM_TAKES,
    units: ['GET /', '200 OK'],
    others: [
      { layer: 'http', message: 'CR LF follows the data of a chunk, and here LF alone.', spec: CHUNK },
      {
        layer: 'http',
        message: 'The line with a chunk size ends with CR LF, and this one with LF alone.',
        spec: CHUNK,
      },
      {
        layer: 'http',
        message: 'A line ends with CR LF, and this one with LF alone.',
        spec: 'RFC 9112 §2.2',
      },
    ],
  }),
  badRequest({
    name: 'a length as a trailer',
    bytes: `${post(CHUNKED)}0\r\n${FIVE}\r\n\r\n`,
    part: `${FIVE}\r\n`,
    spec: 'RFC 9110 §6.5.1',
    message: 'Content-Length must not come after the body: it is needed before it.',
    effect: NODE_REFUSES,
  }),
  {
    name: 'a trailer without a colon',
    wire: [client(GET), server(ok(CHUNKED), '0\r\nabc\r\n\r\n')],
    faults: [
      {
        layer: 'http',
        message: 'A field line is a name, a colon and a value, and “abc” has no colon.',
        spec: 'RFC 9112 §5',
        range: placeOf(`${ok(CHUNKED)}0\r\nabc\r\n\r\n`, 'abc'),
      },
    ],
  },
];
