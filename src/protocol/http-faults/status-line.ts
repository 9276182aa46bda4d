import type { ByteRange } from '../layer-unit';
import { quote } from '../text';
import { controlIn } from './fields';
import { blemish, CHROMIUM_READS_ON, type Finding } from './finding';

/** Whether this could be the beginning of a status line that clients read. */
export function mayBeStatusLine(text: string): boolean {
  const start = text.slice(0, 4).toUpperCase();
  return 'HTTP'.startsWith(start);
}

/** What is wrong with a status line at `at` (RFC 9112 §4); `text` is without its CR LF. */
export function faultsOfStatusLine(text: string, at: number): Finding[] {
  const spec = 'RFC 9112 §4';
  const range = (start: number, end: number): ByteRange => ({ start: at + start, end: at + end });
  const [, version = '', gap = '', code = '', after = ''] =
    /^([^ \t]*)([ \t]*)([^ \t]*)([ \t]?)/.exec(text) ?? [];
  const found = faultsOfVersion(version, range(0, version.length));
  const codeAt = version.length + gap.length;
  const codeRange = range(codeAt, codeAt + code.length);
  if (code === '') {
    const message = 'The status line has no status code.';
    found.push(blemish(range(0, text.length), spec, message, { effect: 'Chromium takes it for 200.' }));
    return found;
  }
  if (gap !== ' ') {
    const message = 'One space stands between the version and the status code.';
    const effect = gap.includes('\t') ? 'Chromium takes it for 200.' : CHROMIUM_READS_ON;
    found.push(blemish(range(version.length, codeAt), spec, message, { effect }));
  }
  if (!/^\d{3}$/.test(code)) {
    const message = `A status code has three digits, and this one is ${quote(code)}.`;
    const effect = /^\d/.test(code) ? CHROMIUM_READS_ON : 'Chromium takes it for 200.';
    found.push(blemish(codeRange, spec, message, { effect }));
  } else if (code < '100' || code > '599') {
    const message = `A status code is from 100 to 599, and this one is ${code}.`;
    found.push(blemish(codeRange, 'RFC 9110 §15', message, { effect: CHROMIUM_READS_ON }));
  }
  if (after === '' && /^\d/.test(code)) {
    const message = 'A space follows the status code, even where no reason phrase does.';
    found.push(blemish(codeRange, spec, message, { effect: CHROMIUM_READS_ON }));
  }
  if (after === '\t') {
    const where = range(codeAt + code.length, codeAt + code.length + 1);
    const message = 'A space follows the status code, not a tab.';
    found.push(blemish(where, spec, message, { effect: CHROMIUM_READS_ON }));
  }
  const control = controlIn(text.slice(codeAt), '\t');
  if (control >= 0) {
    const message = 'A reason phrase has no control characters.';
    const where = range(codeAt + control, codeAt + control + 1);
    found.push(blemish(where, spec, message, { effect: CHROMIUM_READS_ON }));
  }
  return found;
}

function faultsOfVersion(version: string, range: ByteRange): Finding[] {
  const spec = 'RFC 9112 §2.3';
  if (/^HTTP\/1\.[01]$/.test(version)) return [];
  if (/^http\/1\.[01]$/i.test(version)) {
    const message = `The name of the version is in capital letters: HTTP, not ${quote(version.slice(0, 4))}.`;
    return [blemish(range, spec, message, { effect: CHROMIUM_READS_ON })];
  }
  if (/^HTTP\/1\.\d$/.test(version)) {
    const message = `There is no ${version}: HTTP/1.1 is the last version of HTTP/1.`;
    return [blemish(range, spec, message, { effect: CHROMIUM_READS_ON })];
  }
  const message = /^HTTP\/\d\.\d$/.test(version)
    ? `${version} is not written like this: only HTTP/1.0 and HTTP/1.1 have status lines.`
    : `A version is HTTP/, a digit, a dot and a digit, not ${quote(version)}.`;
  return [blemish(range, spec, message, { effect: CHROMIUM_READS_ON })];
}
