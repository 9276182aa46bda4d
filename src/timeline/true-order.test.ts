import fc from 'fast-check';
import { expect, it } from 'vitest';
import { closeFrame, frame, Recording, type Said } from '../capture/recording/recording';
import { encodeHandshake, encodeRequest, encodeResponse } from '../protocol/encode';
import { timetableOf } from './timetable';

/** What this side sent, in the order of sending; a message is named by its connection, sender and place. */
interface Message {
  readonly connection: number;
  readonly sender: 'client' | 'server';
  readonly place: number;
}

/**
 * A browser and a server with a network between them, whose times are drawn from `random`. Only what the server sees is
 * recorded, as the tap does; what was the cause of what is kept aside.
 */
class World {
  readonly recording = new Recording();
  readonly pairs: { readonly cause: Message; readonly effect: Message }[] = [];
  readonly #random: () => number;
  readonly #slowestMicros: number;
  /** The page looks after every read and write, and not only at the end. */
  readonly #isWatched: boolean;
  readonly #queue: { readonly at: number; readonly run: () => void }[] = [];
  readonly #sent = new Map<string, number>();
  /** By direction: nothing overtakes what is before it. */
  readonly #arrivedAt = new Map<string, number>();
  #now = 0;

  constructor(random: () => number, slowestMicros: number, isWatched: boolean) {
    this.#random = random;
    this.#slowestMicros = slowestMicros;
    this.#isWatched = isWatched;
  }

  /** Runs after at most this long. */
  after(mostMicros: number, run: () => void): void {
    this.#at(this.#now + Math.ceil(this.#random() * mostMicros), run);
  }

