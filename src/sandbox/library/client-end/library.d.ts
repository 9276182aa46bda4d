/** The client library's own files, as far as the sandbox calls them: `server/programs/bundle.ts` finds them. */
declare module 'library:socket.io-client' {
  export const io: (...given: unknown[]) => unknown;
  export const connect: typeof io;
  export const protocol: number;
}
declare module 'library:manager' {
  export const Manager: { readonly prototype: import('./library-types').LibraryManager };
}
declare module 'library:client-socket' {
  export const Socket: { readonly prototype: import('./library-types').LibrarySocket };
}
declare module 'library:emitter' {
  import type { LibraryEmitter } from './library-types';
  export interface Emitter extends LibraryEmitter {}
  export const Emitter: { new (): Emitter; readonly prototype: Emitter };
}
declare module 'library:parse-uri' {
  export const parse: (uri: string) => {
    readonly protocol: string;
    readonly host: string;
    readonly port: string;
    readonly query: string;
  };
}
declare module 'library:parse-query' {
  export const decode: (query: string) => Record<string, string>;
}
