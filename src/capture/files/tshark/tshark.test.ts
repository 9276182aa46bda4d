import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { fetchLayers } from '../../../protocol/layers';
import { encodePcapng } from '../save/pcapng-writer';
import { decodeEvents, readBack } from '../testing';
import { session } from './session';
import { hasTshark, runTool, type SharkFrame, sharkFrames } from './tools';

await fetchLayers();

const folder = mkdtempSync(join(tmpdir(), 'wire101-shark-'));
const at = (name: string) => join(folder, name);
const exported = at('exported.pcapng');
const events = session();
const direct = decodeEvents(events);
writeFileSync(exported, encodePcapng(events));
afterAll(() => rmSync(folder, { recursive: true }));

const read = (name: string) => readBack(readFileSync(at(name)));

/** Our frames, as Wireshark's are written. */
function ourFrames({ file }: Pick<typeof direct, 'file'>): SharkFrame[] {
  const { decoder } = file;
  return decoder.units.flatMap((unit): SharkFrame[] => {
    if (unit.layer !== 'websocket') return [];
    const fields = decoder.fieldsOf(unit);
    const bit = (name: string) => fields.find((field) => field.name === name)!.value.startsWith('1');
    const message = decoder.contentsOf(unit).find(({ layer }) => layer === 'message');
    const endsText = bit('FIN') && message?.kind === 'text';
    const { client, server } = file.connection(unit.connection)!;
    return [
      {
        stream: unit.connection - 1,
        fromPort: (unit.sender === 'client' ? client : server).port,
        isFinal: bit('FIN'),
        isCompressed: bit('RSV1'),
        opcode: Number(/0x[\da-f]/.exec(fields.find(({ name }) => name === 'Opcode')!.value)?.[0]),
        isMasked: bit('MASK'),
        length: decoder.contentOf(unit).length,
        text: endsText ? new TextDecoder().decode(decoder.contentOf(message)) : null,
      },
    ];
  });
}

const SLOW = { timeout: 120_000 };

describe.skipIf(!hasTshark())('what Wireshark sees', SLOW, () => {
  it('of an exported session is every frame, with its bits, length and text', () => {
    const theirs = sharkFrames(exported);
    const ours = ourFrames(direct);
    expect(ours.length).toBeGreaterThan(15);
    // It does not inflate messages that are both compressed and fragmented.
    const isBeyondIt = ({ opcode, length, stream }: SharkFrame) =>
      stream === 2 && opcode === 0 && length === 17;
    const bare = (frames: readonly SharkFrame[]) =>
      frames.map((frame) => (isBeyondIt(frame) ? { ...frame, text: null } : frame));
    expect(bare(theirs)).toEqual(bare(ours));
  });

  it('of an exported session is every HTTP message', () => {
    const fields = ['tcp.stream', 'http.request.method', 'http.request.uri', 'http.response.code'];
    const args = fields.flatMap((field) => ['-e', field]);
    const theirs = runTool('tshark', [
      '-r',
      exported,
      '-d',
      'tcp.port==8101,http',
      '-Y',
      'http',
      '-T',
      'fields',
      ...args,
    ]);
    const { decoder } = direct.file;
    const ours = decoder.units.flatMap((unit) => {
      const head = unit.layer === 'http' ? decoder.headOf(unit) : null;
      if (head === null) return [];
      return [
        head.kind === 'request'
          ? `${unit.connection - 1}\t${head.method}\t${head.target}\t`
          : `${unit.connection - 1}\t\t\t${head.status}`,
      ];
    });
    expect(theirs.toString().trimEnd().split('\n')).toEqual(ours);
  });

  it('of an exported session is TCP without a fault, with its ends and the time of each packet', () => {
    const odd = 'tcp.analysis.flags || tcp.checksum.status == 0 || ip.checksum.status == 0 || _ws.malformed';
    const checks = ['-o', 'tcp.check_checksum:TRUE', '-o', 'ip.check_checksum:TRUE'];
    expect(runTool('tshark', ['-r', exported, ...checks, '-Y', odd]).toString()).toBe('');
    const count = (filter: string) =>
      runTool('tshark', ['-r', exported, '-Y', filter]).toString().trim().split('\n').length;
    expect([count('tcp.flags.syn == 1'), count('tcp.flags.fin == 1'), count('tcp.flags.reset == 1')]).toEqual(
      [8, 2, 1],
    );
    const [first] = runTool('tshark', ['-r', exported, '-T', 'fields', '-e', 'frame.time_epoch'])
      .toString()
      .split('\n');
    expect(first).toBe('1800000000.001000000');
    expect(count('tcp.len > 1448 || tcp.len == 0 && tcp.flags.push == 1')).toBe(1);
  });

  it('is said to be synthesised, in the file', () => {
    expect(runTool('capinfos', ['-k', exported]).toString()).toContain(
      'The packets in this file are synthesised',
    );
  });
});

