import { createAdapter } from '@socket.io/redis-streams-adapter';
import { createClient } from 'redis';

export type RedisClient = ReturnType<typeof createClient>;

/** How long Redis may take to answer: a class waits for its next step meanwhile. */
const ANSWER_MS = 1500;
/** A connection on which nothing has come for so long is broken. */
const SILENT_MS = 5000;
const PING_MS = 1000;
/** How long one read of the stream waits; below `SILENT_MS`. */
const READ_MS = 2000;
/** The longest pause between two attempts to connect. */
const LONGEST_PAUSE_MS = 1000;
/** How long the server waits for Redis when it starts. */
const FIRST_CONNECTION_MS = 3000;
/** Commands that wait for Redis at a time: two for each student of a large class who joins at once. */
const WAITING_COMMANDS = 5000;
/**
 * Messages that Redis keeps for a node that reads them late: most of a minute of a class of a thousand, each up to 100 KB. Who is later
 * than that finds by comparing what it has missed.
 */
const STREAM_LENGTH = 1000;
/** After the last message nothing of it is kept for longer. */
const STREAM_MS = 60_000;

/** Redis cannot be asked at the moment. */
export class AwayError extends Error {}

/**
 * The connection of one node to Redis. While Redis is away nothing waits for it: commands fail at once, and one line is logged.
 */
export class RedisLink {
  readonly #client: RedisClient;
  readonly #copies: RedisClient[] = [];
  readonly #onBack = new Set<() => void>();
  #isHere = false;
  #isClosed = false;
  #awaySinceMs: number | null = null;

  private constructor(url: string) {
    this.#client = createClient({
      url,
      disableOfflineQueue: true,
      commandsQueueMaxLength: WAITING_COMMANDS,
      maintNotifications: 'disabled',
      pingInterval: PING_MS,
      socket: {
        connectTimeout: SILENT_MS,
        socketTimeout: SILENT_MS,
        // Nodes come back one by one, and never give up.
        reconnectStrategy: (tries) => Math.min(50 * 2 ** tries, LONGEST_PAUSE_MS) * (0.5 + Math.random() / 2),
      },
    });
    this.#client.on('error', (error: unknown) => this.#away(error));
    this.#client.on('ready', () => this.#back());
    this.#client.on('ping-interval', () => this.#back());
  }

  /** Connects. Where Redis cannot be reached, it goes on trying, and resolves all the same after some seconds. */
  static async open(url: string): Promise<RedisLink> {
    const link = new RedisLink(url);
    let stopWaiting: NodeJS.Timeout | undefined;
    const longEnough = new Promise<void>((resolve) => {
      stopWaiting = setTimeout(resolve, FIRST_CONNECTION_MS);
    });
    await Promise.race([link.#client.connect().catch(() => undefined), longEnough]);
    clearTimeout(stopWaiting);
    return link;
  }

  /** Whether Redis has answered lately. */
  get isHere(): boolean {
    return this.#isHere;
  }

  /** Tells when Redis has come back. */
  onBack(listener: () => void): void {
    this.#onBack.add(listener);
  }

  /** Asks Redis. @throws AwayError while it is away, or when it does not answer in time. */
  async ask<Answer>(question: (client: RedisClient) => Promise<Answer>): Promise<Answer> {
    if (!this.#isHere) throw new AwayError('Redis is away.');
    let timer: NodeJS.Timeout | undefined;
    let isAnswered = false;
    const tooLate = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        // A busy node first reads what has come meanwhile.
        setImmediate(() => {
          if (isAnswered) return;
          this.#away(new AwayError('no answer'));
          reject(new AwayError('Redis does not answer.'));
        });
      }, ANSWER_MS);
    });
    try {
      return await Promise.race([question(this.#client), tooLate]);
    } finally {
      isAnswered = true;
      clearTimeout(timer);
    }
  }

  /** What takes Socket.IO's messages from node to node. */
  adapter(): ReturnType<typeof createAdapter> {
    // The adapter reads the stream by connections of its own, which wait for Redis; what it sends does not.
    const client = {
      sSubscribe: () => undefined,
      duplicate: () => {
        const copy = this.#client.duplicate({ disableOfflineQueue: false });
        const connect = copy.connect.bind(copy);
        // The adapter would not catch that it was closed before it had connected.
        copy.connect = () => connect().catch(() => new Promise<never>(() => undefined));
        this.#copies.push(copy);
        return copy;
      },
      xAdd: (...entry: Parameters<RedisClient['xAdd']>) =>
        this.ask(async (redis) => {
          const [id] = await Promise.all([redis.xAdd(...entry), redis.pExpire(entry[0], STREAM_MS)]);
          return id;
        }),
      // The adapter does not look whether this succeeds.
      publish: (...message: Parameters<RedisClient['publish']>) =>
        this.ask((redis) => redis.publish(...message)).catch(() => 0),
      sendCommand: (command: string[]) => this.ask((redis) => redis.sendCommand(command)),
    };
    return createAdapter(client, {
      streamName: 'wire101:news',
      channelPrefix: 'wire101:news',
      maxLen: STREAM_LENGTH,
      blockTimeInMs: READ_MS,
      onlyPlaintext: true,
    });
  }

  close(): void {
    this.#isClosed = true;
    this.#isHere = false;
    for (const client of [this.#client, ...this.#copies]) client.destroy();
  }

  #away(error: unknown): void {
    if (this.#isClosed || this.#awaySinceMs !== null) return;
    this.#isHere = false;
    this.#awaySinceMs = performance.now();
    console.error(`Redis is away (${reasonOf(error)}): classes go on, on each node by itself.`);
  }

  #back(): void {
    if (this.#isClosed || this.#isHere) return;
    this.#isHere = true;
    if (this.#awaySinceMs !== null) {
      const awayS = Math.round((performance.now() - this.#awaySinceMs) / 1000);
      console.error(`Redis is back after ${awayS} s.`);
    }
    this.#awaySinceMs = null;
    for (const listener of this.#onBack) listener();
  }
}

/** Never the address, which may hold a password. */
function reasonOf(error: unknown): string {
  if (error instanceof AwayError) return error.message;
  if (!(error instanceof Error)) return 'unknown';
  const { code } = error as NodeJS.ErrnoException;
  return code ?? /^[A-Z]+(?= )/.exec(error.message)?.[0] ?? error.constructor.name;
}
