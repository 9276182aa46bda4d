import { headerTerm, statusTerm } from './field-terms';
import { deflates } from './handshake';
import {
  type HttpField,
  type HttpHead,
  headerOf,
  isBlank,
  isFolded,
  linesOf,
  parseFieldLine,
  parseHead,
} from './http-head';
import {
  bodyPieces,
  type ChunkPart,
  chunkParts,
  dataOf,
  HTTP_KINDS,
  type HttpKind,
  type HttpUnit,
  headOf,
  sizeOfChunk,
  wirePiece,
} from './http1-content';
import type { Layer } from './layer';
import type { ByteRange, Field } from './layer-unit';
import { joinPieces, piecesLength, slicePieces } from './origin';
import { readsOf } from './tcp';
import {
  are,
  count,
  hexOf,
  nameOf,
  PREVIEW_BYTES,
  quoteBytes,
  shortTarget,
  textOf,
  withArticle,
} from './text';

/** RFC 9112: requests and responses of HTTP/1.x. */
export const httpMessages: Layer<'http', HttpKind> = {
  id: 'http',
  kinds: HTTP_KINDS,
  name: 'HTTP',
  shortName: 'HTTP',
  title: 'HTTP message',
  about: 'A request or its response: a start line, header fields, an empty line, and perhaps a body.',
  colour: '--http',
  documents: {
    'RFC 9112': null,
    'RFC 9110': null,
    'Fetch Standard': 'https://fetch.spec.whatwg.org/',
    'Fetch Metadata': 'https://www.w3.org/TR/fetch-metadata/',
    'User-Agent Client Hints': 'https://wicg.github.io/ua-client-hints/',
    'HTML Standard': 'https://html.spec.whatwg.org/multipage/',
  },
  wire: 'turns',
  failure: 'RFC 9112 §2.2',
  detail: 'lines',
  // Framing that is removed before those tools see the content (RFC 9112 §7.1).
  hiddenByTools: { terms: new Set(['chunk-size', 'chunk-end', 'end-of-chunks']) },
  isText: () => true,
  noun: () => 'message',
  named: HTTP_KINDS,
  properName: httpName,
  pieces: (unit) => [wirePiece(unit)],
  content: (unit) => (unit.kind === 'undecoded' ? [] : bodyPieces(unit)),
  fields: httpFields,
  label: httpLabel,
  sentence: httpSentence,
  carriers: readsOf,
  expectedSize,
};

function field(name: string, start: number, end: number, value: string, term: string, spec: string): Field {
  return { name, start, end, value, term, spec };
}

function httpFields(unit: HttpUnit): readonly Field[] {
  const bytes = joinPieces([wirePiece(unit)]);
  if (unit.kind === 'undecoded') {
    return [
      field('Undecoded bytes', 0, bytes.length, count(bytes.length, 'byte'), 'undecoded', 'RFC 9112 §2'),
    ];
  }
  const data = dataOf(unit);
  const headLength = Math.min(data?.headLength ?? bytes.length, bytes.length);
  const fields = headFields(bytes.subarray(0, headLength), unit.kind === 'request');
  if (data?.isChunked === true) {
    for (const part of chunkParts(bytes, headLength)) addChunkFields(fields, part, bytes);
  } else if (bytes.length > headLength) {
    const body = bytes.subarray(headLength);
    fields.push(field('Body', headLength, bytes.length, bodyText(body), 'http-body', 'RFC 9112 §6'));
  }
  return fields;
}

function bodyText(body: Uint8Array): string {
  const start = body.subarray(0, 512);
  return textOf(start).includes('\u0000') ? hexOf(start, PREVIEW_BYTES) : quoteBytes(start, 120);
}

function headFields(head: Uint8Array, isRequest: boolean): Field[] {
  const lines = linesOf(head);
  const fields: Field[] = [];
  let inStart = true;
  for (let index = 0; index < lines.length; index++) {
    const { start } = lines[index]!;
    const canFold = !inStart && !isBlank(head, lines[index]!);
    while (canFold && index + 1 < lines.length && isFolded(head, lines[index + 1]!)) index++;
    const line = { start, end: lines[index]!.end };
    const isEmpty = isBlank(head, line);
    if (isEmpty && inStart) {
      fields.push(
        field('Empty line before', line.start, line.end, 'ignored', 'line-before', 'RFC 9112 §2.2'),
      );
    } else if (isEmpty) {
      fields.push(
        field('Empty line', line.start, line.end, 'end of the head', 'end-of-head', 'RFC 9112 §2.1'),
      );
    } else if (inStart) {
      fields.push(...(isRequest ? requestLine(head, line) : statusLine(head, line)));
      inStart = false;
    } else fields.push(fieldLine(head, line));
  }
  const end = lines.at(-1)?.end ?? 0;
  if (end < head.length) {
    const rest = quoteBytes(head.subarray(end), 80);
    fields.push(field('Incomplete line', end, head.length, rest, 'incomplete-line', 'RFC 9112 §2.1'));
  }
  return fields;
}

