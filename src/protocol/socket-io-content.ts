import { engineContent } from './engine-io-content';
import type { LayerUnit } from './layer-unit';
import type { Piece } from './origin';
import type { UnitRecord } from './records';
import type { SocketKind } from './socket-io-kinds';

/** A packet, as its own layer knows it. */
export type SocketUnit = LayerUnit<'socket.io', SocketKind>;

/** The binary Engine.IO messages that belong to a packet: those that have come, and how many it announced. */
export interface Attachments {
  readonly count: number;
  /** For each, whether a placeholder stands for it; null when a placeholder names one that does not exist. */
  readonly used: readonly boolean[] | null;
  readonly packets: UnitRecord[];
}

export function attachmentsOf(unit: LayerUnit): Attachments | null {
  return (unit as UnitRecord).data as Attachments | null;
}

/** The packet without its attachments. */
export function packetText(unit: UnitRecord): readonly Piece[] {
  return engineContent(unit.inside!);
}

/** The packet's text, then its attachments in order. */
export function socketPieces(unit: UnitRecord): readonly Piece[] {
  const attachments = attachmentsOf(unit);
  if (attachments === null) return packetText(unit);
  return [...packetText(unit), ...attachments.packets.flatMap(engineContent)];
}
