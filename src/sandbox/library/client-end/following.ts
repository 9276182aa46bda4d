import { Socket } from 'library:client-socket';
import { Manager } from 'library:manager';
import { around } from '../around';
import { core } from '../inside';
import type { LibrarySocket } from './library-types';
import { noteNamespace, numberOf, opened } from './managers';

/** Tells the host which sockets there are, and which are connected. */

const sockets = new WeakMap<LibrarySocket, number>();
let made = 0;

around(
  Manager.prototype,
  'open',
  (open) =>
    function (done) {
      return opened(this, () => open.call(this, done) as typeof this);
    },
);

function tellState(socket: LibrarySocket, isConnected: boolean): void {
  const number = sockets.get(socket);
  if (number === undefined) return;
  core.tell({
    op: 'socket',
    socket: number,
    manager: numberOf(socket.io),
    namespace: String(socket.nsp).slice(0, 200),
    isConnected,
  });
}

around(
  Manager.prototype,
  'socket',
  (make) =>
    function (namespace, options) {
      noteNamespace(this, String(namespace).slice(0, 200));
      const socket = make.call(this, namespace, options) as LibrarySocket;
      if (!sockets.has(socket)) {
        made += 1;
        sockets.set(socket, made);
        tellState(socket, false);
      }
      return socket;
    },
);

around(
  Socket.prototype,
  'onconnect',
  (connected) =>
    function (id, pid) {
      tellState(this, true);
      connected.call(this, id, pid);
    },
);

around(
  Socket.prototype,
  'onclose',
  (closed) =>
    function (reason, description) {
      tellState(this, false);
      closed.call(this, reason, description);
    },
);
