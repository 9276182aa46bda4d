import type { Measures } from './measure';
import { microsOf, overheadPerMessage } from './measure';
import type { Way } from './ways';

/** What can be chosen for an application. */
export const CHOICES = ['requests', 'events', 'websocket', 'socketio'] as const;
export type Choice = (typeof CHOICES)[number];

export const CHOICE_NAMES: Readonly<Record<Choice, string>> = {
  requests: 'Plain requests',
  events: 'SSE + POST',
  websocket: 'WebSocket',
  socketio: 'Socket.IO',
};

/** The measured way that stands for a choice. */
export const WAY_OF: Readonly<Record<Choice, Way>> = {
  requests: 'short',
  events: 'events',
  websocket: 'websocket',
  socketio: 'socketio',
};

/** A figure of the run that speaks for or against a choice. */
export type Figure = 'overhead' | 'setup' | 'serverP99' | 'clientP50' | 'empty';

export const FIGURE_NAMES: Readonly<Record<Figure, string>> = {
  overhead: 'overhead per message',
  setup: 'before the first message',
  serverP99: 'server to browser, p99',
  clientP50: 'browser to server, p50',
  empty: 'requests that brought nothing',
};

/** The value of a figure for a choice: microseconds for latencies, bytes for sizes, otherwise a count. */
export function figureIn(figure: Figure, choice: Choice, measures: Measures): number | null {
  const { latency } = measures;
  if (figure === 'overhead') return overheadPerMessage(measures);
  // A request needs nothing before it. In the run, a first question for news came earlier than the first POST.
  if (figure === 'setup') return choice === 'requests' ? 0 : measures.setupBytes;
  if (figure === 'empty') return measures.empty.length;
  const found = figure === 'serverP99' ? latency.server?.p99 : latency.client?.p50;
  return found ? microsOf(found) : null;
}

export interface Situation {
  readonly id: string;
  readonly title: string;
  readonly needs: string;
  /** The figures that matter here. */
  readonly figures: readonly [Figure, Figure];
  /** What speaks for each choice, and what against it. */
  readonly arguments: Readonly<Record<Choice, string>>;
}

export const SITUATIONS: readonly Situation[] = [
  {
    id: 'chat',
    title: 'A chat with rooms',
    needs: 'People take turns to write and read, some of them on trains, and must not lose a line.',
    figures: ['serverP99', 'overhead'],
    arguments: {
      requests: 'Works anywhere. Each line waits for the next poll, and silence costs requests.',
      events:
        'Lines come as soon as they are written, and reconnection is built in. Each line that a user writes is a POST.',
      websocket: 'Lean in both directions. Rooms, acknowledgements and reconnection are yours to build.',
      socketio:
        'Rooms, acknowledgements and reconnection are there; for lines missed in a break, turn on recovery or let the client ask. With a few lines a minute, the bytes around them hardly count.',
    },
  },
  {
    id: 'ticker',
    title: 'A stock ticker',
    needs: 'The server sends prices all day; the browser only listens.',
    figures: ['serverP99', 'empty'],
    arguments: {
      requests: 'A price is old by the time it is asked for, and every poll repeats its header fields.',
      events:
        'One request and then only prices, over plain HTTP. The browser reconnects by itself, and says which event it had last.',
      websocket:
        'One open connection, with few bytes around a price. The direction to the server stays unused, and reconnection is yours to build.',
      socketio: 'One open connection, too. You ship a client library, for a direction that you do not use.',
    },
  },
  {
    id: 'form',
    title: 'A booking form',
    needs: 'Sent once, answered once: it worked, or why not.',
    figures: ['setup', 'clientP50'],
    arguments: {
      requests:
        'One round trip on a connection that is open already, a status code, and a method that every program on the way understands.',
      events: 'The form itself is a POST here, too. The open response has nothing to say.',
      websocket: 'It must be opened first, and your own messages must say what a status code says.',
      socketio: 'An acknowledgement answers like a response. Session and upgrade cost more than the form.',
    },
  },
  {
    id: 'game',
    title: 'A multiplayer game',
    needs: 'Everybody sends a position 20 times a second. An old one is worthless.',
    figures: ['clientP50', 'overhead'],
    arguments: {
      requests: 'Header fields for each position, in both directions, and positions that arrive late.',
      events:
        'Good from the server. To the server it is 20 POSTs a second, and over HTTP/1.1 a browser has only a few under way at a time (Chromium six).',
      websocket:
        'A few bytes a position. It is one ordered stream: a lost segment delays all that follow it (RFC 9293 §2.2).',
      socketio:
        'More bytes a position than a WebSocket alone. “volatile” drops what cannot be sent now, which suits a game.',
    },
  },
  {
    id: 'notifications',
    title: 'Notifications',
    needs: 'A few a day, to a page that is open for hours.',
    figures: ['empty', 'setup'],
    arguments: {
      requests: 'Once a minute may be enough, and nothing stays open. Nearly all requests bring nothing.',
      events:
        'One open response, nothing sent in silence, and Last-Event-ID after a break (HTML Standard §9.2.4).',
      websocket: 'Works. You need heartbeats and reconnection, for a few messages in one direction.',
      socketio: 'Worth it when the application uses it anyway: then a notification is just another event.',
    },
  },
];

/** What the student has chosen, by situation. */
export type Picks = Readonly<Partial<Record<string, Choice>>>;
