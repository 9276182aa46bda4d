import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import net, { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** nginx with TLS in front of a server of ours, which it publishes below a path. */
export interface Nginx {
  /** "https://localhost:4711/wire101" */
  readonly url: string;
  stop(): Promise<void>;
}

/** Debian has it where only root looks. */
const PATH = `${process.env.PATH}:/usr/sbin`;

export const hasNginx = (): boolean =>
  spawnSync('nginx', ['-v'], { env: { ...process.env, PATH }, stdio: 'ignore' }).status === 0;

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Runs `deploy/nginx.conf` as it is, but for ports, names and places. @throws Error when nginx does not start. */
export async function startNginx(upstreamPort: number, port: number): Promise<Nginx> {
  const folder = mkdtempSync(join(tmpdir(), 'nginx-'));
  makeCertificate(folder);
  let text = readFileSync('deploy/nginx.conf', 'utf8');
  for (const [from, to] of [
    ['server 127.0.0.1:8101;', `server 127.0.0.1:${upstreamPort};`],
    ['listen 443 ssl;', `listen 127.0.0.1:${port} ssl;`],
    ['server_name wire.example;', 'server_name localhost;'],
    ['/etc/ssl/wire.example.pem', join(folder, 'cert.pem')],
    ['/etc/ssl/wire.example.key', join(folder, 'key.pem')],
  ] as const) {
    if (!text.includes(from)) throw new Error(`deploy/nginx.conf has no “${from}” any more.`);
    text = text.replace(from, to);
  }
  const places = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${join(folder, name)};`,
  );
  const config = join(folder, 'nginx.conf');
  writeFileSync(
    config,
    `daemon off; pid ${join(folder, 'pid')}; error_log stderr warn; worker_processes 1;
events {}
http { access_log off; ${places.join(' ')} ${text} }`,
  );
  const nginx = spawn('nginx', ['-p', folder, '-e', 'stderr', '-c', config], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, PATH },
  });
  const said: Buffer[] = [];
  nginx.stderr.on('data', (bytes: Buffer) => said.push(bytes));
  const ended = once(nginx, 'exit');
  await Promise.race([
    untilListening(port),
    once(nginx, 'error').then(([error]) => {
      throw new Error(`nginx cannot be started (Debian: apt-get install nginx): ${error}`);
    }),
    ended.then(() => {
      throw new Error(`nginx ended: ${Buffer.concat(said)}`);
    }),
  ]);
  return {
    url: `https://localhost:${port}/wire101`,
    async stop() {
      nginx.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
}

function makeCertificate(folder: string): void {
  const files = ['-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem')];
  const subject = ['-subj', '/CN=localhost', '-days', '2'];
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', ...files, ...subject], {
    stdio: 'ignore',
  });
}

/** nginx says nothing when it is ready. */
async function untilListening(port: number): Promise<void> {
  for (;;) {
    const socket = net.connect(port, '127.0.0.1');
    const isOpen = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true));
      socket.once('error', () => resolve(false));
    });
    socket.destroy();
    if (isOpen) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
