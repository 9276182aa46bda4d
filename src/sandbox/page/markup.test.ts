import { describe, expect, it } from 'vitest';
import { lineIn, withNamedScripts, withOwnLibrary } from './markup';

const own = (html: string) => withOwnLibrary(html, '/lab/a1/frame');

describe('addresses of the library', () => {
  it.each([
    ['<script src="/socket.io/socket.io.js"></script>', 'socket.io.js', []],
    ["<script src='/socket.io/socket.io.min.js'></script>", 'socket.io.min.js', []],
    ['<script src=http://localhost:3000/socket.io/socket.io.js></script>', 'socket.io.js', []],
    [
      '<script src="https://cdn.socket.io/4.8.1/socket.io.min.js"></script>',
      'socket.io.min.js',
      ['cdn.socket.io'],
    ],
    [
      '<script src="//cdn.jsdelivr.net/npm/socket.io-client@4/dist/socket.io.js"></script>',
      'socket.io.js',
      ['cdn.jsdelivr.net'],
    ],
    [
      '<script type="module">import "https://cdn.socket.io/4.8.1/socket.io.esm.min.js"</script>',
      'socket.io.esm.min.js',
      ['cdn.socket.io'],
    ],
    [
      '<script type="module">import "https://esm.sh/socket.io-client@4.8.1"</script>',
      'socket.io.esm.min.js',
      ['esm.sh'],
    ],
  ])('%s', (html, file, hosts) => {
    const rewritten = own(html);
    expect(rewritten.html).toContain(`/lab/a1/frame/${file}`);
    expect(rewritten.html).not.toMatch(/localhost|cdn|esm\.sh/);
    expect(rewritten.hosts).toEqual(hosts);
  });

  it('a digest of the published file does not hold for the copy; other tags keep theirs', () => {
    const tag = (src: string) =>
      `<script src="${src}" integrity="sha384-x" crossorigin="anonymous"></script>`;
    const copy = own(tag('https://cdn.socket.io/4.8.1/socket.io.min.js')).html;
    expect(copy).toBe('<script crossorigin src="/lab/a1/frame/socket.io.min.js"></script>');
    expect(own(tag('/other.js')).html).toBe(tag('/other.js'));
  });

  it('other addresses stay', () => {
    const html = '<script>io("http://localhost:3000/admin"); fetch("/socket.io/")</script>';
    expect(own(html)).toEqual({ html, hosts: [] });
  });
});

describe('lines', () => {
  const html =
    '<p>\n</p><script>\n  one();\n</script>\n<script src="a.js"></script><script>two();\n// end</script>';

  it('each script is named by its first line, and no line moves', () => {
    const named = withNamedScripts(html);
    expect([...named.matchAll(/sourceURL=(\S+?)<\/script>/g)].map(([, name]) => name)).toEqual([
      'page-from-line-2',
      'page-from-line-5',
    ]);
    expect(named.replace(/\n\/\/# sourceURL=[\w-]+/g, '')).toBe(html);
  });

  it('data and empty scripts are left alone', () => {
    const data =
      '<script type="importmap">{}</script><script type="text/template"><p></script><script> </script>';
    expect(withNamedScripts(data)).toBe(data);
  });

  it.each([
    ['Error\n    at say (http://localhost/bootstrap.js:1:9)\n    at page-from-line-5:3:21', 7],
    ['deep@page-from-line-2:2:3\n@page-from-line-9:1:1', 3],
    ['Error\n    at http://localhost/frame:2:2', 0],
    ['', 0],
  ])('of a stack', (stack, line) => expect(lineIn(stack)).toBe(line));
});
