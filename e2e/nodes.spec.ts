import { once } from 'node:events';
import { WebSocket } from 'ws';
import { Attending } from '../src/lab/class/attending';
import type { ClassStore } from '../src/lab/class/kept';
import { Teaching } from '../src/lab/class/teaching';
import { freePort, hasNginx, type Nginx, startNginx } from './nginx';
import { hasRedis, startRedis, type TestRedis } from './redis';
import { expect, type RunningServer, startServer, test } from './wire101';

/** Enough for a reconnection of each to be seen at a time of its own. */
const STUDENTS = 24;
/** A class must go on within this time when a node dies. */
const GOES_ON_MS = 5000;

const place = {
  lesson: 'handshake',
  step: 'switch',
  doing: null,
  task: null,
  unit: null,
  connection: null,
  field: null,
  bytes: null,
};
const vote = { votes: { 'handshake/open': { answer: 'switch', wire: null } } };

/** As a university runs it: `deploy/nginx-nodes.conf`, two nodes, Redis. No browser is needed: the pages' own code runs here. */
test.describe('two nodes behind nginx', () => {
  let redis: TestRedis;
  let nodes: readonly RunningServer[] = [];
  let nginx: Nginx;

  // On a bare machine `.ci/run` installs them.
  test.skip(!(hasNginx() && hasRedis()) && !process.env.CI, 'nginx or Redis is not installed here');

  test.beforeAll(async () => {
    redis = await startRedis();
    const port = await freePort();
    const common = ['--redis', redis.url, '--public-url', `http://localhost:${port}/wire101`];
    nodes = await Promise.all(
      ['a', 'b'].map((name) => startServer(0, [...common, '--trust-proxy', '127.0.0.1', '--node', name])),
    );
    const servers = nodes.map((node) => node.port);
    nginx = await startNginx({ servers, port, recipe: 'deploy/nginx-nodes.conf', isTls: false });
  });
  test.afterAll(async () => {
    await nginx?.stop();
    await Promise.all(nodes.map((node) => node.stop()));
    await redis?.stop();
  });

  test('labs are found by the names of their nodes, and a class outlives the node of its teacher', async () => {
    const pages: (Teaching | Attending)[] = [];
    const open = <Page extends Teaching | Attending>(page: Page) => {
      pages.push(page);
      return expect
        .poll(() => page.state.kind)
        .toBe('here')
        .then(() => page);
    };
    // nginx gives requests to its servers in turn, the first one to the first.
    const store = tab();
    const teaching = await open(new Teaching({ root: nginx.url, store }));
    const students: Attending[] = [];
    for (let n = 0; n < STUDENTS; n++) {
      const settings = { root: nginx.url, store: tab(), code: teaching.code!, nickname: `Student ${n}` };
      students.push(await open(new Attending(settings)));
    }
    const counted = () => teaching.here.filter(({ votes }) => votes).length;
    teaching.goTo(place);
    await expect.poll(() => students.every(({ steering }) => steering?.place?.step === 'switch')).toBe(true);
    for (const student of students.slice(1)) student.say(vote);
    await expect.poll(counted).toBe(STUDENTS - 1);
    // Somebody has voted, and gone home.
    students.pop()!.leave();
    await expect.poll(() => teaching.here.length).toBe(STUDENTS - 1);

    const labs = await Promise.all([1, 2, 3, 4].map(() => makeLab(nginx.url)));
    expect(new Set(labs.map((lab) => lab.slice(0, 2)))).toEqual(new Set(['a-', 'b-']));
    for (const lab of [...labs, ...labs]) {
      expect((await fetch(`${nginx.url}/lab/${lab}`, { headers: { Connection: 'close' } })).status).toBe(200);
      const socket = new WebSocket(`${nginx.url.replace('http', 'ws')}/lab/${lab}/ws?deflate=1`);
      await once(socket, 'open');
      socket.send('hello');
      expect(String((await once(socket, 'message'))[0])).toBe('hello');
      socket.terminate();
    }

    // The last vote is on its way when the node of the teacher dies.
    students[0]!.say(vote);
    const { lost, backAtMs } = watchReturns(pages);
    await nodes[0]!.kill();
    const killedAtMs = performance.now();
    await expect.poll(() => lost.has(teaching)).toBe(true);
    teaching.goTo({ ...place, step: 'key' });
    const areAllThere = () => students.every(({ steering }) => steering?.place?.step === 'key');
    await expect.poll(areAllThere, { intervals: [50] }).toBe(true);
    expect(performance.now() - killedAtMs).toBeLessThan(GOES_ON_MS);
    await expect.poll(counted).toBe(STUDENTS - 1);
    expect(backAtMs.length).toBe(lost.size);
    expect(lost.size).toBeGreaterThan(STUDENTS / 3);
    expect(Math.max(...backAtMs) - Math.min(...backAtMs)).toBeGreaterThan(50);
    // A window that was not there knows of all votes, too.
    const other = await open(new Teaching({ root: nginx.url, store: tab(store.getItem('wire101:class')) }));
    expect([...other.members.values()].filter(({ votes }) => votes)).toHaveLength(STUDENTS);
    await expect.poll(() => other.here.length).toBe(STUDENTS - 1);

    const gone = labs.find((lab) => lab.startsWith('a-'))!;
    expect((await fetch(`${nginx.url}/lab/${gone}`)).status).toBe(404);
    expect(await makeLab(nginx.url, gone)).toMatch(/^b-/);
    teaching.end();
    await expect.poll(() => students.every(({ state }) => state.kind === 'over')).toBe(true);
  });
});

function tab(kept: string | null = null): ClassStore {
  let value = kept;
  return {
    getItem: () => value,
    setItem: (_, next) => {
      value = next;
    },
    removeItem: () => {
      value = null;
    },
  };
}

async function makeLab(root: string, last?: string): Promise<string> {
  const answer = await fetch(`${root}/lab`, { method: 'POST', ...(last && { body: last }) });
  return ((await answer.json()) as { readonly id: string }).id;
}

/** The pages that lose their class from now on, and when each has it again. */
function watchReturns(pages: readonly (Teaching | Attending)[]) {
  const lost = new Set<Teaching | Attending>();
  const away = new Set<Teaching | Attending>();
  const backAtMs: number[] = [];
  for (const page of pages) {
    page.subscribe(() => {
      const { kind } = page.state;
      if (kind === 'away') {
        lost.add(page);
        away.add(page);
      } else if (kind === 'here' && away.delete(page)) backAtMs.push(performance.now());
    });
  }
  return { lost, backAtMs };
}
