import type { ProgramNumber } from '../capture/code-event';
import { isPage } from '../sandbox/page/is-page';

/** The code of both ends. */
export interface Texts {
  readonly server: string;
  /** One for each client, 1 to `MAX_CLIENTS`: a page (`isPage`) or a program. */
  readonly clients: readonly string[];
  /** All clients have one text, as the visitors of a site have one page: whoever writes one writes all. */
  readonly isShared?: boolean;
}

/** Six fit on a page, and a browser opens six connections to one server over HTTP/1.1. */
export const MAX_CLIENTS = 6;

/** Stores the texts between visits. */
export interface TextStore {
  load(): Texts | null;
  save(texts: Texts | null): void;
}

/** Whether both are the same to the letter. */
export function isSame(a: Texts, b: Texts): boolean {
  return (
    a.server === b.server &&
    a.isShared === b.isShared &&
    a.clients.length === b.clients.length &&
    a.clients.every((text, at) => text === b.clients[at])
  );
}

/** Stores texts in the browser under this name. Errors in reading and writing are ignored. */
export function textStore(
  name: string,
  storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> | null,
): TextStore {
  const key = `wire101.code.${name}`;
  return {
    load() {
      try {
        return readTexts(JSON.parse(storage?.getItem(key) ?? 'null'));
      } catch {
        return null;
      }
    },
    save(texts) {
      try {
        if (texts) storage?.setItem(key, JSON.stringify(texts));
        else storage?.removeItem(key);
      } catch {
        // Storage is full or forbidden: the page works without it.
      }
    },
  };
}

/** Reads texts from a file, a link or storage; null when invalid. */
export function readTexts(value: unknown): Texts | null {
  const { server, clients, isShared } = (value ?? {}) as Partial<Texts>;
  const isText = typeof server === 'string' && Array.isArray(clients) && clients.length > 0;
  if (!isText || !clients.every((one) => typeof one === 'string')) return null;
  return bounded({ server, clients, isShared: isShared === true });
}

/** No more clients than may be; shared texts are the same. */
export function bounded({ server, clients, isShared }: Texts): Texts {
  const kept = clients.slice(0, MAX_CLIENTS);
  return isShared ? { server, clients: kept.map(() => kept[0] ?? ''), isShared } : { server, clients: kept };
}

/** The clients that are pages, from 1. */
export const pagesOf = ({ clients }: Texts): readonly ProgramNumber[] =>
  clients.flatMap((text, at) => (isPage(text) ? [at + 1] : []));

/** What the text of this client is called: with one for all, it is that of all. */
export function nameOfText({ clients, isShared }: Texts, client: ProgramNumber): string {
  return isShared && clients.length > 1 ? `Clients 1–${clients.length}` : `Client ${client}`;
}