  #at(at: number, run: () => void): void {
    const place = this.#queue.findIndex((other) => other.at > at);
    this.#queue.splice(place === -1 ? this.#queue.length : place, 0, { at, run });
  }

  run(): void {
    for (let next = this.#queue.shift(); next; next = this.#queue.shift()) {
      this.#now = next.at;
      next.run();
    }
  }

  open(connection: number): void {
    this.recording.open(this.#now, connection);
  }

  /** Sends; `then` runs at the other side when it has arrived. Nothing is recorded of the browser's end. */
  say(
    connection: number,
    sender: Message['sender'],
    said: Said,
    cause: Message | null,
    then?: (it: Message) => void,
  ) {
    const way = `${connection} ${sender}`;
    const place = this.#sent.get(way) ?? 0;
    this.#sent.set(way, place + 1);
    const message = { connection, sender, place };
    if (cause) this.pairs.push({ cause, effect: message });
    const at = Math.max(
      this.#now + 1 + Math.floor(this.#random() * this.#slowestMicros),
      (this.#arrivedAt.get(way) ?? 0) + 1,
    );
    this.#arrivedAt.set(way, at);
    const write = () => {
      this.recording.on(connection)[sender](this.#now, said);
      if (this.#isWatched) timetableOf(this.recording.capture);
    };
    if (sender === 'server') write();
    this.#at(at, () => {
      if (sender === 'client') write();
      then?.(message);
    });
  }
}

const poll = (packets: string) => encodeResponse('200 OK', packets);
const TARGET = '/lab/a1/socket.io/?EIO=4&transport=polling';

/** A session as engine.io and socket.io-client have it: polling, an upgrade, heartbeats, acknowledgements, the end. */
function session(world: World, sid: string, first: number): void {
  const own = `${TARGET}&sid=${sid}`;
  // A browser may put the next poll on another connection.
  const [get, post, ws, other] = [first, first + 1, first + 2, first + 3] as const;
  const think = (run: () => void) => world.after(300, run);
  const answer = (connection: number, said: Said, cause: Message, then?: (it: Message) => void) =>
    think(() => world.say(connection, 'server', said, cause, then));
  const client = (connection: number, said: Said, cause: Message | null, then?: (it: Message) => void) =>
    think(() => world.say(connection, 'client', said, cause, then));
  const open = `0{"sid":"${sid}","upgrades":["websocket"],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000}`;

  world.open(get);
  client(get, encodeRequest(`GET ${TARGET}`), null, (asked) => answer(get, poll(open), asked, opened));

  function opened(landed: Message): void {
    world.open(post);
    // The connect packet and the next poll leave in either order, both after the session's opening.
    client(post, encodeRequest(`POST ${own}`, [], '40'), landed, (asked) =>
      answer(post, poll('ok'), asked, (ok) => {
        client(post, encodeRequest(`POST ${own}`, [], '42["early"]'), ok, (again) =>
          answer(post, poll('ok'), again),
        );
      }),
    );
    client(get, encodeRequest(`GET ${own}`), landed, (asked) =>
      answer(get, poll('40{"sid":"x"}\u001e2'), asked, (reply) => {
        world.open(other);
        client(other, encodeRequest(`GET ${own}`), reply, (waiting) => upgrade(landed, waiting));
      }),
    );
  }

  function upgrade(opening: Message, waiting: Message): void {
    world.open(ws);
    const { client: asks, server: agrees } = encodeHandshake({
      target: `${own.replace('polling', 'websocket')}`,
    });
    client(ws, asks, opening, (asked) =>
      answer(ws, agrees, asked, (switched) =>
        client(ws, frame('text', '2probe'), switched, (probe) => {
          answer(other, poll('6'), waiting);
          answer(ws, frame('text', '3probe'), probe, (probed) =>
            client(ws, frame('text', '5'), probed, upgraded),
          );
        }),
      ),
    );
  }

  function upgraded(): void {
    world.say(ws, 'server', frame('text', '2'), null, (ping) => client(ws, frame('text', '3'), ping));
    world.say(ws, 'server', frame('text', '4211["greet","Ada"]'), null, (event) =>
      client(ws, frame('text', '4311["hello"]'), event),
    );
    client(ws, frame('text', '40/admin,'), null, (asked) =>
      answer(ws, frame('text', '40/admin,{"sid":"y"}'), asked, (joined) =>
        client(ws, frame('text', '42/admin,["first"]'), joined, (event) =>
          answer(ws, frame('ping', 'p'), event, (ping) =>
            client(ws, frame('pong', 'p'), ping, () =>
              world.say(ws, 'server', frame('close', '\u0003\u00e8'), null, (close) =>
                client(ws, frame('close', '\u0003\u00e8'), close),
              ),
            ),
          ),
        ),
      ),
    );
  }
}

/** A page and its objects on one persistent connection, one after the other. */
function pages(world: World, connection: number, left: number): void {
  world.open(connection);
  const next = (cause: Message | null, more: number) =>
    world.after(200, () =>
      world.say(connection, 'client', encodeRequest(`GET /lab/a1/object/${more}`), cause, (asked) =>
        world.say(connection, 'server', encodeResponse('200 OK', 'x'.repeat(more * 100)), asked, (landed) => {
          if (more > 0) next(landed, more - 1);
        }),
      ),
    );
  next(null, left);
}

/** A WebSocket whose server breaks a rule of framing, which the client answers with a Close frame. */
function broken(world: World, connection: number): void {
  world.open(connection);
  const { client: asks, server: agrees } = encodeHandshake();
  world.say(connection, 'client', asks, null, (asked) =>
    world.say(connection, 'server', agrees, asked, (switched) =>
      world.say(connection, 'client', frame('text', 'Hello'), switched, (hello) =>
        world.say(connection, 'server', frame('text', 'Hello', { isMasked: true }), hello, (masked) =>
          world.say(connection, 'client', closeFrame(1002, 'Masked'), masked, () => {}),
        ),
      ),
    ),
  );
}

function check({ recording, pairs }: World): void {
  const { flights, leaveAt, landAt, moments } = timetableOf(recording.capture);
  const sent = new Map<string, number[]>();
  for (const [index, { unit }] of flights.entries()) {
    const way = `${unit.connection} ${unit.sender}`;
    sent.set(way, [...(sent.get(way) ?? []), index]);
  }
  const flightOf = ({ connection, sender, place }: Message) => sent.get(`${connection} ${sender}`)?.[place];
  for (const [index, { unit }] of flights.entries()) {
    const [leave, land] = [leaveAt[index]!, landAt[index]!];
    expect(leave).toBeLessThan(land);
    // The server's end is as the tap saw it; units of one microsecond keep their order.
    if (unit.sender === 'client') expect(land).toBeCloseTo(unit.until, -1);
    else expect(leave).toBeCloseTo(unit.at, -1);
  }
  for (const { cause, effect } of pairs) {
    const [first, second] = [flightOf(cause), flightOf(effect)];
    if (first === undefined || second === undefined) continue;
    const words = `${recording.capture.decoder.sentenceOf(flights[second]!.unit)} after: ${recording.capture.decoder.sentenceOf(flights[first]!.unit)}`;
    expect(leaveAt[second], words).toBeGreaterThanOrEqual(landAt[first]!);
  }
  expect(moments.at.toSorted((a, b) => a - b)).toEqual(moments.at);
}

function random(seed: number): () => number {
  let state = seed | 1;
  return () => {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d);
    state = Math.imul(state ^ (state >>> 12), 0x297a2d39);
    state ^= state >>> 15;
    return (state >>> 0) / 2 ** 32;
  };
}

it('nothing leaves before its cause has landed, whatever the network does', () => {
  fc.assert(
    fc.property(
      fc.integer(),
      fc.constantFrom(60, 900, 20_000),
      fc.boolean(),
      (seed, slowestMicros, isWatched) => {
        const world = new World(random(seed), slowestMicros, isWatched);
        pages(world, 1, 3);
        broken(world, 2);
        session(world, 'abcdefghij', 10);
        session(world, 'klmnopqrst', 20);
        world.run();
        expect(world.pairs.length).toBeGreaterThan(40);
        check(world);
      },
    ),
    { numRuns: 30 },
  );
});
