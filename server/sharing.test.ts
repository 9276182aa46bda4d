import { describe, expect, it } from 'vitest';
import { makeLab, startTestServer } from './test-server';

const ORIGIN = 'http://app.test:5173';

/** A lab that was told what to give pages of other origins; asks it as such a page. */
async function labThat(allow: string | null) {
  const server = await startTestServer();
  const { http } = await makeLab(server);
  const body = JSON.stringify({ allow });
  const told = allow === null ? null : await fetch(`${http}/sharing`, { method: 'PUT', body });
  const ask = async (path: string, init: RequestInit = {}) => {
    const headers = { Connection: 'close', Origin: ORIGIN, ...init.headers };
    const response = await fetch(`${http}/${path}`, { ...init, headers });
    const fields = [...response.headers].filter(
      ([name]) => name.startsWith('access-control') || name === 'vary',
    );
    return { status: response.status, ...Object.fromEntries(fields) };
  };
  return { told, ask };
}

describe('what a lab gives pages of other origins', () => {
  it.each([
    [null, { status: 403 }],
    ['refuse', { status: 403 }],
    ['none', { status: 200 }],
    ['any', { status: 200, 'access-control-allow-origin': '*' }],
    ['origin', { status: 200, 'access-control-allow-origin': ORIGIN, vary: 'Origin' }],
    [
      'credentials',
      {
        status: 200,
        'access-control-allow-origin': ORIGIN,
        'access-control-allow-credentials': 'true',
        vary: 'Origin',
      },
    ],
  ])('is as it was told: %s', async (allow, expected) => {
    const { ask } = await labThat(allow);
    expect(await ask('echo')).toEqual(expected);
  });

  it('answers preflights', async () => {
    const { ask } = await labThat('origin');
    const headers = { 'Access-Control-Request-Method': 'PUT', 'Access-Control-Request-Headers': 'x-a' };
    expect(await ask('echo', { method: 'OPTIONS', headers })).toEqual({
      status: 204,
      'access-control-allow-origin': ORIGIN,
      'access-control-allow-methods': 'PUT',
      'access-control-allow-headers': 'x-a',
      vary: 'Origin',
    });
  });

  it('is never its orders, nor its Socket.IO server', async () => {
    const { ask } = await labThat('any');
    expect((await ask('sharing', { method: 'PUT', body: '{"allow":"any"}' })).status).toBe(403);
    expect((await ask('')).status).toBe(403);
    expect((await ask('socket.io/?EIO=4&transport=polling')).status).toBe(403);
  });

  it('refuses other words', async () => {
    const { told } = await labThat('everybody');
    expect(told!.status).toBe(400);
    expect(await told!.json()).toEqual({
      error: 'allow is "refuse", "none", "origin", "any" or "credentials".',
    });
  });
});
