import type { Peer } from '../layer-unit';
import { hexByte, quote } from '../text';
import { controlIn } from './fields';
import { CHROMIUM_REFUSES, type Finding, failure, NODE_REFUSES, strictServer } from './finding';

const TOKEN = /^[!#$%&'*+.^_`|~\w-]+$/;

/**
 * What is wrong with a line after the start line (RFC 9112 §5); `text` is without its CR LF, and begins at `at`.
 * `isFirst`: it follows the start line.
 */
export function faultsOfFieldLine(text: string, at: number, sender: Peer, isFirst: boolean): Finding[] {
  const line = { start: at, end: at + text.length };
  const nul = faultsOfNul(text, at, sender);
  if (text[0] === ' ' || text[0] === '\t') return [faultOfFolding(line, sender, isFirst), ...nul];
  const colon = text.indexOf(':');
  if (colon < 0) return [faultOfLine(text, line, sender), ...nul];
  const name = text.slice(0, colon);
  const bare = name.trimEnd();
  const found: Finding[] = [];
  if (bare === '') {
    const message = 'A field line begins with a field name, and this one with the colon.';
    found.push(strictServer(sender, line, 'RFC 9112 §5', message));
  } else if (!TOKEN.test(bare)) found.push(faultOfName(bare, line, sender));
  if (bare !== '' && bare !== name) {
    const message = `The colon follows the field name ${quote(bare)} directly, without whitespace.`;
    const range = { start: at + bare.length, end: at + colon };
    found.push(strictServer(sender, range, 'RFC 9112 §5.1', message));
  }
  return [...found, ...nul, ...faultsOfValue(text, colon + 1, at, sender)];
}

type Line = { readonly start: number; readonly end: number };

function faultOfFolding(line: Line, sender: Peer, isFirst: boolean): Finding {
  if (isFirst) {
    const message =
      'The first field line follows the start line, and begins with its name, not with whitespace.';
    return strictServer(sender, line, 'RFC 9112 §2.2', message);
  }
  const message =
    'A line that begins with whitespace continues the field before it: this folding is obsolete.';
  return strictServer(sender, line, 'RFC 9112 §5.2', message);
}

function faultOfLine(text: string, line: Line, sender: Peer): Finding {
  const message = `A field line is a name, a colon and a value, and ${quote(text)} has no colon.`;
  const hint = hintOfBody(text);
  return strictServer(sender, line, 'RFC 9112 §5', message, hint === null ? {} : { hint });
}

function faultOfName(name: string, line: Line, sender: Peer): Finding {
  const range = { start: line.start, end: line.start + name.length };
  const hint = hintOfBody(name);
  const message = `A field name is a token, such as Content-Type: ${quote(name)} is not one.`;
  return strictServer(sender, range, 'RFC 9110 §5.1', message, hint === null ? {} : { hint });
}

function hintOfBody(text: string): string | null {
  if (!/^[{["<]/.test(text)) return null;
  return `This line looks like ${text[0] === '<' ? 'a document' : 'JSON'}: the empty line between head and body may be missing.`;
}

function faultsOfNul(text: string, at: number, sender: Peer): Finding[] {
  const nul = text.indexOf('\0');
  if (nul < 0) return [];
  const range = { start: at + nul, end: at + nul + 1 };
  const effect = sender === 'client' ? NODE_REFUSES : CHROMIUM_REFUSES;
  return [failure(range, 'RFC 9110 §5.5', 'A field line must not contain NUL.', { effect })];
}

/** RFC 9110 §5.5; a lone CR: RFC 9112 §2.2. */
function faultsOfValue(text: string, from: number, at: number, sender: Peer): Finding[] {
  const found: Finding[] = [];
  const value = text.slice(from);
  const range = (index: number) => ({ start: at + from + index, end: at + from + index + 1 });
  const cr = value.indexOf('\r');
  if (cr >= 0) {
    const message = 'A CR stands only before LF, at the end of a line: this one stands alone.';
    const effect = sender === 'client' ? {} : { effect: 'Chromium takes it for the end of the line.' };
    found.push(strictServer(sender, range(cr), 'RFC 9112 §2.2', message, effect));
  }
  const control = controlIn(value, '\0\t\r\n');
  if (control >= 0) {
    const message = `A field value has no control characters, such as 0x${hexByte(value.charCodeAt(control))}.`;
    found.push(strictServer(sender, range(control), 'RFC 9110 §5.5', message));
  }
  return found;
}

/** What is wrong with the ends of lines: `lines` are those that end with LF alone. */
export function faultOfLineEnds(lines: readonly Line[], sender: Peer): Finding | null {
  const [first] = lines;
  if (first === undefined) return null;
  const more = lines.length - 1;
  const message =
    more === 0
      ? 'A line ends with CR LF, and this one with LF alone.'
      : `A line ends with CR LF, and ${lines.length} lines here, this one first, with LF alone.`;
  return strictServer(sender, first, 'RFC 9112 §2.2', message);
}
