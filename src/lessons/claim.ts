import { addressOf } from '../protocol/documents';

/** What a lesson says about protocols, browsers or libraries, and what it rests on: a source, a task's traffic, or both. */
export interface Claim {
  /** One sentence, as the lesson means it. */
  readonly says: string;
  /** A section as the decoders name it ("RFC 6455 §5.2"), or a document ("HTML Standard"). */
  readonly source?: string;
  /** The page within the document, where `source` is one of many pages: "server-sent-events.html". */
  readonly page?: string;
  /** The task of this lesson whose traffic shows it. */
  readonly seenIn?: string;
}

/** The claims of a lesson, by the id of the step that makes them; those of its end are under `recap`. */
export type LessonClaims = Readonly<Record<string, readonly Claim[]>>;

/** Documents that no layer is defined by. */
const FURTHER: Readonly<Record<string, string>> = {
  'Web IDL': 'https://webidl.spec.whatwg.org/',
  'DOM Standard': 'https://dom.spec.whatwg.org/',
  'ECMAScript specification': 'https://tc39.es/ecma262/',
  'Node.js documentation': 'https://nodejs.org/docs/latest-v20.x/api/',
  'ws documentation': 'https://github.com/websockets/ws/blob/master/doc/ws.md',
  'Mixed Content': 'https://www.w3.org/TR/mixed-content/',
  WebTransport: 'https://www.w3.org/TR/webtransport/',
  'Chrome DevTools documentation': 'https://developer.chrome.com/docs/devtools/',
};

/** The address of a claim's source; null when it has none. */
export function addressOfSource({ source, page = '' }: Claim): string | null {
  if (source === undefined) return null;
  const address = addressOf(source) ?? FURTHER[source];
  return address === undefined ? null : address + page;
}
