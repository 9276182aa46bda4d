/** The library's own files, as far as the sandbox calls them: `bundle.ts` finds them. */
declare module 'library:socket.io' {
  import type { EventEmitter } from '../events';
  export interface Server extends EventEmitter {
    attach(server: unknown, options?: object): this;
    readonly sockets: EventEmitter;
  }
  const Server: { new (server?: unknown, options?: object): Server };
  const Namespace: unknown;
  const Socket: unknown;

  export { Namespace, Server, Socket };
}
declare module 'library:socket' {
  export const Socket: { readonly prototype: import('./library-types').LibrarySocket };
}
declare module 'library:namespace' {
  export const Namespace: { readonly prototype: import('./library-types').LibraryNamespace };
}
declare module 'library:parent-namespace' {
  export const ParentNamespace: { readonly prototype: import('./library-types').LibraryParentNamespace };
}
declare module 'library:client' {
  export const Client: { readonly prototype: import('./library-types').LibraryClient };
}
declare module 'library:broadcast-operator' {
  export const BroadcastOperator: { readonly prototype: import('./library-types').LibraryOperator };
}
declare module 'library:parser' {
  export const Encoder: { readonly prototype: import('./library-types').LibraryEncoder };
}
declare module 'library:adapter' {
  const adapter: object;
  export = adapter;
}
