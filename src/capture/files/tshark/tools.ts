import { execFileSync, spawnSync } from 'node:child_process';

/**
 * Whether Wireshark's programs are here (Debian: the package tshark, which has text2pcap, editcap and mergecap, too). In
 * CI they must be: there the tests that need them run, and fail without them.
 */
export function hasTshark(): boolean {
  if (process.env.CI || spawnSync('tshark', ['--version']).error === undefined) return true;
  console.log(
    'Tests that compare with Wireshark are left out: install tshark to run them (Debian: apt-get install tshark).',
  );
  return false;
}

/** Runs one of the programs; what it prints. Its warnings stay unheard. */
export function runTool(program: string, args: readonly string[], input?: string): Buffer {
  const options = {
    maxBuffer: 64 * 1024 * 1024,
    stdio: ['pipe', 'pipe', 'ignore'] as ['pipe', 'pipe', 'ignore'],
  };
  return execFileSync(program, args, input === undefined ? options : { ...options, input });
}

/** A WebSocket frame as Wireshark takes it apart. */
export interface SharkFrame {
  readonly stream: number;
  readonly fromPort: number;
  readonly isFinal: boolean;
  readonly isCompressed: boolean;
  readonly opcode: number;
  readonly isMasked: boolean;
  readonly length: number;
  /** The text that the frame ends, or null when it ends none. */
  readonly text: string | null;
}

interface SharkLayers {
  readonly tcp: Readonly<Record<string, string>>;
  readonly websocket?: SharkFields | readonly SharkFields[];
}

type SharkFields = Readonly<Record<string, string | Readonly<Record<string, string>>>>;

/** All WebSocket frames of a capture file, in its order. */
export function sharkFrames(file: string): readonly SharkFrame[] {
  const args = [
    '-r',
    file,
    '-d',
    'tcp.port==8101,http',
    '-Y',
    'websocket',
    '-T',
    'json',
    '--no-duplicate-keys',
  ];
  const packets = JSON.parse(runTool('tshark', [...args, '-J', 'tcp websocket']).toString()) as readonly {
    readonly _source: { readonly layers: SharkLayers };
  }[];
  return packets.flatMap(({ _source: { layers } }) => {
    const found = layers.websocket ?? [];
    return [found].flat().map((fields): SharkFrame => {
      const payload = fields['websocket.payload'];
      const length =
        fields['websocket.payload_length_ext_64'] ??
        fields['websocket.payload_length_ext_16'] ??
        fields['websocket.payload_length'];
      return {
        stream: Number(layers.tcp['tcp.stream']),
        fromPort: Number(layers.tcp['tcp.srcport']),
        isFinal: fields['websocket.fin'] === '1',
        isCompressed: fields['websocket.rsv'] === '0x04',
        opcode: Number(fields['websocket.opcode']),
        isMasked: fields['websocket.mask'] === '1',
        length: Number(length),
        text: typeof payload === 'object' ? (payload['websocket.payload.text'] ?? null) : null,
      };
    });
  });
}
