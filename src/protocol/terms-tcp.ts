/** Terms of TCP; none of them is a field that the lab can read. */
export const TCP_TERMS = {
  port: {
    name: 'Port',
    text: 'A number of 16 bits that tells the programs behind one address apart.',
    spec: 'RFC 9293 §3.1',
  },
  'byte-stream': {
    name: 'Stream of bytes',
    text: 'Bytes one after the other, in the order in which they were written, with no boundary between them.',
    spec: 'RFC 9293 §2.2',
  },
  socket: {
    name: 'Socket',
    text: 'One end of a connection: an address and a port; programs write and read there.',
    spec: 'RFC 9293 §4',
  },
  segment: {
    name: 'Segment',
    text: 'A piece of the stream with a header, as operating systems send it; programs never see one.',
    spec: 'RFC 9293 §3.1',
  },
  'sequence-number': {
    name: 'Sequence number',
    text: 'Which byte of the stream is the first of a segment; here it is counted from the connection’s beginning.',
    spec: 'RFC 9293 §3.4',
  },
  'cumulative-ack': {
    name: 'Cumulative acknowledgement',
    text: 'The number of the byte that is expected next: all before it have arrived.',
    spec: 'RFC 9293 §3.4',
  },
} as const;
