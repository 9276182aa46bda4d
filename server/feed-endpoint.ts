import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { encodeFeed } from '../src/protocol/feed';
import { clockQuestion } from '../src/protocol/messages/queries';
import { createFeed } from './feed';
import { createHeartbeat } from './heartbeat';
import type { Lab } from './lab';
import type { Labs } from './labs';
import type { Limits } from './limits';
import { readMessage } from './read-message';

/** `GET /lab/<id>/feed`: the WebSocket through which a page watches its lab. */
export interface FeedEndpoint {
  accept(lab: Lab, request: IncomingMessage, socket: Duplex, head: Buffer, after: number): void;
  close(): void;
}

/** Largest message from a page: a question for the server's clock is far shorter. */
const QUESTION_BYTES = 1024;
const GOING_AWAY = 1001;

export function createFeedEndpoint(labs: Labs, limits: Limits): FeedEndpoint {
  const options = {
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: QUESTION_BYTES,
    maxBufferedChunks: QUESTION_BYTES,
    closeTimeout: limits.closeTimeoutMs,
  } as const;
  const server = new WebSocketServer(options);
  const feed = createFeed(limits);
  const heartbeat = createHeartbeat(limits.heartbeatMs);

  return {
    accept(lab, request, socket, head, after) {
      server.handleUpgrade(request, socket, head, (viewer) => {
        const open = { close: () => viewer.close(GOING_AWAY, 'the lab has ended') };
        lab.watching.add(open);
        labs.viewerCame(lab);
        viewer.on('error', () => undefined);
        viewer.on('close', () => {
          lab.watching.delete(open);
          labs.viewerLeft(lab);
        });
        viewer.on('message', (data, isBinary) => {
          if (isBinary || viewer.bufferedAmount > limits.viewerUnsentBytes) return;
          const question = readMessage(clockQuestion, data.toString());
          if (typeof question === 'string') return;
          viewer.send(encodeFeed([{ type: 'clock', pageMs: question.clock, nowMicros: lab.nowMicros }]));
        });
        heartbeat.add(viewer, () => viewer.terminate());
        feed.watch(lab, viewer, after);
      });
    },
    close() {
      heartbeat.close();
      feed.close();
      server.close();
    },
  };
}
