import type { Field } from '../protocol/unit';

/** The fields on one line of an HTTP message: the three of its start line with the spaces between, or one. */
interface HttpLine {
  readonly fields: readonly Field[];
  readonly kind: 'start' | 'field' | 'empty' | 'body';
}

const START = /^(method|request-target|http-version|reason-phrase|space|status-.*)$/;
const EMPTY = new Set(['end-of-head', 'line-before', 'end-of-chunks', 'chunk-end']);
const BODY = new Set(['http-body', 'chunk-data']);

/** The fields of an HTTP message, line by line. */
export function httpLines(fields: readonly Field[]): HttpLine[] {
  const lines: { fields: Field[]; kind: HttpLine['kind'] }[] = [];
  for (const field of fields) {
    const kind = START.test(field.term)
      ? 'start'
      : EMPTY.has(field.term)
        ? 'empty'
        : BODY.has(field.term)
          ? 'body'
          : 'field';
    const last = lines.at(-1);
    if (kind === 'start' && last?.kind === 'start') last.fields.push(field);
    else lines.push({ fields: [field], kind });
  }
  return lines;
}

/** Splits text from its line end, which is written as in code: `\r\n`, `\n` or nothing. */
export function splitLineEnd(text: string): { readonly text: string; readonly end: string } {
  const end = /\r?\n$/.exec(text)?.[0] ?? '';
  return {
    text: text.slice(0, text.length - end.length),
    end: end.replace('\r', '\\r').replace('\n', '\\n'),
  };
}
