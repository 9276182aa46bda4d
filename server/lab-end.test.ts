import { expect, test, vi } from 'vitest';
import { DEFAULT_LIMITS } from './limits';
import { makeLab, startTestServer } from './test-server';

test.each(['stall', 'black hole'] as const)(
  'a lab that ends leaves no connection behind a cut (%s)',
  async (cut) => {
    let aheadMs = 0;
    const server = await startTestServer({ nowMs: () => performance.now() + aheadMs });
    const { id, http } = await makeLab(server);
    const lab = server.labs.find(id)!;
    await fetch(`${http}/raw?to=bytes`, { method: 'POST', body: 'a' });
    expect(lab.connections).toBe(1);
    lab.impair({ connection: 'all', change: { cut } });
    aheadMs += DEFAULT_LIMITS.labIdleMs;
    server.labs.expire();
    await vi.waitUntil(() => lab.connections === 0, { timeout: 4000 });
  },
);
