import { beforeAll, expect, test } from 'vitest';
import type { WireServer } from '../../server';
import { CLIENT_SCENES } from './client/index';
import { inBoth, serverForPairs } from './in-lab';

let server: WireServer;
beforeAll(async () => {
  server = await serverForPairs();
  return () => server.close();
});

test.each(CLIENT_SCENES)('$name: both ends do what they do in Node', async (scene) => {
  const [inNode, inLab] = await inBoth(server, scene);
  expect(inNode.client.length).toBeGreaterThan(1);
  expect(inLab).toEqual(inNode);
});
