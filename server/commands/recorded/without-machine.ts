const SECTION_HEADER = 0x0a0d0d0a;
const INTERFACE = 1;
const PACKET = 6;
/** Only the unit of time of an interface is needed to read its packets. */
const TIME_RESOLUTION = 9;

/** A pcapng without what dumpcap writes of the machine: its system and hardware, interface names, statistics. Little-endian. */
export function withoutMachine(file: Buffer): Buffer {
  const kept: Buffer[] = [];
  for (let at = 0; at < file.length; ) {
    const type = file.readUInt32LE(at);
    const size = file.readUInt32LE(at + 4);
    const block = file.subarray(at, at + size);
    if (type === SECTION_HEADER) kept.push(blockOf(type, block.subarray(8, 24)));
    else if (type === INTERFACE)
      kept.push(blockOf(type, Buffer.concat([block.subarray(8, 16), resolutionIn(block)])));
    else if (type === PACKET) kept.push(block);
    at += size;
  }
  return Buffer.concat(kept);
}

function blockOf(type: number, body: Buffer): Buffer {
  const block = Buffer.alloc(body.length + 12);
  block.writeUInt32LE(type, 0);
  block.writeUInt32LE(block.length, 4);
  body.copy(block, 8);
  block.writeUInt32LE(block.length, block.length - 4);
  return block;
}

function resolutionIn(block: Buffer): Buffer {
  for (let at = 16; at + 4 < block.length; ) {
    const code = block.readUInt16LE(at);
    const size = block.readUInt16LE(at + 2);
    if (code === TIME_RESOLUTION) return Buffer.concat([block.subarray(at, at + 8), Buffer.alloc(4)]);
    at += 4 + Math.ceil(size / 4) * 4;
  }
  return Buffer.alloc(0);
}
