import { count, grouped } from '../../../protocol/text';
import type { EmitEvent } from '../event';
import { TcpConnections } from '../tcp/connections';
import { readIp } from './ip';
import { ipStart, isKnownLinkType, nameOfLinkType } from './link';
import type { TakePacket } from './packet';
import { readSegment } from './segment';

/** Takes the packets of a capture file, and tells what the TCP connections in them carried. */
export interface PacketReader {
  readonly take: TakePacket;
  /** The last packet has come: tells what was left open, and what could not be read. */
  end(): void;
}

export function createPacketReader(emit: EmitEvent): PacketReader {
  const connections = new TcpConnections(emit);
  const unknown = new Map<number, number>();
  const counts = { packets: 0, segments: 0, fragment: 0, other: 0, cut: 0, early: 0 };
  let now = Number.NEGATIVE_INFINITY;

  const note = (
    what: 'link-type' | 'fragments' | 'snaplen' | 'time-order' | 'not-tcp' | 'nothing-found',
    text: string,
  ) => emit({ kind: 'note', what, text });

  return {
    take({ linkType, bytes, wireBytes, atMicros }) {
      counts.packets++;
      if (!isKnownLinkType(linkType)) {
        unknown.set(linkType, (unknown.get(linkType) ?? 0) + 1);
        return;
      }
      const start = ipStart(linkType, bytes);
      const ip = start < 0 ? ({ kind: 'other' } as const) : readIp(bytes, start, wireBytes);
      if (ip.kind !== 'tcp') {
        counts[ip.kind]++;
        return;
      }
      if (atMicros < now) counts.early++;
      else now = atMicros;
      const segment = readSegment(bytes, ip, now);
      if (segment === null) {
        counts.cut++;
        return;
      }
      counts.segments++;
      connections.take(segment);
    },
    end() {
      connections.end();
      for (const [linkType, packets] of unknown) {
        const advice = ' Capture at an Ethernet, loopback or “any” interface instead.';
        note(
          'link-type',
          `${count(packets, 'packet')} of ${nameOfLinkType(linkType)} cannot be read here.${advice}`,
        );
      }
      if (counts.fragment > 0) {
        note(
          'fragments',
          `${count(counts.fragment, 'IP fragment')} of TCP ${counts.fragment === 1 ? 'was' : 'were'} left out: fragments are not put together here.`,
        );
      }
      if (counts.cut > 0) {
        note(
          'snaplen',
          `Of ${count(counts.cut, 'packet')} not even the headers were captured whole: capture with a larger snapshot length (tcpdump -s 0).`,
        );
      }
      if (counts.early > 0) {
        note(
          'time-order',
          `${count(counts.early, 'packet')} ${counts.early === 1 ? 'has an earlier time than the packet before it. It was' : 'have an earlier time than the packet before. They were'} read in the order of the file, at the later time.`,
        );
      }
      if (counts.segments === 0 && unknown.size === 0) {
        const text =
          counts.packets === 0
            ? 'The capture holds no packet.'
            : `${counts.packets === 1 ? 'The only packet is not' : `None of the ${grouped(counts.packets)} packets is`} TCP. HTTP/3 is carried by UDP and cannot be read here.`;
        note(counts.packets === 0 ? 'nothing-found' : 'not-tcp', text);
      } else if (counts.segments > 0 && connections.opened === 0) {
        note(
          'nothing-found',
          `No connection in the ${grouped(counts.segments)} TCP segments carries a byte.`,
        );
      }
    },
  };
}
