import type { Call, CapturedConnection } from '../../capture/capture';
import type { Unit } from '../../protocol/unit';
import type { Traffic } from '../traffic';

/** What a close frame says; no code where its payload is empty (RFC 6455 §5.5.1). */
export interface CloseFrame {
  readonly unit: Unit;
  readonly sender: Unit['sender'];
  readonly closeCode: number | null;
  readonly reason: string;
}

/** A WebSocket of the page as it ended: what was on the wire, and what the page was told. */
export interface SocketEnding {
  readonly connection: CapturedConnection;
  readonly frames: readonly CloseFrame[];
  /** The page's own call of `close`, if it made one. */
  readonly asked: Call | null;
  /** The `close` event, with what it said; null while there is none. */
  readonly told: { readonly call: Call; readonly closeCode: number; readonly reason: string } | null;
}

/** The close frames on a connection, in the order in which they passed. */
export function closeFramesOf({ capture, units }: Traffic, connection: number): readonly CloseFrame[] {
  return units
    .filter((unit) => unit.layer === 'websocket' && unit.kind === 'close' && unit.connection === connection)
    .map((unit) => {
      const content = capture.decoder.contentOf(unit);
      const [high, low] = content;
      const closeCode = high === undefined || low === undefined ? null : high * 256 + low;
      return {
        unit,
        sender: unit.sender,
        closeCode,
        reason: new TextDecoder().decode(content.subarray(2)),
      };
    });
}

/** The WebSockets of this traffic, in the order of their opening. */
export function endingsOf(traffic: Traffic): readonly SocketEnding[] {
  return traffic.capture.connections
    .filter(({ openedBy, via }) => via === 'direct' && traffic.calls.some(({ id }) => id === openedBy))
    .map((connection) => {
      const calls = traffic.calls.filter(({ opener }) => opener === connection.openedBy);
      const call = calls.find(({ kind }) => kind === 'close');
      return {
        connection,
        frames: closeFramesOf(traffic, connection.id),
        asked: calls.find(({ kind }) => kind === 'close()') ?? null,
        told: call ? { call, ...readClose(call.detail) } : null,
      };
    });
}

/** Reads back a `close` event as it was recorded: `1000`, `4001, "lunch"`. */
function readClose(detail: string): { closeCode: number; reason: string } {
  const [, code = '', reason = '""'] = /^(\d+)(?:, (.*))?$/s.exec(detail) ?? [];
  return { closeCode: Number(code), reason: readText(reason) };
}

function readText(literal: string): string {
  try {
    return String(JSON.parse(literal));
  } catch {
    return literal;
  }
}