describe.skipIf(!hasTshark())('a file of Wireshark’s tools is read to the same units', SLOW, () => {
  it.each(['pcap', 'nsecpcap', 'pcapng'])('as %s', (format) => {
    runTool('editcap', ['-F', format, exported, at(format)]);
    expect(read(format)).toMatchObject({ units: direct.units, notes: [] });
  });

  it('with every packet twice', () => {
    runTool('mergecap', ['-w', at('twice'), exported, exported]);
    expect(read('twice')).toMatchObject({ units: direct.units, notes: [] });
  });

  it('with the segments of a long message in another order', () => {
    const numbers = runTool('tshark', [
      '-r',
      exported,
      '-Y',
      'tcp.len == 1448',
      '-T',
      'fields',
      '-e',
      'frame.number',
    ]);
    const [from, to] = [
      numbers.toString().split('\n').map(Number)[0]!,
      numbers.toString().trim().split('\n').map(Number).at(-1)!,
    ];
    const middle = Math.floor((from + to) / 2);
    const part = (name: string, range: string) => runTool('editcap', ['-r', exported, at(name), range]);
    part('a', `1-${from - 1}`);
    part('b', `${from}-${middle}`);
    part('c', `${middle + 1}-${to}`);
    part('d', `${to + 1}-100000`);
    runTool('mergecap', ['-a', '-w', at('reordered'), at('a'), at('c'), at('b'), at('d')]);
    const { units } = read('reordered');
    expect(units).toEqual(direct.units);
    runTool('reordercap', [at('reordered'), at('ordered')]);
    expect(read('ordered')).toMatchObject({ units: direct.units });
  });

  it('up to what a snapshot length cut off, which is said', () => {
    runTool('editcap', ['-s', '500', exported, at('cut')]);
    const { units, notes } = read('cut');
    const isSame = (unit: string, index: number) => unit === direct.units[index];
    expect(units.findIndex((unit, index) => !isSame(unit, index))).toBeGreaterThan(40);
    expect(notes).toEqual([expect.objectContaining({ what: 'snaplen', connection: 3 })]);
  });

  it('up to a packet that is missing, which is said', () => {
    const numbers = runTool('tshark', [
      '-r',
      exported,
      '-Y',
      'tcp.len == 1448',
      '-T',
      'fields',
      '-e',
      'frame.number',
    ]);
    runTool('editcap', [exported, at('missing'), numbers.toString().split('\n')[3]!]);
    const { notes } = read('missing');
    expect(notes).toEqual([
      expect.objectContaining({
        what: 'missing-segments',
        connection: 3,
        text: expect.stringMatching(/^1,448 bytes of the server are missing/),
      }),
    ]);
  });

  it('from text2pcap, without a handshake of TCP', () => {
    const dump =
      '0000 47 45 54 20 2f 20 48 54 54 50 2f 31 2e 31 0d 0a\n0010 48 6f 73 74 3a 20 61 0d 0a 0d 0a\n';
    runTool('text2pcap', ['-q', '-T', '50000,80', '-', at('text')], dump);
    expect(read('text').units).toEqual([
      expect.stringContaining('1 http client request 0-27 The client sent a GET request for /.'),
    ]);
  });

  it('from a stream that tshark follows and prints', () => {
    const text = runTool('tshark', [
      '-r',
      exported,
      '-d',
      'tcp.port==8101,http',
      '-q',
      '-z',
      'follow,tcp,raw,2',
    ]);
    const here = direct.units.filter((unit) => unit.startsWith('3 ')).map((unit) => unit.slice(2));
    const there = readBack(text).units.map((unit) => unit.slice(2));
    expect(there.filter((unit) => !here.includes(unit))).toEqual([]);
    expect(there.length).toBeGreaterThan(15);
  });
});
