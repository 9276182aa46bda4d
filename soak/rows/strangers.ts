import type { Attack } from '../attack';
import type { LabAddress } from '../lab';
import type { Row } from '../row';
import { type BareClient, pause, requestText } from '../wire';
import { OPENED } from './parts';
import { SHAPES, type Shape } from './shapes';

/** Nobody may see the bytes of another lab. */
export const strangerRows: readonly Row[] = [
  {
    name: 'claim-by-port',
    what: 'connections to other addresses with the same port as a lab’s raw connection',
    isShort: true,
    stand: OPENED,
    leftMiB: 24,
    attack: claimByPort,
  },
  {
    name: 'mixed-shapes',
    what: 'two labs on one connection, in every form of a request and every split',
    isShort: true,
    maxSeconds: 120,
    attack: mixedShapes,
  },
];

async function claimByPort(attack: Attack): Promise<void> {
  const [attacker, victim] = [await attack.lab(0), await attack.lab(1)];
  const viewer = await attack.watch(attacker);
  const strangers: BareClient[] = [];
  // Connections to other addresses of this machine may have the same ports as connections to 127.0.0.1.
  for (let n = 0; n < (attack.isShort ? 1000 : 2000); n++) {
    const stranger = await attack.bare({ to: `127.77.0.${2 + (n % 40)}` }).catch(() => null);
    if (stranger) strangers.push(stranger);
  }
  const taken = new Set(strangers.map(({ socket }) => socket.localPort));
  let meetings = 0;
  for (let n = 0; n < 500 && meetings < 5; n++) {
    if (taken.has(await rawPort(attack, attacker))) meetings += 1;
  }
  attack.expect(meetings > 0, 'no raw connection met a port of another connection: nothing was tried');
  const marker = `secret${attack.random.whole(1e6, 9e6)}`;
  for (const [n, stranger] of strangers.entries()) {
    // All requests at once would be a load test.
    if (n % 20 === 0) await pause(20);
    await stranger.send(requestText(`GET /lab/${victim.id}/echo?${marker} HTTP/1.1`));
  }
  await strangers.at(-1)?.until(/200 OK/);
  await pause(500);
  const drawnIn = viewer.records.filter(
    (record) => record.type === 'open' && record.server.address.includes('127.77.'),
  );
  attack.expect(!viewer.text().includes(marker), 'bytes of a stranger’s connection are in the lab');
  attack.expect(
    drawnIn.length === 0,
    `${drawnIn.length} connections of strangers are in the lab (${meetings} meetings)`,
  );
}

/** Opens a raw connection and ends it again. Returns its client's port. */
async function rawPort(attack: Attack, { id }: LabAddress): Promise<number> {
  const body = `GET /lab/${id}/echo HTTP/1.0\r\n\r\n`;
  const answer = await attack.ask(`/lab/${id}/raw`, { method: 'POST', body });
  const { port, raw } = JSON.parse(answer.body) as { port: number; raw: number };
  await attack.ask(`/lab/${id}/raw/${raw}`, { method: 'DELETE' });
  return port;
}

async function mixedShapes(attack: Attack): Promise<void> {
  const [a, b] = [await attack.lab(0), await attack.lab(1)];
  const [ofA, ofB] = [await attack.watch(a), await attack.watch(b)];
  const tries: {
    readonly shape: Shape;
    readonly markerA: string;
    readonly markerB: string;
    readonly isAnswered: boolean;
  }[] = [];
  for (const shape of SHAPES) {
    for (const split of attack.isShort ? ['whole' as const] : SPLITS) {
      const n = tries.length;
      const [markerA, markerB] = [`mine${n}x`, `theirs${n}x`];
      const isAnswered = await mix(attack, shape, split, [
        `/lab/${a.id}/echo?${markerA}`,
        `/lab/${b.id}/echo?${markerB}`,
      ]);
      tries.push({ shape, markerA, markerB, isAnswered });
    }
  }
  await pause(1500);
  const [textA, textB] = [ofA.text(), ofB.text()];
  const after = (isShown: (one: (typeof tries)[number]) => boolean) => [
    ...new Set(tries.filter(isShown).map(({ shape }) => shape.name)),
  ];
  const toA = after(({ markerB, isAnswered }) => isAnswered && textA.includes(markerB));
  const lostToA = after(
    ({ shape, markerB, isAnswered }) => !isAnswered && !shape.isSwitch && textA.includes(markerB),
  );
  const hidden = after(({ markerB, isAnswered }) => isAnswered && !textB.includes(markerB));
  const toB = after(({ markerA }) => textB.includes(markerA));
  attack.expect(toA.length === 0, `lab B's request is shown to A after: ${toA.join(', ')}`);
  attack.expect(
    lostToA.length === 0,
    `lab B's request, which the server did not take, is shown to A after: ${lostToA.join(', ')}`,
  );
  attack.expect(
    hidden.length === 0,
    `lab B's request is answered, and not shown to B after: ${hidden.join(', ')}`,
  );
  attack.expect(toB.length === 0, `lab A's request is shown to B after: ${toB.join(', ')}`);
  attack.expect(!textB.includes(a.id), "lab A's id is in B's feed");
  attack.expect(
    textA.includes('mine0x') && textB.includes('theirs0x'),
    'two plain requests were not shown to their labs',
  );
}

/** Ways to cut the bytes into writes. */
const SPLITS = ['whole', 'byte by byte', 'in two'] as const;

/** Sends a request in this form to the first lab and a plain one to the second. Returns whether the second was answered. */
async function mix(
  attack: Attack,
  shape: Shape,
  split: (typeof SPLITS)[number],
  [pathA, pathB]: readonly [string, string],
): Promise<boolean> {
  const client = await attack.bare();
  const second = requestText(`GET ${pathB} HTTP/1.1`);
  if (split === 'in two') {
    await client.send(shape.bytes(pathA));
    await client.until(/\r\n\r\n/, 50);
    await client.send(second);
  } else if (split === 'byte by byte') await client.dribble(shape.bytes(pathA) + second);
  else await client.send(shape.bytes(pathA) + second);
  const isAnswered = await client.until(/theirs\d+x HTTP/, 40);
  client.socket.destroy();
  return isAnswered;
}
