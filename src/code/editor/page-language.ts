import { StreamLanguage, type StringStream } from '@codemirror/language';

/** Where a page's text is read on: what it is in, and which tag that belongs to. */
interface State {
  place: 'text' | 'tag' | 'script' | 'style' | 'comment';
  tag: string;
  /** The quote of a template literal, or `*` for a comment, that goes on in the next line. */
  open: string;
}

const KEYWORDS =
  /^(?:async|await|break|case|catch|class|const|continue|delete|do|else|export|extends|finally|for|from|function|if|import|in|instanceof|let|new|of|return|static|super|switch|this|throw|try|typeof|var|void|while|yield)$/;

/** A page's tags and strings, and the JavaScript of its scripts: enough to be coloured, in no tree. */
export const pageLanguage = StreamLanguage.define<State>({
  name: 'page',
  startState: () => ({ place: 'text', tag: '', open: '' }),
  token(stream, state) {
    if (stream.eatSpace()) return null;
    if (state.place === 'text') return inText(stream, state);
    if (state.place === 'tag') return inTag(stream, state);
    if (state.place === 'comment') return inComment(stream, state);
    if (stream.match(new RegExp(`^</${state.place}`, 'i'), false)) {
      state.place = 'text';
      state.open = '';
      return inText(stream, state);
    }
    if (state.place === 'script') return inScript(stream, state);
    stream.next();
    return null;
  },
});

function inText(stream: StringStream, state: State): string | null {
  if (stream.match('<!--')) {
    state.place = 'comment';
    return inComment(stream, state);
  }
  const tag = stream.match(/^<[/!]?([a-z][\w-]*)/i);
  if (tag && tag !== true) {
    state.place = 'tag';
    state.tag = stream.current().startsWith('</') ? '' : tag[1]!.toLowerCase();
    return 'keyword';
  }
  stream.next();
  stream.eatWhile(/[^<]/);
  return null;
}

function inTag(stream: StringStream, state: State): string | null {
  if (stream.match(/^\/?>/)) {
    state.place = state.tag === 'script' || state.tag === 'style' ? state.tag : 'text';
    return 'keyword';
  }
  if (stream.match(/^"[^"]*"?|^'[^']*'?/)) return 'string';
  stream.next();
  stream.eatWhile(/[^\s=>"'/]/);
  return null;
}

function inComment(stream: StringStream, state: State): string {
  if (stream.match(/^.*?-->/)) state.place = 'text';
  else stream.skipToEnd();
  return 'comment';
}

function inScript(stream: StringStream, state: State): string | null {
  if (state.open === '*') return inBlock(stream, state);
  if (state.open === '`') return inTemplate(stream, state);
  if (stream.match('//')) {
    stream.match(/^.*?(?=<\/script)/i) || stream.skipToEnd();
    return 'comment';
  }
  if (stream.match('/*')) return inBlock(stream, state);
  if (stream.match('`')) return inTemplate(stream, state);
  if (stream.match(/^"(?:\\.|[^"\\])*"?|^'(?:\\.|[^'\\])*'?/)) return 'string';
  if (stream.match(/^\d[\w.]*/)) return 'number';
  if (stream.match(/^[\w$]+/)) return KEYWORDS.test(stream.current()) ? 'keyword' : null;
  stream.next();
  return null;
}

function inBlock(stream: StringStream, state: State): string {
  state.open = stream.match(/^.*?\*\//) ? '' : '*';
  if (state.open) stream.skipToEnd();
  return 'comment';
}

function inTemplate(stream: StringStream, state: State): string {
  state.open = stream.match(/^(?:\\.|[^`\\])*`/) ? '' : '`';
  if (state.open) stream.skipToEnd();
  return 'string';
}
