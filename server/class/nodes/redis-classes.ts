import { randomBytes } from 'node:crypto';
import type { ClassSaid, ClassSteering } from '../../../src/protocol/messages/class';
import { logFault } from '../../fault-log';
import { AwayError, type RedisClient, type RedisLink } from './redis-link';
import type { Counted, MemberElsewhere, MemberNews, SharedClass, SharedClasses } from './shared-classes';

/** A node that has not said that it is alive for so long is dead, and its members are with no node. */
const NODE_MS = 6000;
/** A class is taught for so long after a node with a page of its teacher has said so. */
const TAUGHT_MS = 15_000;
/** Over is over for pages that are still open in the evening. */
const OVER_MS = 12 * 60 * 60_000;
const MINUTE_MS = 60_000;

/** Sets the steering unless one as new is there. Returns what counts. */
const STEER = `
local there = redis.call('HGET', KEYS[1], 'version')
if not there or tonumber(ARGV[1]) > tonumber(there) then
  redis.call('HSET', KEYS[1], 'version', ARGV[1], 'steering', ARGV[2])
  redis.call('PEXPIRE', KEYS[1], ARGV[3])
end
return redis.call('HGET', KEYS[1], 'steering')`;

/** What the nodes know of each class, in Redis. All of it expires `idleMs` after the class was last heard of. */
export class RedisClasses implements SharedClasses {
  readonly #link: RedisLink;
  readonly #idleMs: number;
  /** Names this process, and no later one on the same machine: what a dead one has said of its members is void. */
  readonly #node = randomBytes(6).toString('hex');

  readonly #refusals = new Set<string>();

  constructor(link: RedisLink, idleMs: number) {
    this.#link = link;
    this.#idleMs = idleMs;
  }

  get isHere(): boolean {
    return this.#link.isHere;
  }

  onBack(listener: () => void): void {
    this.#link.onBack(listener);
  }

  sealOf(code: string) {
    return this.#ask(async (redis) => (await redis.get(codeKey(code))) ?? '');
  }

