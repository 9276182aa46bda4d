import type { Capture, CapturedConnection } from '../../capture/capture';
import type { Peer, Unit } from '../../protocol/unit';
import { type FrameHeader, MAX_HEADER_BYTES, readHeader } from '../../protocol/websocket-frame-header';
import { isFaulty } from '../../timeline/faults';
import type { Traffic } from '../traffic';

/** A complete WebSocket frame from the wire. */
export interface SeenFrame {
  readonly unit: Unit;
  readonly header: FrameHeader;
  readonly connection: CapturedConnection;
}

/** Which frames to find. */
interface FrameFilter {
  readonly sender: Peer;
  /** Only on connections that the page wrote by hand, or that the browser made. */
  readonly via?: CapturedConnection['via'];
  readonly connection?: number;
}

/** The complete frames of this traffic, in order, without those after a failure. */
export function seenFrames({ capture, units }: Traffic, filter: FrameFilter): readonly SeenFrame[] {
  const seen: SeenFrame[] = [];
  for (const unit of units) {
    if (unit.layer !== 'websocket' || unit.sender !== filter.sender || unit.partial) continue;
    if (unit.isAfterFailure || unit.kind === 'undecoded') continue;
    if ((filter.connection ?? unit.connection) !== unit.connection) continue;
    const connection = capture.connection(unit.connection);
    const header = readHeader(capture.decoder.bytesOf(unit, { start: 0, end: MAX_HEADER_BYTES }));
    if (!connection || !header || (filter.via ?? connection.via) !== connection.via) continue;
    seen.push({ unit, header, connection });
  }
  return seen;
}

/** Whether it is a data frame, not a control frame. */
export const isData = ({ header }: SeenFrame): boolean => header.opcode < 8;

/** The frame's bytes on the wire. */
export const frameBytes = ({ unit }: SeenFrame): number => unit.end - unit.start;

/** The status code of a Close frame; 1005 where it has none (RFC 6455 §7.1.5); null for other frames. */
export function closeCodeOf(capture: Capture, { unit, header }: SeenFrame): number | null {
  if (header.opcode !== 8) return null;
  const payload = capture.decoder.contentOf(unit);
  return payload.length < 2 ? 1005 : payload[0]! * 256 + payload[1]!;
}

/** The whole messages of one side, in the order in which they began. */
export function wholeMessages({ units }: Traffic, sender: Peer): readonly Unit[] {
  return units.filter(
    (unit) =>
      unit.layer === 'message' &&
      unit.sender === sender &&
      !unit.partial &&
      !unit.isAfterFailure &&
      !isFaulty(unit),
  );
}

/** A close code that the server sent on a raw connection, with that connection's frames. */
interface FailedConnection {
  readonly code: number;
  readonly close: SeenFrame;
  /** What the client had sent on it, in order. */
  readonly sent: readonly SeenFrame[];
}

/** The raw connections that the server has closed, in order. */
export function closedByServer(traffic: Traffic): readonly FailedConnection[] {
  return seenFrames(traffic, { sender: 'server', via: 'raw' }).flatMap((close) => {
    const code = closeCodeOf(traffic.capture, close);
    if (code === null) return [];
    return [
      { code, close, sent: seenFrames(traffic, { sender: 'client', connection: close.connection.id }) },
    ];
  });
}

/** Bytes that the client wrote after its handshake on a connection. */
export function bytesAfterHandshake(capture: Capture, connection: number): number {
  const decoded = capture.decoder.connection(connection);
  return decoded?.switchedAt ? decoded.bytes.client - decoded.switchedAt.client : 0;
}