function fieldLine(head: Uint8Array, line: ByteRange): Field {
  const parsed: HttpField | null = parseFieldLine(head, line.start, line.end);
  if (parsed === null) {
    const text = quoteBytes(head.subarray(line.start, line.end), 80);
    return field('Line', line.start, line.end, text, 'incomplete-line', 'RFC 9112 §5');
  }
  const { term, spec } = headerTerm(parsed.name);
  return field(parsed.name, line.start, line.end, parsed.value, term, spec);
}

/** Cuts a line at its runs of spaces: "GET", "/", "HTTP/1.1\r\n". */
function words(head: Uint8Array, line: ByteRange, limit: number): { range: ByteRange; text: string }[] {
  const found: { range: ByteRange; text: string }[] = [];
  let start = line.start;
  while (start < line.end) {
    let end = start;
    const isLast = found.length === limit - 1;
    while (end < line.end && (isLast || head[end] !== 32)) end++;
    if (end > start) found.push({ range: { start, end }, text: textOf(head.subarray(start, end)).trim() });
    start = end + 1;
  }
  return found;
}

/** As `parseHead` takes it apart: a target has all words between the method and a version. */
function requestLine(head: Uint8Array, line: ByteRange): Field[] {
  const method = field('Method', 0, 0, '', 'method', 'RFC 9110 §9');
  const target = field('Request target', 0, 0, '', 'request-target', 'RFC 9112 §3.2');
  const version = field('HTTP version', 0, 0, '', 'http-version', 'RFC 9112 §2.3');
  const all = words(head, line, Number.POSITIVE_INFINITY);
  const isVersion = all.length > 1 && /^HTTP\/\d/i.test(all.at(-1)!.text);
  const parts = isVersion && all.length > 3 ? [all[0]!, joined(head, all.slice(1, -1)), all.at(-1)!] : all;
  const names = isVersion && parts.length === 2 ? [method, version] : [method, target, version];
  const fields = (isVersion ? parts : words(head, line, 3)).map(({ range, text }, index) => ({
    ...names[index]!,
    ...range,
    value: text,
  }));
  return withSpaces(fields, line, 'RFC 9112 §3');
}

/** The parts of a start line with the spaces around them, so that they tile it (RFC 9112 §3, §4). */
function withSpaces(parts: readonly Field[], line: ByteRange, spec: string): Field[] {
  const all: Field[] = [];
  let end = line.start;
  const fill = (to: number) => {
    if (to > end) all.push(field('Space', end, to, ' '.repeat(to - end), 'space', spec));
  };
  for (const part of parts) {
    fill(part.start);
    all.push(part);
    end = part.end;
  }
  fill(line.end);
  return all;
}

type Word = ReturnType<typeof words>[number];

function joined(head: Uint8Array, parts: readonly Word[]): Word {
  const range = { start: parts[0]!.range.start, end: parts.at(-1)!.range.end };
  return { range, text: textOf(head.subarray(range.start, range.end)).trim() };
}

function statusLine(head: Uint8Array, line: ByteRange): Field[] {
  const names = [
    ['HTTP version', 'http-version', 'RFC 9112 §2.3'],
    ['Status code', 'status-code', 'RFC 9110 §15'],
    ['Reason phrase', 'reason-phrase', 'RFC 9112 §4'],
  ] as const;
  const fields = words(head, line, 3).map(({ range, text }, index) => {
    const [name, term, spec] = names[index]!;
    const explained = name === 'Status code' ? statusTerm(text) : { term, spec };
    return field(name, range.start, range.end, text, explained.term, explained.spec);
  });
  return withSpaces(fields, line, 'RFC 9112 §4');
}

const CHUNK_SPEC = 'RFC 9112 §7.1';

