import { describe, expect, it } from 'vitest';
import { Recording } from '../capture/recording/recording';
import { FakeLab } from './fake-lab';
import { answeredOf, exchangesOf, statusOf, trafficOf } from './traffic';

const PLAIN = (call: number) => `GET /lab/a1/echo?call=${call} HTTP/1.1\r\nHost: localhost:8101\r\n\r\n`;

describe('the traffic of some calls', () => {
  it('is what these calls caused on a connection that the browser reuses', async () => {
    const lab = new FakeLab();
    const connection = lab.exchange(PLAIN(1));
    lab.exchange(PLAIN(2), 'direct', connection);
    const second = trafficOf(lab.capture, new Set([2]));
    expect(exchangesOf(second).map(({ asked }) => asked?.target)).toEqual(['/lab/a1/echo?call=2']);
    expect(answeredOf(second)?.response.kind).toBe('response');
  });

  it('leaves out any other client, whatever it asks for', () => {
    const lab = new FakeLab();
    lab.exchange('GET /lab/a1/ws HTTP/1.1\r\nHost: localhost:8101\r\n\r\n');
    expect(trafficOf(lab.capture, new Set([1])).units).toEqual([]);
  });

  it('identifies a raw connection by the call that opened it, not by what is written on it', async () => {
    const lab = new FakeLab();
    const raw = await lab.openRaw(new TextEncoder().encode(PLAIN(77)));
    expect(statusOf(trafficOf(lab.capture, new Set([raw.opener])))).toBe(200);
    expect(trafficOf(lab.capture, new Set([77])).units).toEqual([]);
  });

  it('has no status until the request is answered', async () => {
    const lab = new FakeLab();
    const raw = await lab.openRaw(new TextEncoder().encode('GET / HTTP/1.1\r\n'));
    const traffic = trafficOf(lab.capture, new Set([raw.opener]));
    expect(exchangesOf(traffic)).toHaveLength(1);
    expect(statusOf(traffic)).toBeNull();
  });
});

describe('the code of a client’s run', () => {
  const server = (run: number) => ({ end: 'server', kind: 'emit', text: 'news', run }) as const;
  const client = (run: number) => ({ end: 'client', kind: 'started', text: 'io();', run }) as const;

  it('has what the server that it met did from then on, and nothing of later runs of the server', () => {
    const { capture } = new Recording()
      .code(1_000, server(1))
      .code(2_000, client(1))
      .code(3_000, server(1))
      .code(4_000, server(2))
      .code(5_000, client(2))
      .code(6_000, server(2));
    const codeOf = (run: number) =>
      trafficOf(capture, new Set(), [{ end: 'client', run }]).code.map(({ at }) => at);
    expect(codeOf(1)).toEqual([2_000, 3_000]);
    expect(codeOf(2)).toEqual([5_000, 6_000]);
  });
});
