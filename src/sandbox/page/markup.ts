/** What is changed in a student's page before it is written into its frame: no line moves. */

/** The names under which pages fetch the library: from their own server, or from where it is published. */
const LIBRARY =
  /(?:(?:https?:)?\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?)?\/socket\.io\/(socket\.io(?:\.esm|\.msgpack)?(?:\.min)?\.js)(?=["'?\s>])/g;
const PUBLISHED =
  /(?:https?:)?\/\/(cdn\.socket\.io|cdn\.jsdelivr\.net|unpkg\.com|cdnjs\.cloudflare\.com|esm\.sh)\/[^"'\s>]*?(socket\.io(?:\.esm|\.msgpack)?(?:\.min)?\.js|socket\.io-client(?:@[\w.^~-]+)?(?=["'\s>]))/g;
/** A tag that loads the lab's copy: what it says of the published file's digest and of sharing does not hold for that. */
const DIGEST = /\s(?:integrity|crossorigin)(?:=(?:"[^"]*"|'[^']*'|[^\s>]*))?/g;
const SCRIPT = /(<script\b([^>]*)>)([\s\S]*?)(<\/script\s*>)/gi;
/** Scripts of other types are data. */
const TYPED = /\stype\s*=\s*["']?([^"'\s>]*)/i;
const RUNS = /^(?:module|text\/javascript|application\/javascript|)$/i;

/** The file of the lab's copy for a file of the library. */
const fileFor = (name: string, isModule: boolean) =>
  isModule || name.includes('.esm')
    ? 'socket.io.esm.min.js'
    : name.includes('.min')
      ? 'socket.io.min.js'
      : 'socket.io.js';

export interface Rewritten {
  readonly html: string;
  /** Hosts that are out of reach, for which the lab's own copy of the library stands in. */
  readonly hosts: readonly string[];
}

/** Has the page load the lab's own copy of the library, which is in this folder, whatever address it names. */
export function withOwnLibrary(html: string, folder: string): Rewritten {
  const hosts = new Set<string>();
  const rewritten = html
    .replace(PUBLISHED, (address, host: string, name: string) => {
      hosts.add(host);
      return `${folder}/${fileFor(name, !/\.js$/.test(name) || address.includes('+esm'))}`;
    })
    .replace(LIBRARY, (_, name: string) => `${folder}/${fileFor(name, false)}`)
    .replace(SCRIPT, (whole, open: string) =>
      open.includes(`${folder}/socket.io`)
        ? open.replace(DIGEST, '').replace(/^<script/i, '$& crossorigin') + whole.slice(open.length)
        : whole,
    );
  return { html: rewritten, hosts: [...hosts] };
}

/** How a script of a page is named in what a browser says of it: by the line on which it begins. */
const NAME = 'page-from-line-';

/**
 * Names each script by the line on which it begins: a browser counts the lines of what is written into a document from the start of
 * each script.
 */
export function withNamedScripts(html: string): string {
  return html.replace(
    SCRIPT,
    (whole, open: string, attributes: string, text: string, close: string, at: number) => {
      const type = TYPED.exec(attributes)?.[1] ?? '';
      if (/\ssrc\s*=/i.test(attributes) || !RUNS.test(type) || text.trim() === '') return whole;
      const line = html.slice(0, at + open.length).split('\n').length;
      return `${open}${text}\n//# sourceURL=${NAME}${line}${close}`;
    },
  );
}

/** The line of the page's text, from 1, of the newest call of its scripts in a stack, or of a place in one; 0 for none. */
export function lineIn(stack: string): number {
  const [, from, line] = new RegExp(`${NAME}(\\d+):(\\d+)`).exec(stack) ?? [];
  return from === undefined || line === undefined ? 0 : Number(from) + Number(line) - 1;
}
