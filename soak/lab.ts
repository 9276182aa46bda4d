import { request } from 'node:http';

/** The addresses of a lab, as `POST /lab` gives them. */
export interface LabAddress {
  readonly id: string;
  readonly feed: string;
  readonly http: string;
  readonly ws: string;
  readonly socketio: string;
}

/** A response with its whole body. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** A request on a connection of its own. */
export interface Question {
  readonly port: number;
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** The client's own address: any of 127.0.0.0/8, all of which are this machine. */
  readonly from?: string;
  readonly timeoutMs?: number;
}

/** The body of an order. */
export const json = (value: unknown): string => JSON.stringify(value);

/** A program that answers every client. */
export const GOOD_PROGRAM = "io.on('connection', (socket) => socket.on('ask', (n, answer) => answer(n)));";

/**
 * Sends a request and reads the whole response.
 * @throws Error when the connection fails, or no response comes in time.
 */
export function ask(question: Question): Promise<Answer> {
  const { port, path = '/', method = 'GET', headers = {}, body, from, timeoutMs = 15_000 } = question;
  return new Promise((resolve, reject) => {
    const asked = request(
      {
        host: '127.0.0.1',
        port,
        path,
        method,
        agent: false,
        localAddress: from,
        headers: {
          Host: `localhost:${port}`,
          ...(body === undefined ? {} : { 'Content-Length': String(Buffer.byteLength(body)) }),
          ...headers,
        },
      },
      (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('error', reject);
        response.on('end', () => {
          clearTimeout(patience);
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(parts).toString(),
          });
        });
      },
    );
    const patience = setTimeout(() => asked.destroy(new Error(`no answer to ${method} ${path}`)), timeoutMs);
    asked.on('error', (error) => {
      clearTimeout(patience);
      reject(error);
    });
    asked.end(body);
  });
}

/** @throws Error with the server's answer when it makes no lab. */
export async function makeLab(question: Pick<Question, 'port' | 'from'>): Promise<LabAddress> {
  const answer = await ask({ ...question, path: '/lab', method: 'POST' });
  if (answer.status !== 201) throw new Error(`No lab: ${answer.status} ${answer.body.trim()}`);
  return JSON.parse(answer.body) as LabAddress;
}

/** Runs a program in a lab, or ends it with null. Returns the status of the answer. */
export async function runProgram({ http }: LabAddress, code: string | null): Promise<number> {
  const { port, pathname } = new URL(http);
  return (await ask({ port: Number(port), path: `${pathname}/code`, method: 'PUT', body: json({ code }) }))
    .status;
}
