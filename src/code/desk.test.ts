import { describe, expect, it } from 'vitest';
import type { LabSession } from '../lab/session';
import { CodeDesk, SERVER } from './desk';
import { readTexts } from './texts';

/** A lab that numbers runs, and notes what it runs. */
function fakeLab() {
  const ran: string[] = [];
  let serverRuns = 0;
  const runOf = new Map<number, number>();
  const lab = {
    nowMicros: () => ({ at: 0, uncertaintyMicros: 0 }),
    prepareClients: () => {},
    async runServer(code: string | null) {
      ran.push(`server ${code}`);
      return { run: ++serverRuns };
    },
    async runClient(client: number, code: string) {
      ran.push(`client ${client} ${code}`);
      const run = (runOf.get(client) ?? 0) + 1;
      runOf.set(client, run);
      const end = () => void ran.push(`end ${client}.${run}`);
      return { client, run, isOver: false, connections: [], subscribe: () => () => {}, end };
    },
  } as unknown as LabSession;
  return { lab, ran };
}

const makeDesk = () => new CodeDesk({ server: 's', clients: ['c'] });

describe('running both ends', () => {
  it('replaces the server, though it runs and its code is the same, once the clients that ran have ended', async () => {
    const { lab, ran } = fakeLab();
    const desk = makeDesk();
    await desk.runAll(lab);
    await desk.runAll(lab);
    expect(ran).toEqual(['server s', 'client 1 c', 'end 1.1', 'server s', 'client 1 c']);
    expect(desk.runsOf(SERVER)).toEqual([1, 2]);
    expect(desk.runsOf(1)).toEqual([1, 2]);
  });

  it('runs what was there when it was asked to, and no client that has been removed meanwhile', async () => {
    const { lab, ran } = fakeLab();
    const desk = new CodeDesk({ server: 's', clients: ['c', 'd'] });
    const isOver = desk.runAll(lab);
    desk.write(1, 'typed later');
    desk.removeClient();
    await isOver;
    expect(ran).toEqual(['server s', 'client 1 c']);
  });

  it('ends the rest of its consoles', async () => {
    const { lab } = fakeLab();
    const desk = makeDesk();
    desk.rest(2_000_000);
    expect(desk.restsAt).toBe(2_000_000);
    await desk.run(lab, 1);
    expect(desk.restsAt).toBeNull();
  });

  it('counts only its own runs, and begins again in a new lab', async () => {
    const { lab } = fakeLab();
    await lab.runServer('of another step');
    const desk = makeDesk();
    await desk.run(lab, SERVER);
    expect(desk.runsOf(SERVER)).toEqual([2]);
    await desk.run(fakeLab().lab, SERVER);
    expect(desk.runsOf(SERVER)).toEqual([1]);
  });
});

describe('stopping', () => {
  it('says so, and keeps the run for its console', async () => {
    const { lab } = fakeLab();
    const desk = makeDesk();
    await desk.runAll(lab);
    desk.stop(1);
    await desk.stopServer(lab);
    expect([desk.statusOf(1).state, desk.statusOf(1).run]).toEqual(['stopped', 1]);
    expect([desk.statusOf(SERVER).state, desk.statusOf(SERVER).run]).toEqual(['stopped', 1]);
  });

  it('leaves what has not run as it is', () => {
    const desk = makeDesk();
    desk.stop(1);
    expect(desk.statusOf(1).state).toBe('idle');
  });

  it('leaves nothing of a client that is removed to the next one', async () => {
    const { lab } = fakeLab();
    const desk = makeDesk();
    desk.addClient();
    await desk.run(lab, 2);
    desk.removeClient();
    desk.addClient();
    expect([desk.statusOf(2).state, desk.runsOf(2)]).toEqual(['idle', []]);
  });
});

describe('one text for all clients', () => {
  const shared = { server: 's', clients: ['p', 'p', 'p'], isShared: true };

  it('is written, added and restored for all', () => {
    const desk = new CodeDesk(shared);
    desk.write(2, 'q');
    expect(desk.texts).toEqual({ ...shared, clients: ['q', 'q', 'q'] });
    desk.addClient();
    expect(desk.texts.clients).toEqual(['q', 'q', 'q', 'q']);
    desk.reset();
    expect([desk.texts, desk.isEdited]).toEqual([shared, false]);
  });

  it('comes back from a link or a store, and older ones without it are still read', () => {
    expect(readTexts(JSON.parse(JSON.stringify(shared)))).toEqual(shared);
    expect(readTexts({ server: 's', clients: ['a', 'b'] })).toEqual({ server: 's', clients: ['a', 'b'] });
  });
});