  read(seal: string): Promise<SharedClass | null> {
    return this.#ask(async (redis) => {
      const [[code, steering], removed, isOver, isTaught] = await Promise.all([
        redis.hmGet(classKey(seal), ['code', 'steering']),
        redis.sMembers(removedKey(seal)),
        redis.exists(overKey(seal)),
        redis.exists(taughtKey(seal)),
      ]);
      return {
        code: code ?? null,
        steering: steering ? (JSON.parse(steering) as ClassSteering) : null,
        removed,
        isOver: isOver > 0,
        isTaught: isTaught > 0,
      };
    });
  }

  open(seal: string, code: string, isByTeacher: boolean) {
    return this.#ask(async (redis) => {
      const isNew = await redis.set(codeKey(code), seal, { condition: 'NX', ...this.#expiry });
      if (!isNew && (await redis.get(codeKey(code))) !== seal) return false;
      await Promise.all([
        isByTeacher && redis.del(overKey(seal)),
        redis.hSet(classKey(seal), 'code', code),
        redis.pExpire(classKey(seal), this.#idleMs),
      ]);
      return true;
    });
  }

  steer(seal: string, steering: ClassSteering) {
    return this.#ask(async (redis) => {
      const counts = await redis.eval(STEER, {
        keys: [classKey(seal)],
        arguments: [String(steering.version), JSON.stringify(steering), String(this.#idleMs)],
      });
      return JSON.parse(String(counts)) as ClassSteering;
    });
  }

  remove(seal: string, ids: readonly string[]) {
    return this.#ask(async (redis) => {
      await Promise.all([
        redis.sAdd(removedKey(seal), [...ids]),
        redis.pExpire(removedKey(seal), this.#idleMs),
        redis.hDel(saidKey(seal), [...ids]),
      ]);
      return true;
    });
  }

  takeName(seal: string, looks: string, id: string) {
    return this.#ask(async (redis) => {
      await redis.hSetNX(namesKey(seal), looks, id);
      const [holder] = await Promise.all([
        redis.hGet(namesKey(seal), looks),
        redis.pExpire(namesKey(seal), this.#idleMs),
      ]);
      return holder === id;
    });
  }

  say(seal: string, news: readonly MemberNews[]) {
    return this.#ask(async (redis) => {
      const said = news.flatMap(({ id, said }) => (said ? [[id, JSON.stringify(said)] as const] : []));
      const here = news.flatMap(({ id, isHere }) => (isHere ? [id] : []));
      const left = news.flatMap(({ id, isHere }) => (isHere ? [] : [id]));
      await Promise.all([
        said.length > 0 && redis.hSet(saidKey(seal), Object.fromEntries(said)),
        here.length > 0 &&
          redis.hSet(hereKey(seal), Object.fromEntries(here.map((id) => [this.#at(id), '1']))),
        left.length > 0 &&
          redis.hDel(
            hereKey(seal),
            left.map((id) => this.#at(id)),
          ),
        redis.pExpire(saidKey(seal), this.#idleMs),
        redis.pExpire(hereKey(seal), this.#idleMs),
      ]);
      const elsewhere = new Map<string, MemberElsewhere>();
      if (left.length === 0) return elsewhere;
      const [saidLast, nowHere] = await Promise.all([this.said(seal, left), this.here(seal)]);
      for (const id of left) {
        elsewhere.set(id, { said: saidLast?.get(id) ?? null, isHere: nowHere?.has(id) ?? false });
      }
      return elsewhere;
    });
  }

  said(seal: string, ids?: readonly string[]): Promise<ReadonlyMap<string, ClassSaid> | null> {
    return this.#ask(async (redis) => {
      if (ids?.length === 0) return new Map();
      const texts = ids
        ? (await redis.hmGet(saidKey(seal), [...ids])).map((text, at) => [ids[at]!, text] as const)
        : Object.entries(await redis.hGetAll(saidKey(seal)));
      return new Map(
        texts.flatMap(([id, text]) => (text ? [[id, JSON.parse(text) as ClassSaid] as const] : [])),
      );
    });
  }

  here(seal: string): Promise<ReadonlySet<string> | null> {
    return this.#ask(async (redis) => {
      const places = (await redis.hKeys(hereKey(seal))).map((place) => place.split(' ') as [string, string]);
      const nodes = [...new Set(places.map(([, node]) => node))];
      const beats = nodes.length > 0 ? await redis.mGet(nodes.map(nodeKey)) : [];
      const alive = new Set([this.#node, ...nodes.filter((_, at) => beats[at] !== null)]);
      return new Set(places.flatMap(([id, node]) => (alive.has(node) ? [id] : [])));
    });
  }

  keep(seal: string, code: string | null) {
    return this.#ask(async (redis) => {
      const keys = [classKey(seal), saidKey(seal), hereKey(seal), namesKey(seal), removedKey(seal)];
      if (code !== null) keys.push(codeKey(code));
      await Promise.all([
        redis.set(taughtKey(seal), '1', { expiration: { type: 'PX', value: TAUGHT_MS } }),
        ...keys.map((key) => redis.pExpire(key, this.#idleMs)),
      ]);
      return true;
    });
  }

  end(seal: string, code: string | null) {
    return this.#ask(async (redis) => {
      const keys = [classKey, saidKey, hereKey, namesKey, removedKey, taughtKey].map((keyOf) => keyOf(seal));
      if (code !== null) keys.push(codeKey(code));
      await Promise.all([
        redis.del(keys),
        code !== null && redis.set(overKey(seal), '1', { expiration: { type: 'PX', value: OVER_MS } }),
      ]);
      return true;
    });
  }

  count(what: Counted, address: string) {
    return this.#ask(async (redis) => {
      const key = countKey(what, address);
      const [count] = await Promise.all([redis.incr(key), redis.pExpire(key, MINUTE_MS, 'NX')]);
      return count;
    });
  }

  counted(what: Counted, address: string) {
    return this.#ask(async (redis) => Number(await redis.get(countKey(what, address))));
  }

  /** The secret that all nodes have: this one, unless there is one already. */
  agreeOnSecret(own: string) {
    return this.#ask(async (redis) => {
      await redis.set(SECRET_KEY, own, { condition: 'NX' });
      return redis.get(SECRET_KEY);
    });
  }

  beat() {
    return this.#ask(async (redis) => {
      await redis.set(nodeKey(this.#node), '1', { expiration: { type: 'PX', value: NODE_MS } });
      return true;
    });
  }

  get #expiry() {
    return { expiration: { type: 'PX', value: this.#idleMs } } as const;
  }

  /** A member at this node. */
  #at(id: string): string {
    return `${id} ${this.#node}`;
  }

  /** A Redis that is set up wrongly refuses again and again. */
  #logOnce(error: unknown): void {
    const kind = /^[A-Z]+(?= )/.exec(String((error as Error).message))?.[0] ?? 'unknown';
    if (this.#refusals.has(kind)) return;
    this.#refusals.add(kind);
    logFault(`A question to Redis (${kind})`, error);
  }

  /** Null while Redis is away. What Redis refuses is a fault of ours, or of its set-up: it is logged. */
  async #ask<Answer>(question: (redis: RedisClient) => Promise<Answer>): Promise<Answer | null> {
    try {
      return await this.#link.ask(question);
    } catch (error) {
      if (this.#link.isHere && !(error instanceof AwayError)) this.#logOnce(error);
      return null;
    }
  }
}

const SECRET_KEY = 'wire101:guest-secret';
const classKey = (seal: string) => `wire101:class:${seal}`;
const saidKey = (seal: string) => `wire101:said:${seal}`;
const hereKey = (seal: string) => `wire101:here:${seal}`;
const namesKey = (seal: string) => `wire101:names:${seal}`;
const removedKey = (seal: string) => `wire101:removed:${seal}`;
const taughtKey = (seal: string) => `wire101:taught:${seal}`;
const overKey = (seal: string) => `wire101:over:${seal}`;
const codeKey = (code: string) => `wire101:code:${code}`;
const nodeKey = (node: string) => `wire101:node:${node}`;
const countKey = (what: Counted, address: string) => `wire101:count:${what}:${address}`;
