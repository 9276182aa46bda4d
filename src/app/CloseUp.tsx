import type { Decoder } from '../protocol/decoder';
import { layerOf } from '../protocol/layers';
import type { Unit } from '../protocol/unit';
import { ByteFigure, type ByteGroup } from './ByteFigure';
import styles from './Greeting.module.css';

/** How many payload bytes are drawn. */
const DRAWN = 10;

interface Props {
  readonly decoder: Decoder;
  /** The events, newest last. */
  readonly units: readonly Unit[];
}

/** The student's newest frame byte by byte, still masked; before the first one, the digits of the 101. */
export function CloseUp({ decoder, units }: Props) {
  const frame = units.findLast(
    ({ layer, kind, sender, partial }) =>
      layerOf(layer).maskedBytes && kind === 'text' && sender === 'client' && !partial,
  );
  if (frame) return <FrameCloseUp decoder={decoder} frame={frame} />;
  const response = units.findLast((unit) => decoder.headOf(unit)?.kind === 'response');
  return response ? (
    <ResponseCloseUp decoder={decoder} response={response} />
  ) : (
    <p className={styles.say}>As soon as there are bytes, they appear here.</p>
  );
}

function FrameCloseUp({ decoder, frame }: { readonly decoder: Decoder; readonly frame: Unit }) {
  const bytes = decoder.bytesOf(frame);
  const fields = decoder.fieldsOf(frame);
  const key = fields.find(({ name }) => name === 'Masking-key');
  const payload = fields.find(({ name }) => name === 'Payload data');
  if (!key) return null;
  const length = payload ? payload.end - payload.start : 0;
  const shown = Math.min(length, DRAWN);
  const content = decoder.contentOf(frame);
  const groups: ByteGroup[] = [
    { name: 'text, length', bytes: bytes.subarray(0, key.start), under: [] },
    { name: 'masking key', bytes: bytes.subarray(key.start, key.end), under: [] },
  ];
  if (payload) {
    const under = Array.from(content.subarray(0, shown), characterOf);
    const masked = bytes.subarray(payload.start, payload.start + shown);
    groups.push({ name: 'your text, masked', bytes: masked, under, isMain: true });
  }
  return (
    <>
      <h2 className={styles.heading}>What you sent, as it left your browser</h2>
      <ByteFigure layer={frame.layer} groups={groups} more={length - shown} />
      <p className={styles.say}>
        Your browser drew four random bytes and XORed your text with them: that is masking. Under each byte is
        what it becomes when the server undoes the masking. The answer comes back unmasked.
      </p>
    </>
  );
}

function ResponseCloseUp({ decoder, response }: { readonly decoder: Decoder; readonly response: Unit }) {
  const bytes = decoder.bytesOf(response);
  // The status line begins "HTTP/1.1 101": eight characters, a space, three digits (RFC 9112 §4).
  const group = (name: string, start: number, end: number, isMain = false): ByteGroup => {
    const part = bytes.subarray(start, end);
    return { name, bytes: part, under: Array.from(part, characterOf), isMain };
  };
  return (
    <>
      <h2 className={styles.heading}>The three bytes that changed everything</h2>
      <ByteFigure
        layer={response.layer}
        groups={[group('the server speaks HTTP', 0, 9), group('and switches', 9, 12, true)]}
        more={Math.max(0, bytes.length - 12)}
      />
      <p className={styles.say}>
        Up to here your browser and the server took turns, as for any page. After this response the same
        connection is a WebSocket: both may speak whenever they like. Send a word, and see it leave.
      </p>
    </>
  );
}

function characterOf(byte: number): string {
  return byte > 0x20 && byte < 0x7f ? String.fromCharCode(byte) : byte === 0x20 ? '␣' : '·';
}
