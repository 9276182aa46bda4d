import { DEFAULT_LIMITS } from '../../server/limits';
import type { Attack } from '../attack';
import type { Row } from '../row';
import { type BareClient, BINARY, frame, handshakeText, pause, requestText, waitFor } from '../wire';

/** Fewer labs and smaller logs, so that both are soon full. */
const FEW_LABS = { limits: { labs: 40, labsPerMinute: 300, labSettleMs: 1000 } };
const SMALL_LOGS = {
  limits: { logBytes: 1024 * 1024, logBytesInTotal: 8 * 1024 * 1024, labsPerMinute: 300 },
};

/** Connections of one address: its limit, and those beyond it that are told so. */
const MAX_OPEN = DEFAULT_LIMITS.connectionsPerAddress + 20;

/** Labs in use are never ended to make room, and one address leaves room for others. */
export const labRows: readonly Row[] = [
  {
    name: 'labs-unwatched',
    what: 'four addresses take all labs and watch none',
    isShort: true,
    stand: FEW_LABS,
    attack: labsUnwatched,
  },
  { name: 'labs-watched', what: 'all labs are taken and watched', stand: FEW_LABS, attack: labsWatched },
  {
    name: 'log-share',
    what: 'labs that fill their logs while another logs little',
    stand: SMALL_LOGS,
    // The logs themselves stay.
    leftMiB: 28,
    attack: logShare,
  },
  { name: 'one-address', what: 'one address opens as many connections as it can', attack: oneAddress },
  { name: 'one-address-labs', what: 'one address makes as many labs as it can', attack: oneAddressLabs },
];

async function labsUnwatched(attack: Attack): Promise<void> {
  const mine = await attack.lab(9);
  const viewer = await attack.watch(mine);
  for (let n = 0; n < 120; n++) await attack.ask('/lab', { method: 'POST', from: attack.address(n % 4) });
  // Only labs whose page has had time to watch them are ended to make room.
  await pause(1500);
  const late = await attack.lab(8).catch((error: Error) => error);
  attack.expect(
    !(late instanceof Error),
    `a student who comes late finds no lab: ${late instanceof Error ? late.message : ''}`,
  );
  const { status } = await attack.ask(`/lab/${mine.id}`);
  attack.expect(
    status === 200 && viewer.socket.readyState === viewer.socket.OPEN,
    `a lab that is watched was taken: ${status}`,
  );
  if (late instanceof Error) return;
  await attack.watch(late);
  for (let n = 0; n < 120; n++) await attack.ask('/lab', { method: 'POST', from: attack.address(n % 4) });
  const again = await attack.ask(`/lab/${late.id}/echo`);
  attack.expect(again.status === 200, `a lab was taken while its page watched it: ${again.status}`);
}

async function labsWatched(attack: Attack): Promise<void> {
  const viewers = [];
  for (let n = 0; n < 60; n++) {
    const lab = await attack.lab(n % 8).catch(() => null);
    if (lab) viewers.push(await attack.watch(lab));
  }
  const refused = await attack.ask('/lab', { method: 'POST', from: attack.address(20) });
  attack.expect(
    refused.status === 503 && refused.body.includes('40 labs'),
    `with all labs taken: ${refused.status} ${refused.body.trim()}`,
  );
  attack.expect(
    viewers.every(({ socket }) => socket.readyState === socket.OPEN),
    'a lab that is watched was taken',
  );
}

async function logShare(attack: Attack): Promise<void> {
  const mine = await attack.lab(9);
  await attack.watch(mine);
  const markers = Array.from({ length: 60 }, (_, n) => `mark${n}x`);
  for (let n = 0; n < 20; n++) {
    const lab = await attack.lab(n);
    const client = await attack.bare();
    await client.send(handshakeText(`/lab/${lab.id}/ws?echo=0`));
    await client.until(/\r\n\r\n/);
    for (let k = 0; k < 24; k++) await client.send(frame(BINARY, Buffer.alloc(60_000, 'f')));
    client.socket.destroy();
  }
  // From now on all memory for logs is taken.
  for (const marker of markers) await attack.ask(`/lab/${mine.id}/echo?${marker}`);
  const again = await attack.watch(mine);
  await pause(500);
  const left = markers.filter((marker) => again.text().includes(marker)).length;
  attack.expect(
    left > markers.length * 0.9,
    `other labs pushed ${markers.length - left} of ${markers.length} exchanges out of a log`,
  );
}

async function oneAddress(attack: Attack): Promise<void> {
  const clients: BareClient[] = [];
  let refused = '';
  // Quickly: after 20 s without a request the first ones are ended.
  for (let n = 0; n < 4300; n += 50) {
    const bare = () => attack.bare({ address: attack.address(0) }).catch(() => null);
    const opened = await Promise.all(Array.from({ length: 50 }, bare));
    clients.push(...opened.filter((client) => client !== null));
  }
  // Most of those beyond the limit are ended at once; the others are told why.
  const open = () => clients.filter(({ isClosed }) => !isClosed);
  await waitFor(() => open().length <= MAX_OPEN, 5000);
  const last = open().at(-1);
  await last?.send(requestText('GET / HTTP/1.1'));
  if (await last?.until(/^HTTP\/1.1 (?:429|503)[\s\S]*\r\n\r\n[\s\S]{20}/, 3000))
    refused = last?.received ?? '';
  attack.expect(
    /\d/.test(refused.split('\r\n\r\n')[1] ?? ''),
    'the address that took all is not told of a limit',
  );
  const other = await attack.ask('/', { from: attack.address(1) }).catch((error: Error) => error);
  const status = other instanceof Error ? other.message : other.status;
  attack.expect(status === 200, `another address is answered: ${status}`);
}

async function oneAddressLabs(attack: Attack): Promise<void> {
  let refused = '';
  for (let n = 0; n < 320 && refused === ''; n++) {
    const { status, body } = await attack.ask('/lab', { method: 'POST' });
    if (status !== 201) refused = `${status} ${body}`;
  }
  attack.expect(/^429 .*300 labs a minute/.test(refused), `more than 300 labs in a minute: ${refused}`);
  const { status } = await attack.ask('/lab', { method: 'POST', from: attack.address(1) });
  attack.expect(status === 201, `a lab for another address: ${status}`);
}
