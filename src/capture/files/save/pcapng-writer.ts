import type { Peer } from '../../../protocol/unit';
import type { Endpoint, FileEvent, OpenEvent } from '../event';
import { joinBytes } from '../join-bytes';
import { encodeFileHead, encodePacketBlock } from './pcapng-blocks';
import { ACK, encodePacket, FIN, PSH, RST, SYN } from './synthetic-packet';

/** What a segment carries on Ethernet with the usual options: 1,500 bytes without the headers. */
const MAX_SEGMENT_BYTES = 1448;

const COMMENT =
  'Wire 101 saw the reads and writes of a socket, not packets. The packets in this file are synthesised: the payload bytes, their order and their times are those that were seen; segments, sequence and acknowledgement numbers, SYN, ACK, addresses of the link layer and checksums are made to carry them.';

interface Cable {
  readonly ends: Readonly<Record<Peer, Endpoint>>;
  /** The next sequence number of each side. */
  readonly next: Record<Peer, number>;
  readonly ended: Record<Peer, boolean>;
  isReset: boolean;
}

const other = (peer: Peer): Peer => (peer === 'client' ? 'server' : 'client');

/** Writes events as a packet capture that Wireshark opens: synthesised TCP/IP, which the file itself says. */
export class PcapngWriter {
  readonly #cables = new Map<number, Cable>();

  /** The beginning of the file. `more` is added to the comment of its section header. */
  head(more = ''): Uint8Array {
    return encodeFileHead(more === '' ? COMMENT : `${COMMENT} ${more}`);
  }

  /** The packets of one event, in the order of the file; none for a note. */
  packets(event: FileEvent): Uint8Array {
    if (event.kind === 'note') return new Uint8Array(0);
    if (event.kind === 'open') return this.#open(event);
    const cable = this.#cables.get(event.connection);
    if (cable === undefined) throw new RangeError(`connection ${event.connection} was not opened`);
    if (cable.isReset) return new Uint8Array(0);
    const { atMicros } = event;
    if (event.kind === 'gap') {
      cable.next[event.sender] += event.bytes;
      return new Uint8Array(0);
    }
    if (event.kind === 'chunk') return this.#chunk(cable, event.sender, event.bytes, atMicros);
    if (event.how === 'reset') {
      cable.isReset = true;
      return this.#packet(cable, event.by, RST | ACK, atMicros);
    }
    if (cable.ended[event.by]) return new Uint8Array(0);
    cable.ended[event.by] = true;
    const end = this.#packet(cable, event.by, FIN | ACK, atMicros);
    cable.next[event.by]++;
    return joinBytes([end, this.#packet(cable, other(event.by), ACK, atMicros)]);
  }

  #open({ connection, client, server, atMicros, start }: OpenEvent): Uint8Array {
    // Any number that differs from connection to connection; the same capture gives the same file.
    const first = Math.imul(connection, 0x9e3779b1) >>> 0;
    const cable: Cable = {
      ends: { client, server },
      next: { client: first, server: (first ^ 0x5bd1e995) >>> 0 },
      ended: { client: false, server: false },
      isReset: false,
    };
    this.#cables.set(connection, cable);
    if (start === 'missed') return new Uint8Array(0);
    const none = new Uint8Array(0);
    const syn = { sequence: cable.next.client, acknowledgement: 0, flags: SYN };
    cable.next.client++;
    const synAck = { sequence: cable.next.server, acknowledgement: cable.next.client, flags: SYN | ACK };
    cable.next.server++;
    return joinBytes([
      encodePacketBlock(atMicros, encodePacket(client, server, syn, none)),
      encodePacketBlock(atMicros, encodePacket(server, client, synAck, none)),
      this.#packet(cable, 'client', ACK, atMicros),
    ]);
  }

  #chunk(cable: Cable, sender: Peer, bytes: Uint8Array, atMicros: number): Uint8Array {
    const blocks: Uint8Array[] = [];
    for (let at = 0; at < bytes.length; at += MAX_SEGMENT_BYTES) {
      const payload = bytes.subarray(at, at + MAX_SEGMENT_BYTES);
      const isLast = at + payload.length === bytes.length;
      blocks.push(this.#packet(cable, sender, isLast ? PSH | ACK : ACK, atMicros, payload));
      cable.next[sender] += payload.length;
    }
    return joinBytes(blocks);
  }

  #packet(
    cable: Cable,
    sender: Peer,
    flags: number,
    atMicros: number,
    payload: Uint8Array = new Uint8Array(0),
  ): Uint8Array {
    const { ends, next } = cable;
    const header = { sequence: next[sender], acknowledgement: next[other(sender)], flags };
    return encodePacketBlock(atMicros, encodePacket(ends[sender], ends[other(sender)], header, payload));
  }
}

/** A whole file. */
export function encodePcapng(events: readonly FileEvent[], more = ''): Uint8Array {
  const writer = new PcapngWriter();
  return joinBytes([writer.head(more), ...events.map((event) => writer.packets(event))]);
}
