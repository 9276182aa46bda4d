import net from 'node:net';

/** The bytes of one TCP connection through the relay, seen outside the server. */
export interface RelayedConnection {
  readonly client: Buffer[];
  readonly server: Buffer[];
}

export interface Relay {
  readonly port: number;
  readonly connections: readonly RelayedConnection[];
  close(): Promise<void>;
}

/** A TCP relay in front of the server: an independent witness of every byte, which shares no code with the tap. */
export async function startRelay(targetPort: number): Promise<Relay> {
  const connections: RelayedConnection[] = [];
  const sockets = new Set<net.Socket>();
  const listener = net.createServer((fromClient) => {
    const toServer = net.connect(targetPort, '127.0.0.1');
    const seen: RelayedConnection = { client: [], server: [] };
    connections.push(seen);
    for (const socket of [fromClient, toServer]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => sockets.delete(socket));
    }
    fromClient.on('data', (bytes) => seen.client.push(bytes));
    toServer.on('data', (bytes) => seen.server.push(bytes));
    fromClient.pipe(toServer).pipe(fromClient);
    fromClient.on('close', () => toServer.destroy());
    toServer.on('close', () => fromClient.destroy());
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  return {
    port: (listener.address() as net.AddressInfo).port,
    connections,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => listener.close(resolve));
    },
  };
}
