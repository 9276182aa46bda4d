import http from 'node:http';
import net, { type AddressInfo } from 'node:net';

export interface Proxy {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * A typical reverse proxy: it names itself in `Via`, keeps its own connections to the server, and supports no WebSocket but
 * the page's own feed, so that it removes Upgrade from every other request.
 */
export async function startProxy(serverPort: number): Promise<Proxy> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 2 });
  const sockets = new Set<net.Socket>();
  const forward = (request: http.IncomingMessage, answer: (response: http.IncomingMessage) => void) => {
    const { connection: _connection, upgrade: _upgrade, ...headers } = request.headers;
    const { method, url: path } = request;
    const onward = http.request(
      {
        host: '127.0.0.1',
        port: serverPort,
        agent,
        method,
        path,
        headers: { ...headers, via: '1.1 classroom' },
      },
      answer,
    );
    onward.on('error', () => request.destroy());
    request.pipe(onward);
  };
  const server = http.createServer((request, response) => {
    forward(request, (onward) => {
      const { connection: _connection, ...headers } = onward.headers;
      response.writeHead(onward.statusCode ?? 502, headers);
      onward.pipe(response);
    });
  });
  server.on('upgrade', (request: http.IncomingMessage, socket: net.Socket, head: Buffer) => {
    if (!request.url?.includes('/feed')) {
      forward(request, (onward) => {
        socket.write(`HTTP/1.1 ${onward.statusCode} ${onward.statusMessage}\r\nConnection: close\r\n\r\n`);
        onward.pipe(socket);
      });
      return;
    }
    const onward = net.connect(serverPort, '127.0.0.1', () => {
      const lines = request.rawHeaders.flatMap((value, at) =>
        at % 2 === 0 ? [`${value}: ${request.rawHeaders[at + 1]}`] : [],
      );
      onward.write(`GET ${request.url} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
      onward.write(head);
      socket.pipe(onward).pipe(socket);
    });
    for (const end of [socket, onward]) end.on('error', () => end.destroy());
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    close() {
      for (const socket of sockets) socket.destroy();
      agent.destroy();
      return new Promise((resolve) => void server.close(() => resolve()));
    },
  };
}
