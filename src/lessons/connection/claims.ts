import type { LessonClaims } from '../claim';

export const claims: LessonClaims = {
  open: [
    {
      says: 'TCP gives two programs one ordered, reliable stream of bytes each way.',
      source: 'RFC 9293 §2.2',
    },
    {
      says: 'A connection is there, and ages, before any program has written a byte on it.',
      seenIn: 'open',
    },
    {
      says: 'TCP opens a connection by an exchange of segments, which the programs at its ends do not see.',
      source: 'RFC 9293 §3.5',
    },
    {
      says: 'Ports for temporary use, such as those of clients, have a range of their own: 49152 to 65535.',
      source: 'RFC 6335 §6',
    },
  ],
  clients: [
    {
      says: 'A port is a 16-bit number.',
      source: 'RFC 9293 §3.1',
    },
    {
      says: 'A connection is identified by a pair of sockets: the address and the port of both ends.',
      source: 'RFC 9293 §4',
      seenIn: 'clients',
    },
    {
      says: 'Any number of connections may end at the same server port, as long as the client’s address or port differs.',
      seenIn: 'clients',
    },
    {
      says: 'A router that shares one public address among hosts translates ports as well as addresses.',
      source: 'RFC 3022 §2.2',
    },
  ],
  writes: [
    {
      says: 'Bytes arrive in the order in which they were written, in reads that need not match the writes.',
      source: 'RFC 9293 §2.2',
      seenIn: 'back-to-back',
    },
    {
      says: 'A pause between two writes is not a boundary in the stream.',
      seenIn: 'paused',
    },
    {
      says: 'One large write may arrive in several reads.',
      seenIn: 'large',
    },
  ],
  lost: [
    {
      says: 'A segment carries the sequence number of its first byte.',
      source: 'RFC 9293 §3.4',
    },
    {
      says: 'An acknowledgement is cumulative: it names the next byte that the receiver expects.',
      source: 'RFC 9293 §3.4',
    },
    {
      says: 'Three duplicate acknowledgements in a row make the sender send the missing segment again at once.',
      source: 'RFC 5681 §3.2',
    },
    {
      says: 'Otherwise the retransmission timer goes off, and the earliest segment that is not acknowledged is sent again.',
      source: 'RFC 6298 §5',
    },
    {
      says: 'An acknowledgement that covers only a part of what was sent before a loss points at the next lost segment.',
      source: 'RFC 6582 §3.2',
    },
    {
      says: 'In QUIC each stream is an ordered stream of bytes of its own.',
      source: 'RFC 9000 §2',
    },
  ],
  challenge: [
    {
      says: 'The bytes of several writes can come in one read.',
      seenIn: 'one-read',
    },
    {
      says: 'A read returns at most as many bytes as the program has room for.',
      seenIn: 'many-reads',
    },
  ],
  recap: [
    {
      says: 'HTTP marks the end of a message with line ends and lengths.',
      source: 'RFC 9112 §6',
    },
    {
      says: 'WebSocket marks the end of a frame with a length.',
      source: 'RFC 6455 §5.2',
    },
  ],
};
