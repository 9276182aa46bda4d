import { beforeAll, expect, test } from 'vitest';
import type { WireServer } from '../../server';
import { CLIENT_SCENES } from './client/index';
import { inLab, serverForPairs } from './in-lab';
import { inPlainNode } from './pair';

let server: WireServer;
beforeAll(async () => {
  server = await serverForPairs();
  return () => server.close();
});

test.each(CLIENT_SCENES)('$name: both ends do what they do in Node', async (scene) => {
  const inNode = await inPlainNode(scene);
  expect(inNode.client.length).toBeGreaterThan(1);
  expect(await inLab(server, scene, inNode)).toEqual(inNode);
});
