import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import net, { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** nginx in front of servers of ours, which it publishes below a path. */
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

/** How a recipe of `deploy` is run. */
interface Settings {
  /** The ports of the servers that it has at 8101, 8102 and so on. */
  readonly servers: readonly number[];
  /** Where it listens. */
  readonly port: number;
  readonly recipe?: string;
  /** False leaves TLS out, for clients that would need its certificate. */
  readonly isTls?: boolean;
}

/** Runs a recipe as it is, but for ports, names and places. @throws Error when nginx does not start. */
export async function startNginx({
  servers,
  port,
  recipe = 'deploy/nginx.conf',
  isTls = true,
}: Settings): Promise<Nginx> {
  const folder = mkdtempSync(join(tmpdir(), 'nginx-'));
  if (isTls) makeCertificate(folder);
  let text = readFileSync(recipe, 'utf8');
  for (const [from, to] of [
    ...servers.map((own, at) => [`server 127.0.0.1:${8101 + at}`, `server 127.0.0.1:${own}`] as const),
    ['server_name wire.example;', 'server_name localhost;'],
    ['listen 443 ssl;', `listen 127.0.0.1:${port}${isTls ? ' ssl' : ''};`],
    [
      'ssl_certificate /etc/ssl/wire.example.pem;',
      isTls ? `ssl_certificate ${join(folder, 'cert.pem')};` : '',
    ],
    [
      'ssl_certificate_key /etc/ssl/wire.example.key;',
      isTls ? `ssl_certificate_key ${join(folder, 'key.pem')};` : '',
    ],
  ] as const) {
    if (!text.includes(from)) throw new Error(`${recipe} has no “${from}” any more.`);
    text = text.replaceAll(from, to);
  }
  const places = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${join(folder, name)};`,
  );
  const config = join(folder, 'nginx.conf');
  writeFileSync(
    config,
    `daemon off; pid ${join(folder, 'pid')}; error_log stderr warn; worker_processes 1;
events { worker_connections 4096; }
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
    url: `${isTls ? 'https' : 'http'}://localhost:${port}/wire101`,
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

/** For programs that say nothing when they are ready. */
export async function untilListening(port: number): Promise<void> {
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
