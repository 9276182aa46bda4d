import type { ServerOptions } from 'socket.io';
import type { SharedClasses } from './shared-classes';

/** The other nodes of a site that runs on several. */
export interface Nodes {
  readonly classes: SharedClasses;
  /** Takes Socket.IO's messages from node to node; one for each Socket.IO server. */
  adapter(): ServerOptions['adapter'];
  close(): void;
}

/**
 * Opens the connection to the other nodes through Redis, whose library is loaded only now. `guestSecret` becomes the one that all nodes
 * sign guests' addresses with, at once or when Redis is there.
 */
export async function openNodes(url: string, idleMs: number, guestSecret: Uint8Array): Promise<Nodes> {
  const [{ RedisLink }, { RedisClasses }] = await Promise.all([
    import('./redis-link'),
    import('./redis-classes'),
  ]);
  const link = await RedisLink.open(url);
  const classes = new RedisClasses(link, idleMs);
  const agree = async () => {
    const theirs = await classes.agreeOnSecret(Buffer.from(guestSecret).toString('hex'));
    if (theirs) guestSecret.set(Buffer.from(theirs, 'hex'));
  };
  link.onBack(() => void agree());
  await agree();
  return {
    classes,
    adapter: () => link.adapter(),
    close: () => link.close(),
  };
}