function addChunkFields(fields: Field[], part: ChunkPart, bytes: Uint8Array): void {
  const { start, end } = part;
  const partBytes = bytes.subarray(start, end);
  if (part.kind === 'size') {
    const size = sizeOfChunk(bytes, start);
    const value = Number.isNaN(size)
      ? quoteBytes(partBytes)
      : size === 0
        ? '0: the last chunk'
        : count(size, 'byte');
    fields.push(field('Chunk size', start, end, value, 'chunk-size', CHUNK_SPEC));
  } else if (part.kind === 'data') {
    fields.push(field('Chunk data', start, end, bodyText(partBytes), 'chunk-data', CHUNK_SPEC));
  } else if (part.kind === 'data end') {
    const value = partBytes[0] === 10 ? 'LF' : 'CR LF';
    fields.push(field('End of chunk', start, end, value, 'chunk-end', CHUNK_SPEC));
  } else addTrailers(fields, part, bytes);
}

function addTrailers(fields: Field[], { start, end }: ChunkPart, bytes: Uint8Array): void {
  let at = start;
  for (const line of linesOf(bytes.subarray(0, end), start)) {
    at = line.end;
    if (isBlank(bytes, line)) {
      fields.push(field('Empty line', line.start, line.end, 'end of the body', 'end-of-chunks', CHUNK_SPEC));
    } else fields.push({ ...fieldLine(bytes, line), term: 'trailer', spec: 'RFC 9112 §7.1.2' });
  }
  if (at < end) fields.push(field('Incomplete line', at, end, '', 'incomplete-line', CHUNK_SPEC));
}

/** From Content-Length; null for bodies that are chunked or end with the connection. */
function expectedSize(unit: HttpUnit): number | null {
  const data = dataOf(unit);
  const head = data && headOf(unit);
  if (!data || !head || data.isChunked) return null;
  const length = headerOf(head, 'Content-Length');
  return length !== null && /^\d{1,15}$/.test(length) ? data.headLength + Number(length) : null;
}

function httpName(unit: HttpUnit): string {
  const fields = httpFields(unit);
  if (unit.kind === 'response') {
    const status = fields.find((field) => field.name === 'Status code');
    return status ? `The ${status.value} response` : 'A response';
  }
  if (fields.some((field) => field.name.toLowerCase() === 'upgrade')) return 'The upgrade request';
  const target = fields.find((field) => field.name === 'Request target');
  const last = target?.value.split('?')[0]?.split('/').filter(Boolean).at(-1);
  return last ? `The request for ${last}` : 'The request';
}

/** The head so far. */
function headSoFar(unit: HttpUnit): HttpHead {
  const length = dataOf(unit)?.headLength ?? Math.min(unit.end - unit.start, 4096);
  return parseHead(joinPieces(slicePieces([wirePiece(unit)], 0, length)));
}

function httpLabel(unit: HttpUnit): string {
  if (unit.kind === 'undecoded') return `undecoded ${count(unit.end - unit.start, 'byte')}`;
  const head = headSoFar(unit);
  if (head.kind === 'request') return `${head.method} ${shortTarget(head.target)}`.trim();
  return `${head.status || head.version} ${head.reason}`.trim();
}

function httpSentence(unit: HttpUnit): string {
  const who = nameOf(unit.sender);
  if (unit.kind === 'undecoded') {
    const size = unit.end - unit.start;
    return `${who} sent ${count(size, 'byte')} that ${are(size)} not decoded.`;
  }
  if (dataOf(unit) === null)
    return `${who} began to send ${unit.kind === 'request' ? 'a request' : 'a response'}.`;
  const head = headSoFar(unit);
  const size = piecesLength(bodyPieces(unit));
  const body = size === 0 ? '' : `, with a body of ${count(size, 'byte')}${unit.partial ? ' so far' : ''}`;
  if (head.kind === 'response') {
    const compresses = head.status === 101 && deflates(head).length > 0;
    return `${who} answered ${httpLabel(unit)}${compresses ? ', and accepted permessage-deflate: either side may compress its messages' : body}.`;
  }
  const asks = head.headers.some(
    ({ name, value }) => name.toLowerCase() === 'upgrade' && /websocket/i.test(value),
  );
  const wish = asks ? ' and asked to switch to WebSocket' : '';
  return `${who} sent ${withArticle(head.method)} request for ${shortTarget(head.target)}${wish}${body}.`;
}
