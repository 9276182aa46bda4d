import type { Node } from 'acorn';
import MagicString from 'magic-string';
import { ShallowParser } from '../../sandbox/shallow-parser';

/** A node with what is used of it here. */
type Syntax = Node & Readonly<Record<string, unknown>>;

const OPTIONS = { ecmaVersion: 2024, sourceType: 'module', allowAwaitOutsideFunction: true } as const;
/** The port of a project, wherever the program names another. */
const PORT = 'process.env.PORT ?? ';
const USUAL_PORT = '3000';

/**
 * The server's program as `server.js` of a project: it serves the pages in `public/` and listens, on the port that it names unless `PORT`
 * names another. What the lab gives a program without being asked is written out. A text that does not parse stays as it is.
 */
export function serverFile(program: string): string {
  let tree: Syntax;
  try {
    tree = ShallowParser.parse(program, OPTIONS) as unknown as Syntax;
  } catch {
    return program;
  }
  const file = new ServerFile(program);
  file.read(tree);
  return file.text;
}

class ServerFile {
  readonly #code: string;
  readonly #text: MagicString;
  /** Names of variables, by what they hold. */
  readonly #names = new Map<string, 'io' | 'http' | 'express'>();
  readonly #used = new Set<'servePages' | 'startPages'>();
  #hasServer = false;

  constructor(code: string) {
    this.#code = code;
    this.#text = new MagicString(code);
  }

  get text(): string {
    const head = this.#needs();
    if (!this.#hasServer && !this.#names.has('io')) {
      this.#used.add('startPages');
      head.unshift("import { Server } from 'socket.io';");
      head.push('', `const io = new Server(startPages(${PORT}${USUAL_PORT}));`);
    }
    if (this.#used.size > 0)
      head.splice(
        head[0]?.includes('socket.io') ? 1 : 0,
        0,
        `import { ${[...this.#used].join(', ')} } from './serve-pages.js';`,
      );
    return `${head.length > 0 ? `${head.join('\n')}\n\n` : ''}${this.#text}`;
  }

  /** What Node gives CommonJS modules only, and this project's are others. */
  #needs(): string[] {
    const code = this.#code;
    const head: string[] = [];
    if (/\brequire\s*\(/.test(code) && !/\brequire\s*=/.test(code))
      head.push(
        "import { createRequire } from 'node:module';",
        '',
        'const require = createRequire(import.meta.url);',
      );
    if (/\b__dirname\b/.test(code) && !/\b__dirname\s*=/.test(code))
      head.push('const __dirname = import.meta.dirname;');
    return head;
  }

  read(node: Syntax): void {
    if (node.type === 'VariableDeclarator') this.#name(node);
    if (node.type === 'NewExpression') this.#made(node);
    if (node.type === 'CallExpression') this.#called(node);
    for (const child of childrenOf(node)) this.read(child);
  }

  /** Remembers what a variable holds. */
  #name({ id, init }: Syntax): void {
    const name = (id as Syntax).name;
    if (typeof name !== 'string' || !init) return;
    const kind = this.#kindOf(init as Syntax);
    if (kind) this.#names.set(name, kind);
    if (kind === 'express' && !/\bstatic\s*\(|sendFile\s*\(/.test(this.#code))
      this.#text.appendLeft(this.#lineEnd((init as Syntax).end), `\n${name}.use(express.static('public'));`);
  }

  #kindOf(value: Syntax): 'io' | 'http' | 'express' | null {
    const callee = value.callee as Syntax | undefined;
    if (!callee) return null;
    const called = this.#code.slice(callee.start, callee.end).replace(/\s/g, '');
    if (value.type === 'NewExpression') return /(^|\.)Server$/.test(called) ? 'io' : null;
    if (/^require\(['"]socket\.io['"]\)$/.test(called)) return 'io';
    if (/(^|\.)createServer$/.test(called)) return 'http';
    if (called === 'express') return 'express';
    if (called.endsWith('.listen') && this.#kindOfName(callee.object) === 'express') return 'http';
    return null;
  }

  #kindOfName(node: unknown) {
    return this.#names.get(String((node as Syntax | undefined)?.name ?? ''));
  }

  /** `new Server(3000)` and its like. */
  #made(node: Syntax): void {
    if (this.#kindOf(node) !== 'io') return;
    this.#hasServer = true;
    const [first] = node.arguments as Syntax[];
    if (first) this.#serveOn(first);
  }

  #called(node: Syntax): void {
    const callee = node.callee as Syntax;
    const [first] = node.arguments as Syntax[];
    if (this.#kindOf(node) === 'io') {
      this.#hasServer = true;
      if (first) this.#serveOn(first);
    } else if (
      this.#kindOf(node) === 'http' &&
      !first &&
      /createServer/.test(this.#code.slice(callee.start, callee.end))
    ) {
      this.#used.add('servePages');
      this.#text.appendLeft(node.end - 1, 'servePages');
    } else if (first && (callee.property as Syntax | undefined)?.name === 'listen') {
      const kind = this.#kindOfName(callee.object);
      if (kind === 'io') this.#serveOn(first);
      else if (kind) this.#freePort(first);
    }
  }

  /** Where the library is to listen on a port by itself, the pages come from a server of this project. */
  #serveOn(argument: Syntax): void {
    if (
      argument.type === 'ObjectExpression' ||
      this.#kindOfName(argument) ||
      argument.type === 'CallExpression'
    )
      return;
    this.#used.add('startPages');
    this.#text.appendLeft(argument.start, 'startPages(');
    this.#freePort(argument);
    this.#text.appendRight(argument.end, ')');
  }

  #freePort(argument: Syntax): void {
    const written = this.#code.slice(argument.start, argument.end);
    if (argument.type !== 'ObjectExpression' && !written.includes('env.PORT'))
      this.#text.appendLeft(argument.start, PORT);
  }

  #lineEnd(at: number): number {
    const end = this.#code.indexOf('\n', at);
    return end < 0 ? this.#code.length : end;
  }
}

const childrenOf = (node: Syntax): readonly Syntax[] =>
  Object.values(node)
    .flat()
    .filter((value): value is Syntax => typeof (value as Syntax | null)?.type === 'string');
