import type { Call, Capture, CodeEvent } from '../capture/capture';
import { headerOf } from '../protocol/http-head';
import { layerOf } from '../protocol/layers';
import type { Unit } from '../protocol/unit';
import { lineText, packetsOf } from '../timeline/packets';
import { timetableOf } from '../timeline/timetable';

/** The line of code that made a unit, or that it made run. */
interface CodeLine {
  readonly text: string;
  /** `called`: the page made the call, or its listener ran. `inferred`: derived from the unit, not observed. */
  readonly how: 'called' | 'inferred';
  readonly call: Call | null;
}

/** The line of code of a unit, or why there is none. */
export interface Code {
  readonly line: CodeLine | null;
  readonly note: string;
}

/** The code of a unit: the page's own call if there is one, else what the packet tells. */
export function codeOf(capture: Capture, unit: Unit): Code {
  const ran = packetsOf(capture).linesOf(unit);
  const [first] = ran;
  if (first) {
    const text = lineText(capture, first) ?? `socket.emit('${first.text}', …)`;
    return { line: { text, how: 'called', call: null }, note: ran.map(sentenceOf).join(' ') };
  }
  const timetable = timetableOf(capture);
  const index = timetable.indexOfUnit(unit);
  const call = index === null ? null : timetable.callOf(index);
  const inner = innermost(capture.decoder, unit);
  const inferred = layerOf(inner.layer).code?.(inner) ?? null;
  if (call) {
    const line: CodeLine = { text: textOf(call, nameOf(capture, call)), how: 'called', call };
    return { line, note: noteOf(call) };
  }
  if (inferred !== null) {
    return {
      line: { text: inferred, how: 'inferred', call: null },
      note: 'Read from the packet. The line itself ran where this page cannot look.',
    };
  }
  return { line: null, note: withoutCode(unit) ?? absent(capture, unit) };
}

/** How a line of a program relates to a packet. */
function sentenceOf({ end, client, kind, line }: CodeEvent): string {
  const whose = end === 'server' ? 'the server’s program' : `client ${client}’s program`;
  const where = line > 0 ? `Line ${line} of ${whose}` : capitalised(whose);
  if (kind === 'emit') return `${where} emitted it.`;
  if (kind === 'reply') return `${where} answered with it.`;
  return kind === 'answered' ? `${where} was waiting for it.` : `${where} ran when it came.`;
}

const capitalised = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** The page's variable for what it opened. */
function nameOf({ calls }: Capture, { opener }: Call): 'socket' | 'source' {
  return calls.find(({ id }) => id === opener)?.kind === 'EventSource' ? 'source' : 'socket';
}

function textOf({ kind, detail }: Call, name: string): string {
  switch (kind) {
    case 'send':
      return `socket.send(${detail})`;
    case 'close()':
      return `${name}.close(${detail})`;
    case 'fetch':
    case 'new WebSocket':
      return `${kind}(${detail})`;
    case 'EventSource':
      return `new EventSource(${detail})`;
    case 'message':
      return `${name}.onmessage = ({ data }) => … // ${detail}`;
    case 'open':
      return `${name}.onopen = () => …`;
    case 'fetched':
      return `await fetch(…) // ${detail}`;
    case 'io':
      return `io(${detail})`;
    case 'raw':
      return `the raw client writes ${detail}`;
    default:
      return `${name}.on${kind} = () => …`;
  }
}

function noteOf({ kind }: Call): string {
  if (
    kind === 'send' ||
    kind === 'close()' ||
    kind === 'fetch' ||
    kind === 'new WebSocket' ||
    kind === 'io' ||
    kind === 'EventSource'
  ) {
    return 'This page made this call, and these bytes are the result. When it ran is inferred: page and server have clocks of their own.';
  }
  return 'The bytes made this line of this page run. When it ran is inferred: page and server have clocks of their own.';
}

function absent(capture: Capture, unit: Unit): string {
  const connection = capture.connection(unit.connection);
  if (connection?.via === 'raw')
    return 'The lab’s raw client wrote these bytes: no code of this page made them.';
  if (unit.sender === 'server')
    return 'The server’s program, or a library in it, made these bytes: no line of this page did.';
  if (connection?.openedBy == null)
    return 'Another program made these bytes: its code is not on this page, so no line can be shown.';
  const head = capture.decoder.headOf(unit);
  if (head && headerOf(head, 'Upgrade') === null)
    return 'The browser made this request by itself, or another page did.';
  return 'The browser made these bytes by itself: no line of this page did.';
}

function withoutCode({ layer, kind }: Unit): string | undefined {
  return kind === 'undecoded' ? undefined : layerOf(layer).withoutCode?.[kind];
}

function innermost(decoder: Capture['decoder'], unit: Unit): Unit {
  let inner = unit;
  for (let above = decoder.contentsOf(inner)[0]; above; above = decoder.contentsOf(above)[0]) inner = above;
  return inner;
}
