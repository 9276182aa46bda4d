import { expect, vi } from 'vitest';
import { runClientHere } from '../../../src/lab/programs/testing';
import { DEFAULT_LIMITS } from '../../limits';
import { createServer, type WireServer } from '../../server';
import { makeLab, watch } from '../../test-server';
import { codeOf, runCode } from '../testing';
import { inPlainNode, OVER, type Pair, type Said } from './pair';

// A busy machine is only slow.
vi.setConfig({ testTimeout: 20_000 });

/** For tests: a server on which many programs may be started one after the other. */
export function serverForPairs(): Promise<WireServer> {
  const site = async () => ({
    answer: async (_: unknown, response: { end(): unknown }) => void response.end(),
  });
  const programs = { ...DEFAULT_LIMITS.programs, startsPerMinute: { lab: 1000, address: 1000 } };
  return createServer({ port: 0, host: '127.0.0.1', site, limits: { programs } });
}

/** Everything that a console shows, but for the lines of the program itself. */
const PRINTED: ReadonlySet<string> = new Set(['log', 'warn', 'error', 'uncaught', 'stopped']);

/** The longest wait for what one server's end has printed and the other has not. */
const PATIENCE_MS = 5000;

/** Runs both in a lab: the server's end in its process, the client's in an engine of this one. `inNode` is what Node has printed so far. */
async function inLab(
  server: WireServer,
  { server: own, client, options = {}, isOwn }: Pair,
  inNode: Promise<Said>,
): Promise<Said> {
  const code = isOwn ? `const port = 3000;\n${own}` : own;
  const lab = await makeLab(server);
  const watched = await watch(lab.feed);
  expect(await (await runCode(lab, code, options)).json()).toEqual({ run: 1 });
  const here = await runClientHere(lab, client);
  const printed = (events: readonly { readonly kind: string; readonly text: string }[]) =>
    events.filter(({ kind }) => PRINTED.has(kind)).map(({ text }) => text);
  await here.until((events) => printed(events).includes(OVER));
  // What the server's ends print comes another way, and at its own time.
  const node = await inNode;
  const isEven = () => printed(codeOf(watched)).length === node.server.length;
  for (const until = performance.now() + PATIENCE_MS; !isEven() && performance.now() < until; )
    await new Promise((resolve) => setTimeout(resolve, 10));
  const said = { client: printed(here.events()), server: printed(codeOf(watched)) };
  here.program.end();
  return said;
}

/** What both consoles say in plain Node and in a lab, which run at the same time. */
export async function inBoth(server: WireServer, pair: Pair): Promise<readonly [Said, Said]> {
  let isOver = (_: Said) => {};
  let isCompared = () => {};
  const growing = new Promise<Said>((resolve) => {
    isOver = resolve;
  });
  const compared = new Promise<void>((resolve) => {
    isCompared = resolve;
  });
  const inNode = inPlainNode(pair, (said) => {
    isOver(said);
    return compared;
  });
  const lab = inLab(server, pair, Promise.race([growing, inNode])).finally(isCompared);
  return Promise.all([inNode, lab]);
}
